package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// openSchema opens the demo project's schema.
func openSchema(p *tab, s *server) {
	p.open(s.URL + "/p/demo/settings")
	p.wait("the labels", `document.querySelector("[data-part='labels/quote']")`)
}

// part opens a part of the schema.
func (p *tab) part(path string) {
	p.t.Helper()
	p.click(`[data-part="` + path + `"] .schema-open`)
	p.wait("the fields of "+path, `document.querySelector("[data-part='`+path+`'] .schema-form")`)
}

// fill replaces what stands in a field of the schema, as a hand does that marks it all and types.
func (p *tab) fill(path, text string) {
	p.t.Helper()
	id := `[id="f-` + path + `"]`
	p.wait(id, `document.querySelector(`+quoted(id)+`)`)
	p.run(`(() => { const f = document.querySelector(` + quoted(id) + `); f.scrollIntoView({block: "center"}); f.focus(); f.select(); })()`)
	if text == "" {
		p.press("Delete")
		return
	}
	p.typeText(text)
}

func (p *tab) waitSchema(state string) {
	p.t.Helper()
	p.wait("the schema is "+state, `document.querySelector("[data-schema]")?.dataset.schema === `+quoted(state))
}

func (p *tab) saveSchema() {
	p.t.Helper()
	p.click(`[data-bar="schema.save"]`)
	p.waitSchema("saved")
}

// schemaOf is a project's schema as the command line prints it.
func schemaOf(t testing.TB, s *server, project string) *annotations.Schema {
	t.Helper()
	schema, err := annotations.ParseSchema([]byte(s.galley("project", "schema", project)))
	require.NoError(t, err)
	return schema
}

func TestALabelIsRenamedAnotherAddedAndTaggedWith(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	article := eval[string](p, "location.href")
	p.open(s.URL + "/p/demo")
	p.click(`main a[href="/p/demo/settings"]`)
	p.wait("the labels", `document.querySelector("[data-part='labels/quote']")`)
	p.part("labels/quote")
	p.fill("labels/quote/name/de", "Redestelle")
	p.waitSchema("unsaved")
	p.click(`[data-add="labels"]`)
	p.wait("the focus in the new label's name", `document.activeElement.id.endsWith("/name/de") && document.activeElement.closest("[data-part^='labels/label']")`)
	p.typeText("Ereignis")
	p.wait("an id from the name", `document.querySelector("[data-part='labels/ereignis'].schema-row")`)
	require.Equal(t, "f-labels/ereignis/name/de", eval[string](p, "document.activeElement.id"), "the focus stays in the field")
	p.fill("labels/ereignis/key", "z")
	p.wait("the key is taken", `document.querySelector("[data-field='labels/ereignis/key'] .problem")?.textContent.includes("Redestelle")`)
	p.waitSchema("attention")
	require.True(t, eval[bool](p, `document.querySelector("[data-bar='schema.save']").disabled`))
	p.screenshot("schema_key_taken")
	p.fill("labels/ereignis/key", "l")
	p.wait("what the key would no longer do", `document.querySelector("[data-field='labels/ereignis/key'] .doubt")`)
	p.fill("labels/ereignis/key", "e")
	p.fill("labels/ereignis/guideline/de", "Was **geschah**: *der Streik*.")
	p.wait("the preview", `document.querySelector("[data-field='labels/ereignis/guideline/de'] .schema-preview strong")`)
	p.screenshot("schema_new_label")
	p.press("s", ctrl)
	p.waitSchema("saved")

	p.open(article)
	p.waitRows(2)
	require.Contains(t, p.text(".label-bar"), "Redestelle")
	p.tag("in aller Ruhe", "e", 3)
	p.waitSaved()
	require.Contains(t, spansOf(t, s), "ereignis [in aller Ruhe]")
	require.Contains(t, spansOf(t, s), "quote [„Wir sind bereit!“]", "a new name keeps every annotation")
	if eval[bool](p, `document.querySelector(".guide-toggle").getAttribute("aria-expanded") === "false"`) {
		p.press("h")
	}
	p.wait("the guideline beside the text", `document.querySelector(".guide-text")?.textContent.includes("Was geschah: der Streik")`)
	p.screenshot("schema_tagged_with_new_label")
}

