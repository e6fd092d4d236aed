package source

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// opened collects what a file holds.
func opened(t testing.TB, f File, o Options) (pieces []Piece, problems map[string]*annotations.Error) {
	t.Helper()
	problems = map[string]*annotations.Error{}
	for got := range Open(t.Context(), f, o) {
		if got.Problem != nil {
			problems[got.Piece.Name] = got.Problem
			continue
		}
		pieces = append(pieces, got.Piece)
	}
	return pieces, problems
}

// one is the only piece of a file.
func one(t testing.TB, f File) Piece {
	t.Helper()
	pieces, problems := opened(t, f, Options{})
	require.Empty(t, problems)
	require.Len(t, pieces, 1)
	return pieces[0]
}

// reason is why a file as a whole was refused.
func reason(t testing.TB, f File) string {
	t.Helper()
	pieces, problems := opened(t, f, Options{})
	require.Empty(t, pieces)
	require.Len(t, problems, 1, "%v", problems)
	return problems[f.Name].Reason
}

// packed is an archive of files, in order.
func packed(t testing.TB, files ...string) []byte {
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
	return b.Bytes()
}

const wordHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:a="x" xmlns:mc="y"><w:body>`

// aWord is a Word file around paragraphs.
func aWord(t testing.TB, body string, more ...string) File {
	t.Helper()
	parts := append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml", wordHead + body + "</w:body></w:document>"}, more...)
	return Bytes("artikel.docx", packed(t, parts...))
}

func TestAWordFileKeepsEveryCharacterAndNamesWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	p := one(t, aWord(t, `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Die Brücke 🌉</w:t></w:r></w:p><w:p/>
<w:p><w:r><w:t xml:space="preserve">„Wir sind </w:t></w:r><w:ins w:id="1"><w:r><w:t>bereit</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>fertig</w:delText></w:r></w:del><w:r><w:t>“,</w:t><w:br/><w:t>sagte sie.</w:t><w:tab/><w:t>US</w:t><w:noBreakHyphen/><w:t>Präsi</w:t><w:softHyphen/><w:t>dent</w:t><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>einmal</w:t></mc:Choice><mc:Fallback><w:t>zweimal</w:t></mc:Fallback></mc:AlternateContent><a:blip/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ort</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Zahl</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="x"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Quelle: Amt.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:title>Streit um die Brücke</dc:title><dc:creator>Ines  Vogelsang</dc:creator></cp:coreProperties>`))
	require.Equal(t, "Die Brücke 🌉\n\n„Wir sind bereit“,\nsagte sie.\tUS\u2011Präsi\u00ADdent[2]\n\neinmal\n\nOrt \tZahl\n\n[2] Quelle: Amt.\n", p.Text)
	require.Equal(t, map[string]string{"title": "Streit um die Brücke", "author": "Ines Vogelsang"}, p.Meta)
	counts := map[string]int{}
	for _, n := range p.Notes {
		counts[n.Reason] = n.Count
	}
	require.Equal(t, map[string]int{"insertions_kept": 1, "deletions_left_out": 1, "pictures_left_out": 1}, counts)
}

func TestAWordFileWithoutTextOrWithEntitiesIsRefused(t *testing.T) {
	t.Parallel()
	require.Equal(t, "no_text", reason(t, aWord(t, "<w:p/>")))
	bad := Bytes("artikel.docx", packed(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:t>&a;</w:t></w:document>`))
	require.Equal(t, "unreadable_file", reason(t, bad))
	deep := Bytes("artikel.docx", packed(t, "word/document.xml", strings.Repeat("<a>", 200)+strings.Repeat("</a>", 200)))
	require.Equal(t, "unreadable_file", reason(t, deep))
}

func TestAFileIsNamedAsWhatItIs(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ data, reason string }{
		"alt.doc":      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", "old_or_encrypted_office"},
		"bild.txt":     {"\x89PNG\r\n\x1a\n", "picture"},
		"text.rtf":     {`{\rtf1 hallo}`, "rtf"},
		"kaputt.zip":   {"PK\x03\x04 and then nothing", "broken_zip"},
		"kaputt.docx":  {"only words", "broken_file"},
		"kaputt.pdf":   {"%PDF-1.7\nnothing more", "broken_file"},
		"leer.txt":     {"", "empty_file"},
		"nichts.bin":   {"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x00\x01\x02", "binary_file"},
		"tabelle.xlsx": {string(packed(t, "xl/workbook.xml", "<x/>")), "spreadsheet"},
		"leer.zip":     {string(packed(t)), "empty_archive"},
	} {
		require.Equal(t, want.reason, reason(t, Bytes(name, []byte(want.data))), name)
	}
}

