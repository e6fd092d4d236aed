package formats_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

func init() { trips["tei"] = trip{} }

func TestTEIGolden(t *testing.T) {
	t.Parallel()
	folder, report := folderOf(t, "tei", formats.Options{}, awkwardAndMore()...)
	golden(t, "articles.tei.txt", []byte(folder.String()+"=== report\n"+report.String()+"\n"))
}

func TestTEIGivesTheAwkwardDocumentBackButForWhatIsReported(t *testing.T) {
	t.Parallel()
	trips["tei"].check(t, "tei", awkwardAndMore())
}

func TestTEIKeepsBlocksLanguageTitleAndID(t *testing.T) {
	t.Parallel()
	it := formatstest.Market()
	folder, _ := folderOf(t, "tei", formats.Options{}, it)
	doc := readFiles(t, "tei", folder.Files())[0]
	require.Equal(t, []string{it.Document.ID, it.Document.Title(), "de", "user:ben"}, []string{doc.ID, doc.Name, doc.Language, doc.Sets[0].Author})
	require.Equal(t, it.Document.Blocks, doc.Blocks)
}

func TestTEICutsATokenWhereASpanStartsInIt(t *testing.T) {
	t.Parallel()
	folder, _ := folderOf(t, "tei", formats.Options{}, formatstest.Awkward()[0])
	file := folder["user-zo~C3~A9/0198a000-0000-7000-8000-000000000004.xml"].String()
	require.Contains(t, file, `<w xml:id="w24"><seg xml:id="w24.1">Polit</seg><seg xml:id="w24.2">iker</seg></w> <w xml:id="w25"><seg xml:id="w25.1">a</seg><seg xml:id="w25.2">uch</seg></w>`)
	require.Contains(t, file, `from="#w24.2" to="#w25.1"`)
}

func TestTEIWritesRangesWhereOnlyABlankLiesBetweenTwoFragments(t *testing.T) {
	t.Parallel()
	it := formatstest.Market()
	sp := &annotations.Span{ID: "s", Label: "cue", Fragments: []annotations.Fragment{{Start: 0, End: 3}, {Start: 4, End: 9}}}
	sp.Quote = annotations.Quote(it.Document.Text, sp.Fragments)
	it.Sets = []formats.Set{{Owner: annotations.Gold, Spans: []*annotations.Span{sp}}}
	folder, _ := folderOf(t, "tei", formats.Options{}, it)
	require.Contains(t, folder["gold/"+it.Document.ID+".xml"].String(), `target="#range(w1,w1) #range(w2,w2)"`)
	require.Equal(t, []string{"cue: Der|Markt"}, spanned(readFiles(t, "tei", folder.Files())[0]))
}

// teiOf is a file of somebody else's TEI.
func teiOf(standOff string) string {
	return `<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><standOff>` + standOff +
		`</standOff><text xml:lang="de"><body><p><s><w xml:id="w1">Eins</w> <w xml:id="w2">Zw<seg xml:id="x">ei</seg></w></s> <w xml:id="w3">Drei</w></p></body></text></TEI>`
}

func TestTEIReadsStandOffOfOthers(t *testing.T) {
	t.Parallel()
	doc := readNamed(t, "tei", "d.xml", teiOf(`<spanGrp type="quote"><span xml:id="q" from="#w1" to="#w2" ana="#x1 #f">text</span><span target="#w1 #x #w3"/></spanGrp>
<span xml:id="s" from="#w3"><note>Notiz</note></span><fs xml:id="f"><f name="a"><symbol value="b"/></f><f name="c"><numeric value="3"/></f></fs>
<listRelation><relation name="spokenBy" active="#q" passive="#s"/></listRelation>`))[0]
	require.Empty(t, doc.Problems)
	require.Equal(t, "Eins Zwei Drei", doc.Text)
	require.Equal(t, []string{"quote: Eins Zwei", "quote: Eins|ei Drei", "span: Drei"}, spanned(doc))
	require.Equal(t, map[string]annotations.Value{"a": annotations.String("b"), "c": annotations.String("3")}, doc.Sets[0].Spans[0].Attributes)
	require.Equal(t, "Notiz", doc.Sets[0].Spans[2].Note)
	require.Equal(t, []string{"spokenBy map[from:[q] to:[s]]"}, linked(doc))
}

func TestTEINamesWhatPointsNowhere(t *testing.T) {
	t.Parallel()
	doc := readNamed(t, "tei", "d.xml", teiOf(`<span from="#w1" to="#w9"/><span target="#w1 #w8"/><span target="#range(w1,w7)"/><relation name="r" active="#a" passive="#b"/><span from="#w3" to="#w3"/>`))[0]
	require.Equal(t, []string{"unknown_span", "unknown_span", "unknown_span", "unknown_span"}, reasonsOf(doc))
	require.Equal(t, []string{"span: Drei"}, spanned(doc))
}

func TestTEIRefusesDocumentTypesAndOtherXML(t *testing.T) {
	t.Parallel()
	good := teiOf("")
	docs := readNamed(t, "tei", "a.xml", good, "b.xml", `<!DOCTYPE TEI [<!ENTITY a "x">]>`+good, "c.xml", "<html/>", "d.xml", good[:200])
	require.Empty(t, docs[0].Problems)
	require.Equal(t, []string{"bad_xml", "other_format", "bad_xml"}, append(append(reasonsOf(docs[1]), reasonsOf(docs[2])...), reasonsOf(docs[3])...))
}

func FuzzReadTEI(f *testing.F) {
	folder, _ := folderOf(f, "tei", formats.Options{}, formatstest.Awkward()...)
	for name, b := range folder {
		if strings.HasSuffix(name, ".xml") {
			f.Add(b.String())
		}
	}
	f.Add(teiOf(`<spanGrp type="q"><span xml:id="a" from="#w1" to="#w2"/></spanGrp><relation active="#a" passive="#a"/>`))
	format, _ := formats.Named("tei")
	f.Fuzz(func(t *testing.T, raw string) {
		for doc, err := range format.Read([]formats.File{formatstest.File("d.xml", raw)}, formats.ReadOptions{}) {
			if err == nil {
				requireSound(t, doc)
			}
		}
	})
}
