package page_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/article/page"
	"galley/annotations/text"
)

// The pages of testdata/pages are invented, in the shapes that German and English
// news sites have, which their names say. Each holds what a reader should find:
//
//   - NAME.page is a page as it is pasted, a line per line of the page: its role,
//     a bar, its words. A plus in place of the bar goes on in the same line, where
//     the page glues two parts or a border lies inside a line.
//   - NAME.html is a page's source. data-gold on an element is the role of the text
//     in it; a comment that names a role changes it up to the next one in the
//     same element. Both are taken out before the page is read.
//
// A page with "held-out" in its first lines was written before the rules, and no
// rule was made or changed by it.
type sample struct {
	name, site string
	heldOut    bool
	html       string // empty for a pasted page
	pasted     text.Text
	gold       []part
}

// part is a stretch of a page that has one role.
type part struct {
	role  annotations.Role
	words string
}

func samples(t testing.TB) []sample {
	t.Helper()
	files, err := filepath.Glob("testdata/pages/*.*")
	require.NoError(t, err)
	var all []sample
	for _, f := range files {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		name := filepath.Base(f)
		s := sample{name: name, site: strings.TrimSuffix(name, filepath.Ext(name)), heldOut: strings.Contains(string(raw[:120]), "held-out")}
		switch filepath.Ext(f) {
		case ".page":
			s.pasted, s.gold = readPasted(t, name, string(raw))
		case ".html":
			s.html, s.gold = readSource(t, string(raw))
		default:
			continue
		}
		for _, g := range s.gold {
			require.True(t, g.role.Valid(), "%s: %q has the role %q", name, g.words, g.role)
		}
		all = append(all, s)
	}
	return all
}

var pastedLine = regexp.MustCompile(`^(\w*)\s*([|+])(?: (.*))?$`)

func readPasted(t testing.TB, name, raw string) (text.Text, []part) {
	t.Helper()
	var b strings.Builder
	var gold []part
	for line := range strings.Lines(raw) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		m := pastedLine.FindStringSubmatch(line)
		require.NotNil(t, m, "%s: %q", name, line)
		if b.Len() > 0 && m[2] == "|" {
			b.WriteByte('\n')
		} else if b.Len() > 0 && m[1] == "body" && gold[len(gold)-1].role == annotations.Dateline {
			b.WriteByte(' ')
		}
		b.WriteString(m[3])
		if m[1] != "" {
			gold = append(gold, part{annotations.Role(m[1]), m[3]})
		}
	}
	return text.New(b.String()), gold
}

var goldMarks = regexp.MustCompile(`<!--.*?-->| data-gold="\w*"`)

func readSource(t testing.TB, raw string) (string, []part) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(raw))
	require.NoError(t, err)
	var gold []part
	var walk func(n *html.Node, role annotations.Role)
	walk = func(n *html.Node, role annotations.Role) {
		if n.Type == html.ElementNode {
			if slices.Contains([]string{"script", "style", "head", "noscript"}, n.Data) {
				return
			}
			for _, a := range n.Attr {
				if a.Key == "hidden" {
					return
				}
				if a.Key == "data-gold" {
					role = annotations.Role(a.Val)
				}
			}
		}
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
			words := n.Data
			if n.Parent.Data == "q" {
				words = "„" + words + "“"
			}
			gold = append(gold, part{role, words})
		}
		for c := range n.ChildNodes() {
			if c.Type == html.CommentNode && annotations.Role(c.Data).Valid() {
				role = annotations.Role(c.Data)
			}
			walk(c, role)
		}
	}
	walk(root, "")
	return goldMarks.ReplaceAllString(raw, ""), gold
}

// letter is a visible character with its role.
type letter struct {
	r    rune
	role annotations.Role
}

func letters(parts []part) []letter {
	var all []letter
	for _, p := range parts {
		for _, r := range p.words {
			if !unicode.IsSpace(r) {
				all = append(all, letter{r, p.role})
			}
		}
	}
	return all
}

