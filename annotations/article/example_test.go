package article_test

import (
	"fmt"
	"strings"

	"galley/annotations/article"
	"galley/annotations/text"
)

func ExampleRecognise() {
	t := text.New("EnergieWie die Stadt mit der Flut reich werden will\n\n" +
		"Von Jorinde Falk\n04.09.2025, 18:42 Uhr\n\n" +
		"Kaldersund. Die Stadt will ihr Geld künftig aus dem Meer holen.\n")
	r := article.Recognise(t)
	for _, b := range r.Blocks {
		fmt.Printf("%-8s %s\n", b.Role, strings.TrimSpace(t.Slice(b.Start, b.End)))
	}
	fmt.Println(r.Meta["author"], r.Meta["published"], r.Meta["place"])
	// Output:
	// kicker   Energie
	// headline Wie die Stadt mit der Flut reich werden will
	// byline   Von Jorinde Falk
	// byline   04.09.2025, 18:42 Uhr
	// dateline Kaldersund.
	// body     Die Stadt will ihr Geld künftig aus dem Meer holen.
	// Jorinde Falk 2025-09-04T18:42:00+02:00 Kaldersund
}
