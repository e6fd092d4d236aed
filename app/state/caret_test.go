package state

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// deskOf loads another article, a paragraph a block, with its roles.
func deskOf(t *testing.T, roles []annotations.Role, paragraphs ...string) *desk {
	t.Helper()
	var blocks []annotations.Block
	at := text.Rune(0)
	for i, p := range paragraphs {
		end := at + text.New(p).Len()
		role := annotations.Body
		if roles != nil {
			role = roles[i]
		}
		blocks = append(blocks, annotations.Block{Role: role, Start: at, End: end})
		at = end
	}
	d := mustDesk(t)
	all := strings.Join(paragraphs, "")
	txt := text.New(all)
	d.load(&wire.Document{ID: "d2", Project: "demo", Revision: 1, Text: all, SHA256: txt.SHA256(), Blocks: blocks,
		Schema: annotations.News(), Epoch: "e1", Set: wire.Set{Owner: "user:anna", State: annotations.Open}})
	return d
}

// put puts the caret before a passage.
func (d *desk) put(passage string) {
	d.t.Helper()
	i := strings.Index(d.doc.Text, passage)
	require.GreaterOrEqual(d.t, i, 0, passage)
	at := text.Rune(len([]rune(d.doc.Text[:i])))
	d.do(PutCaret{Caret{at, at}})
}

// shown is what is marked, or behind a bar what follows the caret.
func (d *desk) shown() string {
	s := d.m.Marked()
	if s.Start < s.End {
		return d.m.Document().Text.Slice(s.Start, s.End)
	}
	at := d.m.walker.caret.Focus
	rest := strings.Fields(d.m.Document().Text.Slice(at, d.m.Document().Text.Len()))
	if len(rest) == 0 {
		return "|"
	}
	return "|" + rest[0]
}

func TestTheCaretWalksByWordSentenceAndBlockOverFoldedFurniture(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from string
		walk []Walk
		want string
	}{
		"a word on":                              {"Viktor", []Walk{{Unit: ByWord, By: 1}}, "|Orbán"},
		"a word back":                            {"Orbán schrieb", []Walk{{Unit: ByWord, By: -1}}, "|Viktor"},
		"past an opening mark":                   {"eine „groß", []Walk{{Unit: ByWord, By: 1}}, "|großartige"},
		"marking takes the word":                 {"Viktor", []Walk{{Unit: ByWord, By: 1, Extend: true}}, "Viktor"},
		"marking goes on":                        {"Viktor", []Walk{{Unit: ByWord, By: 1, Extend: true}, {Unit: ByWord, By: 1, Extend: true}}, "Viktor Orbán"},
		"marking gives back":                     {"Viktor", []Walk{{Unit: ByWord, By: 1, Extend: true}, {Unit: ByWord, By: 1, Extend: true}, {Unit: ByWord, By: -1, Extend: true}}, "Viktor"},
		"marking from inside a word":             {"ktor Or", []Walk{{Unit: ByWord, By: 1, Extend: true}}, "Viktor"},
		"marking begins behind the comma":        {", und fügte", []Walk{{Unit: ByWord, By: 1, Extend: true}}, "und"},
		"marking takes an opening mark":          {"„Wir", []Walk{{Unit: ByWord, By: 1, Extend: true}}, "„Wir"},
		"marking backwards":                      {"schrieb", []Walk{{Unit: ByWord, By: -1, Extend: true}}, "Orbán"},
		"over the anchor by way of it":           {"Orbán schrieb", []Walk{{Unit: ByWord, By: -1, Extend: true}, {Unit: ByWord, By: 1, Extend: true}, {Unit: ByWord, By: 1, Extend: true}}, "Orbán"},
		"a character at a time":                  {"😀", []Walk{{Unit: ByCharacter, By: 1, Extend: true}, {Unit: ByCharacter, By: 1, Extend: true}}, "😀 "},
		"the next sentence":                      {"Viktor", []Walk{{Unit: BySentence, By: 1}}, "|Mehr"},
		"the sentence's start":                   {"Viktor", []Walk{{Unit: BySentence, By: -1}}, "|😀"},
		"marking a sentence":                     {"Mehr", []Walk{{Unit: BySentence, By: 1, Extend: true}}, "Mehr nicht."},
		"the next block, folded ones left":       {"Viktor", []Walk{{Unit: ByBlock, By: 1}}, "|Das"},
		"back over folded ones":                  {"Das Treffen", []Walk{{Unit: ByWord, By: -1}}, "|nicht."},
		"the block's start, then the one before": {"Viktor", []Walk{{Unit: ByBlock, By: -1}, {Unit: ByBlock, By: -1}}, "|Orbán"},
		"marking a block":                        {"Das Treffen", []Walk{{Unit: ByBlock, By: 1, Extend: true}}, "Das Treffen soll in Budapest sein."},
		"words step over folded furniture":       {"nicht.", []Walk{{Unit: ByWord, By: 1}}, "|Das"},
		"the article begins on screen":           {"Viktor", []Walk{{Unit: ByText, By: -1}}, "|Orbán"},
		"nothing above the first":                {"Orbán freut", []Walk{{Unit: ByWord, By: -1}}, "|Orbán"},
		"the article's end":                      {"Viktor", []Walk{{Unit: ByText, By: 1}}, "|"},
		"nothing behind the last":                {"sein.", []Walk{{Unit: ByWord, By: 1}, {Unit: ByWord, By: 1}}, "|"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustDesk(t)
			d.put(c.from)
			for _, w := range c.walk {
				e := d.do(w)
				require.NotNil(t, e.Caret)
				require.Equal(t, d.m.walker.caret, *e.Caret)
			}
			require.Equal(t, c.want, d.shown())
		})
	}
}

