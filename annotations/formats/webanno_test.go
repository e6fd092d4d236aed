package formats_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
	"galley/annotations/text"
)

func init() { trips["webanno"] = trip{} }

func TestWebAnnoGolden(t *testing.T) {
	t.Parallel()
	folder, report := folderOf(t, "webanno", formats.Options{}, awkwardAndMore()...)
	golden(t, "articles.webanno.txt", []byte(folder.String()+"=== report\n"+report.String()+"\n"))
}

func TestWebAnnoGivesTheAwkwardDocumentBackButForWhatIsReported(t *testing.T) {
	t.Parallel()
	trips["webanno"].check(t, "webanno", awkwardAndMore())
}

// tsv is a file of version 3.3 with layers and a body; " | " is a tab.
func tsv(layers, body string) string {
	return strings.NewReplacer(" | ", "\t", " |\n", "\t\n").Replace("#FORMAT=WebAnno TSV 3.3\n" + layers + "\n\n\n" + body + "\n")
}

func readTSV(t require.TestingT, layers, body string) formats.Found {
	return readNamed(t, "webanno", "d.tsv", tsv(layers, body))[0]
}

const spanLayer = "#T_SP=webanno.custom.Span|value"

func TestWebAnnoReadsSpansOverTokensPartsOfThemAndSentences(t *testing.T) {
	t.Parallel()
	doc := readTSV(t, spanLayer+"|note", `#Text=🙂 Berliner Luft.
1-1 | 0-2 | 🙂 | _ | _ |
1-2 | 3-11 | Berliner | PER[1]|LOC[2] | *[1]|gut[2] |
1-2.1 | 3-9 | Berlin | LOC | * |
1-3 | 12-16 | Luft | PER[1] | *[1] |
1-4 | 16-17 | . | * | _ |

#Sentence.id=s2
#Text=Zweite
#Text=Zeile
2-1 | 18-24 | Zweite | PER[1] | *[1] |
2-1.1 | 18-18 |  | NULL | * |
2-2 | 25-30 | Zeile | OTH[3]|OTH[4] | *[3]|*[4] |`)
	require.Equal(t, "🙂 Berliner Luft.\nZweite\nZeile", doc.Text)
	require.Equal(t, []string{"PER: Berliner Luft.\nZweite", "LOC: Berliner", "LOC: Berlin", "Span: .", "OTH: Zeile", "OTH: Zeile"}, spanned(doc))
	require.Equal(t, "gut", doc.Sets[0].Spans[1].Note)
	require.Equal(t, []string{"zero_length"}, reasonsOf(doc))
	require.Equal(t, 16, doc.Problems[0].Line)
	require.Equal(t, formats.UTF16, doc.Unit)
}

func TestWebAnnoReadsRelationsSlotsAndChains(t *testing.T) {
	t.Parallel()
	doc := readTSV(t, `#T_SP=webanno.custom.Thing|
#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.My_Link|webanno.custom.Thing|value
#T_CH=webanno.custom.CorefLink|referenceRelation|referenceType
#T_RL=webanno.custom.Relation|value|BT_webanno.custom.Thing
#T_RL=de.tudarmstadt.ukp.dkpro.core.api.syntax.type.dependency.Dependency|DependencyType|BT_de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS`, `#Text=A B C D
1-1 | 0-1 | A | *[1]|*[2] | _ | _ | _ | *->1-1 | nam[1] | _ | _ | _ | _ |
1-2 | 2-3 | B | * | p\;1;*[3]|*[4] | 1-1[2];1-2|1-1[1] | v[3]|w[4] | same->1-2|*->2-1 | *[1]|pro[2] | r|q | 1-1[2_0]|1-1[1_0] | _ | _ |
1-3 | 4-5 | C | _ | p\;1;*[3] | 1-1[2];1-2 | v[3] | same->1-2 | *[1] | _ | _ | nsubj | 1-1 |
1-4 | 6-7 | D | _ | _ | _ | _ | *->1-3 | *[1] | _ | _ | _ | _ |`)
	require.Empty(t, doc.Problems)
	require.Equal(t, []string{"Thing: A", "Thing: A", "nam: A", "Thing: B", "v: B C", "w: B", "CorefLink: B C", "pro: B", "CorefLink: D", "Token: A", "Token: C"}, spanned(doc))
	links := doc.Sets[0].Links
	require.Len(t, links, 7)
	at := map[string]string{}
	for i, sp := range doc.Sets[0].Spans {
		at[sp.ID] = spanned(doc)[i]
	}
	var words []string
	for _, l := range links {
		var roles []string
		for _, role := range []string{"host", "p;1", "target", "from", "to"} {
			for _, id := range l.Roles[role] {
				roles = append(roles, role+"="+at[id])
			}
		}
		words = append(words, l.Type+" "+strings.Join(roles, ", "))
	}
	require.ElementsMatch(t, []string{
		"Host:links host=v: B C, p;1=Thing: A, target=Thing: B", "Host:links host=w: B, target=Thing: A",
		"CorefLink from=nam: A, to=CorefLink: B C", "same from=CorefLink: B C, to=CorefLink: D",
		"r from=Thing: A, to=Thing: B", "q from=Thing: A, to=Thing: B", "nsubj from=Token: A, to=Token: C",
	}, words)
	slot := slices.IndexFunc(links, func(l formats.FoundLink) bool { return l.Roles["p;1"] != nil })
	require.Equal(t, []string{doc.Sets[0].Spans[1].ID}, links[slot].Roles["p;1"], "the number says which of two on one token")
}

