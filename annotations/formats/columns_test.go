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

// all reads files of a format, problems and all.
func all(t require.TestingT, name string, o formats.ReadOptions, files ...formats.File) (docs []formats.Found) {
	f, err := formats.Named(name)
	require.NoError(t, err)
	for doc, err := range f.Read(files, o) {
		require.NoError(t, err)
		requireSound(t, doc)
		docs = append(docs, doc)
	}
	return docs
}

// spansOf lists "LABEL: words" of a document's spans.
func spansOf(doc formats.Found) (spans []string) {
	t := text.New(doc.Text)
	for _, s := range doc.Sets {
		for _, sp := range s.Spans {
			spans = append(spans, sp.Label+": "+t.Slice(sp.Fragments[0].Start, sp.Fragments[0].End))
		}
	}
	return spans
}

// oneSpan is a document with one span of a label.
func oneSpan(s, label, words string) *formats.Item {
	t := text.New(s)
	start := t.FromByte(text.Byte(strings.Index(s, words)))
	f := []annotations.Fragment{{Start: start, End: start + text.New(words).Len()}}
	return &formats.Item{
		Document: &annotations.Document{ID: "d1", Text: t, Language: "de", Revision: 1},
		Sets: []formats.Set{{Owner: annotations.Gold, State: annotations.Accepted, Spans: []*annotations.Span{
			{ID: "s1", Label: label, Fragments: f, Quote: []string{words}}}}},
	}
}

func TestColumnFilesOfAllShapesAreRead(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"four columns and blanks":          "-DOCSTART- -X- O O\n\nOrban NNP B-NP B-PER\nkam VB O O\n. . O O\n",
		"the first corpus's spelling":      "-DOCSTART- -X- -X- O\n\nOrban NNP I-NP I-PER\nkam VB O O\n. . O O\n",
		"two columns and tabs":             "Orban\tB-PER\nkam\tO\n.\tO\n",
		"line ends of Windows and a mark":  "\uFEFFOrban\tB-PER\r\nkam\tO\r\n.\tO\r\n\r\n",
		"comments":                         "# id = 7\nOrban B-PER\nkam O\n. O\n",
		"blank lines before and after":     "\n\nOrban S-PER\nkam O\n. O\n\n\n\n",
		"tabs at the ends of lines":        "Orban\tB-PER\t\nkam\tO\t\n.\tO\t\n",
		"no line end at the end":           "Orban U-PER\nkam O\n. O",
		"several blanks between columns":   "Orban   B-PER\nkam     O\n.       O\n",
		"three columns with the tag last":  "Orban NNP B-PER\nkam VB O\n. . O\n",
		"a document border at the end too": "Orban B-PER\nkam O\n. O\n\n-DOCSTART- O\n\n",
	} {
		docs := all(t, "conll", formats.ReadOptions{}, formatstest.File("x.conll", file))
		require.Len(t, docs, 1, name)
		require.Empty(t, docs[0].Problems, name)
		require.Equal(t, "Orban kam.", docs[0].Text, name)
		require.Equal(t, []string{"PER: Orban"}, spansOf(docs[0]), name)
		require.True(t, docs[0].Rebuilt)
	}
}

func TestAWordWithANoBreakBlankDoesNotShiftTheColumns(t *testing.T) {
	t.Parallel()
	docs := all(t, "conll", formats.ReadOptions{}, formatstest.File("x", "17\u00a0Uhr B-TIME\nkam O\n"))
	require.Equal(t, []string{"TIME: 17\u00a0Uhr"}, spansOf(docs[0]))
}

func TestAHashIsAWordWhereATagFollowsIt(t *testing.T) {
	t.Parallel()
	docs := all(t, "conll", formats.ReadOptions{}, formatstest.File("x", "# text = nix\n# B-MISC\n#tag O\n"))
	require.Equal(t, "# #tag", docs[0].Text)
	require.Equal(t, []string{"MISC: #"}, spansOf(docs[0]))
}

func TestColumnsCanBeChosen(t *testing.T) {
	t.Parallel()
	o := formats.ReadOptions{Column: map[string]string{"text": "2", "label": "3"}}
	docs := all(t, "conll", o, formatstest.File("x", "1 Orban B-PER I-NP\n2 kam O I-VP\n"))
	require.Equal(t, []string{"PER: Orban"}, spansOf(docs[0]))
}

func TestASpanEndsWithItsSentence(t *testing.T) {
	t.Parallel()
	docs := all(t, "conll", formats.ReadOptions{}, formatstest.File("x", "Er I-Q\nkam I-Q\n\nSie I-Q\n"))
	require.Equal(t, "Er kam\nSie", docs[0].Text)
	require.Equal(t, []string{"Q: Er kam", "Q: Sie"}, spansOf(docs[0]))
}