func TestAnOpenFoldIsWalkedThrough(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.do(Fold{Block: 3})
	d.put("nicht.")
	d.do(Walk{Unit: ByWord, By: 1})
	require.Equal(t, "|Anzeige", d.shown())
}

func TestTabGoesFromSpanToSpanAndEndsAtTheLast(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	outer := d.tag("Viktor Orbán", "PER")
	inner := d.tag("Viktor", "MISC")
	last := d.tag("Budapest", "LOC")
	d.put("Orbán freut")
	var seen []string
	for d.m.HasSpan(1) {
		e := d.do(Walk{Unit: BySpan, By: 1})
		require.Equal(t, d.m.Selected(), e.Reveal)
		seen = append(seen, d.m.Selected())
	}
	require.Equal(t, []string{outer, inner, last}, seen)
	d.do(Walk{Unit: BySpan, By: -1})
	require.Equal(t, inner, d.m.Selected())
	d.put("Orbán freut")
	require.False(t, d.m.HasSpan(-1), "before the first the Tab key leaves the text")
}

func TestEnterOpensTheInnermostSpanUnlessTheSelectedOneIsThere(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	outer := d.tag("Viktor Orbán", "PER")
	inner := d.tag("Viktor", "MISC")
	d.do(Select{})
	d.put("ktor Or")
	d.do(OpenAt{})
	require.Equal(t, inner, d.m.Selected())
	d.do(Select{ID: outer})
	d.put("ktor Or")
	d.do(OpenAt{})
	require.Equal(t, outer, d.m.Selected())
	d.do(Select{})
	d.put("schrieb")
	d.do(OpenAt{})
	require.Empty(t, d.m.Selected())
}

func TestLettersWorkOnWhatTheKeyboardMarkedAndTheCaretStaysBehindIt(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	d.put("Viktor")
	d.do(Walk{Unit: ByWord, By: 1, Extend: true})
	d.do(Walk{Unit: ByWord, By: 1, Extend: true})
	e := d.do(Tag{Label: "speaker"})
	require.Nil(t, e.Mark, "the browser's selection is the caret's")
	require.NotNil(t, e.Caret)
	require.Equal(t, "|schrieb", d.shown())
	d.do(Walk{Unit: ByWord, By: 1, Extend: true})
	require.Equal(t, "schrieb", d.shown())
	d.mark("Budapest")
	require.Nil(t, d.do(Tag{Label: "LOC"}).Caret, "the mouse leaves no caret")
	d.agrees()
}

