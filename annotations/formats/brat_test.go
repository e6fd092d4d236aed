package formats_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

func init() { trips["brat"] = trip{} }

// folderOf writes items in a format of several files.
func folderOf(t require.TestingT, name string, o formats.Options, items ...*formats.Item) (formatstest.Folder, formats.Report) {
	f, err := formats.Named(name)
	require.NoError(t, err)
	if o.Schema == nil {
		o.Schema = annotations.News()
	}
	folder := formatstest.Folder{}
	w := f.NewFolder(folder, o)
	for _, it := range items {
		require.NoError(t, w.Write(it))
	}
	report, err := w.Close()
	require.NoError(t, err)
	return folder, report
}

// readAll reads files given as name, content, name, content …
func readNamed(t require.TestingT, format string, files ...string) []formats.Found {
	var in []formats.File
	for i := 0; i < len(files); i += 2 {
		in = append(in, formatstest.File(files[i], files[i+1]))
	}
	return readFiles(t, format, in)
}

func readFiles(t require.TestingT, format string, in []formats.File) []formats.Found {
	f, err := formats.Named(format)
	require.NoError(t, err)
	var all []formats.Found
	for doc, err := range f.Read(in, formats.ReadOptions{}) {
		require.NoError(t, err)
		requireSound(t, doc)
		all = append(all, doc)
	}
	return all
}

// spanned is what a found document tags: "LABEL: words|words", by document order.
func spanned(doc formats.Found) (all []string) {
	t := text.New(doc.Text)
	for _, s := range doc.Sets {
		for _, sp := range s.Spans {
			all = append(all, sp.Label+": "+strings.Join(annotations.Quote(t, sp.Fragments), "|"))
		}
	}
	return all
}

func reasonsOf(doc formats.Found) (all []string) {
	for _, p := range doc.Problems {
		all = append(all, p.Reason)
	}
	return all
}

// awkwardAndMore are the items of golden files.
func awkwardAndMore() []*formats.Item {
	return append([]*formats.Item{formatstest.Market(), formatstest.Bare()}, formatstest.Awkward()...)
}

func TestBratGolden(t *testing.T) {
	t.Parallel()
	folder, report := folderOf(t, "brat", formats.Options{}, awkwardAndMore()...)
	golden(t, "articles.brat.txt", []byte(folder.String()+"=== report\n"+report.String()+"\n"))
}

func TestBratGivesTheAwkwardDocumentBackButForWhatIsReported(t *testing.T) {
	t.Parallel()
	trips["brat"].check(t, "brat", awkwardAndMore())
}

func TestBratReadsEveryKindOfLineInAnyOrder(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "brat", "a/1.txt", "Die Bank überwies Holle 5 Euro.\n", "a/1.ann", strings.Join([]string{
		"A1\tConfidence E1 High", "#1\tAnnotatorNotes T3\t5 EUR", "N1\tReference T1 Wikidata:Q22687\tBank",
		"E1\tTransfer:T4 Giver-Arg:T1 Money-Arg:T3 Recipient-Arg:T2 Recipient-Arg2:T1",
		"T1\tORG 4 8\tBank", "T2\tPER 18 23\tHolle", "T3\tMoney 24 30\t5 Euro", "T4\tTransfer 9 17\tüberwies",
		"R1\tKnows Arg1:T2 Arg2:T1\t", "R2\tCoref Anaphora:T2 Antecedent:E1", "M1\tNegation E1", "A2\tIndividual T2", "A3\tIndividual T2 yes",
		"*\tEquiv T1 T2 T3", "#2\tNormalization T3\tEUR", "#3\tAnnotatorNotes R1\tunsicher", "T5\tQ 0 3;9 17\tDie überwies", "",
	}, "\n"))
	require.Len(t, docs, 1)
	require.Empty(t, docs[0].Problems)
	require.Equal(t, []string{"ORG: Bank", "PER: Holle", "Money: 5 Euro", "Transfer: überwies", "Q: Die|überwies"}, spanned(docs[0]))
	set := docs[0].Sets[0]
	require.Equal(t, "Wikidata:Q22687", set.Spans[0].Attributes["Reference"].Text())
	require.Equal(t, "true, yes", set.Spans[1].Attributes["Individual"].Text())
	require.Equal(t, "5 EUR", set.Spans[2].Note)
	require.Equal(t, "EUR", set.Spans[2].Attributes["Normalization"].Text())
	require.Equal(t, []formats.FoundLink{
		{ID: "E1", Type: "Transfer", Roles: map[string][]string{"trigger": {"T4"}, "Giver-Arg": {"T1"}, "Money-Arg": {"T3"}, "Recipient-Arg": {"T2", "T1"}},
			Attributes: map[string]annotations.Value{"Confidence": annotations.String("High"), "Negation": annotations.Bool(true)}},
		{ID: "R1", Type: "Knows", Roles: map[string][]string{"from": {"T2"}, "to": {"T1"}}, Attributes: map[string]annotations.Value{"AnnotatorNotes": annotations.String("unsicher")}},
		{ID: "R2", Type: "Coref", Roles: map[string][]string{"Anaphora": {"T2"}, "Antecedent": {"T4"}}, Attributes: map[string]annotations.Value{}},
		{ID: "*4", Type: "Equiv", Roles: map[string][]string{"member": {"T1", "T2", "T3"}}, Attributes: map[string]annotations.Value{}},
	}, set.Links)
}