func TestTheContentDecidesWhereTheNameSaysNothing(t *testing.T) {
	t.Parallel()
	for want, data := range map[Kind]string{
		HTML: "\uFEFF<!DOCTYPE html><p>x", Feed: `<?xml version="1.0"?><rss version="2.0"><channel/></rss>`, Mail: "From: a@b\nSubject: x\nMIME-Version: 1.0\n\nText",
		MHTML: "From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n", Lines: `{"text":"x"}`, Text: "Nur ein Text: mit Doppelpunkt",
	} {
		kind, p := Detect(Bytes("ohne-endung", []byte(data)))
		require.Nil(t, p)
		require.Equal(t, want, kind, data)
	}
	kind, p := Detect(aWord(t, "<w:p/>"))
	require.Nil(t, p)
	require.Equal(t, Word, kind)
}

func TestEncodingsAreFoundAndSaid(t *testing.T) {
	t.Parallel()
	units := utf16.Encode([]rune("Größe 🌉 und Maß"))
	little := []byte{}
	for _, u := range units {
		little = append(little, byte(u), byte(u>>8))
	}
	for name, c := range map[string]struct {
		data string
		want Encoding
		text string
	}{
		"utf-8":     {"Größe", Encoding{"utf-8", "valid"}, "Größe"},
		"bom":       {"\uFEFFGröße", Encoding{"utf-8", "bom"}, "Größe"},
		"1252":      {"Gr\xf6\xdfe \x84so\x93 \x80", Encoding{"windows-1252", "guessed"}, "Größe „so“ €"},
		"utf-16":    {"\xFF\xFE" + string(little), Encoding{"utf-16le", "bom"}, "Größe 🌉 und Maß"},
		"no bom":    {string(little), Encoding{"utf-16le", "guessed"}, "Größe 🌉 und Maß"},
		"line ends": {"a\r\nb\rc", Encoding{"utf-8", "valid"}, "a\r\nb\rc"},
	} {
		p := one(t, Bytes("a.txt", []byte(c.data)))
		require.Equal(t, c.want, p.Encoding, name)
		require.Equal(t, c.text, p.Text, name)
	}
	require.Equal(t, "not_utf8", reason(t, Bytes("a.txt", []byte("äöü ÄÖÜ ß „\xff“"))), "one broken place in much UTF-8 is no other encoding")
	require.Equal(t, "not_utf16", reason(t, Bytes("a.txt", []byte("\xFF\xFEa\x00\x00\xD8"))))
	p := one(t, Bytes("a.html", []byte(`<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15"><p>5 `+"\xa4")))
	require.Equal(t, Encoding{"iso-8859-15", "declared"}, p.Encoding)
	require.Contains(t, string(p.Page), "5 €")
	p = one(t, Bytes("a.html", []byte(`<meta charset="iso-8859-1"><p>Größe`)))
	require.Equal(t, "utf-8", p.Encoding.Name, "the bytes are valid UTF-8, whatever the page says")
}

func TestAMailGivesItsTextOrItsPage(t *testing.T) {
	t.Parallel()
	p := one(t, Bytes("presse.eml", []byte("From: =?utf-8?q?Pressestelle_K=C3=A4ldersund?= <presse@example.org>\r\nSubject: =?iso-8859-1?q?Br=FCcke?= gesperrt\r\n"+
		"Date: Wed, 12 Mar 2025 17:45:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nDie Br=FCcke ist zu.=\r\n Bis Mai.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Die Br&uuml;cke</p>\r\n--b--\r\n"+
		"--a\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=x.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"+base64.StdEncoding.EncodeToString([]byte("%PDF"))+"\r\n--a--\r\n")))
	require.Equal(t, "Die Brücke ist zu. Bis Mai.", strings.TrimSpace(p.Text))
	require.Equal(t, map[string]string{"title": "Brücke gesperrt", "author": "Pressestelle Käldersund", "published": "2025-03-12T17:45:00+01:00"}, p.Meta)
	require.Equal(t, "attachments_left_out", p.Notes[0].Reason)

	p = one(t, Bytes("nur-html.eml", []byte("From: a@b.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<p>Größe</p>")))
	require.Equal(t, HTML, p.Kind)
	require.Equal(t, "no_text", reason(t, Bytes("leer.eml", []byte("From: a@b.example\nSubject: x\n\n"))))
}

func TestASavedPageGivesThePageThatTheOthersBelongTo(t *testing.T) {
	t.Parallel()
	p := one(t, Bytes("seite.mhtml", []byte("From: <Saved by Blink>\r\nSnapshot-Content-Location: https://zeitung.example/a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n"+
		"--b\r\nContent-Type: text/css\r\nContent-Location: cid:css\r\n\r\np{}\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <f>\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Gr=C3=B6=C3=9Fe</p>\r\n--b--\r\n")))
	require.Contains(t, string(p.Page), "<p>Größe</p>")
	require.Equal(t, "https://zeitung.example/a", p.Meta["url"])
}

