package annotations_test

import (
	"fmt"

	"galley/annotations"
	"galley/annotations/text"
)

func ExampleSet_Segments() {
	txt := text.New("Sie sagte: „Die Flut kommt.“")
	set := annotations.NewSet(annotations.UserOwner("anna"))
	for id, f := range map[string]annotations.Fragment{"quote": {Start: 11, End: 28}, "claim": {Start: 12, End: 26}} {
		set.PutSpan(&annotations.Span{ID: id, Label: id, Fragments: []annotations.Fragment{f}, Quote: annotations.Quote(txt, []annotations.Fragment{f})})
	}
	for run := range set.Segments(0, txt.Len()) {
		var labels []string
		for _, a := range run.Active {
			labels = append(labels, a.Span.Label)
		}
		fmt.Printf("%q %v\n", txt.Slice(run.Start, run.End), labels)
	}
	// Output:
	// "Sie sagte: " []
	// "„" [quote]
	// "Die Flut kommt" [quote claim]
	// ".“" [quote]
}
