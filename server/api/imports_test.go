package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
	"galley/server/store"
)

// collecting is the id of an import that takes files.
func (d *desk) collecting() string {
	d.t.Helper()
	return d.newImport(wire.ImportChoice{}).ID
}

func (d *desk) newImport(choice wire.ImportChoice) wire.Import {
	d.t.Helper()
	body, err := json.Marshal(choice)
	require.NoError(d.t, err)
	w := d.ask("anna", http.MethodPost, wire.ImportsPath("demo"), string(body))
	require.Equal(d.t, http.StatusCreated, w.Code, w.Body.String())
	var i wire.Import
	require.NoError(d.t, json.Unmarshal(w.Body.Bytes(), &i))
	return i
}

func (d *desk) send(id, name, data string) {
	d.t.Helper()
	w := d.ask("anna", http.MethodPut, wire.ImportFilesPath("demo", id, name), data, "Content-Type", "application/octet-stream")
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
}

func (d *desk) start(id string) {
	d.t.Helper()
	w := d.ask("anna", http.MethodPatch, wire.ImportRunPath("demo", id), `{"state":"running"}`)
	require.Equal(d.t, http.StatusOK, w.Code, w.Body.String())
}

// ended waits for an import's end.
func (d *desk) ended(id string) wire.Import {
	d.t.Helper()
	var i wire.Import
	require.Eventually(d.t, func() bool {
		d.get("anna", wire.ImportRunPath("demo", id), &i)
		return i.State == wire.Finished
	}, 20*time.Second, 5*time.Millisecond)
	return i
}

func (d *desk) outcomes(id string) map[string]wire.ImportOutcome {
	d.t.Helper()
	all := map[string]wire.ImportOutcome{}
	for after := ""; ; {
		var page wire.ImportOutcomes
		d.get("anna", wire.ImportOutcomesPath("demo", id)+"?limit=2&after="+after, &page)
		for _, o := range page.Outcomes {
			all[o.Name] = o
		}
		if after = page.Next; after == "" {
			return all
		}
	}
}

