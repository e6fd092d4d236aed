package painter

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
	"galley/app/state"
)

// awkward holds what makes the three units disagree, and blanks of every kind.
const awkward = " \n👩‍👩‍👧 e\u0301 \u00a0\u00ad„‚x‘“\t\"\\ \n \n\n"

func run(at int, s string, marks ...state.MarkView) state.RunView {
	return state.RunView{Start: text.Rune(at), Text: s, Marks: marks}
}

func quote(id string, change ...func(*state.MarkView)) state.MarkView {
	m := state.MarkView{Span: id, Label: "quote", Name: "Zitat", Family: annotations.QuoteFamily, Letter: "Z", Hue: 255}
	for _, f := range change {
		f(&m)
	}
	return m
}

func role(id, letter string, change ...func(*state.MarkView)) state.MarkView {
	m := state.MarkView{Span: id, Label: "speaker", Name: "Sprecher", Family: annotations.RoleFamily, Letter: letter, Hue: 20}
	for _, f := range change {
		f(&m)
	}
	return m
}

func opens(m *state.MarkView)  { m.Opens, m.First = true, true }
func closes(m *state.MarkView) { m.Closes, m.Last = true, true }

// sketch shows tokens as a reader sees them: <id, text, [text] for one that takes
// no room, > for each mark that closes.
func sketch(runs ...state.RunView) string {
	var b strings.Builder
	for _, t := range tokens(pieces(runs)) {
		switch {
		case t.close > 0:
			b.WriteString(strings.Repeat(">", t.close))
		case t.piece == nil:
			fmt.Fprintf(&b, "<%s ", t.open.Span)
		case t.piece.closed:
			fmt.Fprintf(&b, "[%s]", strings.ReplaceAll(t.piece.s, "\n", "¶"))
		default:
			b.WriteString(t.piece.s)
		}
	}
	return b.String()
}

func TestMarksThatGoOnStayOneElementAndCrossingOnesAreCut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		want string
		runs []state.RunView
	}{
		"no mark": {"Wir sind", []state.RunView{run(0, "Wir sind")}},
		"an inner mark cuts only itself": {"<a Er <b sagt> es>", []state.RunView{
			run(0, "Er ", quote("a", opens)), run(3, "sagt", quote("a"), role("b", "C", opens, closes)), run(7, " es", quote("a", closes)),
		}},
		"a crossing mark is cut where the outer one ends": {"<a x<b y>><b z>", []state.RunView{
			run(0, "x", quote("a", opens)), run(1, "y", quote("a", closes), quote("b", opens)), run(2, "z", quote("b", closes)),
		}},
		"a fragment that touches the one before is an element of its own": {"<a x><a y>", []state.RunView{
			run(0, "x", quote("a", opens)), run(1, "y", quote("a", opens, closes)),
		}},
		"marks on the same ground lie in each other": {"<a <b <c x>>>y", []state.RunView{
			run(0, "x", quote("a", opens, closes), quote("b", opens, closes), quote("c", opens, closes)), run(1, "y"),
		}},
		"a mark over the end of a block keeps the line ends inside": {"<a x.[¶¶]>", []state.RunView{run(0, "x.\n\n", quote("a", opens))}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, sketch(c.runs...))
		})
	}
}

func TestLineEndsAtTheEdgesOfABlockTakeNoRoom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"Ein Absatz.", "Ein Absatz."},
		{"Ein Absatz.\n\n", "Ein Absatz.[¶¶]"},
		{"Ein Absatz. \n \n", "Ein Absatz. [¶ ¶]"},
		{"oben\nunten\n", "oben\nunten[¶]"},
		{"\n\n  Anfang", "[¶¶]  Anfang"},
		{" \n ", " [¶ ]"},
		{"\n", "[¶]"},
		{"Wort ", "Wort "},
	} {
		require.Equal(t, c.want, sketch(run(0, c.in)), "%q", c.in)
	}
	require.Equal(t, "x [¶][¶ ]", sketch(run(0, "x "), run(2, "\n"), run(3, "\n ")))
}

func TestTheFirstAndTheLastElementOfASpanAreMarkedAsSuch(t *testing.T) {
	t.Parallel()
	list := tokens(pieces([]state.RunView{
		run(0, "x", quote("a", func(m *state.MarkView) { m.Opens, m.First = true, true })),
		run(1, "y", quote("a"), role("b", "S", opens, closes)),
		run(2, "z\n", quote("a", closes)),
	}))
	require.Equal(t, "a", list[0].open.Span)
	require.True(t, list[0].first)
	require.True(t, list[0].last, "the end lies in a later run of the same element")

	list = tokens(pieces([]state.RunView{run(0, "mitten", quote("a"))}))
	require.False(t, list[0].first)
	require.False(t, list[0].last)
}

