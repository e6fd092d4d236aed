package components

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"
)

// drawn is Markdown as HTML, without the line breaks that go-app adds.
func drawn(source string) string {
	var lines []string
	for line := range strings.Lines(app.HTMLString(Box("div", Markdown(source, 3)...))) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.Join(lines, ""), "<div>"), "</div>")
}

func TestMarkdownDrawsWhatGuidelinesAreWrittenIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"paragraphs":             {"eins\nzwei\n\ndrei", "<p>eins zwei</p><p>drei</p>"},
		"headings":               {"# A\n## B", "<h3>A</h3><h4>B</h4>"},
		"a deep heading":         {"##### A", "<h6>A</h6>"},
		"a sign without heading": {"#A", "<p>#A</p>"},
		"a list":                 {"- a\n- *b*", "<ul><li>a</li><li><em>b</em></li></ul>"},
		"a numbered list":        {"1. a\n2. b\n\nc", "<ol><li>a</li><li>b</li></ol><p>c</p>"},
		"a list after text":      {"x:\n- a", "<p>x:</p><ul><li>a</li></ul>"},
		"a year starts no list":  {"2026. Jahr", "<p>2026. Jahr</p>"},
		"emphasis in strong":     {"**a *b* c**", "<p><strong>a<em>b</em>c</strong></p>"},
		"code keeps its stars":   {"`*z*`", "<p><code>*z*</code></p>"},
		"a lonely star":          {"2 * 3 * 4", "<p>2 * 3 * 4</p>"},
		"a word with a line":     {"quote_type_x", "<p>quote_type_x</p>"},
		"an unfinished mark":     {"**offen", "<p>**offen</p>"},
		"HTML is text":           {"<b onclick=x>a</b><script>alert(1)</script>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
		"a script as an address": {"[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"},
		"an address with quotes": {`[a](https://x"onclick=y)`, "<p>[a](https://x&#34;onclick=y)</p>"},
		"nothing":                {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, drawn(c.source))
		})
	}
	link := drawn("siehe [hier](https://example.org/a)")
	require.Contains(t, link, `href="https://example.org/a"`)
	require.Contains(t, link, `rel="noopener noreferrer"`)
}

func FuzzMarkdownKeepsEveryWordAndMakesNoElementOfItsOwn(f *testing.F) {
	f.Add("## A\n- **b** [c](https://d)\n`e`")
	f.Add("*_*_`")
	f.Fuzz(func(t *testing.T, source string) {
		html := drawn(source)
		for _, tag := range []string{"<script", "<img", "<iframe", "javascript:\""} {
			require.NotContains(t, html, tag)
		}
	})
}
