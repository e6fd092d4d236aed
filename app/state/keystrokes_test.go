package state

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The article that is annotated from nothing, and where the way through it is
// written down: the story in web/e2e presses the same keys in a browser.
const (
	replayed     = "../../server/demo/demo.jsonl"
	replayedKeys = "testdata/keystrokes.txt"
)

// steppedBy is a place and a key that leads from it.
type steppedBy struct {
	Caret
	key string
}

// replay annotates an article by keys alone and counts them.
type replay struct {
	*desk
	gold  map[string]*annotations.Span
	made  map[string]string // id in gold → id on the desk
	known map[steppedBy]Caret
	keys  []string
	log   strings.Builder
}

type goldSet struct {
	Spans []*annotations.Span
	Links []*annotations.Link
}

func mustReplay(t *testing.T) (*replay, goldSet) {
	t.Helper()
	raw, err := os.ReadFile(replayed)
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(raw), "\n")
	var d struct {
		Text     string
		Language string
		Blocks   []annotations.Block
		Sets     []goldSet
	}
	require.NoError(t, json.Unmarshal([]byte(line), &d))
	r := &replay{desk: mustDesk(t), gold: map[string]*annotations.Span{}, made: map[string]string{}, known: map[steppedBy]Caret{}}
	doc := *r.doc
	doc.Text, doc.SHA256, doc.Blocks, doc.Language = d.Text, text.New(d.Text).SHA256(), d.Blocks, d.Language
	r.load(&doc)
	for _, sp := range d.Sets[0].Spans {
		r.gold[sp.ID] = sp
	}
	return r, d.Sets[0]
}

// press does what a key of the newsroom's table does.
func (r *replay) press(name string) {
	r.t.Helper()
	parts := strings.Split(name, "+")
	k := Key{Key: parts[len(parts)-1], Article: true}
	for _, held := range parts[:len(parts)-1] {
		k.Ctrl, k.Alt, k.Shift = k.Ctrl || held == "Ctrl", k.Alt || held == "Alt", k.Shift || held == "Shift"
	}
	if strings.Contains("0123456789", k.Key) {
		k.Code = "Digit" + k.Key
	}
	b, ok := Lookup(r.m.Schema(), k)
	require.True(r.t, ok, name)
	require.NotNil(r.t, b.Msg, "%s asks for the page", name)
	r.do(b.Msg)
	r.keys = append(r.keys, name)
}

var (
	moves   = []string{"ArrowRight", "ArrowLeft", "Ctrl+ArrowDown", "Ctrl+ArrowUp", "Alt+ArrowDown", "Alt+ArrowUp"}
	extends = []string{"Shift+ArrowRight", "Shift+ArrowLeft", "Ctrl+Shift+ArrowDown", "Shift+PageDown", "Ctrl+Shift+ArrowRight", "Ctrl+Shift+ArrowLeft"}
)

// after is where a key puts the caret from a place, on the model's own rules.
func (r *replay) after(c Caret, name string) Caret {
	step := steppedBy{c, name}
	to, ok := r.known[step]
	if !ok {
		to = r.tried(c, name)
		if name != "w" { // the others go by the text alone
			r.known[step] = to
		}
	}
	return to
}

func (r *replay) tried(c Caret, name string) Caret {
	m := r.m
	before, marked := m.walker.caret, m.marked
	defer func() { m.walker.caret, m.marked = before, marked }()
	m.putCaret(c)
	parts := strings.Split(name, "+")
	k := Key{Key: parts[len(parts)-1], Ctrl: strings.Contains(name, "Ctrl+"), Alt: strings.Contains(name, "Alt+"), Shift: strings.Contains(name, "Shift+")}
	b, _ := Lookup(m.Schema(), k)
	switch msg := b.Msg.(type) {
	case Walk:
		m.walk(msg)
	case ThisQuotation:
		m.thisQuotation()
	case NextQuotation:
		m.nextQuotation(msg.By)
	}
	return m.walker.caret
}

// reach is how far around a stretch marks are tried, in code points.
const reach = 12

type way struct {
	at  Caret
	via int
	key string
}

