package annotations_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

func TestTheDefaultSchemaHasElevenLabelsWithKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"claim": "b", "quote": "z", "speaker": "s", "cue": "c", "addressee": "a", "frame": "r",
		"not_a_quote": "n", "PER": "1", "ORG": "2", "LOC": "3", "MISC": "4",
	}
	keys := map[string]string{}
	for _, l := range annotations.News().Labels {
		keys[l.ID] = l.Key
		require.Contains(t, []annotations.Family{annotations.QuoteFamily, annotations.ClaimFamily, annotations.RoleFamily, annotations.EntityFamily, annotations.PlainFamily}, l.Family)
		require.Equal(t, 1, len([]rune(l.Letter)), l.ID)
		require.True(t, 0 <= l.Hue && l.Hue < 360, l.ID)
		require.Equal(t, l.ID == "frame", l.Optional, l.ID)
	}
	require.Equal(t, want, keys)
}

func TestEveryWordOfTheDefaultSchemaIsInBothLanguages(t *testing.T) {
	t.Parallel()
	s := annotations.News()
	both := func(where string, l annotations.Localized) {
		t.Helper()
		require.ElementsMatch(t, []string{"de", "en"}, slices.Collect(maps.Keys(l)), where)
		require.NotEmpty(t, strings.TrimSpace(l["de"]), where)
		require.NotEmpty(t, strings.TrimSpace(l["en"]), where)
	}
	both("title", s.Title)
	both("guidelines", s.Guidelines)
	for _, l := range s.Labels {
		both(l.ID, l.Name)
		both(l.ID+" guideline", l.Guideline)
		require.Contains(t, l.Guideline["de"], "*", "%s shows an example", l.ID)
	}
	for _, a := range s.Attributes {
		both(a.ID, a.Name)
		names := map[string]bool{}
		for _, c := range a.Values {
			both(a.ID+"."+c.ID, c.Name)
			for lang, n := range c.Name {
				require.False(t, names[lang+n], "%s has two values named %q", a.ID, n)
				names[lang+n] = true
			}
		}
		if a.Default != "" {
			require.NotNil(t, a.Choice(a.Default), a.ID)
		}
	}
	for _, link := range s.Links {
		both(link.ID, link.Name)
		for _, r := range link.Roles {
			both(link.ID+"."+r.ID, r.Name)
		}
	}
}

func TestTheGuidelinesNameEveryBoundaryRule(t *testing.T) {
	t.Parallel()
	g := annotations.News().Guidelines
	for _, words := range []string{"Anführungszeichen", "Satzzeichen zwischen", "Komma und Doppelpunkt", "Der Punkt am Satzende", "Vorsilbe", "ohne Relativsatz", "Zwei Sprecher", "unterbrochenes Zitat", "indirekter Rede", "kein Zitat"} {
		require.Contains(t, g["de"], words)
	}
	require.Equal(t, strings.Count(g["de"], "\n- "), strings.Count(g["en"], "\n- "), "both languages have the same rules")
	require.Equal(t, strings.Count(g["de"], "## "), strings.Count(g["en"], "## "))
}

func TestEveryAttributeBelongsToALabelOrLink(t *testing.T) {
	t.Parallel()
	s, used := annotations.News(), map[string]bool{}
	for _, l := range s.Labels {
		for _, a := range l.Attributes {
			used[a] = true
		}
	}
	for _, l := range s.Links {
		for _, a := range l.Attributes {
			used[a] = true
		}
	}
	for _, a := range s.Attributes {
		require.True(t, used[a.ID], a.ID)
	}
}

func TestTheSchemaFileKeepsItsFieldsThroughTheTypes(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("schema_news.json")
	require.NoError(t, err)
	out, err := json.Marshal(annotations.News())
	require.NoError(t, err)
	require.JSONEq(t, string(raw), string(out))
}

func TestLookUpsGiveNilForWhatASchemaHasNot(t *testing.T) {
	t.Parallel()
	s := annotations.News()
	require.Equal(t, "z", s.Label("quote").Key)
	require.Nil(t, s.Label("headline"))
	require.Nil(t, s.Attribute("mood"))
	require.Nil(t, s.Link("likes"))
	require.Nil(t, s.Link("attribution").Role("listener"))
	require.Nil(t, s.Attribute("medium").Choice("song"))
}

func TestLocalizedFallsBackToEnglishThenGermanThenNothing(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Quote", annotations.Localized{"en": "Quote", "de": "Zitat"}.In("fr"))
	require.Equal(t, "Zitat", annotations.Localized{"de": "Zitat"}.In("fr"))
	require.Empty(t, annotations.Localized{}.In("de"))
	require.Equal(t, "Zitat", annotations.Localized{"en": "Quote", "de": "Zitat"}.In("de"))
}

func TestABrokenSchemaIsRefusedWithTheFirstPartThatDoesNotFit(t *testing.T) {
	t.Parallel()
	const good = `{"id":"s","version":1,"labels":[{"id":"a","key":"a","attributes":["x"]},{"id":"b","key":"b"}],"attributes":[{"id":"x","type":"enum","values":[{"id":"1"}]}],"links":[{"id":"l","roles":[{"id":"r","labels":["a"]}],"at_least_one_of":["r"],"attributes":["x"]}]}`
	_, err := annotations.ParseSchema([]byte(good))
	require.NoError(t, err)
	for name, c := range map[string]struct{ old, new, field string }{
		"not JSON":                      {`{"id"`, `{id`, "schema"},
		"something after it":            {`"attributes":["x"]}]}`, `"attributes":["x"]}]}]`, "schema"},
		"an unknown field":              {`"version":1`, `"version":1,"colour":2`, "schema"},
		"no id":                         {`"id":"s"`, `"id":""`, "schema"},
		"version 0":                     {`"version":1`, `"version":0`, "schema"},
		"a label without id":            {`{"id":"b"`, `{"id":""`, "labels."},
		"two labels of one id":          {`{"id":"b"`, `{"id":"a"`, "labels.a"},
		"two labels on one key":         {`"key":"b"`, `"key":"a"`, "labels.b"},
		"a label's unknown attribute":   {`"attributes":["x"]},{`, `"attributes":["y"]},{`, "labels.a"},
		"an unknown attribute type":     {`"enum"`, `"mood"`, "attributes.x"},
		"an enumeration without values": {`"values":[{"id":"1"}]`, `"values":[]`, "attributes.x"},
		"a role for an unknown label":   {`"labels":["a"]`, `"labels":["z"]`, "links.l"},
		"at least one of nothing":       {`"at_least_one_of":["r"]`, `"at_least_one_of":["q"]`, "links.l"},
		"a link's unknown attribute":    {`"at_least_one_of":["r"],"attributes":["x"]`, `"attributes":["y"]`, "links.l"},
		"a link without roles":          {`"roles":[{"id":"r","labels":["a"]}],"at_least_one_of":["r"]`, `"roles":[]`, "links.l"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, good, c.old)
			_, err := annotations.ParseSchema([]byte(strings.Replace(good, c.old, c.new, 1)))
			var refused *annotations.Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, annotations.Invalid, refused.Code)
			require.Equal(t, "bad_schema", refused.Reason)
			require.Equal(t, c.field, refused.Field)
		})
	}
	retired := strings.Replace(good, `"key":"b"`, `"key":"a","retired":true`, 1)
	_, err = annotations.ParseSchema([]byte(retired))
	require.NoError(t, err, "a retired label gives its key free")
}
