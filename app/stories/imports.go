package stories

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/app/components"
	"galley/app/locale"
	"galley/app/state"
)

// importStories are an import before it starts, while it runs and at its end, and
// texts that are nearly the same.
func importStories() []Story {
	files := func(name string, make func() state.ImportFiles) Story {
		return Story{"ImportFiles", name, func(l locale.Lang) app.UI {
			all := make()
			return &components.ImportFiles{Lang: l, Files: &all}
		}}
	}
	counts := func(name string, r wire.Import) Story {
		return Story{"ImportCounts", name, func(l locale.Lang) app.UI { return &components.ImportCounts{Lang: l, Run: &r} }}
	}
	report := func(name string, r components.ImportReport) Story {
		return Story{"ImportReport", name, func(l locale.Lang) app.UI {
			one := r
			one.Lang = l
			return &one
		}}
	}
	hundreds := make([]wire.ImportFile, 200)
	return []Story{
		files("on their way, long names, one lost, one a picture", mixedFiles),
		files("two hundred", func() (f state.ImportFiles) {
			for i := range 200 {
				f.Add(fmt.Sprintf("Archiv/2026/Politik/artikel-%03d.html", i), 12_000+i*977)
			}
			return f
		}),
		{"ImportColumns", "proposed", func(l locale.Lang) app.UI {
			t := table("redaktion-export.csv")
			return &components.ImportColumns{Lang: l, Table: t, Chosen: map[string]string{"text": "Volltext", "title": "Titel"}}
		}},
		{"ImportColumns", "the text's column missing, three files", func(l locale.Lang) app.UI {
			return &components.ImportColumns{Lang: l, N: 1, Table: table("a.csv", "b.csv", longWord+".csv"), Wrong: true}
		}},
		counts("running", wire.Import{State: wire.Running, Files: hundreds, Done: 77, Added: 70, Existing: 4, Refused: 3, Similar: 2}),
		counts("at its beginning", wire.Import{State: wire.Running, Files: hundreds}),
		counts("finished with spans", wire.Import{State: wire.Finished, Files: hundreds, Added: 12_345, Existing: 1, Spans: 50_211, Links: 3}),
		report("mixed", components.ImportReport{Outcomes: outcomes()}),
		report("all refused", components.ImportReport{Only: wire.OnlyRefused, Outcomes: []wire.ImportOutcome{
			{Name: "bild.jpg", Result: "refused", Problem: annotations.Errorf(annotations.Invalid, "picture", "", "a picture")},
			{Name: longWord + ".pdf", Result: "refused", Problem: annotations.Errorf(annotations.Invalid, "pdf_without_text", "", "a scan")},
		}}),
		report("nothing", components.ImportReport{Only: wire.OnlySimilar}),
		report("loading", components.ImportReport{Loading: true}),
		{"Similar", "one", func(l locale.Lang) app.UI { return &components.Similar{Lang: l, Documents: alike()[:1]} }},
		{"Similar", "several, a long title", func(l locale.Lang) app.UI { return &components.Similar{Lang: l, Documents: alike()} }},
		{"Similar", "none", func(l locale.Lang) app.UI { return &components.Similar{Lang: l} }},
	}
}

func mixedFiles() (f state.ImportFiles) {
	f.Add("wahl.html", 48_200)
	f.Add("Archiv/"+longWord+"/"+strings.Repeat("sehr-", 20)+"lang.docx", 4_700_000)
	f.Add("titelbild.jpg", 2_310_000)
	f.Add("agentur.zip", 61_000_000)
	f.Add("notiz.txt", 320)
	for _, lost := range []bool{false, true, false} {
		name, _ := f.Next()
		if lost {
			f.Came(name, fmt.Errorf("away"))
		} else {
			f.Came(name, nil)
		}
	}
	name, _ := f.Next()
	f.Gone(name, 22_000_000)
	f.Looked(&wire.ImportLook{Files: []wire.FileLook{
		{Name: "wahl.html", Read: "html"},
		{Name: "titelbild.jpg", Problem: annotations.Errorf(annotations.Invalid, "picture", "", "a picture")},
	}})
	return f
}

func table(files ...string) state.Table {
	return state.Table{Files: files, Columns: []wire.ColumnLook{
		{Name: "ID", Samples: []string{"1001", "1002", "1003"}},
		{Name: "Titel", Samples: []string{"Kamp gewinnt die Wahl", "Regen am Wochenende"}},
		{Name: "Volltext", Samples: []string{strings.Repeat("Die Bürgermeisterin sagte am Abend, sie sei bereit. ", 6), "…"}},
		{Name: longWord, Samples: []string{"", ""}},
	}}
}

func outcomes() []wire.ImportOutcome {
	return []wire.ImportOutcome{
		{Name: "wahl.html", Result: "added", Document: "1", Title: "Kamp gewinnt die Wahl in Norden", Read: "html", Encoding: "windows-1252 (declared)",
			Notes: []wire.ImportNote{{Reason: "page_paywall", Detail: "only the beginning"}}},
		{Name: "agentur.zip/dpa/" + longWord + ".txt", Result: "added", Document: "2", Title: longQuote, Read: "text", Encoding: "utf-8 (found)", Similar: "1"},
		{Name: "brief.docx", Result: "added", Document: "3", Title: "Brief", Read: "text", Notes: []wire.ImportNote{
			{Reason: "deletions_left_out", Count: 3}, {Reason: "comments_left_out", Count: 1}}},
		{Name: "galley.jsonl:1", Result: "existing", Document: "4", Title: "Schon da", Read: "galley", Spans: 12, Links: 2},
		{Name: "liste.csv:7", Result: "refused", Problem: &annotations.Error{Code: annotations.Invalid, Reason: "ragged_row", Line: 7}},
	}
}

func alike() []wire.SimilarDocument {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	return []wire.SimilarDocument{
		{ID: "1", Title: "Kamp gewinnt die Wahl in Norden", CreatedAt: at, Likeness: 0.91},
		{ID: "2", Title: longQuote, CreatedAt: at.Add(-48 * time.Hour), Likeness: 0.72},
		{ID: "3", Title: longWord, CreatedAt: at.Add(-72 * time.Hour), Likeness: 0.66},
	}
}
