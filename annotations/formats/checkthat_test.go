package formats_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

// claims is an article with a claim on each of some words.
func claims(words map[string]annotations.Attributes) *formats.Item {
	t := text.New("Startseite\nDie Brücke\tist 🌉 alt. Sie kostet 3 Mio. Euro. Wer weiß das?\nSchluss.")
	it := &formats.Item{Document: &annotations.Document{ID: "a1", Text: t, Language: "de", Meta: map[string]string{},
		Blocks: []annotations.Block{{Role: annotations.Breadcrumb, Start: 0, End: 11}, {Role: annotations.Body, Start: 11, End: t.Len()}}},
		Sets: []formats.Set{{Owner: annotations.Gold}}}
	for w, attributes := range words {
		start := t.FromByte(text.Byte(strings.Index(t.String(), w)))
		f := []annotations.Fragment{{Start: start, End: start + text.New(w).Len()}}
		it.Sets[0].Spans = append(it.Sets[0].Spans, &annotations.Span{ID: w[:1], Label: "claim", Fragments: f, Quote: annotations.Quote(t, f), Attributes: attributes})
	}
	return it
}

func worthy(v string) annotations.Attributes {
	return annotations.Attributes{"check_worthy": annotations.String(v)}
}

func TestCheckThatLabelsTheSentencesThatClaimsTouch(t *testing.T) {
	t.Parallel()
	it := claims(map[string]annotations.Attributes{"ist 🌉 alt": worthy("no"), "Sie kostet 3 Mio. Euro.": worthy("yes")})
	file, report := write(t, "checkthat", formats.Options{}, it)
	require.Equal(t, "sentence_id\tsentence\tclass_label\n"+
		"a1/gold/1\tDie Brücke ist 🌉 alt.\tNo\n"+
		"a1/gold/2\tSie kostet 3 Mio. Euro.\tYes\n"+
		"a1/gold/3\tWer weiß das?\tNo\n"+
		"a1/gold/4\tSchluss.\tNo\n", file, "the page's furniture has no sentences, a tab is a blank")
	require.Equal(t, map[formats.Reason]int{formats.WholeSentence: 1}, report.Losses)
	file, _ = write(t, "checkthat", formats.Options{Policy: formats.Drop}, it)
	require.NotContains(t, file, "alt.")
}

func TestCheckThatLeavesOutWhatNobodyDecided(t *testing.T) {
	t.Parallel()
	it := claims(map[string]annotations.Attributes{"ist 🌉 alt": worthy("unsure"), "Wer weiß das?": nil, "Sie kostet": worthy("yes")})
	file, report := write(t, "checkthat", formats.Options{}, it)
	require.NotContains(t, file, "alt.")
	require.NotContains(t, file, "Wer weiß")
	require.Contains(t, file, "Euro.\tYes")
	require.Equal(t, 2, report.Losses[formats.AttributeMissing])
	for state, want := range map[annotations.State]int{annotations.Open: 0, annotations.Returned: 0, annotations.Submitted: 1, annotations.Accepted: 1} {
		it.Sets[0].Owner, it.Sets[0].State = "user:ben", state
		_, report = write(t, "checkthat", formats.Options{}, it)
		require.Equal(t, want, report.Documents, state)
	}
	_, report = write(t, "checkthat", formats.Options{}, formatstest.Bare())
	require.Equal(t, map[formats.Reason]int{formats.NoSet: 1}, report.Losses, "absence is no No")
}

func TestCheckThatYesWinsOverUnsureOnOneSentence(t *testing.T) {
	t.Parallel()
	it := claims(map[string]annotations.Attributes{"Die Brücke": worthy("unsure"), "alt": worthy("yes")})
	file, _ := write(t, "checkthat", formats.Options{}, it)
	require.Contains(t, file, "alt.\tYes")
}
