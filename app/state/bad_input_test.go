package state

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/text"
)

// awkward is a document of paragraphs that break careless offsets.
func awkward(d *desk, roles string, paragraphs ...string) {
	whole := strings.Join(paragraphs, "\n\n")
	doc := *d.doc
	doc.Text, doc.SHA256, doc.Blocks = whole, text.New(whole).SHA256(), nil
	at := text.Rune(0)
	for i, p := range strings.SplitAfter(whole, "\n\n") {
		role := annotations.Body
		if roles[i] == 'a' {
			role = annotations.Advert
		}
		end := at + text.Rune(len([]rune(p)))
		doc.Blocks = append(doc.Blocks, annotations.Block{Role: role, Start: at, End: end})
		at = end
	}
	d.load(&doc)
}

// marks selects code points of the text and tags them; what was made must quote
// exactly the text it stands on, on the server too.
func marks(d *desk, start, end text.Rune, exact bool) *annotations.Span {
	d.t.Helper()
	before := d.m.Client().Set().Len()
	d.do(Selection{Start: start, End: end, Exact: exact})
	d.do(Tag{Label: "MISC"})
	d.agrees()
	for _, sp := range d.m.Client().Set().Spans() {
		for i, f := range sp.Fragments {
			require.Equal(d.t, d.m.doc.Text.Slice(f.Start, f.End), sp.Quote[i])
		}
	}
	if d.m.Client().Set().Len() == before {
		return nil
	}
	return d.span(d.m.Selected())
}

func TestAwkwardSelectionsAreExactOrRefused(t *testing.T) {
	t.Parallel()
	const (
		astronaut = "👩🏽‍🚀"       // four code points with a joiner
		family    = "👨‍👩‍👧‍👦"    // seven
		combined  = "Cafe\u0301" // e and its accent
		hebrew    = "ראש הממשלה אמר"
	)
	for name, c := range map[string]struct {
		roles      string
		paragraphs []string
		from, to   string // the selection begins before from and ends behind to
		inside     int    // code points cut off from both ends
		exact      bool
		want       string
	}{
		"nothing marked":                      {roles: "b", paragraphs: []string{"Nichts da."}, from: "da", to: "", want: ""},
		"only blanks between two blocks":      {roles: "bb", paragraphs: []string{"Eins.", "Zwei."}, from: "\n\n", to: "\n\n", want: ""},
		"over the end of a block":             {roles: "bb", paragraphs: []string{"Eins zwei.", "Drei vier."}, from: "zwei", to: "Drei", want: "zwei.\n\nDrei"},
		"it starts in folded furniture":       {roles: "ab", paragraphs: []string{"Anzeige Strom", "Drei vier."}, from: "Strom", to: "Drei", want: ""},
		"it ends in folded furniture":         {roles: "bab", paragraphs: []string{"Eins zwei.", "Anzeige", "Drei."}, from: "zwei", to: "Anzeige", want: ""},
		"folded furniture lies in the middle": {roles: "bab", paragraphs: []string{"Eins zwei.", "Anzeige", "Drei."}, from: "zwei", to: "Drei", want: ""},
		"inside an emoji with a joiner":       {roles: "b", paragraphs: []string{"Da " + astronaut + " hier."}, from: astronaut, to: astronaut, inside: 1, exact: true, want: astronaut},
		"inside a family":                     {roles: "b", paragraphs: []string{"Da " + family + family + " hier."}, from: family, to: family, inside: 2, exact: true, want: family},
		"a word beside an emoji":              {roles: "b", paragraphs: []string{"Die Stadt" + astronaut + " zahlt."}, from: "Stadt", to: "Stadt", inside: 1, want: "Stadt"},
		"between a letter and its accent":     {roles: "b", paragraphs: []string{"Im " + combined + " sitzen."}, from: combined, to: "Cafe", exact: true, want: combined},
		"a passage from right to left":        {roles: "b", paragraphs: []string{"Er sagte: " + hebrew + " heute."}, from: "הממשלה", to: "הממשלה", inside: 1, want: "הממשלה"},
		"from left to right into right":       {roles: "b", paragraphs: []string{"Er sagte: " + hebrew + " heute."}, from: "sagte", to: "ראש", want: "sagte: ראש"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustDesk(t)
			awkward(d, c.roles, c.paragraphs...)
			whole := d.m.doc.Text.String()
			start := text.Rune(len([]rune(whole[:strings.Index(whole, c.from)])))
			end := start
			if c.to != "" {
				at := strings.Index(whole, c.to)
				end = text.Rune(len([]rune(whole[:at+len(c.to)])))
			}
			got := ""
			if sp := marks(d, start+text.Rune(c.inside), end-text.Rune(c.inside), c.exact); sp != nil {
				got = sp.Quotation()
			}
			require.Equal(t, c.want, got)
			if c.want == "" {
				require.NotNil(t, d.m.Update(Tag{Label: "MISC"}).Notice, "a refusal says why")
			}
		})
	}
}

func TestABlockOfTwentyThousandCharactersWithoutABlankIsTaggedExactly(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	long := strings.Repeat("Wörterschlange", 1430)
	awkward(d, "bbb", "Vorher.", long, "Nachher.")
	start := d.m.doc.Blocks[1].Start
	near := marks(d, start+7000, start+7010, false)
	require.Equal(t, d.m.doc.Text.Slice(start+7000, start+7010), near.Quotation(), "no edge is made up where the word's is far away")
	require.Equal(t, d.m.doc.Text.Slice(start, start+20), marks(d, start+3, start+20, false).Quotation(), "the edge that is near is taken")
	sp := marks(d, start+7000, start+7014, true)
	require.Equal(t, d.m.doc.Text.Slice(start+7000, start+7014), sp.Quotation())
	d.do(PutCaret{Caret{start, start}})
	d.do(Walk{Unit: ByWord, By: 1})
	require.Equal(t, d.m.doc.Blocks[2].Start, d.m.walker.caret.Focus)
}

// Whatever is marked of whatever text: no span but one that quotes its ground.
func TestNoSelectionShiftsASpan(t *testing.T) {
	t.Parallel()
	atoms := []string{"a", "ß", " ", "\n\n", "„", "“", ",", "👩🏽‍🚀", "e\u0301", "\u00ad", "\u00a0", "א", "ب", "\u202b", "🇩🇪", "1", "\u200d", "\u0301"}
	rapid.Check(t, func(rt *rapid.T) {
		d := mustDesk(t)
		body := "x" + strings.Join(rapid.SliceOfN(rapid.SampledFrom(atoms), 1, 40).Draw(rt, "text"), "") + "y"
		n := strings.Count(body, "\n\n") + 1
		awkward(d, strings.Repeat("b", n), body)
		size := int(d.m.doc.Text.Len())
		for range 3 {
			start := rapid.IntRange(-2, size+2).Draw(rt, "start")
			end := rapid.IntRange(-2, size+2).Draw(rt, "end")
			marks(d, text.Rune(start), text.Rune(end), rapid.Bool().Draw(rt, "exact"))
		}
	})
}
