package annotations_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
)

// drawSpan makes a span with one to three fragments inside a text of n code points.
func drawSpan(t *rapid.T, id string, n int) *annotations.Span {
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, n), 2, 6, rapid.ID[int]).Draw(t, "cuts")
	slices.Sort(cuts)
	sp := &annotations.Span{ID: id, Label: rapid.SampledFrom([]string{"quote", "cue", "PER"}).Draw(t, "label")}
	for i := 0; i+1 < len(cuts); i += 2 {
		if k := len(sp.Fragments); k > 0 && cuts[i] <= int(sp.Fragments[k-1].End) {
			continue
		}
		sp.Fragments = append(sp.Fragments, annotations.Fragment{Start: text.Rune(cuts[i]), End: text.Rune(cuts[i+1])})
	}
	return sp
}

func ids(spans []*annotations.Span) []string {
	all := []string{}
	for _, sp := range spans {
		all = append(all, sp.ID)
	}
	return all
}

func TestASetFindsWhatANaiveSearchFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const size = 3000 // several buckets
		set, all := annotations.NewSet("gold"), map[string]*annotations.Span{}
		for range rapid.IntRange(1, 40).Draw(t, "edits") {
			id := fmt.Sprint("s", rapid.IntRange(0, 12).Draw(t, "id"))
			if rapid.Bool().Draw(t, "remove") {
				set.RemoveSpan(id)
				delete(all, id)
			} else {
				sp := drawSpan(t, id, size)
				set.PutSpan(sp)
				all[id] = sp
			}
		}
		start := text.Rune(rapid.IntRange(0, size-1).Draw(t, "start"))
		end := start + text.Rune(rapid.IntRange(1, size).Draw(t, "length"))
		var near, everything []*annotations.Span
		for _, sp := range all {
			everything = append(everything, sp)
			if sp.Overlaps(start, end) {
				near = append(near, sp)
			}
			require.Same(t, sp, set.Span(sp.ID))
		}
		slices.SortFunc(near, annotations.Compare)
		slices.SortFunc(everything, annotations.Compare)
		require.Equal(t, ids(near), ids(set.Near(start, end)))
		require.Equal(t, ids(everything), ids(set.Spans()))
		require.Equal(t, len(all), set.Len())
	})
}

func TestASetKnowsTheLinksOfEverySpan(t *testing.T) {
	t.Parallel()
	set := annotations.NewSet("gold")
	first := &annotations.Link{ID: "l1", Type: "attribution", Roles: map[string][]string{"quote": {"q"}, "speaker": {"s", "s2"}}}
	second := &annotations.Link{ID: "l2", Type: "about", Roles: map[string][]string{"claim": {"b"}, "entity": {"s"}}}
	set.PutLink(first)
	set.PutLink(second)
	require.Equal(t, []*annotations.Link{second, first}, set.LinksOf("s"), "by type, then id")
	require.Equal(t, []*annotations.Link{second, first}, set.Links())
	require.Empty(t, set.LinksOf("nobody"))

	moved := &annotations.Link{ID: "l1", Type: "attribution", Roles: map[string][]string{"quote": {"q"}}}
	set.PutLink(moved)
	require.Equal(t, []*annotations.Link{second}, set.LinksOf("s"), "a replaced link leaves its old spans")
	require.Same(t, moved, set.Link("l1"))
	set.RemoveLink("l1")
	set.RemoveLink("l1")
	require.Empty(t, set.LinksOf("q"))
	require.Nil(t, set.Link("l1"))
	require.True(t, first.Has("s2"))
	require.False(t, first.Has("b"))
	require.Equal(t, []string{"q", "s", "s2"}, first.Spans())
}

func TestOwnersAreGoldAPersonOrASuggester(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"gold", "user:anna", "user:Jörg.M-2", "suggester:de_rules"} {
		o, err := annotations.ParseOwner(good)
		require.NoError(t, err)
		require.Equal(t, annotations.Owner(good), o)
	}
	for _, bad := range []string{"", "Gold", "user:", "user", "user:a b", "user:.anna", "robot:x", "gold:x", "user:" + string(make([]byte, 65))} {
		_, err := annotations.ParseOwner(bad)
		require.Equal(t, annotations.Invalid, annotations.CodeOf(err), bad)
	}
	name, person := annotations.UserOwner("anna").User()
	require.True(t, person)
	require.Equal(t, "anna", name)
	_, person = annotations.Gold.User()
	require.False(t, person)
}

