package formats_test

import (
	"fmt"
	"os"
	"strings"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/text"
)

func ExampleNamed() {
	t := text.New("Ja, sagte sie.")
	f := []annotations.Fragment{{Start: 0, End: 2}}
	item := &formats.Item{
		Document: &annotations.Document{ID: "d1", Text: t},
		Sets: []formats.Set{{Owner: annotations.Gold, State: annotations.Accepted, Spans: []*annotations.Span{
			{ID: "s1", Label: "quote", Fragments: f, Quote: annotations.Quote(t, f)},
		}}},
	}
	format, _ := formats.Named("doccano")
	w := format.New(os.Stdout, formats.Options{})
	_ = w.Write(item)
	report, _ := w.Close()
	fmt.Println(report)
	// Output:
	// {"text":"Ja, sagte sie.","label":[[0,2,"quote"]],"doc_id":"d1","owner":"gold"}
	// 1 documents, 1 spans, 0 links
}

func ExampleReadGalley() {
	file := `{"format":"galley","version":1,"unit":"codepoint","id":"d1","project":"p","revision":1,"text":"Ja.","sha256":"no"}`
	for line, err := range formats.ReadGalley(strings.NewReader(file), annotations.News()) {
		fmt.Println(line.Number, line.Problem, err)
	}
	// Output:
	// 1 sha256: is "no", but the text's is 918c02e9102ce389bd321a9e96e6b253c6b877e7a967d3a4e2c3b076a62a414b <nil>
}