func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		require.NoError(t, err)
		_, err = w.Write([]byte(files[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.String()
}

func TestAnImportTakesManyFilesAndReportsOnEach(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	i := d.newImport(wire.ImportChoice{})
	require.Equal(t, wire.Collecting, i.State)
	d.send(i.ID, "eins.txt", "Ein Text 🌉 über die Brücke.\n")
	d.send(i.ID, "ordner/zwei.html", `<html lang="de"><h1>Titel &amp; mehr</h1><p>Der erste <b>Ab</b>satz.</p></html>`)
	d.send(i.ID, "da.txt", article)
	d.send(i.ID, "bild.png", "\x89PNG\r\n\x1a\n")
	d.send(i.ID, "paket.zip", zipped(t, "a.txt", "Text A in einem Paket", "kaputt.docx", "kein Word", "t.csv", "titel,text\nEins,Erster Text aus der Tabelle\nzu viel,b,c\n"))
	d.send(i.ID, "westlich.txt", "Gr\xfc\xdfe aus M\xfcnchen\n")
	d.start(i.ID)
	i = d.ended(i.ID)
	require.Equal(t, 6, i.Done)
	require.Equal(t, []int{5, 1, 3}, []int{i.Added, i.Existing, i.Refused})
	require.False(t, i.EndedAt.IsZero())
	got := d.outcomes(i.ID)
	require.Len(t, got, 9)
	require.Equal(t, "existing", got["da.txt"].Result)
	require.Equal(t, d.doc, got["da.txt"].Document)
	require.Equal(t, "picture", got["bild.png"].Problem.Reason)
	require.Equal(t, "broken_file", got["paket.zip/kaputt.docx"].Problem.Reason)
	require.Equal(t, "ragged_row", got["paket.zip/t.csv:3"].Problem.Reason)
	require.Equal(t, "windows-1252 (guessed)", got["westlich.txt"].Encoding)
	require.Equal(t, "html", got["ordner/zwei.html"].Read)

	var doc wire.Document
	d.get("anna", wire.DocumentPath(got["ordner/zwei.html"].Document), &doc)
	require.Contains(t, doc.Text, "Der erste Absatz.")
	require.Equal(t, "ordner/zwei.html", doc.Meta["source"])
	d.get("anna", wire.DocumentPath(got["westlich.txt"].Document), &doc)
	require.Equal(t, "Grüße aus München\n", doc.Text)

	w := d.ask("anna", http.MethodGet, wire.ImportReportPath("demo", i.ID), "")
	rows, err := csv.NewReader(w.Body).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 10)
}

func TestTheReportKeepsSpreadsheetsFromRunningFormulas(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.collecting()
	d.send(id, "=HYPERLINK(1).txt", "@SUM(1+1)\n\nEin Text.")
	d.start(id)
	d.ended(id)
	rows, err := csv.NewReader(d.ask("anna", http.MethodGet, wire.ImportReportPath("demo", id), "").Body).ReadAll()
	require.NoError(t, err)
	require.Equal(t, "'=HYPERLINK(1).txt", rows[1][0])
	require.Equal(t, "'@", rows[1][3][:2])
}

func TestAnImportThatStoppedGoesOnAndCountsNothingTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.collecting()
	for n := range 5 {
		d.send(id, fmt.Sprintf("%d.txt", n), fmt.Sprintf("Text Nummer %d über ganz andere Dinge als die vorigen", n))
	}
	// The first file was dealt with, and the second half, when the program stopped.
	d.start(id)
	on, err := d.services.Keeper.RecordImport(t.Context(), id, []store.PlacedOutcome{{File: 1, ImportOutcome: wire.ImportOutcome{Name: "0.txt", Result: "added", Document: "x"}}}, 1)
	require.NoError(t, err)
	require.True(t, on)
	_, err = d.services.Keeper.RecordImport(t.Context(), id, []store.PlacedOutcome{{File: 2, ImportOutcome: wire.ImportOutcome{Name: "1.txt", Result: "added", Document: "y"}}}, 1)
	require.NoError(t, err)
	d.services.Imports.Start()
	i := d.ended(id)
	require.Equal(t, []int{5, 5, 0, 0}, []int{i.Done, i.Added, i.Existing, i.Refused})
	require.Equal(t, "y", d.outcomes(id)["1.txt"].Document, "what was known is kept")
}

func TestACancelledImportTakesNothingMore(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.collecting()
	d.send(id, "a.txt", "Ein Text")
	d.start(id)
	w := d.ask("anna", http.MethodPatch, wire.ImportRunPath("demo", id), `{"state":"cancelled"}`)
	require.Equal(t, http.StatusOK, w.Code)
	on, err := d.services.Keeper.RecordImport(t.Context(), id, nil, 1)
	require.NoError(t, err)
	require.False(t, on)
	w = d.ask("anna", http.MethodPatch, wire.ImportRunPath("demo", id), `{"state":"running"}`)
	require.Equal(t, "import_ended", problem(t, w).Reason)
	w = d.ask("anna", http.MethodPut, wire.ImportFilesPath("demo", id, "b.txt"), "x", "Content-Type", "application/octet-stream")
	require.Equal(t, "import_started", problem(t, w).Reason)
}

func TestAnImportSaysWhatItsFilesLookLike(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.collecting()
	d.send(id, "t.csv", "nr;inhalt\n1;Ein Text\n")
	d.send(id, "x.bin", "\x00\x01\x02\x03\x04\x05\x06\x07\x08")
	var look wire.ImportLook
	d.get("anna", wire.ImportLookPath("demo", id), &look)
	require.Len(t, look.Files, 2)
	require.Equal(t, "table", look.Files[0].Read)
	require.Equal(t, wire.ColumnLook{Name: "inhalt", Samples: []string{"Ein Text"}, As: "text"}, look.Files[0].Columns[1])
	require.Equal(t, "binary_file", look.Files[1].Problem.Reason)
}

func TestBadImportsAreRefusedAndNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.collecting()
	for _, c := range []struct{ method, path, body, kind, reason string }{
		{http.MethodPost, wire.ImportsPath("demo"), `{"as":"anna"}`, "application/json", "bad_owner"},
		{http.MethodPost, wire.ImportsPath("demo"), `{"urls":["https://example.org/"]}`, "application/json", "fetch_off"},
		{http.MethodPost, wire.ImportsPath("nirgends"), `{}`, "application/json", "unknown_project"},
		{http.MethodPatch, wire.ImportRunPath("demo", id), `{"state":"running"}`, "application/json", "no_files"},
		{http.MethodPatch, wire.ImportRunPath("demo", id), `{"state":"finished"}`, "application/json", "bad_state"},
		{http.MethodPatch, wire.ImportRunPath("demo", "nichts"), `{"state":"running"}`, "application/json", "unknown_import"},
		{http.MethodPut, wire.ImportFilesPath("demo", id, ""), "x", "application/octet-stream", "bad_file_name"},
		{http.MethodPut, wire.ImportFilesPath("demo", id, "a\nb"), "x", "application/octet-stream", "bad_file_name"},
		{http.MethodPut, wire.ImportFilesPath("demo", "nichts", "a"), "x", "application/octet-stream", "unknown_import"},
	} {
		w := d.ask("anna", c.method, c.path, c.body, "Content-Type", c.kind)
		require.Equal(t, c.reason, problem(t, w).Reason, "%s %s %s", c.method, c.path, c.body)
	}
	w := d.ask("anna", http.MethodGet, wire.ImportOutcomesPath("demo", id)+"?after=unsinn", "")
	require.Equal(t, "bad_cursor", problem(t, w).Reason)
}

func TestVersionsOfOneTextAreFoundAndTheirDifferenceShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	long := strings.Repeat("Die Agentur meldet, dass die Brücke am Montag gesperrt bleibt, weil ein Pfeiler Risse hat. ", 1) +
		"Der Rat berät am Abend. Anwohner klagen über den Umweg, der Handel über fehlende Kundschaft, die Feuerwehr über längere Fahrten zum Südufer."
	first := d.add("demo", long)
	second := d.add("demo", strings.Replace(long, "am Montag", "am Dienstag 🌉", 1))
	d.add("demo", "Ein ganz anderer Text über Ziegen auf Dächern und was die Feuerwehr dazu sagt.")
	var similar wire.Similar
	d.get("anna", wire.SimilarPath(first), &similar)
	require.Len(t, similar.Documents, 1)
	require.Equal(t, second, similar.Documents[0].ID)
	require.Greater(t, similar.Documents[0].Likeness, 0.6)
	var diff wire.Difference
	d.get("anna", wire.DifferencePath(first, second), &diff)
	this, other := "", ""
	for _, s := range diff.Stretches {
		if s.In != wire.InOther {
			this += s.Text
		}
		if s.In != wire.InThis {
			other += s.Text
		}
	}
	require.Equal(t, long, this)
	require.Equal(t, strings.Replace(long, "am Montag", "am Dienstag 🌉", 1), other)
	require.Less(t, len(diff.Stretches), 6)
	w := d.ask("anna", http.MethodGet, wire.DifferencePath(first, "nichts"), "")
	require.Equal(t, http.StatusNotFound, w.Code)
}