func TestWebAnnoUnescapesValuesFromLeftToRight(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		`A\_B`: "A_B", `\\_`: `\_`, `\\\_`: `\_`, `a\->b\]`: "a->b]", `\*`: "*", `x\|y\;z`: "x|y;z", `\\t`: `\t`, `\t\n`: "\t\n", `\[1\]`: "[1]", `a\qb`: `a\qb`, `x[7]`: "x", `\_`: "_",
	} {
		doc := readTSV(t, spanLayer, "#Text=Wort\n1-1 | 0-4 | Wort | "+raw+" |")
		require.Empty(t, doc.Problems)
		require.Equal(t, want+": Wort", spanned(doc)[0], raw)
	}
}

func TestWebAnnoUnescapesTextsAsItsVersionDoes(t *testing.T) {
	t.Parallel()
	file := tsv(spanLayer, `#Text=a\tb\\c \u00e4 \uD83D\uDE42 \"x\q`+"\n1-1 | 0-3 | a b | * |")
	require.Equal(t, `a`+"\t"+`b\c ä 🙂 \"x\q`, readNamed(t, "webanno", "d.tsv", file)[0].Text)
	for _, old := range []string{"3.0", "3.1"} {
		require.Equal(t, `a`+"\t"+`b\c ä 🙂 "x\q`, readNamed(t, "webanno", "d.tsv", strings.Replace(file, "3.3", old, 1))[0].Text)
	}
}

func TestWebAnnoFillsGapsBetweenSentences(t *testing.T) {
	t.Parallel()
	doc := readTSV(t, spanLayer, "#Text=Eins\n1-1 | 3-7 | Eins | * |\n\n#Text=Zwei\n2-1 | 10-14 | Zwei | * |\n\n#Text=Drei\n3-1 | 14-18 | Drei | * |\n")
	require.Empty(t, doc.Problems)
	require.Equal(t, "   Eins\n  ZweiDrei", doc.Text)
	require.Equal(t, []string{"Span: Eins", "Span: Zwei", "Span: Drei"}, spanned(doc))
}

func TestWebAnnoReadsOffsetsInCodePointsWhereTheTokensSaySo(t *testing.T) {
	t.Parallel()
	doc := readTSV(t, spanLayer, "#Text=🙂 Eins\n1-1 | 0-1 | 🙂 | _ |\n1-2 | 2-6 | Eins | X |\n\n#Text=🙂 Zwei\n2-1 | 7-8 | 🙂 | _ |\n2-2 | 9-13 | Zwei | Y |")
	require.Empty(t, doc.Problems)
	require.Equal(t, formats.CodePoint, doc.Unit)
	require.Equal(t, []string{"X: Eins", "Y: Zwei"}, spanned(doc))
}

func TestWebAnnoReadsCRLFAndAByteOrderMark(t *testing.T) {
	t.Parallel()
	file := "\uFEFF" + strings.ReplaceAll(tsv(spanLayer, "#Text=Eins\n1-1 | 0-4 | Eins | X |"), "\n", "\r\n")
	doc := readNamed(t, "webanno", "d.tsv", file)[0]
	require.Empty(t, doc.Problems)
	require.Equal(t, []string{"X: Eins"}, spanned(doc))
}

