package text_test

import (
	"fmt"

	"galley/annotations/text"
)

func ExampleText_UTF16At() {
	txt := text.New("I like it 😊 .")
	fmt.Println(txt.Len(), txt.UTF16Len(), txt.UTF16At(12), txt.Slice(10, 11))
	// Output: 13 14 13 😊
}

func ExampleText_Words() {
	txt := text.New("„Wir sind bereit!“")
	s, e := txt.Words(2, 14)
	fmt.Println(s, e, txt.Slice(s, e))
	// Output: 1 16 Wir sind bereit
}