func TestAReportIsAskedForInParts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.collecting()
	words := "Die Feuerwehr rückte am Abend aus, weil im Hafen ein Schuppen brannte, und löschte bis in die frühen Morgenstunden hinein mit vier Zügen. "
	d.send(id, "a.txt", words+"Verletzt wurde niemand.")
	d.send(id, "b.txt", words+"Verletzt wurde niemand, sagte sie.")
	d.send(id, "da.txt", article)
	d.send(id, "bild.png", "\x89PNG\r\n\x1a\n")
	d.send(id, "mail.eml", "Subject: Post\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nGanz anderer Inhalt steht in dieser Nachricht.\r\n--x\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\n\r\nx\r\n--x--\r\n")
	d.start(id)
	d.ended(id)
	for only, want := range map[wire.OutcomesOnly][]string{
		"": {"a.txt", "b.txt", "da.txt", "bild.png", "mail.eml"}, wire.OnlyAdded: {"a.txt", "b.txt", "mail.eml"}, wire.OnlyExisting: {"da.txt"},
		wire.OnlyRefused: {"bild.png"}, wire.OnlySimilar: {"b.txt"}, wire.OnlyNotes: {"mail.eml"},
	} {
		var page wire.ImportOutcomes
		d.get("anna", wire.ImportOutcomesPath("demo", id)+"?only="+string(only), &page)
		var names []string
		for _, o := range page.Outcomes {
			names = append(names, o.Name)
		}
		require.Equal(t, want, names, "%s", only)
	}
	w := d.ask("anna", http.MethodGet, wire.ImportOutcomesPath("demo", id)+"?only=bad", "")
	require.Equal(t, "bad_query", problem(t, w).Reason)

	var list wire.Documents
	d.get("anna", wire.DocumentsPath("demo"), &list)
	got := d.outcomes(id)
	for _, item := range list.Documents {
		require.Equal(t, item.ID == got["a.txt"].Document || item.ID == got["b.txt"].Document, item.Similar, "%s: both versions of a text are marked in the list, and nothing else", item.Title)
	}
}

func TestAFileThatIsLeftIsNoPartOfAPairEither(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	i := d.newImport(wire.ImportChoice{Leave: []string{"paar.ann"}})
	d.send(i.ID, "paar.txt", "Anna Berg sprach.\n")
	d.send(i.ID, "paar.ann", "T1\tPER 0 9\tAnna Berg\n")
	d.start(i.ID)
	d.ended(i.ID)
	got := d.outcomes(i.ID)
	require.Len(t, got, 1)
	require.Equal(t, "text", got["paar.txt"].Read, "without its other half it is a plain text")
}

func TestTheChoicesOfAnImportAreKeptBeforeItStarts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.collecting()
	d.send(id, "eins.csv", "a,b\nErster Text in Spalte a,x\n")
	d.send(id, "zwei.csv", "c,d\ny,Zweiter Text in Spalte d\n")
	d.send(id, "weg.txt", "Doch nicht")
	body := `{"state":"collecting","choice":{"language":"en","tables":{"eins.csv":{"text":"a"},"zwei.csv":{"text":"d","title":"c"}},"leave":["weg.txt"]}}`
	w := d.ask("anna", http.MethodPatch, wire.ImportRunPath("demo", id), body)
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	var i wire.Import
	d.get("anna", wire.ImportRunPath("demo", id), &i)
	require.Equal(t, wire.Collecting, i.State)
	require.True(t, i.EndedAt.IsZero())
	require.Equal(t, []string{"weg.txt"}, i.Choice.Leave)
	d.start(id)
	w = d.ask("anna", http.MethodPatch, wire.ImportRunPath("demo", id), body)
	require.Contains(t, []string{"import_started", "import_ended"}, problem(t, w).Reason)
	i = d.ended(id)
	require.Equal(t, []int{3, 2, 0}, []int{i.Done, i.Added, i.Refused}, "a file that is left is dealt with")
	got := d.outcomes(id)
	require.Len(t, got, 2)
	var doc wire.Document
	d.get("anna", wire.DocumentPath(got["zwei.csv:2"].Document), &doc)
	require.Contains(t, doc.Text, "Zweiter Text in Spalte d")
	require.Equal(t, "y", got["zwei.csv:2"].Title)

	var all wire.Imports
	d.get("anna", wire.ImportsPath("demo"), &all)
	require.False(t, all.Fetch)
}