func TestWhatIsUsedIsRetiredAfterAPreviewAndOfferedNoMore(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.clickText("„Wir sind bereit!“", 1)
	p.wait("the values", `[...document.querySelectorAll(".inspector .segment")].some((b) => b.textContent === "indirekt")`)
	p.run(`[...document.querySelectorAll(".inspector .segment")].find((b) => b.textContent === "indirekt").click()`)
	p.waitSaved()
	article := eval[string](p, "location.href")
	openSchema(p, s)
	p.part("labels/speaker")
	p.click(`[data-part="labels/speaker"] [data-act=retire]`)
	p.wait("what is affected", `document.querySelector("dialog[open] .schema-ask-use")`)
	before := p.text("dialog[open] .schema-ask-use")
	require.Regexp(t, `\d+ Stellen, Texte: \d+, Personen: \d+`, before)
	p.screenshot("schema_retire_preview")
	p.click(`dialog[open] [data-answer="schema.retire"]`)
	p.wait("it is retired", `document.querySelector("[data-part='labels/speaker'].is-retired") && !document.querySelector("dialog[open]")`)
	p.part("attributes/quote_type")
	p.click(`[data-part="attributes/quote_type/values/indirect"] [data-act=retire]`)
	p.click(`dialog[open] [data-answer="schema.retire"]`)
	p.wait("the value is retired", `document.querySelector("[data-part='attributes/quote_type/values/indirect'].is-retired")`)
	p.saveSchema()

	p.open(article)
	p.waitRows(2)
	require.NotContains(t, p.text(".label-bar"), "Sprecher")
	require.Equal(t, "Jonas Wiek", p.marked("speaker"), "what is tagged stays")
	shown := `[...document.querySelectorAll(".inspector .segment")].some((b) => /^indirekt( \(|$)/.test(b.textContent) && b.getAttribute("aria-pressed") === "true")`
	p.clickText("„Wir sind bereit!“", 1)
	p.wait("the retired value where it is set", shown)
	p.run(`[...document.querySelectorAll(".inspector .segment")].find((b) => b.textContent === "direkt").click()`)
	p.wait("it is offered no more", `![...document.querySelectorAll(".inspector .segment")].some((b) => /^indirekt( \(|$)/.test(b.textContent))`)

	p.waitSaved()
	openSchema(p, s)
	p.part("labels/speaker")
	p.click(`[data-part="labels/speaker"] [data-act=restore]`)
	p.saveSchema()
	require.False(t, schemaOf(t, s, "demo").Label("speaker").Retired)
}

// choose gives a file to the page's file field.
func (p *tab) choose(selector, path string) {
	p.t.Helper()
	found := call(p, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.querySelector(" + quoted(selector) + ")"})
	call(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: found.Result.ObjectID})
}

func TestASchemaGoesOutAsAFileAndComesBackAfterAPreview(t *testing.T) {
	t.Parallel()
	s, p := tagged(t)
	p.waitSaved()
	p.allow("/api/") // files that do not hold are refused
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	openSchema(p, s)
	p.part("labels/claim")
	p.fill("labels/claim/name/de", "Halb fertig")
	for text, place := range map[string]string{
		`{"id":"x"`: "JSON",
		`{"id":"x","labels":[{"id":"a","hue":"rot"}]}`:                    "labels[0].hue",
		`{"id":"x","labels":[{"id":"a","key":"a"},{"id":"b","key":"a"}]}`: "labels.b.key",
	} {
		p.choose("#schema-file input[type=file]", file("bad.json", text))
		p.wait("the place "+place, `document.querySelector(".schema-refusal")?.textContent.includes(`+quoted(place)+`)`)
	}
	p.screenshot("schema_bad_file")
	require.Equal(t, "Halb fertig", eval[string](p, `document.querySelector("[id='f-labels/claim/name/de']").value`), "what was typed stays")

	other := `{"id":"other","version":1,"title":{"de":"Anders"},"guidelines":{},"labels":[{"id":"event","name":{"de":"Ereignis","en":"Event"},"key":"e","family":"entity","letter":"E","hue":40,"attributes":[],"guideline":{}}],"attributes":[],"links":[]}`
	p.choose("#schema-file input[type=file]", file("other.json", other))
	p.wait("the preview", `document.querySelector("dialog[open] .schema-changes")`)
	preview := p.text("dialog[open]")
	require.Contains(t, preview, "Ereignis")
	require.Contains(t, preview, "Zitat")
	p.screenshot("schema_import_preview")
	p.click(`dialog[open] [data-answer="schema.import_take"]`)
	p.wait("the file's label in the draft", `document.querySelector("[data-part='labels/event']") && document.querySelector("[data-part='labels/quote'].is-retired")`)
	p.saveSchema()
	now := schemaOf(t, s, "demo")
	require.Equal(t, "other", now.ID)
	require.True(t, now.Label("quote").Retired, "what is used was kept")
	require.Len(t, spansOf(t, s), 2)

	p.run(`(() => {
		const make = URL.createObjectURL;
		URL.createObjectURL = (b) => { window.handedOut = b; return make.call(URL, b); };
		HTMLAnchorElement.prototype.click = () => {};
		document.querySelector("[data-file=export]").click();
	})()`)
	p.wait("the file", "window.handedOut")
	require.JSONEq(t, encoded(t, now), eval[string](p, "window.handedOut.text()"))
}