func TestATableGivesARowADocumentAndNamesRaggedRows(t *testing.T) {
	t.Parallel()
	table := "Titel;Datum;Volltext\nBrücke;2025-03-12;\"Erste Zeile\nmit \"\"Zitat\"\"; ja\"\nzu kurz\nLeer;x;\nMarkt;;" + strings.Repeat("Der Markt zieht um. ", 20) + "\n"
	pieces, problems := opened(t, Bytes("t.csv", []byte(table)), Options{})
	require.Len(t, pieces, 2)
	require.Equal(t, "t.csv:2", pieces[0].Name)
	require.Equal(t, "Erste Zeile\nmit \"Zitat\"; ja", pieces[0].Text)
	require.Equal(t, map[string]string{"title": "Brücke", "published": "2025-03-12"}, pieces[0].Meta)
	require.Equal(t, "ragged_row", problems["t.csv:4"].Reason)
	require.Equal(t, 4, problems["t.csv:4"].Line)
	require.Equal(t, "empty_text", problems["t.csv:5"].Reason)

	pieces, problems = opened(t, Bytes("t.csv", []byte("a,b\neins,zwei\n")), Options{})
	require.Empty(t, pieces)
	require.Equal(t, "choose_columns", problems["t.csv"].Reason)
	pieces, _ = opened(t, Bytes("t.csv", []byte("a,b\neins,zwei\n")), Options{Columns: map[string]string{"text": "b", "title": "a"}})
	require.Equal(t, "zwei", pieces[0].Text)
	_, problems = opened(t, Bytes("t.csv", []byte("a,b\neins,zwei\n")), Options{Columns: map[string]string{"text": "c"}})
	require.Equal(t, "unknown_column", problems["t.csv"].Reason)
	_, problems = opened(t, Bytes("t.csv", []byte("text,b\n\"offen,zwei\nx,y\n")), Options{})
	require.Len(t, problems, 1, "a quotation mark that is never closed is said, not guessed at")
}

func TestLinesOfJSONGiveAnObjectADocument(t *testing.T) {
	t.Parallel()
	pieces, problems := opened(t, Bytes("x.jsonl", []byte("\uFEFF{\"id\":7,\"content\":\"Größe 🌉\",\"headline\":\"T\",\"lang\":\"de\"}\n\nkaputt\n{\"id\":8,\"content\":\"zwei\"}\n")), Options{})
	require.Len(t, pieces, 2)
	require.Equal(t, "Größe 🌉", pieces[0].Text)
	require.Equal(t, "de", pieces[0].Language)
	require.Equal(t, "T", pieces[0].Meta["title"])
	require.Equal(t, "x.jsonl:4", pieces[1].Name)
	require.Equal(t, "not_json", problems["x.jsonl:3"].Reason)
	pieces, problems = opened(t, Bytes("x.json", []byte(`[{"text":"a"},{"text":"b"}]`)), Options{})
	require.Empty(t, problems)
	require.Len(t, pieces, 2)
}

func TestAPreviewProposesWhatColumnsAre(t *testing.T) {
	t.Parallel()
	look, p := Look(Bytes("t.tsv", []byte("id\theadline\tinhalt\tseite\n1\tTitel\tEin Text\t3\n")))
	require.Nil(t, p)
	require.Equal(t, "\t", look.Delimiter)
	require.Equal(t, []Column{{"id", []string{"1"}, ""}, {"headline", []string{"Titel"}, "title"}, {"inhalt", []string{"Ein Text"}, "text"}, {"seite", []string{"3"}, ""}}, look.Columns)
	_, p = Look(Bytes("t.txt", []byte("x")))
	require.Equal(t, "no_columns", p.Reason)
}

func TestAFeedGivesItsEntriesAsPages(t *testing.T) {
	t.Parallel()
	pieces, problems := opened(t, Bytes("f.xml", []byte(`<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Blatt</title><language>de-DE</language>
<item><title>Gr`+"\xf6\xdf"+`e &amp; Ma`+"\xdf"+`</title><link>https://blatt.example/1</link><dc:creator>Edda Kamp</dc:creator><pubDate>Wed, 12 Mar 2025 17:45:00 +0100</pubDate><content:encoded><![CDATA[<p>Ganzer <b>Text</b></p>]]></content:encoded></item>
<item><title>Zwei</title><description>Nur ein Anrei&amp;szlig;er</description></item></channel></rss>`)), Options{})
	require.Empty(t, problems)
	require.Len(t, pieces, 2)
	require.Equal(t, map[string]string{"title": "Größe & Maß", "url": "https://blatt.example/1", "author": "Edda Kamp", "source": "Blatt", "published": "2025-03-12T17:45:00+01:00"}, pieces[0].Meta)
	require.Contains(t, string(pieces[0].Page), "<p>Ganzer <b>Text</b></p>")
	require.Equal(t, "teaser_only", pieces[1].Notes[0].Reason)
	require.Equal(t, "iso-8859-1", strings.Replace(pieces[0].Encoding.Name, "windows-1252", "iso-8859-1", 1))
}

