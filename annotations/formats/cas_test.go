package formats_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/formats/formatstest"
)

func init() { trips["casjson"], trips["xmi"] = trip{}, trip{} }

func TestCasGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"casjson", "xmi"} {
		folder, report := folderOf(t, name, formats.Options{}, awkwardAndMore()...)
		golden(t, "articles."+name+".txt", []byte(folder.String()+"=== report\n"+report.String()+"\n"))
	}
}

func TestCasGivesTheAwkwardDocumentBackButForWhatIsReported(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"casjson", "xmi"} {
		trips[name].check(t, name, awkwardAndMore())
	}
}

func TestCasKeepsBlocksLanguageTitleAndID(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"casjson", "xmi"} {
		it := formatstest.Awkward()[0]
		folder, _ := folderOf(t, name, formats.Options{}, it)
		doc := readFiles(t, name, folder.Files())[0]
		require.Equal(t, it.Document.ID, doc.ID)
		require.Equal(t, it.Document.Meta["title"], doc.Name)
		require.Equal(t, it.Document.Meta["url"], doc.Meta["url"])
		require.Equal(t, "de", doc.Language)
		require.Equal(t, it.Document.Blocks, doc.Blocks)
	}
}

// xmiOf is a file of XMI with a text and structures, and the type system that
// belongs to it.
func xmiOf(text, structures string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:tcas="http:///uima/tcas.ecore" xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
 xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
 xmlns:custom="http:///webanno/custom.ecore" xmlns:no="http:///uima/noNamespace.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>` + structures +
		`<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="` + text + `"/><cas:View sofa="1" members=""/></xmi:XMI>`
}

const xmiTypes = `<?xml version="1.0" encoding="UTF-8"?><typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>webanno.custom.Base</name><description>d</description><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>value</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>sure</name><description/><rangeTypeName>uima.cas.Boolean</rangeTypeName></featureDescription></features></typeDescription>
<typeDescription><name>webanno.custom.Thing</name><description/><supertypeName>webanno.custom.Base</supertypeName><features>
<featureDescription><name>tags</name><description/><rangeTypeName>uima.cas.StringArray</rangeTypeName></featureDescription>
<featureDescription><name>parts</name><description/><rangeTypeName>uima.cas.FSArray</rangeTypeName><elementType>webanno.custom.Base</elementType></featureDescription>
<featureDescription><name>other</name><description/><rangeTypeName>webanno.custom.Base</rangeTypeName></featureDescription></features></typeDescription>
</types></typeSystemDescription>`

func TestXMIReadsFeaturesAsItsTypeSystemSays(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "xmi", "p/TypeSystem.xml", xmiTypes, "p/a/d.xmi", xmiOf("Eins Zwei Drei",
		`<custom:Thing xmi:id="2" sofa="1" begin="0" end="4" value="3" sure="true" parts="3 4" other="3"><tags>a b</tags><tags>c</tags></custom:Thing>`+
			`<custom:Thing xmi:id="3" sofa="1" begin="5" end="9" value="x" parts="9" tags="8"/><custom:Base xmi:id="4" sofa="1" begin="10" end="14"/>`+
			`<cas:StringArray xmi:id="8"><elements>d</elements><elements></elements></cas:StringArray><cas:FSArray xmi:id="9" elements="4 2"/>`))
	require.Empty(t, docs[0].Problems)
	set := docs[0].Sets[0]
	require.Equal(t, []string{"3: Eins", "x: Zwei", "Base: Drei"}, spanned(docs[0]))
	require.Equal(t, map[string]annotations.Value{"layer": annotations.String("Thing"), "sure": annotations.Bool(true), "tags": annotations.List("a b", "c")}, set.Spans[0].Attributes)
	require.Equal(t, annotations.List("d", ""), set.Spans[1].Attributes["tags"])
	require.Equal(t, []string{"Thing:parts map[host:[2] parts:[3 4]]", "Thing:other map[host:[2] other:[3]]", "Thing:parts map[host:[3] parts:[4 2]]"}, linked(docs[0]))
}