func encoded(t testing.TB, s *annotations.Schema) string {
	t.Helper()
	raw, err := json.Marshal(s)
	require.NoError(t, err)
	return string(raw)
}

func TestAProjectStartsWithAPreset(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := newPage(t, desktop)
	signIn(p, s)
	p.click("main .page-head button")
	p.wait("the presets", `document.querySelectorAll("input[name=preset]").length === 4`)
	p.click(`label[for=preset-factcheck]`)
	p.screenshot("schema_preset_on_creation")
	p.click("#project-title")
	p.typeText("Prüfstand")
	p.click("form .button.primary")
	p.wait("the project", `location.pathname === "/p/pruefstand"`)
	require.Equal(t, "factcheck", schemaOf(t, s, "pruefstand").ID)

	p.open(s.URL + "/p/pruefstand/settings")
	p.wait("the labels", `document.querySelector("[data-part='labels/claimer']")`)
	p.click("[data-file=preset]")
	p.wait("the presets", `document.querySelector("dialog[open] [data-preset=attribution]")`)
	p.click("[data-preset=attribution]")
	p.wait("what would change", `document.querySelector("dialog[open] .schema-changes")`)
	p.click(`dialog[open] [data-answer="schema.import_take"]`)
	p.wait("another schema", `document.querySelector("[data-part='labels/content']")`)
	p.saveSchema()
	require.Equal(t, "attribution", schemaOf(t, s, "pruefstand").ID)
}

func TestTwoEditorsOfOneSchemaLoseNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	anna, ben := newPage(t, desktop), newPage(t, desktop)
	signIn(anna, s)
	ben.open(s.galley("user", "token", "--base-url", s.URL, "demo"))
	ben.wait("the projects", `document.querySelector("main a[href='/p/demo']")`)
	openSchema(anna, s)
	openSchema(ben, s)
	anna.part("labels/claim")
	anna.fill("labels/claim/name/de", "These")
	anna.part("labels/cue")
	anna.fill("labels/cue/name/de", "Annas Wort")
	anna.waitSchema("unsaved")
	ben.part("labels/quote")
	ben.fill("labels/quote/name/de", "Redestelle")
	ben.part("labels/cue")
	ben.fill("labels/cue/name/de", "Bens Wort")
	ben.saveSchema()
	anna.wait("she is told", `document.querySelector(".schema-conflict")`)
	told := anna.text(".schema-conflict")
	require.Contains(t, told, "Redestelle")
	require.Contains(t, told, "These")
	require.True(t, eval[bool](anna, `document.querySelector("[data-bar='schema.save']").disabled`), "nothing is saved over the other's work unseen")
	anna.screenshot("schema_conflict")

	anna.reload()
	anna.wait("what she typed is kept on the device", `document.querySelector(".schema-conflict")`)
	anna.click(".schema-conflict .button.primary")
	anna.wait("merged", `!document.querySelector(".schema-conflict")`)
	anna.saveSchema()
	now := schemaOf(t, s, "demo")
	require.Equal(t, "These", now.Label("claim").Name["de"])
	require.Equal(t, "Redestelle", now.Label("quote").Name["de"])
	require.Equal(t, "Annas Wort", now.Label("cue").Name["de"])
	ben.wait("the other sees it without asking", `document.querySelector("[data-part='labels/claim']").textContent.includes("These")`)
}

func TestTheSchemaFitsEveryWindow(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for _, look := range []screen{{360, 740, "light", "de-DE"}, {768, 1024, "dark", "en-GB"}, {1440, 900, "light", "de-DE"}, {1440, 900, "dark", "en-GB"}} {
		p := newPage(t, look)
		p.open(s.galley("user", "token", "--base-url", s.URL, "demo"))
		p.wait("the projects", `document.querySelector("main a[href='/p/demo']")`)
		for _, open := range []string{"", "labels/quote", "attributes/quote_type", "links/attribution", "constraints/quote_source"} {
			p.open(s.URL + "/p/demo/settings?part=" + open)
			p.wait("the labels", `document.querySelector("[data-part='labels/quote']")`)
			if open != "" {
				p.run(`document.querySelector("[data-part='` + open + `']").scrollIntoView({block: "start"})`)
			}
			require.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), int(look.width), "%s at %d px", open, look.width)
			p.screenshot("schema-" + open + "-" + look.scheme + "-" + look.language[:2] + "-" + string(rune('0'+look.width/360)))
		}
	}
}