func found(t text.Text, blocks []annotations.Block) []part {
	var parts []part
	for _, b := range blocks {
		parts = append(parts, part{b.Role, t.Slice(b.Start, b.End)})
	}
	return parts
}

// score counts what was found of a page.
type score struct {
	pages, blocks, right, chars, rightChars, body, keptBody int
}

func (s *score) add(o score) {
	s.pages += o.pages
	s.blocks += o.blocks
	s.right += o.right
	s.chars += o.chars
	s.rightChars += o.rightChars
	s.body += o.body
	s.keptBody += o.keptBody
}

func (s score) row(name string) string {
	per := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	return fmt.Sprintf("%-20s %5d %7d %7.2f %7d %7.2f %9.2f", name, s.pages, s.blocks, per(s.right, s.blocks), s.chars, per(s.rightChars, s.chars), per(s.keptBody, s.body))
}

// measure reads a page and compares it with what it should be, character by
// character; a block is right when all its characters are.
func measure(t testing.TB, s sample, wrong func(string)) score {
	t.Helper()
	txt, blocks := s.pasted, []annotations.Block(nil)
	if s.html == "" {
		blocks = article.Recognise(txt).Blocks
	} else {
		p := page.Read(s.html)
		txt, blocks = p.Text, p.Blocks
	}
	require.NoError(t, annotations.CheckBlocks(blocks, txt.Len()), s.name)
	got := letters(found(txt, blocks))
	want := letters(s.gold)
	require.Equal(t, plain(want), plain(got), "%s: every visible character is read, in order", s.name)
	sum, at := score{pages: 1}, 0
	for _, g := range s.gold {
		n := len(letters([]part{g}))
		if n == 0 {
			continue
		}
		good := 0
		for i := at; i < at+n; i++ {
			if got[i].role == g.role {
				good++
			}
		}
		sum.blocks++
		sum.chars += n
		sum.rightChars += good
		if good == n {
			sum.right++
		} else if wrong != nil {
			wrong(fmt.Sprintf("%-24s %-10s is %-10s %.70q", s.name, g.role, got[at].role, g.words))
		}
		if g.role == annotations.Body {
			sum.body += n
			sum.keptBody += good
		}
		at += n
	}
	return sum
}

func plain(ls []letter) string {
	var b strings.Builder
	for _, l := range ls {
		b.WriteRune(l.r)
	}
	return b.String()
}

var showHeldOut = flag.Bool("held-out", false, "name the wrong blocks of held-out pages too")

func TestRolesAreFoundOnPagesInTheShapesOfManySites(t *testing.T) {
	t.Parallel()
	all := samples(t)
	bySite, total, heldOut := map[string]*score{}, score{}, score{}
	sites := map[string]bool{}
	for _, s := range all {
		sum := measure(t, s, func(line string) {
			if !s.heldOut || *showHeldOut {
				t.Log(line)
			}
		})
		key := s.site
		if s.heldOut {
			key += " *"
			heldOut.add(sum)
		} else {
			total.add(sum)
		}
		sites[s.site] = true
		if bySite[key] == nil {
			bySite[key] = &score{}
		}
		bySite[key].add(sum)
	}
	var names []string
	for name := range bySite {
		names = append(names, name)
	}
	slices.Sort(names)
	t.Log("site shape            pages  blocks right % letters right % body kept")
	for _, name := range names {
		t.Log(bySite[name].row(name))
	}
	t.Log(total.row("all but held out"))
	t.Log(heldOut.row("held out *"))
	require.GreaterOrEqual(t, total.pages, 40)
	require.GreaterOrEqual(t, heldOut.pages, 12)
	require.GreaterOrEqual(t, len(sites), 15)
	for _, s := range []struct {
		score
		least float64
	}{{total, 0.95}, {heldOut, 0.88}} {
		require.GreaterOrEqual(t, float64(s.right)/float64(s.blocks), s.least, "blocks with the right role")
		require.GreaterOrEqual(t, float64(s.rightChars)/float64(s.chars), s.least, "characters with the right role")
		require.GreaterOrEqual(t, float64(s.keptBody)/float64(s.body), 0.999, "body kept as body")
	}
}