// shortest is the fewest keys that mark a stretch from where the caret is.
func (r *replay) shortest(f annotations.Fragment) []string {
	r.t.Helper()
	ways := []way{{at: r.m.walker.caret, via: -1}}
	seen := map[Caret]bool{ways[0].at: true}
	// Marking a word before the stretch and dropping the mark again is how the
	// caret gets between a word and a comma.
	near := func(p text.Rune) bool {
		return f.Start-reach <= p && p <= f.Start || f.End <= p && p <= f.End+reach
	}
	add := func(i int, key string) {
		to := r.after(ways[i].at, key)
		marks := to.Anchor != to.Focus
		if seen[to] || marks && key != "w" && key != "q" && !(near(to.Anchor) && f.Start-reach <= to.Focus && to.Focus <= f.End+reach) {
			return
		}
		seen[to] = true
		ways = append(ways, way{to, i, key})
	}
	for i := 0; i < len(ways); i++ {
		c := ways[i].at
		if s := c.marked(); s.Start == f.Start && s.End == f.End {
			var keys []string
			for ; ways[i].via >= 0; i = ways[i].via {
				keys = append(keys, ways[i].key)
			}
			slices.Reverse(keys)
			return keys
		}
		for _, key := range moves {
			add(i, key)
		}
		if i == 0 || c.Anchor != c.Focus {
			add(i, "w")
		}
		add(i, "q")
		if c.Anchor != c.Focus || near(c.Focus) {
			for _, key := range extends {
				add(i, key)
			}
		}
	}
	require.FailNow(r.t, "no way by keys", "%v", f)
	return nil
}

// walkTo marks a stretch by keys.
func (r *replay) walkTo(f annotations.Fragment) {
	for _, key := range r.shortest(f) {
		r.press(key)
	}
	require.Equal(r.t, f, annotations.Fragment{Start: r.m.marked.Start, End: r.m.marked.End})
}

// byKeys tags a span of gold, or when it is there already links it to the last
// quote. It gives the keys pressed after the stretches were marked.
func (r *replay) byKeys(id string) (after int) {
	sp, label := r.gold[id], r.m.Schema().Label(r.gold[id].Label)
	first := len(r.keys)
	r.walkTo(sp.Fragments[0])
	after = 1
	r.press(label.Key)
	if r.made[id] == "" {
		for _, f := range sp.Fragments[1:] {
			r.walkTo(f)
			r.press("x")
			after++
		}
		r.made[id] = r.m.Selected()
		after += r.setType(sp)
	}
	fmt.Fprintf(&r.log, "%s\t%s\n", strings.Join(r.keys[first:], " "), sp.Label+": "+sp.Quotation())
	return after
}

// setType gives the selected quote its type, the shorter way round.
func (r *replay) setType(sp *annotations.Span) int {
	want, _ := sp.Attributes["quote_type"].Str()
	if want == "" {
		return 0
	}
	values := r.m.Schema().Attribute("quote_type").Values
	place := func(id string) int {
		return slices.IndexFunc(values, func(c annotations.Choice) bool { return c.ID == id })
	}
	now, _ := r.span(r.m.Selected()).Attributes["quote_type"].Str()
	forth := (place(want) - place(now) + len(values)) % len(values)
	key, n := "t", forth
	if back := len(values) - forth; back < forth {
		key, n = "Shift+t", back
	}
	for range n {
		r.press(key)
	}
	now, _ = r.span(r.m.Selected()).Attributes["quote_type"].Str()
	require.Equal(r.t, want, now)
	return n
}

// tally is what the replay counts.
type tally struct {
	stories, most, sum, mostAfter, sumAfter int
	spans, keys, selections, afterAll       int
}

// whole annotates the article: each quote with those that belong to it, then
// what is left, in reading order.
func (r *replay) whole(set goldSet) tally {
	var n tally
	story := func(link *annotations.Link) {
		before, after := len(r.keys), 0
		for _, role := range []string{"quote", "cue", "speaker", "addressee", "frame"} {
			if role == "addressee" && len(link.Roles["cue"]) > 0 && len(link.Roles["speaker"]) > 0 {
				n.stories++
				n.most, n.sum = max(n.most, len(r.keys)-before), n.sum+len(r.keys)-before
				n.mostAfter, n.sumAfter = max(n.mostAfter, after-r.parts(link)), n.sumAfter+after-r.parts(link)
			}
			for _, id := range link.Roles[role] {
				after += r.byKeys(id)
			}
		}
		n.afterAll += after
	}
	r.press("Ctrl+Home")
	fmt.Fprintf(&r.log, "Ctrl+Home\t\n")
	for _, link := range r.inOrder(set.Links) {
		story(link)
	}
	for _, sp := range set.Spans {
		if r.made[sp.ID] == "" {
			n.afterAll += r.byKeys(sp.ID)
		}
	}
	for _, sp := range set.Spans {
		n.selections += len(sp.Fragments)
	}
	n.spans, n.keys = len(set.Spans), len(r.keys)
	return n
}

