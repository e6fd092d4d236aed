package components

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a component's HTML with a file of testdata.
func golden(t *testing.T, name string, c app.UI) {
	t.Helper()
	got := html(t, c)
	path := filepath.Join("testdata", name+".html")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// html draws a component. Attributes stand in the order of their names, because
// go-app writes them in a map's.
func html(t *testing.T, c app.UI) string {
	t.Helper()
	if compo, ok := c.(app.Composer); ok {
		engine := app.NewTestEngine()
		require.NoError(t, engine.Load(compo))
		engine.ConsumeAll()
	}
	return tag.ReplaceAllStringFunc(app.HTMLString(c), sorted)
}

var (
	tag       = regexp.MustCompile(`<[a-z0-9]+( [a-zA-Z-]+(="[^"]*")?)+>`)
	attribute = regexp.MustCompile(` ([a-zA-Z-]+)(="[^"]*")?`)
)

func sorted(s string) string {
	name, rest, _ := strings.Cut(strings.TrimSuffix(s, ">"), " ")
	all := attribute.FindAllString(" "+rest, -1)
	for i := range all {
		for j := i; j > 0 && all[j] < all[j-1]; j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return name + strings.Join(all, "") + ">"
}

func labels() []state.LabelView {
	return []state.LabelView{
		{ID: "claim", Name: "Behauptung", Key: "b", Family: annotations.ClaimFamily, Letter: "B", Hue: 75},
		{ID: "quote", Name: "Zitat", Key: "z", Family: annotations.QuoteFamily, Letter: "Z", Hue: 255, Active: true},
	}
}

func inspected() *state.InspectorView {
	return &state.InspectorView{
		ID: "s1", Label: "quote", Name: "Zitat", Family: annotations.QuoteFamily, Letter: "Z", Hue: 255,
		Quotation: "„Wir sind bereit!“", Fragments: 1, Count: 1, Note: "prüfen", Guideline: "Mit Anführungszeichen.",
		Fields: []state.FieldView{
			{ID: "quote_type", Name: "Art", Type: annotations.EnumAttribute, Required: true, Choices: []state.ChoiceView{{ID: "direct", Name: "direkt"}, {ID: "indirect", Name: "indirekt"}}},
			{ID: "nonfactual", Name: "nicht faktisch", Type: annotations.BoolAttribute, Values: []string{"true"}},
			{ID: "wikidata", Name: "Wikidata", Type: annotations.QIDAttribute, Values: []string{"Q42"}},
		},
		Links: []state.LinkView{{ID: "l1", Name: "Zuschreibung", Number: 3, Members: []state.MemberView{
			{ID: "s1", Role: "quote", RoleName: "Zitat", Quotation: "„Wir sind bereit!“", Letter: "Z", Hue: 255, Self: true},
			{ID: "s2", Role: "speaker", RoleName: "Sprecher", Quotation: "Orban", Letter: "S", Hue: 20},
		}}},
	}
}

func TestComponentsDrawWhatTheirGoldenFilesShow(t *testing.T) {
	for name, c := range map[string]app.UI{
		"save_saved":      &SaveBadge{Lang: locale.German, View: state.SaveView{State: state.Saved}},
		"save_offline":    &SaveBadge{Lang: locale.German, View: state.SaveView{State: state.Offline, Waiting: 3, Kept: true}},
		"save_attention":  &SaveBadge{Lang: locale.English, View: state.SaveView{State: state.Attention, Attention: 2}},
		"label_bar":       &LabelBar{Lang: locale.German, Labels: labels(), Marked: true},
		"label_popover":   &LabelPopover{Lang: locale.German, Labels: labels(), Open: true},
		"inspector":       &Inspector{Lang: locale.German, View: inspected(), Labels: labels()},
		"inspector_empty": &Inspector{Lang: locale.English},
		"notice_error":    &Notice{Lang: locale.German, View: &state.NoticeView{Key: "refused.still_linked", Error: true, Serial: 1}},
		"topbar_document": &TopBar{Lang: locale.German, User: "anna", View: &state.TopView{
			Title: "Ein <Titel>", Project: "demo", Owner: "user:anna", Next: "d2", State: annotations.Open, CanUndo: true,
			Save: state.SaveView{State: state.Saving, Waiting: 1},
		}},
		"topbar_list": &TopBar{Lang: locale.English, Trail: []Crumb{{Text: "Wahl 2026", Href: ProjectHref("wahl 2026")}, {Text: "Export"}}},
		"help_sheet":  &HelpSheet{Lang: locale.German, Open: true, Rows: KeyRows(state.Bindings(annotations.News())[:14], labels())},
		"empty":       &Empty{Title: "Noch kein Text", Text: "Fügen Sie einen ein.", Action: "Einfügen", Event: LoadAgain{}},
		"progress":    &Progress{Done: 1, Begun: 2, All: 4, Text: "1 von 4"},
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, c) })
	}
}

func TestTheBadgeSaysSavedOnlyWhenItIs(t *testing.T) {
	t.Parallel()
	for _, l := range locale.Languages {
		for _, s := range []state.SaveState{state.Saving, state.Offline, state.Attention} {
			b := &SaveBadge{Lang: l, View: state.SaveView{State: s, Waiting: 1, Attention: 1}}
			require.NotEqual(t, l.T(locale.SaveSaved), b.Words(), "%s", s)
		}
	}
	waiting := &SaveBadge{Lang: locale.German, View: state.SaveView{State: state.Attention, Waiting: 2}}
	require.Equal(t, "Bitte neu anmelden", waiting.Words())
}

