package formats_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

// noted is an article with one span that has this note.
func noted(note string) *formats.Item {
	t := text.New("Ja.")
	f := []annotations.Fragment{{Start: 0, End: 2}}
	return &formats.Item{Document: &annotations.Document{ID: "a1", Text: t}, Sets: []formats.Set{{Owner: annotations.Gold,
		Spans: []*annotations.Span{{ID: "s", Label: "quote", Fragments: f, Quote: annotations.Quote(t, f), Note: note}}}}}
}

func table(t *testing.T, name string, it *formats.Item) (string, [][]string, formats.Report) {
	t.Helper()
	file, report := write(t, name, formats.Options{}, it)
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\uFEFF")))
	if name == "csv-excel" {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	require.NoError(t, err)
	return file, rows, report
}

// No cell may be run by a spreadsheet: ASVS 1.2.10, and the full-width marks that
// some spreadsheets take for the others.
func TestCSVFormula(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"csv", "csv-excel"} {
		for _, note := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1", "－1", "＠1", "'=1", "''-1", "=cmd|' /C calc'!A0", `=HYPERLINK("http://x")`} {
			it := noted(note)
			_, rows, report := table(t, name, it)
			for _, row := range rows {
				for _, cell := range row {
					require.NotRegexp(t, "^[=+@\t\r\n\x00＝＋－＠-]", cell, "%q", note)
				}
			}
			require.Contains(t, report.String(), "1 cells would run as formulas")
			file, _ := write(t, name, formats.Options{}, it)
			f, _ := formats.Named(name)
			for doc, err := range f.Read([]formats.File{formatstest.File("x.csv", file), formatstest.File("a1.txt", "Ja.")}, formats.ReadOptions{}) {
				require.NoError(t, err)
				want := strings.ReplaceAll(note, "\r\n", "\n")
				require.Equal(t, want, doc.Sets[0].Spans[0].Note, "the guard goes away again")
			}
		}
		for _, note := range []string{"1+1", "a=b", "'gut'", " =1", "„=1“"} {
			_, rows, report := table(t, name, noted(note))
			require.Contains(t, rows[1], note)
			require.NotContains(t, report.String(), "formulas")
		}
	}
}

func TestCSVForExcelHasItsMarkItsSemicolonsAndItsLineEnds(t *testing.T) {
	t.Parallel()
	file, rows, _ := table(t, "csv-excel", noted("a;b, \"c\"\nd"))
	require.True(t, strings.HasPrefix(file, "\uFEFFdoc_id;span_id;fragment;layer;label;start;end;text;sentence;"))
	require.True(t, strings.HasSuffix(file, "\r\n"))
	require.Contains(t, file, "\"a;b, \"\"c\"\"\nd\"")
	require.Contains(t, rows[1], "a;b, \"c\"\nd")
	file, _, _ = table(t, "csv", noted("a;b"))
	require.NotContains(t, file, "\r")
	require.False(t, strings.HasPrefix(file, "\uFEFF"))
	require.True(t, strings.HasPrefix(file, "doc_id,span_id,"))
}

func TestCSVForExcelNamesCellsThatExcelCuts(t *testing.T) {
	t.Parallel()
	_, _, report := table(t, "csv-excel", noted(strings.Repeat("🌉", 16_384)))
	require.Equal(t, 1, report.Losses[formats.TooLong])
	_, _, report = table(t, "csv", noted(strings.Repeat("🌉", 16_384)))
	require.Empty(t, report.Losses)
}

func TestCSVWithoutDocumentsHasItsFirstLine(t *testing.T) {
	t.Parallel()
	file, _ := write(t, "csv", formats.Options{})
	require.Equal(t, 1, strings.Count(file, "\n"))
	require.True(t, strings.HasSuffix(file, "annotator,state\n"))
}

func tableDocs(t *testing.T, content string, o formats.ReadOptions) []formats.Found {
	t.Helper()
	f, _ := formats.Named("csv")
	var all []formats.Found
	for doc, err := range f.Read([]formats.File{formatstest.File("x.csv", content), formatstest.File("a1.txt", "🌉 Ja, sagte sie.")}, o) {
		require.NoError(t, err)
		requireSound(t, doc)
		all = append(all, doc)
	}
	return all
}