// parts counts the further fragments of a quote, its cue and its speaker: each is
// a selection of its own with a key of its own.
func (r *replay) parts(link *annotations.Link) int {
	n := 0
	for _, role := range []string{"quote", "cue", "speaker"} {
		for _, id := range link.Roles[role] {
			n += len(r.gold[id].Fragments) - 1
		}
	}
	return n
}

func (r *replay) inOrder(links []*annotations.Link) []*annotations.Link {
	links = slices.DeleteFunc(slices.Clone(links), func(l *annotations.Link) bool { return l.Type != "attribution" })
	slices.SortStableFunc(links, func(a, b *annotations.Link) int {
		return int(r.gold[a.Roles["quote"][0]].Start() - r.gold[b.Roles["quote"][0]].Start())
	})
	return links
}

func TestAWholeArticleIsAnnotatedByKeysWithinTheBudget(t *testing.T) {
	r, set := mustReplay(t)
	n := r.whole(set)

	have := r.m.Client().Set()
	require.Equal(t, len(set.Spans), have.Len())
	for id, made := range r.made {
		require.Equal(t, r.gold[id].Label, r.span(made).Label)
		require.Equal(t, r.gold[id].Fragments, r.span(made).Fragments)
	}
	for _, link := range r.inOrder(set.Links) {
		found := have.LinksOf(r.made[link.Roles["quote"][0]])
		require.Len(t, found, 1)
		for role, ids := range link.Roles {
			var want []string
			for _, id := range ids {
				want = append(want, r.made[id])
			}
			require.ElementsMatch(t, want, found[0].Roles[role], "%s of %s", role, r.gold[link.Roles["quote"][0]].Quotation())
		}
	}

	require.LessOrEqual(t, n.mostAfter, 4, "quote, cue, speaker and type with the mouse: keys after the selections")
	require.LessOrEqual(t, n.sum, 20*n.stories, "the same by keyboard alone, on average")
	require.LessOrEqual(t, n.keys, 8*n.spans, "the whole article by keyboard alone")
	golden(t, replayedKeys, r.log.String())
	inReadme(t, "keystrokes", "from a replay in app/state/keystrokes_test.go", n.table())
}

func (n tally) table() string {
	of := func(sum, count int) string { return fmt.Sprintf("%.1f", float64(sum)/float64(count)) }
	var b strings.Builder
	b.WriteString("| Story | Keys | Most | Goal |\n|---|---|---|---|\n")
	fmt.Fprintf(&b, "| quote, cue, speaker and type, marked with the mouse (%d times in the article) | %s | %d | at most 4 |\n", n.stories, of(n.sumAfter, n.stories), n.mostAfter)
	fmt.Fprintf(&b, "| the same by keyboard alone, the way there included | %s | %d | 20 on average |\n", of(n.sum, n.stories), n.most)
	fmt.Fprintf(&b, "| the whole article with the mouse: %d spans, %d selections | %d | %s a span | |\n", n.spans, n.selections, n.afterAll, of(n.afterAll, n.spans))
	fmt.Fprintf(&b, "| the whole article by keyboard alone | %d | %s a span | 8 a span |\n", n.keys, of(n.keys, n.spans))
	return b.String()
}

// golden compares with a file, or rewrites it.
func golden(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
	}
	have, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(have), want, "run `make golden`")
}

// inReadme compares with a part of the README, or rewrites it.
func inReadme(t *testing.T, name, made, want string) {
	t.Helper()
	const readme = "../../README.md"
	b, err := os.ReadFile(readme)
	require.NoError(t, err)
	head, rest, ok := strings.Cut(string(b), "<!-- "+name+": "+made+" by `make golden` -->\n")
	require.True(t, ok, "README has no place for the "+name)
	have, tail, ok := strings.Cut(rest, "<!-- /"+name+" -->")
	require.True(t, ok)
	if *update {
		whole := head + "<!-- " + name + ": " + made + " by `make golden` -->\n" + want + "<!-- /" + name + " -->" + tail
		require.NoError(t, os.WriteFile(readme, []byte(whole), 0o644))
		return
	}
	require.Equal(t, have, want, "run `make golden`")
}
