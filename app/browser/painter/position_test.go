package painter

import (
	"testing"
	"unicode/utf16"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
	"galley/app/state"
)

// drawn is a painter that has been given blocks, natively.
func drawn(t text.Text, views []state.BlockView, w Words) *Painter {
	p := New(app.Window(), t, "de", Handlers{}, w)
	p.Draw(views)
	return p
}

func TestEveryPositionHasAPlaceThatLeadsBackToIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		txt, views := blocks(t)
		p := drawn(txt, views, Words{})
		for r := text.Rune(0); r <= txt.Len(); r++ {
			for _, before := range []bool{false, true} {
				at, ok := p.layout.place(r, before)
				require.True(t, ok)
				node := pieces(views[at.block].Runs)[at.piece]
				require.GreaterOrEqual(t, at.units, 0)
				require.LessOrEqual(t, at.units, len(utf16.Encode([]rune(node.s))), "inside the text node")
				require.Equal(t, r, p.layout.rune(int(node.at), at.units))
				if before && r > 0 {
					require.Positive(t, at.units, "the end of a range lies behind its last character")
				}
			}
		}
	})
}

func TestPositionsOutsideTheTextGoToItsEdges(t *testing.T) {
	t.Parallel()
	txt := text.New("👩 Wort")
	p := drawn(txt, []state.BlockView{{Role: annotations.Body, End: txt.Len(), Fold: -1, Runs: []state.RunView{run(0, txt.String())}}}, Words{})
	at, ok := p.layout.place(99, true)
	require.True(t, ok)
	require.Equal(t, place{0, 0, 7}, at)
	at, _ = p.layout.place(-3, false)
	require.Equal(t, place{0, 0, 0}, at)
	_, ok = (&layout{}).place(0, false)
	require.False(t, ok, "nothing is drawn")
	require.Equal(t, text.Rune(0), p.layout.rune(0, 1), "inside a surrogate pair: its character")
}

func TestALongArticleIsBuiltBitByBitAndAllAtOnceWhenSomebodyNeedsItsEnd(t *testing.T) {
	t.Parallel()
	const n = firstBlocks + 2*idleBlocks + 7
	var views []state.BlockView
	for i := range n {
		views = append(views, state.BlockView{
			Index: i, Role: annotations.Body, Start: text.Rune(2 * i), End: text.Rune(2*i + 2), Fold: -1,
			Runs: []state.RunView{run(2*i, "x\n")},
		})
	}
	long := make([]byte, 0, 2*n)
	for range n {
		long = append(long, "x\n"...)
	}
	p := drawn(text.New(string(long)), views, Words{})
	require.Len(t, p.pending, n-firstBlocks)
	p.drawNext(idleBlocks)
	require.Len(t, p.pending, n-firstBlocks-idleBlocks)

	changed := views[n-1]
	changed.Runs = []state.RunView{run(2*n-2, "x", quote("q", opens, closes)), run(2*n-1, "\n")}
	p.Redraw(changed)
	require.Equal(t, changed, p.pending[len(p.pending)-1], "what is still to be built is built as it is now")

	_, _, ok := p.places(2*n-2, 2*n-1)
	require.True(t, ok)
	require.Empty(t, p.pending)
	require.Len(t, p.layout.blocks[n-1].starts, 2)
}

func TestAnEdgeReachesWordsOrExactCharactersAndNeverPassesTheOther(t *testing.T) {
	t.Parallel()
	txt := text.New("Wir sind bereit 👩‍👩‍👧!")
	got := func(fixed, to text.Rune, last, exact bool) string {
		s, e := reach(txt, fixed, to, last, exact)
		return txt.Slice(s, e)
	}
	require.Equal(t, "Wir sind bereit", got(0, 11, true, false))
	require.Equal(t, "Wir sind be", got(0, 11, true, true))
	require.Equal(t, "sind", got(8, 6, false, false))
	require.Equal(t, "nd", got(8, 6, false, true))
	require.Equal(t, "sind", got(4, 1, true, false), "the end dragged before the start")
	require.Equal(t, "Wir", got(3, 12, false, false), "the start dragged behind the end")
	require.Equal(t, "bereit 👩‍👩‍👧", got(9, 17, true, true), "a character is not split")
}

func TestFurnitureSaysHowMuchItHoldsAndHowItBegins(t *testing.T) {
	t.Parallel()
	var said []any
	views := []state.BlockView{
		{Index: 0, Role: annotations.Breadcrumb, Start: 0, End: 14, Fold: 0, Runs: []state.RunView{run(0, "1. Startseite\n")}},
		{Index: 1, Role: annotations.Breadcrumb, Start: 14, End: 24, Fold: 0, Runs: []state.RunView{run(14, "2. Politik")}},
		{Index: 2, Role: annotations.Body, Start: 24, End: 25, Fold: -1, Runs: []state.RunView{run(24, "x")}},
		{Index: 3, Role: annotations.Advert, Start: 25, End: 26, Fold: 3, Runs: []state.RunView{run(25, "y")}},
	}
	p := drawn(text.New("1. Startseite\n2. Politikxy"), views, Words{Fold: func(n int, first string, open bool) string {
		said = append(said, n, first, open)
		return first
	}})
	require.Equal(t, []any{2, "Startseite", false, 2, "Startseite", true, 1, "y", false, 1, "y", true}, said)
	require.Equal(t, `{"0":["Startseite","Startseite"],"3":["y","y"]}`, p.folds(views))

	long := state.BlockView{Runs: []state.RunView{run(0, "Jetziges Strom-/Gaspreistief nutzen, bevor die Preise wieder steigen")}}
	require.Equal(t, "Jetziges Strom-/Gaspreistief …", opening(long))
}

func TestADatelineRunsIntoTheBodyAfterItOnly(t *testing.T) {
	t.Parallel()
	views := []state.BlockView{
		{Index: 0, Role: annotations.Dateline, Start: 0, End: 1, Fold: -1, Runs: []state.RunView{run(0, "D")}},
		{Index: 1, Role: annotations.Body, Start: 1, End: 2, Fold: -1, Runs: []state.RunView{run(1, "b")}},
		{Index: 2, Role: annotations.Dateline, Start: 2, End: 3, Fold: -1, Runs: []state.RunView{run(2, "D")}},
	}
	p := drawn(text.New("DbD"), views, Words{})
	require.True(t, p.runsIn(views[0]))
	require.False(t, p.runsIn(views[1]))
	require.False(t, p.runsIn(views[2]), "nothing follows")
}

func BenchmarkEncodeOneBlock(b *testing.B) {
	v := state.BlockView{Role: annotations.Body, Fold: -1}
	at := 0
	for i := range 20 {
		r := run(at, "Der Präsident sagte am Montag ")
		if i%2 == 0 {
			r.Marks = []state.MarkView{quote("0198a1b2-c3d4-7e5f-8a9b-000000000001", opens, closes)}
		}
		v.Runs, at = append(v.Runs, r), at+30
	}
	var buffer []byte
	for b.Loop() {
		buffer = appendBlock(buffer[:0], v, pieces(v.Runs), false)
	}
}