func TestStatesAreTheFour(t *testing.T) {
	t.Parallel()
	for _, s := range []annotations.State{"open", "submitted", "returned", "accepted"} {
		require.True(t, s.Valid())
	}
	require.False(t, annotations.State("done").Valid())
	require.Equal(t, annotations.Open, annotations.NewSet("gold").State)
}

func TestRunsCoverTheBlockCompletelyWithExactlyTheActiveSpans(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const size = 1200
		set := annotations.NewSet("gold")
		for i := range rapid.IntRange(0, 15).Draw(t, "spans") {
			set.PutSpan(drawSpan(t, fmt.Sprint(i), size))
		}
		start := text.Rune(rapid.IntRange(0, size-1).Draw(t, "start"))
		end := start + text.Rune(rapid.IntRange(1, size-int(start)).Draw(t, "length"))
		at := start
		for run := range set.Segments(start, end) {
			require.Equal(t, at, run.Start, "runs follow one another")
			require.Less(t, run.Start, run.End)
			at = run.End
			var want []*annotations.Span
			for _, sp := range set.Spans() {
				if sp.Overlaps(run.Start, run.End) {
					want = append(want, sp)
				}
			}
			var have []*annotations.Span
			for _, a := range run.Active {
				have = append(have, a.Span)
				f := a.Span.Fragments[a.Fragment]
				require.True(t, f.Start <= run.Start && run.End <= f.End, "a run lies inside its fragments")
				require.Equal(t, f.Start == run.Start, a.Opens)
				require.Equal(t, f.End == run.End, a.Closes)
			}
			require.Equal(t, ids(want), ids(have))
		}
		require.Equal(t, end, at, "nothing is left out")
	})
}

func TestSegmentsStopWhenTheReaderStops(t *testing.T) {
	t.Parallel()
	set := annotations.NewSet("gold")
	set.PutSpan(&annotations.Span{ID: "a", Label: "PER", Fragments: []annotations.Fragment{{Start: 2, End: 4}}})
	n := 0
	for range set.Segments(0, 10) {
		n++
		break
	}
	require.Equal(t, 1, n)
}

func TestOuterSpansComeBeforeInnerOnes(t *testing.T) {
	t.Parallel()
	span := func(id, label string, start, end text.Rune) *annotations.Span {
		return &annotations.Span{ID: id, Label: label, Fragments: []annotations.Fragment{{Start: start, End: end}}}
	}
	want := []*annotations.Span{span("d", "x", 0, 9), span("a", "y", 0, 5), span("b", "x", 0, 5), span("c", "x", 3, 4)}
	have := slices.Clone(want)
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(have), func(i, j int) { have[i], have[j] = have[j], have[i] })
	slices.SortFunc(have, annotations.Compare)
	require.Equal(t, ids(want), ids(have))
	slices.SortFunc(have, annotations.CompareExport)
	require.Equal(t, []string{"d", "b", "a", "c"}, ids(have), "files look at the label before the id")
}

func TestCoversAndOverlapsLookAtFragments(t *testing.T) {
	t.Parallel()
	outer := &annotations.Span{Fragments: []annotations.Fragment{{Start: 0, End: 10}, {Start: 20, End: 30}}}
	inner := &annotations.Span{Fragments: []annotations.Fragment{{Start: 2, End: 4}, {Start: 20, End: 22}}}
	gap := &annotations.Span{Fragments: []annotations.Fragment{{Start: 8, End: 21}}}
	require.True(t, outer.Covers(inner))
	require.True(t, outer.Covers(outer))
	require.False(t, inner.Covers(outer))
	require.False(t, outer.Covers(gap), "the gap is not covered")
	require.False(t, outer.Overlaps(10, 20))
	require.True(t, outer.Overlaps(9, 20))
	require.True(t, gap.Overlaps(10, 20))
	require.Equal(t, text.Rune(0), outer.Start())
	require.Equal(t, text.Rune(30), outer.End())
}
