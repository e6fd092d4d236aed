package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
)

const foreign = `{"text":"🌉 Anna Kamp sagte: „Ja.“","label":[[2,11,"PER"],[19,24,"ZITAT"],[12,17,"FOO"]]}` + "\n"

func TestAnnotatedFilesComeInWithTheirSpansAndSayWhatHasNoPlace(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.collecting()
	d.send(id, "export.jsonl", foreign)
	d.send(id, "brat/a.txt", "Die Stadt 🚢 schweigt, sagt Wiek.\n")
	d.send(id, "brat/a.ann", "T1\tPER 28 32\tWiek\n")
	d.send(id, "brat/allein.txt", "Ein Text ohne Auszeichnungen, der für sich steht.\n")
	d.send(id, "paket.zip", zipped(t, "x/b.txt", "Jana Holm ging.\n", "x/b.ann", "T1\tPER 0 9\tJana Holm\n", "x/brief.txt", "Nur ein Brief aus dem Paket.\n"))
	d.send(id, "satz.conll", "Bonn\tB-LOC\nschläft\tO\n.\tO\n\n")
	d.start(id)
	i := d.ended(id)
	require.Equal(t, []int{6, 0}, []int{i.Added, i.Refused}, "%v", d.outcomes(id))
	require.Equal(t, 5, i.Spans)
	got := d.outcomes(id)
	one := got["export.jsonl:1"]
	require.Equal(t, "doccano", one.Read)
	require.Equal(t, 2, one.Spans)
	require.Equal(t, "not_mapped", one.Notes[0].Reason)
	require.Contains(t, one.Notes[0].Detail, `"FOO"`)
	require.Equal(t, "brat", got["brat/a.ann"].Read, "%v", got)
	require.Equal(t, "text", got["brat/allein.txt"].Read)
	require.Equal(t, "text", got["paket.zip/x/brief.txt"].Read)
	require.Equal(t, "text_rebuilt", got["satz.conll:1"].Notes[0].Reason, "%v", got)

	var set wire.Set
	d.get("anna", wire.SetPath(one.Document, "suggester:import"), &set)
	require.Len(t, set.Spans, 2)
	require.Equal(t, "PER", set.Spans[0].Label)
	require.Equal(t, []string{"Anna Kamp"}, set.Spans[0].Quote)
	require.Equal(t, "quote", set.Spans[1].Label)
}

func TestAMappingAndAnOwnerCanBeChosen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.newImport(wire.ImportChoice{As: "user:ben", Mapping: map[string]any{"labels": map[string]any{"FOO": map[string]any{"to": "cue"}, "ZITAT": map[string]any{"drop": true}}}}).ID
	d.send(id, "export.jsonl", foreign)
	var look wire.ImportLook
	d.get("anna", wire.ImportLookPath("demo", id), &look)
	require.Equal(t, "doccano", look.Files[0].Read)
	require.Contains(t, look.Files[0].Survey["labels"], "FOO")
	require.Equal(t, map[string]any{"to": "cue"}, look.Files[0].Mapping["labels"].(map[string]any)["FOO"])
	d.start(id)
	d.ended(id)
	one := d.outcomes(id)["export.jsonl:1"]
	require.Equal(t, 2, one.Spans)
	require.Equal(t, "left_out", one.Notes[0].Reason)
	var set wire.Set
	d.get("anna", wire.SetPath(one.Document, "user:ben"), &set)
	require.Equal(t, "cue", set.Spans[1].Label)
}

func TestAMappingThatTheSchemaHasNoPlaceForIsNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.newImport(wire.ImportChoice{Mapping: map[string]any{"labels": map[string]any{"FOO": map[string]any{"to": "nichts"}}}}).ID
	d.send(id, "export.jsonl", foreign)
	d.start(id)
	d.ended(id)
	require.Equal(t, "unknown_label", d.outcomes(id)["export.jsonl"].Problem.Reason)
}

func TestTextsAreNotTakenForAnnotationsAndTheOtherWayRound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.services.Imports.Start()
	id := d.collecting()
	for name, data := range map[string]string{
		"liste.csv":    "titel,text\nEins,Ein Text aus einer Tabelle\n",
		"zeilen.jsonl": `{"title":"T","text":"Ein Text aus einer Zeile"}` + "\n",
		"worte.txt":    "Wort\nnoch eins\n\nund noch eins",
		"seite.html":   "<p>Eine Seite mit Text</p>",
	} {
		d.send(id, name, data)
	}
	d.start(id)
	d.ended(id)
	reads := []string{}
	for _, o := range d.outcomes(id) {
		require.Equal(t, "added", o.Result, "%+v", o)
		reads = append(reads, o.Read)
	}
	require.ElementsMatch(t, []string{"text", "text", "text", "html"}, reads)
	w := d.ask("anna", http.MethodPost, wire.ImportsPath("demo"), `{"format":"`+strings.Repeat("x", 10)+`"}`)
	require.Equal(t, http.StatusCreated, w.Code)
}