func TestWhatWaitsIsCalledSafeOnlyOnceTheDeviceHasIt(t *testing.T) {
	t.Parallel()
	l := locale.English
	kept := &SaveBadge{Lang: l, View: state.SaveView{State: state.Offline, Waiting: 2, Kept: true}}
	require.Contains(t, kept.sentences(), l.T(locale.SaveKept))
	fresh := &SaveBadge{Lang: l, View: state.SaveView{State: state.Offline, Waiting: 2}}
	require.Contains(t, fresh.sentences(), l.T(locale.SaveNotKept))
	require.NotContains(t, fresh.sentences(), l.T(locale.SaveKept))
}

func TestPressingTheChosenValueTakesItBack(t *testing.T) {
	t.Parallel()
	choices := []state.ChoiceView{{ID: "a", Chosen: true}, {ID: "b"}, {ID: "c", Chosen: true}}
	one := &AttributeField{View: state.FieldView{Type: annotations.EnumAttribute, Choices: choices[:2]}}
	require.Nil(t, one.pressed(choices[0]))
	require.Equal(t, "b", one.pressed(choices[1]).Text())
	several := &AttributeField{View: state.FieldView{Type: annotations.EnumAttribute, Multi: true, Choices: choices}}
	items, ok := several.pressed(choices[1]).Items()
	require.True(t, ok)
	require.Equal(t, []string{"a", "b", "c"}, items)
	items, _ = several.pressed(choices[0]).Items()
	require.Equal(t, []string{"c"}, items)
	last := &AttributeField{View: state.FieldView{Multi: true, Choices: choices[:1]}}
	require.Nil(t, last.pressed(choices[0]), "an empty list is no value")
}

func TestATypedValueIsRefusedAsTheServerWouldAndKeptOtherwise(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind  annotations.AttributeType
		value string
		ok    bool
	}{
		{annotations.URLAttribute, "https://example.org/ä", true}, {annotations.URLAttribute, "example.org", false},
		{annotations.URLAttribute, "javascript:alert(1)", false}, {annotations.URLAttribute, "https://", false},
		{annotations.DateAttribute, "2026-02-28", true}, {annotations.DateAttribute, "2026-02-30", false},
		{annotations.QIDAttribute, "Q42", true}, {annotations.QIDAttribute, "q42", false}, {annotations.QIDAttribute, "Q0", false},
		{annotations.TextAttribute, strings.Repeat("ä", 4000), true}, {annotations.TextAttribute, strings.Repeat("ä", 4001), false},
		{annotations.QIDAttribute, "  ", true},
	} {
		require.Equal(t, tt.ok, ProblemOf(locale.German, tt.kind, tt.value) == "", "%s %.20q", tt.kind, tt.value)
	}
}

func TestHandlersOfDifferentMessagesHaveDifferentScopes(t *testing.T) {
	t.Parallel()
	yes, no := annotations.Bool(true), annotations.Bool(false)
	seen := map[string]bool{}
	for _, m := range []state.Msg{
		state.Tag{Label: "quote"}, state.Tag{Label: "claim"}, state.NudgeEdge{By: 1}, state.NudgeEdge{By: 1, Last: true},
		state.SetAttribute{ID: "s", Attribute: "a"}, state.SetAttribute{ID: "s", Attribute: "a", Value: &yes},
		state.SetAttribute{ID: "s", Attribute: "a", Value: &no}, state.Undo{}, state.Redo{},
	} {
		require.False(t, seen[scopeOf(m)], "%T", m)
		seen[scopeOf(m)] = true
	}
	again := annotations.Bool(true)
	require.Equal(t, scopeOf(state.SetAttribute{ID: "s", Attribute: "a", Value: &yes}),
		scopeOf(state.SetAttribute{ID: "s", Attribute: "a", Value: &again}), "an equal value is no reason to bind again")
}

func TestKeyRowsNameLabelsAndStandByGroup(t *testing.T) {
	t.Parallel()
	rows := KeyRows(state.Bindings(annotations.News()), labels())
	require.Equal(t, "Behauptung", rows[0].Name)
	ended := map[locale.Key]bool{}
	for i, r := range rows {
		require.NotEmpty(t, r.Keys)
		require.False(t, ended[r.Group], "%s comes back", r.Group)
		if i > 0 && rows[i-1].Group != r.Group {
			ended[rows[i-1].Group] = true
		}
		if r.Name == "" {
			require.True(t, locale.German.Has(r.What), "%s", r.What)
		}
	}
	require.Equal(t, "Strg", capOf(locale.German, "Ctrl"))
	require.Equal(t, "Z", capOf(locale.English, "z"))
}

func TestEveryHueHasAClass(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("../../web/static/css/hue.css")
	require.NoError(t, err)
	for h := -10; h <= 725; h++ {
		require.Contains(t, string(css), "."+hue(h)+" {", "%d", h)
	}
	require.Equal(t, "hue-255", hue(255))
	require.Equal(t, "hue-0", hue(359))
}

func TestTheFilterFindsLabelsByPartsOfTheirNames(t *testing.T) {
	t.Parallel()
	p := &LabelPopover{Labels: labels(), filter: "zit"}
	require.Len(t, p.found(), 2, "a few labels are not filtered")
	for len(p.Labels) < filterFrom {
		p.Labels = append(p.Labels, state.LabelView{ID: "x", Name: "Ort"})
	}
	require.Equal(t, "quote", p.found()[0].ID)
	require.Len(t, p.found(), 1)
}
