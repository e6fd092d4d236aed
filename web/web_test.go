package web_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"galley/web"
)

func TestTheMapInTheReadmeListsOnlyWhatExists(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	paths := mapOf(t, string(readme))
	require.Greater(t, len(paths), 5, "the map has hardly any line; is it still a tree in a fenced block?")
	for _, name := range paths {
		_, err := os.Stat(filepath.Join("..", name))
		require.NoError(t, err, "the map in README.md lists %s", name)
	}
}

func TestTheMapIsReadAsDrawn(t *testing.T) {
	t.Parallel()
	readme := "# Galley\n```\nother/\n```\n## 5. The map\nWords.\n```text\n.\n├── Makefile   targets\n├── app/       the browser\n" +
		"│   ├── pages/  one per route\n│   └── main.go\n└── web/e2e/   stories\n```\n"
	require.Equal(t, []string{"Makefile", "app", "app/pages", "app/main.go", "web/e2e"}, mapOf(t, readme))
}

// mapOf returns the paths in the tree that the README draws in its section "The map": the first word of each line, below
// the folders it is indented under.
func mapOf(t *testing.T, readme string) []string {
	t.Helper()
	section := regexp.MustCompile(`(?m)^#+ .*\bThe map\b.*$`).FindStringIndex(readme)
	require.NotNil(t, section, "README.md has no section “The map”")
	parts := strings.SplitN(readme[section[1]:], "```", 3)
	require.Len(t, parts, 3, "the section “The map” has no fenced block")
	_, tree, _ := strings.Cut(parts[1], "\n")

	const indent = 4 // runes a level, as tree(1) draws
	var above, paths []string
	for line := range strings.SplitSeq(tree, "\n") {
		drawn := strings.TrimLeft(line, "│├└─ \u00a0")
		words := strings.Fields(drawn)
		if len(words) == 0 || words[0] == "." {
			continue
		}
		depth := (utf8.RuneCountInString(line) - utf8.RuneCountInString(drawn)) / indent
		if depth > 0 && strings.ContainsAny(line, "├└") {
			depth--
		}
		require.LessOrEqual(t, depth, len(above), "the line %q is indented under nothing", line)
		above = append(above[:depth], strings.TrimSuffix(words[0], "/"))
		paths = append(paths, path.Join(above...))
	}
	return paths
}

func TestStyleSheetsNameOnlyFilesThatAreHere(t *testing.T) {
	t.Parallel()
	sheets, err := fs.Glob(web.Static(), "css/*.css")
	require.NoError(t, err)
	require.NotEmpty(t, sheets)
	address := regexp.MustCompile(`url\(\s*["']?([^"')]+)["']?\s*\)`)
	for _, sheet := range sheets {
		text, err := fs.ReadFile(web.Static(), sheet)
		require.NoError(t, err)
		require.NotRegexp(t, `(?m)^\s*@(import|charset)`, string(text), "%s: the sheets are joined into one", sheet)
		for _, found := range address.FindAllStringSubmatch(string(text), -1) {
			_, err := fs.Stat(web.Static(), path.Join("css", found[1]))
			require.NoError(t, err, "%s: the content security policy allows only files of ours", sheet)
		}
	}
}

func TestFontsComeWithTheirLicence(t *testing.T) {
	t.Parallel()
	fonts, err := fs.Glob(web.Static(), "fonts/*.woff2")
	require.NoError(t, err)
	require.Len(t, fonts, 4)
	licence, err := fs.ReadFile(web.Static(), "fonts/SourceSerif4-OFL.txt")
	require.NoError(t, err)
	require.Contains(t, string(licence), "SIL OPEN FONT LICENSE Version 1.1")
}