func TestAPDFIsPutTogetherFromItsLines(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/columns.pdf")
	require.NoError(t, err)
	p := one(t, Bytes("seite.pdf", raw))
	require.True(t, strings.HasPrefix(p.Text, "Der Kran, der niemandem gehört\n\nAltenhafen. Die Stadt will den Kran übernehmen. Das habe man „in aller Ruhe“ beschlossen,"), "%q", p.Text)
	require.Contains(t, p.Text, "‚Wir sind bereit!‘\n\nZweiter Absatz")
	require.Contains(t, p.Text, "bis zum Ende des Absatzes.")
	require.Equal(t, "check_line_breaks", p.Notes[0].Reason)
}

func TestAPDFWithoutTextSaysThatItIsAScan(t *testing.T) {
	t.Parallel()
	require.Equal(t, "pdf_without_text", reason(t, Bytes("scan.pdf", emptyPDF())))
}

// emptyPDF is one blank page.
func emptyPDF() []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) { at = append(at, b.Len()); fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s) }
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

func TestAnArchiveGivesItsFilesAndOneBadFileStopsNoOther(t *testing.T) {
	t.Parallel()
	pieces, problems := opened(t, Bytes("a.zip", packed(t, "ordner/eins.txt", "Eins", "__MACOSX/._eins.txt", "x", ".DS_Store", "x", "bild.png", "\x89PNG",
		"innen.zip", string(packed(t, "x.txt", "x")), "zwei.html", "<p>Zwei</p>")), Options{})
	require.Len(t, pieces, 2)
	require.Equal(t, "a.zip/ordner/eins.txt", pieces[0].Name)
	require.Equal(t, "a.zip/zwei.html", pieces[1].Name)
	require.Equal(t, "picture", problems["a.zip/bild.png"].Reason)
	require.Equal(t, "nested_archive", problems["a.zip/innen.zip"].Reason)
	require.Len(t, problems, 2)
}

func TestAMemberThatLeadsOutOfTheArchiveIsNotRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../../etc/x.txt", "/etc/x.txt", "a/../../x.txt", `..\x.txt`, "..", "a/../../../x"} {
		pieces, problems := opened(t, Bytes("a.zip", packed(t, name, "x", "gut.txt", "gut")), Options{})
		require.Len(t, pieces, 1, name)
		require.Len(t, problems, 1, name)
		for _, p := range problems {
			require.Equal(t, "bad_path", p.Reason)
		}
	}
}

func TestABombIsRefusedBeforeItIsUnpacked(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 4<<20)
	small := Limits{File: 1 << 20, Unpacked: 1 << 20, Members: 10, Ratio: 100, Rows: 10}
	_, problems := opened(t, Bytes("b.zip", packed(t, "b.txt", zeros)), Options{Limits: small})
	require.Equal(t, "zip_bomb", problems["b.zip"].Reason)
	// Promises lie: the directory says one byte.
	lying := packed(t, "b.txt", zeros)
	i := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	copy(lying[i+24:], []byte{1, 0, 0, 0})
	pieces, problems := opened(t, Bytes("b.zip", lying), Options{Limits: small})
	require.Empty(t, pieces)
	require.Len(t, problems, 1)
	_, problems = opened(t, Bytes("b.zip", packed(t, "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "", "10", "", "11", "")), Options{Limits: small})
	require.Equal(t, "too_many_members", problems["b.zip"].Reason)
}

func FuzzOpen(f *testing.F) {
	f.Add("a.txt", []byte("Größe"))
	f.Add("a.csv", []byte("a;b\n1;2\n"))
	f.Add("a.jsonl", []byte(`{"text":"x"}`))
	f.Add("a.eml", []byte("From: a\nSubject: b\n\nx"))
	f.Add("a.pdf", emptyPDF())
	f.Add("a.zip", packed(f, "a.txt", "x"))
	f.Add("a.docx", packed(f, "word/document.xml", wordHead+"<w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		for got := range Open(t.Context(), Bytes(name, data), Options{Limits: Limits{File: 1 << 20, Unpacked: 1 << 20, Members: 100, Ratio: 100, Rows: 1000}}) {
			if got.Problem == nil && got.Piece.Kind == "" {
				t.Errorf("a piece of no kind")
			}
		}
	})
}