func TestBratCountsCRLFAsTwoAndKeepsLF(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "brat", "1.txt", "\uFEFFEins\r\nZwei 🙂\r\nDrei\r\n", "1.ann", "T1\tX 6 10\tZwei\r\nT2\tX 14 18\tDrei\r\nT3\tX 0 10\tEins  Zwei\r\n")
	require.Empty(t, docs[0].Problems)
	require.Equal(t, "Eins\nZwei 🙂\nDrei\n", docs[0].Text)
	require.Equal(t, []string{"X: Zwei", "X: Drei", "X: Eins\nZwei"}, spanned(docs[0]))
}

func TestBratReadsOffsetsInUTF16WhereTheWordsSaySo(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "brat", "1.txt", "🙂 Eins 🙂 Zwei", "1.ann", "T1\tX 3 7;11 15\tEins Zwei\nT2\tX 3 7\tEins\n")
	require.Empty(t, docs[0].Problems)
	require.Equal(t, formats.UTF16, docs[0].Unit)
	require.Equal(t, []string{"X: Eins|Zwei", "X: Eins"}, spanned(docs[0]))
}

func TestBratTakesOffsetsWithoutWordsAsTheyAre(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "brat", "1.txt", "🙂 Eins", "1.ann", "T1\tX 2 6\n")
	require.Empty(t, docs[0].Problems)
	require.Equal(t, []string{"X: Eins"}, spanned(docs[0]))
}

func TestBratNamesWhatItCannotReadAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ line, reason string }{
		"no tab":                        {"T2 X 0 3", "bad_line"},
		"an unknown kind":               {"Z1\tX T1", "bad_line"},
		"offsets that are no numbers":   {"T2\tX a b\tEin", "bad_line"},
		"offsets outside the text":      {"T2\tX 2 99\tx", "outside_text"},
		"a span of no length":           {"T2\tX 2 2\t", "outside_text"},
		"words that stand elsewhere":    {"T2\tX 0 3\tZwo", "quotation_differs"},
		"an id that comes twice":        {"T1\tX 0 3\tEin", "duplicate_id"},
		"a relation to a missing span":  {"R1\tr Arg1:T1 Arg2:T9", "unknown_span"},
		"a relation that joins nothing": {"R1\tr", "bad_line"},
		"a relation without roles":      {"R1\tr T1 T2", "bad_line"},
		"an attribute of nothing":       {"A1\tNeg T9", "unknown_span"},
		"an attribute without a target": {"A1\tNeg", "bad_line"},
		"a reference cut short":         {"N1\tReference T1", "bad_line"},
		"a note on nothing":             {"#1\tAnnotatorNotes T9\tx", "unknown_span"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := readNamed(t, "brat", "1.txt", "Ein Wort", "1.ann", "T1\tX 4 8\tWort\n"+c.line+"\n")
			require.Equal(t, []string{c.reason}, reasonsOf(docs[0]), "%v", docs[0].Problems)
			require.Equal(t, 2, docs[0].Problems[0].Line)
			require.Contains(t, spanned(docs[0]), "X: Wort")
		})
	}
}