func TestChipsThatEndTogetherStandSideBySide(t *testing.T) {
	t.Parallel()
	number := func(m *state.MarkView) { m.Number = 6 }
	shifts := map[string]float64{}
	for _, tok := range tokens(pieces([]state.RunView{
		run(0, "angedroht", role("r", "R", opens, number), role("c", "C", opens, closes, number)),
		run(9, ",", role("r", "R", closes, number)),
		run(10, " und viel später dann "),
		run(32, "er", role("s", "S", opens, closes, number)),
	})) {
		if tok.open != nil {
			shifts[tok.open.Span] = tok.shift
		}
	}
	require.Zero(t, shifts["c"])
	require.Positive(t, shifts["r"], "its end is one character on")
	require.Zero(t, shifts["s"], "far away there is room")
}

func TestAFlagMakesWayForTheChipBeforeIt(t *testing.T) {
	t.Parallel()
	claim := state.MarkView{Span: "f", Family: annotations.ClaimFamily, Variant: "yes", Opens: true, First: true}
	list := tokens(pieces([]state.RunView{
		run(0, "“", quote("q", opens, closes, func(m *state.MarkView) { m.Number = 12 })), run(1, " "), run(2, "Orban", claim),
	}))
	require.Equal(t, "f", list[len(list)-3].open.Span)
	require.Positive(t, list[len(list)-3].shift)
	alone := tokens(pieces([]state.RunView{run(2, "Orban", claim)}))
	require.Zero(t, alone[0].shift)
}

func TestAChipIsALetterWithTheSharedNumber(t *testing.T) {
	t.Parallel()
	s := role("s", "S")
	require.Equal(t, "S", chip(&s))
	s.Number = 12
	require.Equal(t, "S12", chip(&s))
	q := quote("q")
	require.Empty(t, chip(&q))
	q.Number = 3
	require.Equal(t, "3", chip(&q))
}

func TestClassesHoldWhatADesignerNeedsWhateverTheSchemaSays(t *testing.T) {
	t.Parallel()
	m := quote("q", func(m *state.MarkView) { m.Depth, m.Variant = 9, "free indirect\"" })
	require.Equal(t, "m quote d3 v-free-indirect- first", classes(&m, true, false))
	m = role("s", "S", func(m *state.MarkView) { m.Lane = 11 })
	require.Equal(t, "m role l4 last", classes(&m, false, true))
}

func TestABlockCrossesAsOneString(t *testing.T) {
	t.Parallel()
	v := state.BlockView{Index: 7, Role: annotations.Body, Start: 100, End: 112, Fold: -1, Runs: []state.RunView{
		run(100, "Er "), run(103, "sagt", role("b", "C", opens, closes, func(m *state.MarkView) { m.Number = 2 })), run(107, " es.\n"),
	}}
	require.Equal(t,
		`[7,"body",100,-1,1,0,[100,"Er ",["b","m role l0 first last","C2",20,"Sprecher",2,"speaker",0],103,"sagt",-1,107," es.",null,111,"\u000a"]]`,
		string(appendBlock(nil, v, pieces(v.Runs), false)))
}

func TestStringsAreWrittenAsJSONReadsThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + awkward
		var back string
		require.NoError(t, json.Unmarshal(appendString(nil, s), &back))
		require.Equal(t, s, back)
	})
	var back string
	require.NoError(t, json.Unmarshal(appendString(nil, "a\xffb"), &back))
	require.Equal(t, "a\ufffdb", back)
}

// blocks draws a text cut into blocks and runs at random.
func blocks(t *rapid.T) (text.Text, []state.BlockView) {
	s := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{awkward, "Wort ", "\n", "\n\n", "👩‍👩‍👧", "ü", " "}), 1, 12).Draw(t, "parts"), "")
	txt := text.New(s)
	var views []state.BlockView
	for at := text.Rune(0); at < txt.Len(); {
		end := min(txt.Len(), at+text.Rune(rapid.IntRange(1, 20).Draw(t, "block")))
		v := state.BlockView{Index: len(views), Role: annotations.Body, Start: at, End: end, Fold: -1}
		for r := at; r < end; {
			to := min(end, r+text.Rune(rapid.IntRange(1, 6).Draw(t, "run")))
			v.Runs = append(v.Runs, state.RunView{Start: r, Text: txt.Slice(r, to)})
			r = to
		}
		views, at = append(views, v), end
	}
	return txt, views
}

func TestPiecesAreTheTextWhateverTakesNoRoom(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		txt, views := blocks(t)
		at := text.Rune(0)
		for _, v := range views {
			for _, p := range pieces(v.Runs) {
				require.Equal(t, at, p.at)
				require.NotEmpty(t, p.s)
				n := text.Rune(utf8.RuneCountInString(p.s))
				require.Equal(t, txt.Slice(at, at+n), p.s)
				at += n
			}
		}
		require.Equal(t, txt.Len(), at)
	})
}