func TestATextIsPutTogetherAsAReaderSetsIt(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"„ Nein “ , sagte sie ( 34 ) : » Ja « .": "„Nein“, sagte sie (34): »Ja«.",
		"Er sagte : \" Ja \" , ' nein ' !":       "Er sagte: \"Ja\", 'nein'!",
		"‚ so ‘ – [ 5 ] %":                       "‚so‘ – [5] %",
	} {
		require.Equal(t, want, rebuilt(t, words, "de"))
	}
	for words, want := range map[string]string{
		"“ I ca n't , ” she said : Trump ’s ‘ plan ’ .": "“I can't,” she said: Trump’s ‘plan’.",
		"`` No '' , he 'll go ( now ) ?":                "``No'', he'll go (now)?",
	} {
		require.Equal(t, want, rebuilt(t, words, "en"))
	}
}

func rebuilt(t *testing.T, words, language string) string {
	t.Helper()
	file := strings.Join(strings.Fields(words), " O\n") + " O\n"
	return all(t, "conll", formats.ReadOptions{Language: language}, formatstest.File("x", file))[0].Text
}

func TestWhatIsWrongWithColumnsIsNamedWithItsLineAndTheRestIsRead(t *testing.T) {
	t.Parallel()
	docs := all(t, "conll", formats.ReadOptions{}, formatstest.File("x", "Orban B-PER\nkam VERB\n. O\n\nSie B-PER\nallein\nging O\n"))
	require.Len(t, docs, 1)
	require.Len(t, docs[0].Problems, 2)
	require.Equal(t, "bad_columns", docs[0].Problems[0].Reason)
	require.Equal(t, 6, docs[0].Problems[0].Line)
	require.Equal(t, "bad_tag", docs[0].Problems[1].Reason)
	require.Equal(t, 2, docs[0].Problems[1].Line)
	require.Contains(t, docs[0].Problems[1].Detail, "VERB")
	require.Equal(t, []string{"PER: Sie"}, spansOf(docs[0]))
}

func TestAFileThatIsNotUTF8IsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	f, _ := formats.Named("conll")
	for _, err := range f.Read([]formats.File{formatstest.File("x.conll", "a O\n\xe4 O\n")}, formats.ReadOptions{}) {
		require.ErrorContains(t, err, "x.conll, line 2")
		require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
	}
}

func TestALabelThatATagCannotHoldIsRenamedAndSaid(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{"zwei Wörter": "zwei_Wörter", "-rand-": "rand", "a\u00a0b": "a_b"} {
		f, _ := formats.Named("conll")
		var b strings.Builder
		var losses []formats.Loss
		w := f.New(&b, formats.Options{Loss: func(l formats.Loss) { losses = append(losses, l) }})
		require.NoError(t, w.Write(oneSpan("Ja, nein.", label, "nein")))
		require.Contains(t, b.String(), "nein _ _ B-"+want+"\n")
		require.Equal(t, []formats.Loss{{Document: "d1", Owner: "gold", Target: "s1", Reason: formats.LabelNotAllowed, Written: want}}, losses)
	}
}

func TestTwoLabelsThatWouldBecomeOneAreAnError(t *testing.T) {
	t.Parallel()
	it := oneSpan("Ja, nein.", "a b", "nein")
	other := *it.Sets[0].Spans[0]
	other.ID, other.Label = "s2", "a_b"
	other.Fragments, other.Quote = []annotations.Fragment{{Start: 0, End: 2}}, []string{"Ja"}
	it.Sets[0].Spans = append(it.Sets[0].Spans, &other)
	f, _ := formats.Named("conll")
	err := f.New(&strings.Builder{}, formats.Options{}).Write(it)
	require.ErrorContains(t, err, `"a b"`)
	require.ErrorContains(t, err, `"a_b"`)
	require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
}

func TestAFolderOfColumnsHasAFileForEachLayerAndPart(t *testing.T) {
	t.Parallel()
	folder := formatstest.Folder{}
	f, _ := formats.Named("conll")
	w := f.NewFolder(folder, formats.Options{Schema: annotations.News()})
	one, two := formatstest.Edges()[1], formatstest.Edges()[2]
	two.Split = "test"
	require.NoError(t, w.Write(one))
	require.NoError(t, w.Write(two))
	_, err := w.Close()
	require.NoError(t, err)
	require.Len(t, folder, 2*5)
	// The entity inside the quote is in a file of its own.
	require.Contains(t, folder["train/entity.iob2.conll"].String(), "Stadt _ _ B-LOC\nKöln _ _ I-LOC\n")
	require.Contains(t, folder["train/quote.iob2.conll"].String(), "Köln _ _ I-quote\n")
	require.Contains(t, folder["test/role.iob2.conll"].String(), "she _ _ B-speaker\nsaid _ _ B-cue\n")
}

