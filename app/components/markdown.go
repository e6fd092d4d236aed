package components

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Markdown draws guidelines: headings, paragraphs, lists, emphasis, code, and
// links to http and https. Everything else, HTML among it, stays the text it is.
// Headings start at a level, so that they fit the page around them; the last is 6.
func Markdown(source string, level int) []app.UI {
	var out []app.UI
	var para []string
	var items []app.UI
	list := ""
	flush := func() {
		if len(para) > 0 {
			out = append(out, Box("p", inline(strings.Join(para, " "))...))
			para = nil
		}
		if list != "" {
			out = append(out, Box(list, items...))
			items, list = nil, ""
		}
	}
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		kind, rest := block(line)
		switch {
		case line == "":
			flush()
		case kind == "h":
			flush()
			depth := min(level+len(line)-len(strings.TrimLeft(line, "#"))-1, 6)
			out = append(out, Box("h"+string(rune('0'+depth)), inline(rest)...))
		case kind != "":
			if kind != list {
				flush()
				list = kind
			}
			items = append(items, Box("li", inline(rest)...))
		default:
			if list != "" {
				flush()
			}
			para = append(para, line)
		}
	}
	flush()
	return out
}

// block says what a line starts: a heading, an item of a list, or nothing.
func block(line string) (kind, rest string) {
	marks := len(line) - len(strings.TrimLeft(line, "#"))
	if marks > 0 && marks <= 6 && strings.HasPrefix(line[marks:], " ") {
		return "h", strings.TrimSpace(line[marks:])
	}
	if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") {
		return "ul", strings.TrimSpace(line[2:])
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < 4 && strings.HasPrefix(line[digits:], ". ") {
		return "ol", strings.TrimSpace(line[digits+2:])
	}
	return "", line
}

// inline draws a line's emphasis, code and links.
func inline(s string) []app.UI {
	var out []app.UI
	plain := 0
	text := func(to int) {
		if to > plain {
			out = append(out, app.Text(s[plain:to]))
		}
	}
	for i := 0; i < len(s); {
		e, n := span(s[i:])
		if n == 0 || (s[i] == '_' || s[i] == '*') && i > 0 && s[i] == '_' && isWord(s[i-1]) {
			i++
			continue
		}
		text(i)
		out = append(out, e)
		i += n
		plain = i
	}
	text(len(s))
	return out
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
}

// span draws the marked stretch that s starts with, and says how long it is; 0
// when s starts with none.
func span(s string) (app.UI, int) {
	for _, m := range []struct{ mark, tag string }{{"**", "strong"}, {"__", "strong"}, {"`", "code"}, {"*", "em"}, {"_", "em"}} {
		if !strings.HasPrefix(s, m.mark) {
			continue
		}
		end := strings.Index(s[len(m.mark):], m.mark)
		if end <= 0 || s[len(m.mark)] == ' ' {
			return nil, 0
		}
		body := s[len(m.mark) : len(m.mark)+end]
		if m.tag == "code" {
			return Txt("code", body), end + 2
		}
		return Box(m.tag, inline(body)...), end + 2*len(m.mark)
	}
	if !strings.HasPrefix(s, "[") {
		return nil, 0
	}
	name, rest, ok := strings.Cut(s[1:], "](")
	if !ok || strings.Contains(name, "[") {
		return nil, 0
	}
	href, _, ok := strings.Cut(rest, ")")
	if !ok || !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "http://") || strings.ContainsAny(href, " \"<>") {
		return nil, 0
	}
	return El("a", At{"href", href, "rel", "noopener noreferrer", "target", "_blank"}, inline(name)...), len(name) + len(href) + 4
}