// linked are a document's links as words.
func linked(doc formats.Found) (all []string) {
	for _, s := range doc.Sets {
		for _, l := range s.Links {
			all = append(all, fmt.Sprint(l.Type, " ", l.Roles))
		}
	}
	return all
}

func TestXMIWithoutATypeSystemIsReadByItsNames(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "xmi", "d.xmi", xmiOf("Eins Zwei Drei",
		`<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="4" value="2"/><seg:Token xmi:id="3" sofa="1" begin="5" end="9"/><seg:Token xmi:id="4" sofa="1" begin="10" end="14"/>`+
			`<custom:Relation xmi:id="5" sofa="1" begin="10" end="14" Governor="3" Dependent="4" value="nsubj"/>`+
			`<custom:HostLink xmi:id="6" role="r1" target="2"/><custom:HostLink xmi:id="7" target="2"/><custom:Host xmi:id="8" sofa="1" begin="5" end="14" links="6 7"/>`+
			`<custom:CorefLink xmi:id="9" sofa="1" begin="0" end="4" next="10" referenceType="nam" referenceRelation="same"/><custom:CorefLink xmi:id="10" sofa="1" begin="5" end="9"/><custom:CorefChain xmi:id="11" first="9"/>`))
	require.Empty(t, docs[0].Problems)
	require.Equal(t, []string{"2: Eins", "Host: Zwei Drei", "nam: Eins", "CorefLink: Zwei", "Token: Zwei", "Token: Drei"}, spanned(docs[0]))
	require.Equal(t, []string{"nsubj map[from:[3] to:[4]]", "Host:links map[host:[8] r1:[2] target:[2]]", "same map[from:[9] to:[10]]"}, linked(docs[0]))
}

func TestXMIReadsTheTextOfEveryView(t *testing.T) {
	t.Parallel()
	second := `<cas:Sofa xmi:id="20" sofaNum="2" sofaID="en" mimeType="text" sofaString="Two"/><cas:View sofa="20" members="21"/><ner:NamedEntity xmi:id="21" sofa="20" begin="0" end="3" value="X"/>` +
		`<cas:Sofa xmi:id="30" sofaNum="3" sofaID="audio" mimeType="audio/x" sofaURI="x.mp3"/>`
	docs := readNamed(t, "xmi", "d.xmi", xmiOf("Zwei", second+`<ner:NamedEntity xmi:id="2" sofa="1" begin="0" end="4" value="Y"/>`))
	require.Len(t, docs, 2)
	require.Equal(t, []string{"d#en", "Two", "d", "Zwei"}, []string{docs[0].ID, docs[0].Text, docs[1].ID, docs[1].Text})
	require.Equal(t, []string{"X: Two", "Y: Zwei"}, append(spanned(docs[0]), spanned(docs[1])...))
}

func TestCasCountsUTF16AndKeepsLineEnds(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "xmi", "d.xmi", xmiOf("&#128578;&#13;&#10;Zwei x&#9;&#10;", `<ner:NamedEntity xmi:id="2" sofa="1" begin="4" end="8" value="Y"/>`+
		`<ner:NamedEntity xmi:id="3" sofa="1" begin="1" end="8" value="in the middle of a pair"/><ner:NamedEntity xmi:id="4" sofa="1" begin="3" end="99" value="outside"/>`+
		`<ner:NamedEntity xmi:id="5" sofa="1" begin="4" end="4" value="nothing"/><ner:NamedEntity xmi:id="6" sofa="1" begin="8" end="4" value="backwards"/>`+
		`<ner:NamedEntity xmi:id="7" sofa="1" begin="2" end="3" value="half a line end"/><custom:Relation xmi:id="8" sofa="1" begin="4" end="4" Governor="2" Dependent="5"/>`))
	require.Equal(t, "🙂\nZwei x\t\n", docs[0].Text)
	require.Equal(t, []string{"Y: Zwei"}, spanned(docs[0]))
	require.Equal(t, []string{"outside_text", "outside_text", "zero_length", "outside_text", "zero_length", "unknown_span"}, reasonsOf(docs[0]))
	require.Equal(t, formats.UTF16, docs[0].Unit)
}