func TestCSVReadsTablesOfOthers(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"commas":         "doc_id,label,start,end,text,mood\na1,QUOTE,2,4,Ja,gut\na1,CUE,6,11,sagte,\n",
		"semicolons":     "\uFEFFdoc_id;label;start;end;text;mood\r\na1;QUOTE;2;4;Ja;gut\r\na1;CUE;6;11;sagte;\r\n",
		"tabs":           "Document\tTag\tBegin\tEnd\tQuote\tmood\na1\tQUOTE\t2\t4\tJa\tgut\na1\tCUE\t6\t11\tsagte\n",
		"UTF-16 offsets": "doc_id,label,start,end,text,mood\na1,QUOTE,3,5,Ja,gut\na1,CUE,7,12,sagte,\n",
	} {
		docs := tableDocs(t, content, formats.ReadOptions{})
		require.Len(t, docs, 1, name)
		require.Empty(t, docs[0].Problems, name)
		require.Equal(t, []string{"QUOTE:Ja", "CUE:sagte"}, marked(docs[0], 0), name)
		require.Equal(t, "mood=gut", flat(docs[0].Sets[0].Spans[0].Attributes), name)
	}
	docs := tableDocs(t, "Artikel,Art,von,bis,document_text\nb,QUOTE,0,2,Ja.\nb,QUOTE,0,3,\n", formats.ReadOptions{
		Column: map[string]string{"doc_id": "Artikel", "label": "Art", "start": "von", "end": "bis"}})
	require.Equal(t, []string{"QUOTE:Ja", "QUOTE:Ja."}, marked(docs[0], 0))
}

func TestCSVNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content, reason, field string
		line                   int
	}{
		"no label column":      {"doc_id,start,end\na1,0,1\n", "missing_column", "label", 1},
		"no text":              {"doc_id,label,start,end\nb7,X,0,1\n", "no_text", "doc_id", 2},
		"words that differ":    {"doc_id,label,start,end,text\na1,X,2,4,Ja\na1,X,6,11,schrieb\n", "quotation_differs", "line 3", 2},
		"no number":            {"doc_id,label,start,end\na1,X,zwei,4\n", "outside_text", "line 2", 2},
		"a row that is cut":    {"doc_id,label,start,end\na1,X\n", "outside_text", "line 2", 2},
		"no label":             {"doc_id,label,start,end\na1,,2,4\n", "bad_span", "line 2", 2},
		"a quotation mark":     {"doc_id,label,start,end\na1,X\"y,2,4\n", "bad_csv", "document", 2},
		"a mark never closed":  {"doc_id,label,start,end\na1,\"X,2,4\n", "bad_csv", "document", 2},
		"a span that is none":  {"doc_id,span_id,label,start,end,relation,related_span_id\na1,1,X,2,4,to,9\n", "unknown_span", "line 2", 2},
		"relations to nothing": {"doc_id,span_id,label,start,end,relation,related_span_id\na1,1,X,2,4,to by,9\n", "bad_link", "line 2", 2},
	} {
		docs := tableDocs(t, c.content, formats.ReadOptions{})
		doc := docs[len(docs)-1]
		require.Len(t, doc.Problems, 1, name)
		require.Equal(t, c.reason, doc.Problems[0].Reason, name)
		require.Equal(t, c.field, doc.Problems[0].Field, name)
		require.GreaterOrEqual(t, doc.Problems[0].Line, c.line, name)
	}
}

func TestCSVIsKnownByItsFirstLine(t *testing.T) {
	t.Parallel()
	require.Equal(t, "csv", detected("x.csv", "doc_id;label;start;end;text\n"))
	require.Empty(t, detected("x.csv", "title,text,label\n"), "a table of articles is none of spans")
	require.Empty(t, detected("x.jsonl", "doc_id;label;start;end;text\n"))
}

func FuzzReadCSV(f *testing.F) {
	file, _ := write(f, "csv", formats.Options{}, formatstest.Market())
	f.Add([]byte(file))
	format, _ := formats.Named("csv")
	beside := formatstest.File(formatstest.Market().Document.ID+".txt", formatstest.Market().Document.Text.String())
	f.Fuzz(func(t *testing.T, content []byte) {
		for doc, err := range format.Read([]formats.File{formatstest.File("x.csv", string(content)), beside}, formats.ReadOptions{}) {
			if err != nil {
				require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
				return
			}
			requireSound(t, doc)
		}
	})
}
