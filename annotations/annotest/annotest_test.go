package annotest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/annotest"
	"galley/annotations/check"
	"galley/annotations/text"
)

type roles = map[string][]string

func TestTheRulerSaysWhatAReaderSees(t *testing.T) {
	t.Parallel()
	s := annotest.Must(annotest.Page)
	span := func(id string) *annotations.Span { return s.Set("gold").Span(id) }
	require.Equal(t, "teilte … mit", span("s2").Quotation())
	require.Equal(t, []string{"„Wir bauen“", "„und\n\nzwar bald.“"}, span("s5").Quote)
	require.Equal(t, "geht weiter", span("s5").Note)
	require.True(t, span("s3").Covers(span("s4")))
	require.Equal(t, annotations.Attributes{"check_worthy": annotations.String("yes"), "claim_type": annotations.List("prediction")}, span("m1").Attributes)
	var links []roles
	for _, l := range s.Links {
		links = append(links, l.Roles)
	}
	require.Equal(t, []roles{
		{"quote": {"s3"}, "cue": {"s2"}, "speaker": {"s1"}}, {"quote": {"s4"}, "cue": {"s2"}, "speaker": {"s1"}},
		{"quote": {"s5"}, "cue": {"s6"}, "speaker": {"s7"}}, {"mention": {"s7"}, "antecedent": {"s1"}},
	}, links)
	for _, sp := range s.Spans {
		require.Nil(t, check.Span(s.Text, annotations.News(), sp))
	}
	for _, l := range s.Links {
		require.Nil(t, check.Link(annotations.News(), l, s.Set("gold").Span))
	}
}

func TestTheRulerPrintsBackIdentically(t *testing.T) {
	t.Parallel()
	for name, ruler := range map[string]string{
		"a page":                        strings.TrimPrefix(annotest.Page, "\n"),
		"a text without marks":          "| Ja.\n|\n| Nein.\n",
		"crossing marks":                "| eins zwei drei\n  ^^^^^^^^^ quote\n       ^^^^^^^^^ claim\n",
		"two marks on the same words":   "| Flut\n  ^^^^ LOC\n  ^^^^ claim\n",
		"code points, not columns":      "| 😊 Mu\u0308ller\n    ^^^^^^^ PER\n",
		"two attributions of one quote": "| ja er sie\n  ^^ quote #1 speaker=#2 / speaker=#3\n     ^^ speaker #2\n        ^^^ speaker #3\n",
		"several in a role":             "| ja er sie\n  ^^ quote #1 speaker=#2,#3\n     ^^ speaker #2\n        ^^^ speaker #3\n",
		"a link's own attribute":        "| es heißt\n  ^^^^^^^^ cue #1 attribution:no_source=passive\n",
		"a link of one":                 "| es heißt\n  ^^^^^^^^ cue #1 attribution:\n",
		"words with blanks and marks":   "| ja\n  ^^ claim #1 normalized=\"Sie sagt: \\\"ja\\\" [x]\" note=\"a b\"\n",
		"booleans and their words":      "| ja\n  ^^ quote nonfactual=true topic=\"true\"\n",
		"a fragment per line":           "| ab\n   ^ cue #1\n| cd\n  ^ cue #1\n",
		"one fragment over lines":       "| ab\n   ^ cue #1\n| cd\n  ^^ cue #1+\n| ef\n  ^ cue #1+\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, ruler, annotest.Must(ruler).String())
		})
	}
}

func TestAnIndentedRulerIsTheSame(t *testing.T) {
	t.Parallel()
	s := annotest.Must(`
		| Ja, sie.
		      ^^^ speaker
	`)
	require.Equal(t, []string{"sie"}, s.Spans[0].Quote)
}

func TestABrokenRulerIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for ruler, says := range map[string]string{
		"  ^^ quote\n| ja":                          "line 1: a mark stands before the first text line",
		"| ja\n  ^^^ quote":                         "line 2: the mark at columns 0 to 3 lies outside its line of 2",
		"| ja\n ^ quote":                            "line 2: the mark at columns -1",
		"| ja\n  ^^":                                "line 2: a mark needs a label",
		"| ja\n  ^^ quote #x":                       "#x is not a number",
		"| ja\n  ^^ quote #1+":                      "goes on with nothing",
		"| ja da\n     ^^ quote #1\n  ^^ quote #1+": "goes on before it began",
		"| ja da\n  ^^ quote #1\n     ^^ cue #1":    "#1 is a quote above and a cue here",
		"| ja\n  ^^ quote stray":                    `"stray" is neither`,
		"| ja\n  ^^ quote speaker=#7":               "speaker=#7 names no mark",
		"|ja":                                       "a blank belongs between",
		"ja":                                        "neither with a bar nor with carets",
		"| ja\n  ^^ quote topic=\"a":                "neither",
	} {
		_, err := annotest.Parse(ruler)
		require.ErrorContains(t, err, says, ruler)
	}
	require.Panics(t, func() { annotest.Must("ja") })
}

// words are spans without their ids.
func words(spans []*annotations.Span) []string {
	var all []string
	for _, sp := range spans {
		all = append(all, fmt.Sprint(sp.Label, sp.Fragments, sp.Quote))
	}
	return all
}

// Any set that can be drawn is read back as it was, but for the ids.
func TestWhatIsPrintedIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		txt, spans := annotest.Grow(rapid.IntRange(1, 120).Draw(t, "words"), rapid.IntRange(0, 12).Draw(t, "spans"))
		s := annotest.Sample{Text: txt, Spans: spans}
		if len(spans) > 2 {
			host := spans[0]
			l := &annotations.Link{ID: "l1", Type: "attribution", Roles: roles{"quote": {host.ID}, "speaker": {spans[1].ID, spans[2].ID}}}
			host.Label = "quote"
			s.Links = append(s.Links, l)
		}
		ruler := s.String()
		back, err := annotest.Parse(ruler)
		require.NoError(t, err, ruler)
		require.Equal(t, txt.String(), back.Text.String())
		require.ElementsMatch(t, words(spans), words(back.Spans), ruler)
		require.Len(t, back.Links, len(s.Links))
		require.Equal(t, ruler, back.String())
	})
}

func TestTrapsTellTheUnitsApart(t *testing.T) {
	t.Parallel()
	bytes, units := 0, 0
	for _, raw := range annotest.Traps {
		txt, err := text.Parse(raw.Text)
		require.NoError(t, err, raw.Name)
		require.NotContains(t, txt.String(), "\r")
		if int(txt.Len()) != len(txt.String()) {
			bytes++
		}
		if int(txt.Len()) != int(txt.UTF16Len()) {
			units++
		}
	}
	require.Greater(t, bytes, 8)
	require.GreaterOrEqual(t, units, 3)
}

func TestGrownArticlesAreExactSoundAndTheSameEveryTime(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{1, 0}, {1, 3}, {50, 10}, {1000, 50}, {10_000, 1000}} {
		txt, spans := annotest.Grow(size[0], size[1])
		require.Len(t, strings.Fields(txt.String()), size[0])
		require.Len(t, spans, size[1])
		again, same := annotest.Grow(size[0], size[1])
		require.Equal(t, txt.String(), again.String())
		require.Equal(t, spans, same)
		nested, split := 0, 0
		for i, sp := range spans {
			require.Nil(t, check.Span(txt, annotations.News(), sp))
			if i > 0 {
				require.Less(t, annotations.Compare(spans[i-1], sp), 0)
				if spans[i-1].End() > sp.Start() {
					nested++
				}
			}
			if len(sp.Fragments) > 1 {
				split++
			}
		}
		if size[1] >= 50 {
			require.Positive(t, nested)
			require.Positive(t, split)
			require.Greater(t, int(spans[len(spans)-1].End()), int(txt.Len())*9/10, "spans reach the end")
		}
	}
}

func FuzzTheRulerNeverPanics(f *testing.F) {
	f.Add(annotest.Page)
	f.Add("| ja\n  ^^ quote #1 speaker=#1 / x:y=[a,\"b\"]")
	f.Fuzz(func(t *testing.T, ruler string) {
		s, err := annotest.Parse(ruler)
		if err != nil || len(ruler) > 2000 {
			return
		}
		for _, sp := range s.Spans {
			require.Equal(t, annotations.Quote(s.Text, sp.Fragments), sp.Quote)
		}
		_ = s.String()
	})
}