func TestCoNLLUReadsRangesEmptyNodesAndBlanks(t *testing.T) {
	t.Parallel()
	file := "# newdoc id = a1\n# text = Er geht zum Haus.\n" +
		"1\tEr\t_\t_\t_\t_\t0\troot\t_\tname=B-PERSON|SpacesAfter=\\s\\s\n" +
		"2\tgeht\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"3-4\tzum\t_\t_\t_\t_\t_\t_\t_\t_\n3\tzu\t_\t_\t_\t_\t_\t_\t_\tname=B-X\n4\tdem\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"4.1\tleer\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"5\tHaus\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n6\t.\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n\\t\\\\\\p\n\n" +
		"1\t#\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n# newdoc id = a2\n1\tJa\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
	docs := all(t, "conllu", formats.ReadOptions{}, formatstest.File("x", file))
	require.Len(t, docs, 2)
	require.Equal(t, "a1", docs[0].ID)
	require.Equal(t, "Er  geht zum Haus.\n\t\\|#", docs[0].Text)
	require.Equal(t, []string{"PERSON: Er", "X: zum"}, spansOf(docs[0]))
	require.False(t, docs[0].Rebuilt)
	require.Equal(t, "Ja", docs[1].Text)
}

func TestCoNLLUPlusReadsTheColumnsThatItNames(t *testing.T) {
	t.Parallel()
	file := "# global.columns = ID FORM NEWS:ENTITY MISC\n1\tKöln\tB-LOC\tSpaceAfter=No\n2\t.\tO\t_\n3\tzu\tviele\tSpalten\t_\n"
	docs := all(t, "conllup", formats.ReadOptions{}, formatstest.File("x", file))
	require.Equal(t, []string{"LOC: Köln"}, spansOf(docs[0]))
	require.Equal(t, "bad_columns", docs[0].Problems[0].Reason)
	require.Equal(t, 4, docs[0].Problems[0].Line)
}

func TestGermEvalReadsTwoLevelsAndSources(t *testing.T) {
	t.Parallel()
	file := "#\thttp://a.example/1\t[2010-07-04]\t\n1\tDie\tO\tO\n2\tUniversität\tB-ORG\tO\n3\tKöln\tI-ORG\tB-LOC\n4\t.\tO\tO\n\n" +
		"#\thttp://a.example/1\t[2010-07-04]\n1\tCDU-Chef\tB-ORGpart\tO\n\n#\thttp://a.example/2\t[2010-07-05]\n1\tEr\tO\tO\n\n"
	docs := all(t, "germeval", formats.ReadOptions{}, formatstest.File("x.tsv", file))
	require.Len(t, docs, 2)
	require.Equal(t, "Die Universität Köln.\nCDU-Chef", docs[0].Text)
	require.Equal(t, []string{"ORG: Universität Köln", "LOC: Köln", "ORGpart: CDU-Chef"}, spansOf(docs[0]))
	require.Equal(t, "http://a.example/1", docs[0].Name)
	require.Equal(t, "2010-07-04", docs[0].Meta["published"])
}

func TestFormatsOfWordsKnowTheirOwnFilesAndNoOthers(t *testing.T) {
	t.Parallel()
	written := map[string]string{}
	for _, name := range []string{"conll", "bioes", "flair", "germeval", "conllu", "conllup", "spacy", "galley", "doccano"} {
		written[name], _ = write(t, name, formats.Options{}, formatstest.Edges()...)
	}
	for name, file := range written {
		f, _ := formats.Named(name)
		files := []formats.File{formatstest.File("x"+f.Extension, file)}
		var claim []string
		for _, g := range formats.All {
			if g.Detect != nil && g.Detect(files, func(formats.File) []byte { return []byte(file[:min(len(file), 64<<10)]) }) {
				claim = append(claim, g.Name)
			}
		}
		want := map[string][]string{"galley": nil, "bioes": {"conll"}, "conllu": {"conllup"}, "flair": {"flair"}}[name]
		if _, ok := map[string]bool{"galley": true, "bioes": true, "conllu": true}[name]; !ok {
			want = []string{name}
		}
		require.Equal(t, want, claim, name)
	}
}

func fuzzWords(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	file, _ := write(f, name, formats.Options{}, formatstest.Edges()...)
	f.Add([]byte(file))
	format, _ := formats.Named(name)
	f.Fuzz(func(t *testing.T, content []byte) {
		for doc, err := range format.Read([]formats.File{formatstest.File("x", string(content))}, formats.ReadOptions{}) {
			if err != nil {
				require.NotEqual(t, annotations.Internal, annotations.CodeOf(err))
				return
			}
			requireSound(t, doc)
		}
	})
}

func FuzzReadColumns(f *testing.F) { fuzzWords(f, "conll", "a B-X\n\n-DOCSTART-\n# c\nb I-X") }
func FuzzReadConllu(f *testing.F) {
	fuzzWords(f, "conllup", "# global.columns = ID FORM A:B\n1\ta\tB-X\n")
}
func FuzzReadGermEval(f *testing.F) { fuzzWords(f, "germeval", "#\ta\t[b]\n1\ta\tB-X\tO\n") }
func FuzzReadFlair(f *testing.F)    { fuzzWords(f, "flair", "a\t-\tB-X\n") }
func FuzzReadDocBin(f *testing.F)   { fuzzWords(f, "spacy") }