func TestTheTypeGoesRoundByOneKey(t *testing.T) {
	t.Parallel()
	d := mustDesk(t)
	require.Equal(t, "notice.select_first", d.do(NextChoice{By: 1}).Notice.Key)
	id := d.tag("„Wir sind bereit!“", "quote")
	for _, want := range []string{"indirect", "free_indirect", "indirect_free_indirect", "reported", "direct"} {
		d.do(NextChoice{By: 1})
		got, _ := d.span(id).Attributes["quote_type"].Str()
		require.Equal(t, want, got)
	}
	d.tag("fügte hinzu", "cue")
	require.Equal(t, "notice.no_choice", d.do(NextChoice{By: 1}).Notice.Key)
	d.agrees()
}

func TestWhatIsFoldedAwayIsNotTaggedUnseen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to string }{
		"ends in it":      {"Mehr nicht.", "Anz"},
		"begins in it":    {"billiger", "Das Treffen"},
		"goes over it":    {"Mehr nicht.", "Das Treffen"},
		"lies in it":      {"Strom", "billiger"},
		"is its headline": {"Startseite", "seite"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustDesk(t)
			start, _ := d.find(c.from)
			_, end := d.find(c.to)
			d.do(Selection{Start: start, End: end})
			e := d.do(Tag{Label: "quote"})
			require.Equal(t, "notice.over_fold", e.Notice.Key)
			require.True(t, e.Notice.Error)
			require.Zero(t, d.m.Client().Set().Len())
			for i := range d.m.Document().Blocks {
				if d.m.FoldOf(i) == i {
					d.do(Fold{Block: i})
				}
			}
			d.do(Tag{Label: "quote"})
			require.Equal(t, 1, d.m.Client().Set().Len(), "unfolded it can be tagged")
			d.agrees()
		})
	}
}

func TestAwkwardSelectionsAreExactOrNothing(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Donaudampfschiff", 1250) // 20,000 characters without a blank
	for name, c := range map[string]struct {
		paragraphs []string
		selected   string
		exact      bool
		want       string
	}{
		"half an emoji of several":   {[]string{"Familie 👨‍👩‍👧 lacht.\n"}, "👩", true, "👨‍👩‍👧"},
		"half an emoji, by words":    {[]string{"Familie 👨‍👩‍👧 lacht.\n"}, "👩‍👧 la", false, "👨‍👩‍👧 lacht"},
		"a letter before its marks":  {[]string{"Mu\u0308ller kam.\n"}, "Mu", true, "Mu\u0308"},
		"right to left":              {[]string{"Er sagte שלום עולם und ging.\n"}, "לום עו", false, "שלום עולם"},
		"over the end of a block":    {[]string{"Das ist alles.\n\n", "Mehr nicht.\n"}, "alles.\n\nMehr", false, "alles.\n\nMehr"},
		"blanks at a block's end":    {[]string{"Das ist alles.\n\n", "Mehr nicht.\n"}, ".\n\n", false, "."},
		"blanks alone":               {[]string{"Das ist alles.\n\n", "Mehr nicht.\n"}, "\n\n", false, ""},
		"nothing":                    {[]string{"Das ist alles.\n"}, "", false, ""},
		"inside an endless word":     {[]string{long + "\n"}, long[8000:8010], true, long[8000:8010]},
		"a soft hyphen is in a word": {[]string{"die Marsch\u00adflug\u00adkörper\n"}, "flug", false, "Marsch\u00adflug\u00adkörper"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := deskOf(t, nil, c.paragraphs...)
			i := strings.Index(d.doc.Text, c.selected)
			start := text.Rune(len([]rune(d.doc.Text[:i])))
			d.do(Selection{Start: start, End: start + text.New(c.selected).Len(), Exact: c.exact})
			d.do(Tag{Label: "MISC"})
			if c.want == "" {
				require.Zero(t, d.m.Client().Set().Len())
				return
			}
			sp := d.span(d.m.Selected())
			require.Equal(t, []string{c.want}, sp.Quote)
			require.Equal(t, c.want, d.m.Document().Text.Slice(sp.Start(), sp.End()))
			d.agrees()
		})
	}
}

func TestTheCaretIsNotCaughtInAnEndlessWord(t *testing.T) {
	t.Parallel()
	d := deskOf(t, nil, strings.Repeat("ü", 20_000)+" Ende.\n", "Neu.\n")
	d.do(PutCaret{Caret{}})
	for range 100 {
		if d.shown() == "|Neu." {
			return
		}
		d.do(Walk{Unit: ByWord, By: 1})
	}
	require.Fail(t, "the caret did not get out")
}