func TestWebAnnoNamesWhatItCannotReadAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ layers, row, reason string }{
		"too few columns":              {spanLayer, "1-2 | 5-9", "bad_line"},
		"offsets that are no numbers":  {spanLayer, "1-2 | a-b | Zwei | X |", "bad_line"},
		"offsets backwards":            {spanLayer, "1-2 | 9-5 | Zwei | X |", "bad_line"},
		"an offset that asks for much": {spanLayer, "1-2 | 999999999-999999999 | Zwei | X |", "bad_line"},
		"words that stand elsewhere":   {spanLayer, "1-2 | 5-9 | Drei | X |", "quotation_differs"},
		"a unit that comes twice":      {spanLayer, "1-1 | 5-9 | Zwei | X |", "duplicate_id"},
		"a relation from nowhere":      {spanLayer + "\n#T_RL=webanno.custom.R|BT_webanno.custom.Span", "1-2 | 5-9 | Zwei | X | 7-7 |", "unknown_span"},
		"a slot that names nothing": {spanLayer + "\n#T_SP=webanno.custom.H|ROLE_webanno.custom.H:l_webanno.custom.L|webanno.custom.Span",
			"1-2 | 5-9 | Zwei | X | r | 7-7 |", "unknown_span"},
		"a chain without a place": {spanLayer + "\n#T_CH=webanno.custom.CLink|referenceRelation|referenceType", "1-2 | 5-9 | Zwei | X | r | t[1] |", "bad_line"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := "1-1 | 0-4 | Eins | A |" + strings.Repeat(" _ |", 3)
			doc := readTSV(t, c.layers, "#Text=Eins Zwei\n"+first+"\n"+c.row)
			require.Contains(t, reasonsOf(doc), c.reason)
			require.NotZero(t, doc.Problems[0].Line)
			require.Contains(t, spanned(doc), "A: Eins")
		})
	}
}

func TestWebAnnoRefusesOtherVersions(t *testing.T) {
	t.Parallel()
	good := tsv(spanLayer, "#Text=x\n1-1 | 0-1 | x | _ |")
	docs := readNamed(t, "webanno", "a.tsv", good, "b.tsv", strings.Replace(good, "3.3", "2.0", 1), "c.tsv", "# 1.0\nx\ty\n")
	require.Equal(t, []string{"other_version"}, reasonsOf(docs[1]))
	require.Equal(t, []string{"other_format"}, reasonsOf(docs[2]))
}

func TestWebAnnoWritesATextSoThatAReaderRebuildsIt(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"Eins. Zwei.", "Eins.\nZwei.", "Eins.\n\n\nZwei.\n", "Eins.\n  \t\n Zwei.", "  Eins.", "Eins.  Zwei.\u2028Drei. ", "Eins.\u00a0Zwei.", "🙂\tEins.\\n",
	} {
		it := formatstest.Market()
		it.Sets = nil
		it.Document.Text = text.New(raw)
		it.Document.Blocks = nil
		folder, report := folderOf(t, "webanno", formats.Options{}, it)
		require.Empty(t, report.Losses)
		require.Equal(t, raw, readFiles(t, "webanno", folder.Files())[0].Text)
	}
}

func TestWebAnnoSaysThatLineEndsBeforeTheFirstWordBecomeSpaces(t *testing.T) {
	t.Parallel()
	it := formatstest.Market()
	it.Sets, it.Document.Blocks, it.Document.Text = nil, nil, text.New("\n\tEins")
	folder, report := folderOf(t, "webanno", formats.Options{}, it)
	require.Equal(t, map[formats.Reason]int{formats.TextChanged: 1}, report.Losses)
	require.Equal(t, "  Eins", readFiles(t, "webanno", folder.Files())[0].Text)
}

// glued cuts a text into single characters: a tokenizer that is not the default.
type glued struct{}

func (glued) Tokens(t text.Text, _ string) (all []annotations.Fragment) {
	for i := range t.Len() {
		all = append(all, annotations.Fragment{Start: i, End: i + 1})
	}
	return all
}

func TestWebAnnoTakesTheTokensItIsGiven(t *testing.T) {
	t.Parallel()
	folder, _ := folderOf(t, "webanno", formats.Options{Tokenizer: glued{}}, formatstest.Market())
	require.Contains(t, folder["user-ben/0198a000-0000-7000-8000-000000000002.tsv"].String(), "1-1\t0-1\tD\t_\t")
	tr := trip{options: formats.Options{Tokenizer: glued{}}}
	tr.check(t, "webanno", awkwardAndMore())
}

func FuzzReadWebAnno(f *testing.F) {
	folder, _ := folderOf(f, "webanno", formats.Options{}, formatstest.Awkward()...)
	for name, b := range folder {
		if strings.HasSuffix(name, ".tsv") {
			f.Add(b.String())
		}
	}
	f.Add(tsv(spanLayer+"\n#T_SP=w.H|ROLE_w.H:l_w.L|w.S\n#T_CH=w.CLink|referenceRelation|referenceType\n#T_RL=w.R|BT_w.H", "#Text=x\n1-1 | 0-1 | x | A[1] | r;* | 1-1 | *->1-1 | *[1] | 1-1 |"))
	format, _ := formats.Named("webanno")
	f.Fuzz(func(t *testing.T, raw string) {
		for doc, err := range format.Read([]formats.File{formatstest.File("d.tsv", raw)}, formats.ReadOptions{}) {
			if err == nil {
				requireSound(t, doc)
			}
		}
	})
}
