package pages

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"

	"galley/annotations/formats"
	"galley/app/locale"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/browser"
)

func draw(t *testing.T, c app.Composer) string {
	t.Helper()
	engine := app.NewTestEngine()
	require.NoError(t, engine.Load(c))
	engine.ConsumeAll()
	return app.HTMLString(c)
}

func TestEveryPageDrawsBeforeAnythingIsLoaded(t *testing.T) {
	for name, c := range map[string]app.Composer{
		"projects": &projects{}, "documents": &documents{}, "export": &export{}, "sign in": &signIn{},
		"settings": &settings{}, "import": &importPage{}, "not found": &notFound{},
	} {
		t.Run(name, func(t *testing.T) {
			drawn := draw(t, c)
			require.Contains(t, drawn, `id="main"`)
			require.NotContains(t, drawn, " style=")
		})
	}
}

func TestAVisitorWhoIsNotSignedInIsToldHow(t *testing.T) {
	p := &projects{visit: visit{lang: locale.English, signedOut: true}}
	drawn := draw(t, p)
	require.Contains(t, drawn, locale.English.T(locale.SignInNeeded))
	require.Contains(t, drawn, "galley user --data DIR token NAME")
	require.NotContains(t, drawn, locale.English.T(locale.ProjectNew))
}

func TestTroubleSaysWhatHappenedAndHowToGoOn(t *testing.T) {
	l := locale.German
	away := &projects{visit: visit{lang: l, trouble: browser.ErrOffline}}
	require.Contains(t, draw(t, away), l.T(locale.Unreachable))
	broken := &projects{visit: visit{lang: l, trouble: &wire.Problem{Code: annotations.Internal, Request: "req-7"}}}
	drawn := draw(t, broken)
	require.Contains(t, drawn, l.T("code.internal"))
	require.Contains(t, drawn, "req-7")
	gone := &documents{visit: visit{lang: l, trouble: &wire.Problem{Code: annotations.NotFound, Reason: "unknown_project"}}}
	require.Contains(t, draw(t, gone), l.Reason("unknown_project"))
}

func TestAnEmptyListSaysWhatToDoFirst(t *testing.T) {
	l := locale.German
	require.Contains(t, draw(t, &projects{visit: visit{lang: l}, loaded: true}), l.T(locale.ProjectsEmptyText))
	empty := &documents{visit: visit{lang: l}, loaded: true, project: &wire.Project{Name: "p"}}
	require.Contains(t, draw(t, empty), l.T(locale.DocumentsEmptyText))
	searched := &documents{visit: visit{lang: l}, loaded: true, shown: "Wal", project: &wire.Project{Name: "p", Documents: 3}}
	require.Contains(t, draw(t, searched), l.T(locale.DocumentsNone, "Wal"))
}

func TestAShortNameIsMadeFromTheTitle(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Wahl 2026: Bund":                    "wahl-2026-bund",
		"  Größe & Maß — Übermut ":           "groesse-mass-uebermut",
		"Выборы":                             "",
		strings.Repeat("Donaudampf ", 6):     "donaudampf-donaudampf-donaudampf-donauda",
		strings.Repeat("a", 39) + " b - c …": strings.Repeat("a", 39),
	} {
		got := shortName(title)
		require.Equal(t, want, got)
		require.True(t, got == "" || annotations.ValidName(got))
	}
}

func TestTheProjectIsReadFromTheAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://h/p/demo": "demo", "http://h/p/B%C3%BCro/export?format=doccano": "Büro", "http://h/p/a%2Fb?q=x": "a/b",
	} {
		u, err := url.Parse(address)
		require.NoError(t, err)
		require.Equal(t, want, projectOf(u))
	}
}

func TestTheExportLineNamesTheVisitorsOwnSet(t *testing.T) {
	t.Parallel()
	p := &export{visit: visit{user: "anna"}, name: "demo", chosen: map[string]string{"format": "doccano", "set": "mine", "query": "die Brücke"}}
	require.Equal(t, "galley export --data DIR --project demo --format doccano --set user:anna --query 'die Brücke' --out FILE", p.line())
}

func TestEveryFormatIsOfferedOnceAndHasItsSentenceAndCode(t *testing.T) {
	t.Parallel()
	var offered []string
	for _, g := range exportGroups {
		offered = append(offered, g.formats...)
	}
	var known []string
	for _, f := range formats.All {
		if f.New != nil || f.NewFolder != nil {
			known = append(known, f.Name)
		}
	}
	require.ElementsMatch(t, append(known, "hf-parquet"), offered)
	for _, f := range offered {
		for _, l := range locale.Languages {
			require.True(t, l.Has(locale.Key("format_"+f)), f)
		}
		require.Contains(t, snippet(f), "F", f)
	}
	for _, r := range formats.Reasons() {
		for _, l := range locale.Languages {
			require.True(t, l.Has(locale.Key("loss_"+string(r))), r)
		}
	}
}

func TestOurOwnFormatIsToldFromAnArticle(t *testing.T) {
	t.Parallel()
	require.True(t, isNative("\n"+`{"format":"galley","version":1,"text":"…"}`+"\n{}"))
	require.False(t, isNative(`{"format":"other"}`))
	require.False(t, isNative("Ein Artikel über \"format\":\"galley\""))
}

func TestEditsAreCountedInAListAndInAnObjectOfLists(t *testing.T) {
	t.Parallel()
	require.Equal(t, 2, edits([]byte(`[{},{}]`)))
	require.Equal(t, 3, edits([]byte(`{"version":1,"waiting":[{},{}],"attention":[{}]}`)))
	require.Equal(t, 0, edits([]byte(`nonsense`)))
}

func TestTheSourceOfARowIsItsSiteElseItsFile(t *testing.T) {
	t.Parallel()
	require.Equal(t, "example.org", source(wire.DocumentItem{Meta: map[string]string{"url": "https://www.example.org/a", "source": "a.txt"}}))
	require.Equal(t, "a.txt", source(wire.DocumentItem{Meta: map[string]string{"source": "a.txt"}}))
	require.Empty(t, source(wire.DocumentItem{}))
}

func TestARefusedPastedLineIsNamedAndTheRestCounted(t *testing.T) {
	t.Parallel()
	r := &pasted{}
	last := r.imported(locale.German, &wire.Imported{
		Documents: []wire.Added{{ID: "1"}, {ID: "2", Existing: true}}, Spans: 4, Links: 1,
		Problems: []wire.LineProblem{{Line: 7, Problem: annotations.Errorf(annotations.Invalid, "quotation_differs", "", "")}},
	})
	require.Equal(t, "2", last.ID)
	require.Equal(t, &pasted{added: 1, existing: 1, spans: 4, links: 1, refused: 1, problems: []string{
		"Zeile 7: " + locale.German.Reason("quotation_differs"),
	}}, r)
}

func TestOnlyAServerThatIsAwayIsTriedAgain(t *testing.T) {
	t.Parallel()
	require.True(t, away(browser.ErrOffline))
	require.True(t, away(&wire.Problem{Code: annotations.Unavailable}))
	require.False(t, away(&wire.Problem{Code: annotations.Internal}))
	require.False(t, away(errors.New("other")))
}
