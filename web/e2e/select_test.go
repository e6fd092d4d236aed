package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// locate is the script behind dragSelect and wordAt: it finds the n-th occurrence of a passage in the text of
// [data-article] (the text of its blocks, in order), scrolls its beginning to the middle of the window, and returns
// the outer edges of its first and last character. Under content-visibility a scroll can move what it scrolled to, so
// it repeats until nothing moves.
const locate = `(async (passage, nth) => {
  const article = document.querySelector("[data-article]");
  if (!article) return {problem: "there is no [data-article] on the page"};
  const nodes = [];
  let all = "";
  const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.parentElement.closest("[data-block]")) continue;
    nodes.push({node, at: all.length});
    all += node.data;
  }
  let start = -1;
  for (let i = 0; i < nth; i++) {
    start = all.indexOf(passage, start + 1);
    if (start < 0) return {problem: "the article has the passage only " + i + " times"};
  }
  const characters = [...new Intl.Segmenter(undefined, {granularity: "grapheme"}).segment(passage)];
  const last = characters[characters.length - 1];
  const range = (from, length) => {
    const point = (at, after) => {
      const hit = nodes.findLast((n) => after ? n.at < at : n.at <= at);
      return [hit.node, at - hit.at];
    };
    const r = document.createRange();
    r.setStart(...point(from, false));
    r.setEnd(...point(from + length, true));
    return r;
  };
  const box = (from, length) => [...range(from, length).getClientRects()].filter((r) => r.width > 0).at(-1);
  const measure = () => {
    const a = box(start, characters[0].segment.length), z = box(start + last.index, last.segment.length);
    return a && z ? {from: {X: a.left + Math.min(1, a.width / 4), Y: (a.top + a.bottom) / 2},
                     to: {X: z.right - Math.min(1, z.width / 4), Y: (z.top + z.bottom) / 2}} : null;
  };
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  let before = "", now = null;
  for (let tries = 0; tries < 20; tries++) {
    range(start, characters[0].segment.length).startContainer.parentElement.scrollIntoView({block: "center", behavior: "instant"});
    await frame();
    now = measure();
    if (now && JSON.stringify(now) === before) break;
    before = JSON.stringify(now);
  }
  if (!now) return {problem: "the passage is in the article but cannot be seen (is it folded?)"};
  for (const p of [now.from, now.to]) {
    if (p.X < 0 || p.Y < 0 || p.X >= innerWidth || p.Y >= innerHeight) return {problem: "the passage does not fit into the window"};
  }
  return now;
})`

// edges are the outer edges of a passage on the screen.
type edges struct {
	From    point  `json:"from"`
	To      point  `json:"to"`
	Problem string `json:"problem"`
}

// locate finds the n-th occurrence (from 1) of a passage of the article on the screen.
func (p *tab) locate(passage string, nth int) edges {
	p.t.Helper()
	at := eval[edges](p, fmt.Sprintf("%s(%s, %d)", locate, quoted(passage), nth))
	require.Empty(p.t, at.Problem, "find „%s“ in the article", passage)
	return at
}

// dragSelect selects the n-th occurrence (from 1) of a passage of the article with the mouse: pressed at the left edge
// of its first character, released at the right edge of its last.
func (p *tab) dragSelect(passage string, nth int, held ...modifier) {
	p.t.Helper()
	at := p.locate(passage, nth)
	p.drag(at.From, at.To, held...)
}

// clickText clicks on the first character of the n-th occurrence of a passage.
func (p *tab) clickText(passage string, nth int, held ...modifier) {
	p.t.Helper()
	from := p.locate(passage, nth).From
	p.clickAt(point{from.X + 2, from.Y}, held...)
}

func TestTheHarnessSelectsExactlyTheWordsItWasGiven(t *testing.T) {
	t.Parallel()
	const page = `<!doctype html><meta charset=utf-8><style>[data-block]{width:9em;margin:0 0 120vh;white-space:pre-wrap}</style>
		<h1>aside: „Wir sind bereit!“</h1><input><main data-article><p data-block>Kurz <mark>vor</mark> neun.
</p><p data-block>Er sagte: <mark>„Wir sind <b>be</b>reit!“</mark>, und noch einmal: „Wir sind bereit!“ – 👩‍🚀 café</p></main>`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	p := newPage(t, tablet)
	p.allow("favicon.ico")
	p.open(server.URL)
	for _, c := range []struct {
		passage string
		nth     int
	}{
		{"vor", 1}, {"„Wir sind bereit!“", 1}, {"„Wir sind bereit!“", 2}, {"e", 3}, {"👩‍🚀 café", 1}, {"Er", 1},
	} {
		p.dragSelect(c.passage, c.nth)
		require.Equal(t, c.passage, eval[string](p, "getSelection().toString()"))
	}
	p.click("input")
	p.typeText("größer")
	p.press("z")
	p.press("Backspace")
	p.press("s")
	require.Equal(t, "größers", eval[string](p, `document.querySelector("input").value`))
	p.clicks(p.locate("nmal", 1).From, 2)
	require.Equal(t, "einmal", eval[string](p, "getSelection().toString()"))
	p.clickText("neun", 1)
	require.Equal(t, "neun.\n", eval[string](p, "getSelection().focusNode.data.slice(getSelection().focusOffset)"),
		"a click puts the caret before the letter it meets")
	p.hover(p.middle("mark"))
	p.wait("the mouse over the mark", `document.querySelector("mark:hover")`)
}

func TestTheHarnessPressesKeysWhereTheLayoutHasThem(t *testing.T) {
	t.Parallel()
	s := startSite(t)
	p := newPage(t, desktop)
	p.allow("/nothing") // a page without the app, which would take keys for itself
	p.open(s.URL + "/nothing")
	p.run(`window.seen = []; addEventListener("keydown", (e) => seen.push([e.key, e.code, e.ctrlKey, e.shiftKey].join(" "))); void 0`)
	p.press("z")
	p.press("Z")
	p.press("a", ctrl)
	p.press("7")
	p.press("ArrowLeft", shift)
	p.layout = "qwerty"
	p.press("z")
	require.Equal(t, []string{
		"z KeyY false false", "Z KeyY false true", "a KeyA true false", "7 Digit7 false false",
		"ArrowLeft ArrowLeft false true", "z KeyZ false false",
	}, eval[[]string](p, "seen"))
}
