package stories

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"

	"galley/app/locale"
)

// islands are drawn by scripts, not by go-app; the browser stories look at them.
var islands = map[string]bool{"ArticleHost": true, "ListHost": true}

func TestEveryComponentHasAStory(t *testing.T) {
	t.Parallel()
	told := map[string]bool{}
	for _, s := range All() {
		told[s.Component] = true
	}
	files, err := filepath.Glob("../components/*.go")
	require.NoError(t, err)
	n := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		for _, name := range componentsOf(t, f) {
			n++
			require.True(t, told[name] || islands[name], "%s has no story", name)
		}
	}
	require.Greater(t, n, 10)
}

// componentsOf are the exported types of a file that embed app.Compo.
func componentsOf(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || !spec.Name.IsExported() {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				if sel, ok := f.Type.(*ast.SelectorExpr); ok && len(f.Names) == 0 && sel.Sel.Name == "Compo" {
					names = append(names, spec.Name.Name)
				}
			}
		}
		return true
	})
	return names
}

func TestEveryStoryDrawsInBothLanguages(t *testing.T) {
	for _, s := range All() {
		for _, l := range locale.Languages {
			t.Run(s.Component+" "+s.Case+" "+string(l), func(t *testing.T) {
				page := &stage{show: func() app.UI { return s.Make(l) }}
				engine := app.NewTestEngine()
				require.NoError(t, engine.Load(page))
				engine.ConsumeAll()
				drawn := app.HTMLString(page)
				require.NotEmpty(t, drawn)
				require.NotContains(t, drawn, " style=", "the page's policy drops style attributes")
				require.NotContains(t, drawn, "%!", "a sentence with a wrong blank")
			})
		}
	}
}

type stage struct {
	app.Compo
	show func() app.UI
}

func (s *stage) Render() app.UI { return app.Div().Body(s.show()) }
