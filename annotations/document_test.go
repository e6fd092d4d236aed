package annotations_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
)

func TestTheTitleIsTheMetadatasElseTheHeadlineElseTheFirstLine(t *testing.T) {
	t.Parallel()
	d := &annotations.Document{
		Text:   text.New("Energie\nDie Flut \n\nEs regnet."),
		Meta:   map[string]string{"title": "Aus den Metadaten"},
		Blocks: []annotations.Block{{Role: annotations.Kicker, Start: 0, End: 8}, {Role: annotations.Headline, Start: 8, End: 19}, {Role: annotations.Body, Start: 19, End: 29}},
	}
	require.Equal(t, "Aus den Metadaten", d.Title())
	d.Meta = nil
	require.Equal(t, "Die Flut", d.Title())
	d.Blocks = nil
	require.Equal(t, "Energie", d.Title())
	d.Text = text.New("\n  " + strings.Repeat("ä", 130) + "\nzwei")
	require.Equal(t, strings.Repeat("ä", 119)+"…", d.Title())
	d.Text = text.New("\n  " + strings.Repeat("ä", 120) + "\nzwei")
	require.Equal(t, strings.Repeat("ä", 120), d.Title())
}

func TestBlockAtGivesTheBlockThatHoldsAPosition(t *testing.T) {
	t.Parallel()
	d := &annotations.Document{Blocks: []annotations.Block{{Role: annotations.Kicker, Start: 0, End: 3}, {Role: annotations.Body, Start: 3, End: 5}, {Role: annotations.Note, Start: 5, End: 9}}}
	for at, want := range []int{0, 0, 0, 1, 1, 2, 2, 2, 2, 2} {
		require.Equal(t, want, d.BlockAt(text.Rune(at)), at)
	}
	require.Equal(t, -1, annotations.BlockAt(nil, 0))
}

func TestBlocksMustCoverTheTextOneAfterTheOther(t *testing.T) {
	t.Parallel()
	block := func(role annotations.Role, start, end text.Rune) annotations.Block {
		return annotations.Block{Role: role, Start: start, End: end}
	}
	require.NoError(t, annotations.CheckBlocks([]annotations.Block{block("body", 0, 4), block("note", 4, 6)}, 6))
	require.NoError(t, annotations.CheckBlocks(nil, 0))
	for name, c := range map[string]struct {
		blocks        []annotations.Block
		reason, field string
	}{
		"an unknown role":     {[]annotations.Block{block("body", 0, 4), block("footer", 4, 6)}, "unknown_role", "blocks[1]"},
		"a late start":        {[]annotations.Block{block("body", 1, 6)}, "blocks_gap", "blocks[0]"},
		"a gap":               {[]annotations.Block{block("body", 0, 3), block("body", 4, 6)}, "blocks_gap", "blocks[1]"},
		"shared ground":       {[]annotations.Block{block("body", 0, 4), block("body", 3, 6)}, "blocks_gap", "blocks[1]"},
		"an empty block":      {[]annotations.Block{block("body", 0, 0), block("body", 0, 6)}, "blocks_gap", "blocks[0]"},
		"an end inside":       {[]annotations.Block{block("body", 0, 5)}, "blocks_gap", "blocks"},
		"an end outside":      {[]annotations.Block{block("body", 0, 7)}, "blocks_gap", "blocks"},
		"no block for a text": {nil, "blocks_gap", "blocks"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var refused *annotations.Error
			require.ErrorAs(t, annotations.CheckBlocks(c.blocks, 6), &refused)
			require.Equal(t, annotations.Invalid, refused.Code)
			require.Equal(t, c.reason, refused.Reason)
			require.Equal(t, c.field, refused.Field)
		})
	}
}

func TestThirteenRolesOfWhichFourAreChrome(t *testing.T) {
	t.Parallel()
	require.Len(t, annotations.Roles, 13)
	var chrome []annotations.Role
	for _, r := range annotations.Roles {
		require.True(t, r.Valid())
		if r.Chrome() {
			chrome = append(chrome, r)
		}
	}
	require.Equal(t, []annotations.Role{"breadcrumb", "teaser", "related", "advert"}, chrome)
	require.False(t, annotations.Role("").Valid())
}

func TestNamesAreLettersDigitsAndThreeMarks(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"a", "Jörg", "wahl-2025", "a.b_c", "2025", strings.Repeat("ä", 64)} {
		require.True(t, annotations.ValidName(good), good)
	}
	for _, bad := range []string{"", ".a", "-a", "_a", "a b", "a/b", "a:b", "ä\u0301x\u0301", "a\n", strings.Repeat("a", 65)} {
		require.False(t, annotations.ValidName(bad), bad)
	}
}

func TestErrorsNameFieldAndCodeThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("save: %w", annotations.Errorf(annotations.NotFound, "unknown_span", "roles.quote", "there is no span %s", "x"))
	require.Equal(t, annotations.NotFound, annotations.CodeOf(err))
	require.EqualError(t, err, "save: roles.quote: there is no span x")
	require.Equal(t, "kaputt", annotations.Errorf(annotations.Invalid, "", "", "kaputt").Error())
	require.Equal(t, annotations.Internal, annotations.CodeOf(errors.New("disk")))
	require.Empty(t, annotations.CodeOf(nil))
}

func TestValuesKeepTheirKindThroughJSON(t *testing.T) {
	t.Parallel()
	for raw, v := range map[string]annotations.Value{
		`"direct"`: annotations.String("direct"), `""`: annotations.String(""), `true`: annotations.Bool(true), `false`: annotations.Bool(false),
		`["a","b"]`: annotations.List("a", "b"), `[]`: annotations.List(), `"a < b & „c“"`: annotations.String("a < b & „c“"),
	} {
		out, err := v.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, raw, string(out))
		back := annotations.String("old")
		require.NoError(t, json.Unmarshal(out, &back))
		require.True(t, v.Equal(back), raw)
		require.True(t, back.Equal(v), raw)
	}
	for _, bad := range []string{`1`, `null`, `{}`, `[1]`, `["a",null]`, `"a`} {
		var v annotations.Value
		require.Error(t, v.UnmarshalJSON([]byte(bad)), bad)
	}
}

func TestReadingAValueLeavesNothingOfTheOldOne(t *testing.T) {
	t.Parallel()
	for _, old := range []annotations.Value{annotations.String("x"), annotations.Bool(true), annotations.List("x")} {
		for raw, want := range map[string]annotations.Value{`"n"`: annotations.String("n"), `false`: annotations.Bool(false), `["n"]`: annotations.List("n"), `[]`: annotations.List()} {
			v := old
			require.NoError(t, json.Unmarshal([]byte(raw), &v))
			require.True(t, want.Equal(v), "%s over %s", raw, old.Text())
		}
	}
}

func TestValuesOfDifferentKindsDiffer(t *testing.T) {
	t.Parallel()
	require.False(t, annotations.String("").Equal(annotations.List()))
	require.False(t, annotations.String("").Equal(annotations.Bool(false)))
	require.False(t, annotations.List("a", "b").Equal(annotations.List("b", "a")))
	require.Equal(t, "a, b", annotations.List("a", "b").Text())
	require.Equal(t, "true", annotations.Bool(true).Text())
	_, ok := annotations.Bool(true).Str()
	require.False(t, ok)
	_, ok = annotations.String("a").Items()
	require.False(t, ok)
	yes, ok := annotations.Bool(true).Yes()
	require.True(t, yes && ok)
}

func TestAttributesAreAnObjectWithSortedKeysAndPlainCharacters(t *testing.T) {
	t.Parallel()
	out, err := annotations.Attributes{"b": annotations.Bool(true), "a": annotations.String("x & <y>")}.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{"a":"x & <y>","b":true}`, string(out))
	out, err = annotations.Attributes(nil).MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, `{}`, string(out))
	require.True(t, annotations.Attributes(nil).Equal(annotations.Attributes{}))
	require.False(t, annotations.Attributes{"a": annotations.String("")}.Equal(annotations.Attributes{"b": annotations.String("")}))
}

func TestASpanLooksInJSONAsTheContractSays(t *testing.T) {
	t.Parallel()
	const raw = `{"id":"q","label":"quote","fragments":[[2273,2291],[2300,2304]],"quote":["„Wir sind bereit!“","und"],"attributes":{"quote_type":"direct"},"note":""}`
	var sp annotations.Span
	require.NoError(t, json.Unmarshal([]byte(raw), &sp))
	require.Equal(t, annotations.Fragment{Start: 2273, End: 2291}, sp.Fragments[0])
	require.Equal(t, "„Wir sind bereit!“ … und", sp.Quotation())
	out, err := json.Marshal(&sp)
	require.NoError(t, err)
	require.Equal(t, raw, string(out))
	for _, bad := range []string{`[1]`, `[1,2,3]`, `{"start":1}`, `["a","b"]`, `[1.5,2]`, `null`} {
		var f annotations.Fragment
		require.Equal(t, annotations.Invalid, annotations.CodeOf(f.UnmarshalJSON([]byte(bad))), bad)
	}
}

func TestQuoteCutsEveryFragmentInCodePoints(t *testing.T) {
	t.Parallel()
	txt := text.New("😊 „teilte“ er mit")
	require.Equal(t, []string{"teilte", "mit"}, annotations.Quote(txt, []annotations.Fragment{{Start: 3, End: 9}, {Start: 14, End: 17}}))
}