func TestXMIRefusesWhatCouldHarm(t *testing.T) {
	t.Parallel()
	good := xmiOf("Eins", "")
	for name, raw := range map[string]string{
		"entities of its own": strings.Replace(good, "<xmi:XMI", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xmi:XMI`, 1),
		"a file from outside": strings.Replace(good, "<xmi:XMI", `<!DOCTYPE x SYSTEM "file:///etc/passwd"><xmi:XMI`, 1),
		"an unknown entity":   strings.Replace(good, "Eins", "&secret;", 1),
		"endless depth":       strings.Replace(good, `<cas:NULL xmi:id="0"/>`, strings.Repeat("<x>", 10_000)+strings.Repeat("</x>", 10_000), 1),
		"a file cut short":    good[:len(good)-30],
		"another encoding":    strings.Replace(good, "UTF-8", "UTF-7", 1),
		"control characters":  strings.Replace(good, "Eins", "&#1;", 1),
	} {
		docs := readNamed(t, "xmi", "good.xmi", good, "bad.xmi", raw)
		require.Len(t, docs, 2, name)
		require.Empty(t, docs[0].Problems, name)
		require.Equal(t, []string{"bad_xml"}, reasonsOf(docs[1]), name)
	}
}

func TestXMIReadsVersion11AndAByteOrderMark(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "xmi", "d.xmi", "\uFEFF"+strings.Replace(xmiOf("Eins", ""), `version="1.0"`, `version="1.1"`, 1))
	require.Empty(t, docs[0].Problems)
	require.Equal(t, "Eins", docs[0].Text)
}

func TestCasFilesOfAnotherFormatAreRefused(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{"casjson": `{"text":"x"}`, "xmi": `<html></html>`} {
		f, _ := formats.Named(name)
		for _, err := range f.Read([]formats.File{formatstest.File("x.y", raw)}, formats.ReadOptions{}) {
			require.Equal(t, annotations.Invalid, annotations.CodeOf(err))
		}
	}
}

func TestCasJSONReadsEveryShapeOfTheFile(t *testing.T) {
	t.Parallel()
	docs := readNamed(t, "casjson", "d.json", `{"%TYPES":{"webanno.custom.T":{"%NAME":"webanno.custom.T","%SUPER_TYPE":"uima.tcas.Annotation","n":{"%NAME":"n","%RANGE":"uima.cas.Integer"}}},
 "%FEATURE_STRUCTURES":{"1":{"%TYPE":"uima.cas.Sofa","sofaID":"_InitialView","sofaString":"\uD83D\uDE42 Zwei"},
  "3":{"%TYPE":"webanno.custom.T","@sofa":1,"begin":3,"end":7,"n":5,"#d":"NaN","f":1.50,"yes":true,"none":null,"@list":4,"@ints":6,"@all":5,"label":"L"},
  "4":{"%TYPE":"uima.cas.StringArray","%ELEMENTS":["a","b"]},"5":{"%TYPE":"webanno.custom.T[]","%ELEMENTS":[7]},"6":{"%TYPE":"uima.cas.IntegerArray","%ELEMENTS":[1,2]},
  "7":{"%TYPE":"webanno.custom.T","@sofa":1,"begin":0,"end":2},"8":{"%TYPE":"uima.cas.ByteArray","%ELEMENTS":"VGV4dA=="}},
 "%VIEWS":{"_InitialView":{"%SOFA":1,"%MEMBERS":[3,7]}}}`)
	require.Empty(t, docs[0].Problems)
	require.Equal(t, []string{"L: Zwei", "T: 🙂"}, spanned(docs[0]))
	require.Equal(t, map[string]annotations.Value{"layer": annotations.String("T"), "n": annotations.String("5"), "d": annotations.String("NaN"), "f": annotations.String("1.50"),
		"yes": annotations.Bool(true), "list": annotations.List("a", "b"), "ints": annotations.List("1", "2")}, docs[0].Sets[0].Spans[0].Attributes)
	require.Equal(t, []string{"T:all map[all:[7] host:[3]]"}, linked(docs[0]))
}

func TestCasJSONNamesWhatIsNoCas(t *testing.T) {
	t.Parallel()
	good := `{"%TYPES":{},"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaID":"_InitialView","sofaString":"x"}],"%VIEWS":{}}`
	for reason, raw := range map[string]string{
		"bad_json": `{"%TYPES":{},"%FEATURE_STRUCTURES":[{}]}`, "no_text": `{"%TYPES":{},"%VIEWS":{}}`, "other_format": `{}`, "not_utf8": "{\"%TYPES\":\"\xff\"}",
	} {
		docs := readNamed(t, "casjson", "a.json", good, "b.json", raw)
		require.Empty(t, docs[0].Problems)
		require.Equal(t, []string{reason}, reasonsOf(docs[1]))
	}
}

func TestCasReadsTheProjectFolderOfINCEpTION(t *testing.T) {
	t.Parallel()
	x := xmiOf("Eins", "")
	docs := readNamed(t, "xmi", "annotation/artikel.txt/anna.xmi", x, "annotation/artikel.txt/INITIAL_CAS.xmi", x, "curation/artikel.txt/CURATION_USER.xmi", x)
	for i, author := range []string{"anna", "", "CURATION_USER"} {
		require.Equal(t, "artikel.txt", docs[i].ID)
		require.Equal(t, author, docs[i].Sets[0].Author)
	}
}

func TestXMIWritesBlanksForCharactersThatXMLCannotCarry(t *testing.T) {
	t.Parallel()
	it := formatstest.Market()
	it.Sets[0].Spans[0].Note = "a\x01b\uFFFEc"
	folder, report := folderOf(t, "xmi", formats.Options{}, it)
	require.Equal(t, 1, report.Losses[formats.IllegalCharacter])
	doc := readFiles(t, "xmi", folder.Files())[0]
	require.Equal(t, "a b c", doc.Sets[0].Spans[0].Note)
}

func TestXMIWritesTabsAndLineEndsOfTheTextAsReferences(t *testing.T) {
	t.Parallel()
	folder, _ := folderOf(t, "xmi", formats.Options{}, formatstest.Awkward()[0])
	file := folder["user-zo~C3~A9/0198a000-0000-7000-8000-000000000004.xmi"].String()
	require.Contains(t, file, "Wasser&#9;im Keller&#10;&#10;„Wir")
}

func FuzzReadXMI(f *testing.F) {
	folder, _ := folderOf(f, "xmi", formats.Options{}, formatstest.Awkward()...)
	for name, b := range folder {
		if strings.HasSuffix(name, ".xmi") {
			f.Add(b.String(), folder["TypeSystem.xml"].String())
		}
	}
	f.Add(xmiOf("🙂x", `<custom:A xmi:id="2" sofa="1" begin="0" end="3" next="2" links="2"/>`), xmiTypes)
	f.Fuzz(func(t *testing.T, raw, types string) {
		formatOf := func(name string) formats.Format { f, _ := formats.Named(name); return f }
		files := []formats.File{formatstest.File("d.xmi", raw), formatstest.File("TypeSystem.xml", types)}
		for doc, err := range formatOf("xmi").Read(files, formats.ReadOptions{}) {
			if err == nil {
				requireSound(t, doc)
			}
		}
	})
}

func FuzzReadCasJSON(f *testing.F) {
	folder, _ := folderOf(f, "casjson", formats.Options{}, formatstest.Awkward()...)
	for name, b := range folder {
		if name != "labels.json" {
			f.Add(b.Bytes())
		}
	}
	f.Add([]byte(`{"%FEATURE_STRUCTURES":{"1":{"%TYPE":"uima.cas.Sofa","sofaString":"x"},"2":{"%TYPE":"T","begin":0,"end":1,"@next":2}}}`))
	format, _ := formats.Named("casjson")
	f.Fuzz(func(t *testing.T, raw []byte) {
		for doc, err := range format.Read([]formats.File{formatstest.File("d.json", string(raw))}, formats.ReadOptions{}) {
			if err == nil {
				requireSound(t, doc)
			}
		}
	})
}