func TestBratReadsTheWorkOfSeveralPeopleOnOneText(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "brat", "x/ann1/d.txt", "Ein", "x/ann1/d.ann", "", "x/ann2/d.txt", "Ein", "x/ann2/d.ann", "T1\tX 0 3\tEin\n", "y/e.txt", "Zwei", "y/e.a1", "T1\tX 0 4\tZwei\n", "y/e.a2", "E1\tX:T1\n")
	require.Len(t, docs, 3)
	require.Equal(t, []string{"ann1", "ann2", ""}, []string{docs[0].Sets[0].Author, docs[1].Sets[0].Author, docs[2].Sets[0].Author})
	require.Empty(t, docs[0].Sets[0].Spans)
	require.Equal(t, "d", docs[0].ID)
	require.Len(t, docs[2].Sets[0].Links, 1)
}

func TestBratSaysWhichTextIsMissing(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "brat", "1.ann", "T1\tX 0 3\tEin\n", "2.txt", "\xff", "2.ann", "")
	require.Equal(t, []string{"no_text"}, reasonsOf(docs[0]))
	require.Equal(t, []string{"not_utf8"}, reasonsOf(docs[1]))
}

func TestBratRefusesTwoLabelsThatWouldBecomeOne(t *testing.T) {
	t.Parallel()
	schema := *annotations.News()
	schema.Labels = append([]annotations.Label{{ID: "P E"}, {ID: "P_E"}}, schema.Labels...)
	f, _ := formats.Named("brat")
	w := f.NewFolder(formatstest.Folder{}, formats.Options{Schema: &schema})
	err := w.Write(formatstest.Market())
	require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
	require.ErrorContains(t, err, `"P_E"`)
}

func TestBratKeepsFileNamesInsideTheFolder(t *testing.T) {
	t.Parallel()
	it := formatstest.Market()
	it.Document.ID = "../../etc/pass wd:.."
	folder, _ := folderOf(t, "brat", formats.Options{}, it)
	require.Contains(t, folder, "user-ben/~2E.~2F..~2Fetc~2Fpass~20wd~3A...ann")
	require.Equal(t, it.Document.ID, readFiles(t, "brat", folder.Files())[0].ID)
}

func FuzzReadBrat(f *testing.F) {
	folder, _ := folderOf(f, "brat", formats.Options{}, formatstest.Awkward()...)
	for name, b := range folder {
		if strings.HasSuffix(name, ".ann") {
			f.Add(folder[strings.TrimSuffix(name, ".ann")+".txt"].String(), b.String())
		}
	}
	f.Add("Ein\r\n", "T1\tX 0 1;2 3\tE n\nE1\tX:T1 a:E1\n*\tEquiv T1 E1\nM1\tN E1\n")
	f.Fuzz(func(t *testing.T, txt, ann string) { readNamed(t, "brat", "1.txt", txt, "1.ann", ann) })
}

func TestBratCutsSpansAtEveryLineEndOfItsReader(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\u0085", "\u2028", "\u2029"} {
		it := formatstest.Market()
		it.Document.Text = text.New("Eins" + end + "Zwei")
		sp := &annotations.Span{ID: "s", Label: "claim", Fragments: []annotations.Fragment{{Start: 0, End: 9}}, Quote: []string{it.Document.Text.String()}}
		it.Document.Blocks, it.Sets = nil, []formats.Set{{Owner: annotations.Gold, Spans: []*annotations.Span{sp}}}
		folder, report := folderOf(t, "brat", formats.Options{}, it)
		require.Contains(t, folder["gold/"+it.Document.ID+".ann"].String(), "T1\tclaim 0 4;5 9\tEins Zwei\n")
		require.Equal(t, map[formats.Reason]int{formats.LineBreak: 1}, report.Losses)
		require.Equal(t, sp.Fragments, readFiles(t, "brat", folder.Files())[0].Sets[0].Spans[0].Fragments)
	}
}
