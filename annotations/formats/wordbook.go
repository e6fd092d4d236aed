package formats

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"galley/annotations"
)

// wordbook gives the project's words for labels, attributes and links the form
// that a format can hold, and remembers which is which. Two words that would
// become one are an error: they must not be merged in silence.
type wordbook struct {
	fit   func(string) string
	words map[string]map[string]string // kind → own word → the format's
	taken map[string]map[string]string // kind → the format's word → own
}

// The kinds of words, as labels.json names them.
const (
	labelWord     = "labels"
	attributeWord = "attributes"
	valueWord     = "values"
	linkWord      = "links"
	roleWord      = "roles"
	// listWord are the attributes whose values are a list, where the format has none.
	listWord = "lists"
)

func newWordbook(fit func(string) string) *wordbook {
	return &wordbook{fit: fit, words: map[string]map[string]string{}, taken: map[string]map[string]string{}}
}

// learn takes in a schema's words, so that the table does not depend on what
// the documents hold. The schema may be nil.
func (w *wordbook) learn(s *annotations.Schema) error {
	if s == nil {
		return nil
	}
	for _, l := range s.Labels {
		if _, err := w.word(labelWord, l.ID); err != nil {
			return err
		}
	}
	for _, a := range s.Attributes {
		if _, err := w.word(attributeWord, a.ID); err != nil {
			return err
		}
	}
	for _, t := range s.Links {
		if _, err := w.word(linkWord, t.ID); err != nil {
			return err
		}
		for _, r := range t.Roles {
			if _, err := w.word(roleWord, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// word is the format's form of a word. Returns Invalid when another word of
// the kind has it already.
func (w *wordbook) word(kind, own string) (string, error) {
	if w.words[kind] == nil {
		w.words[kind], w.taken[kind] = map[string]string{}, map[string]string{}
	}
	if word, ok := w.words[kind][own]; ok {
		return word, nil
	}
	word := w.fit(own)
	if other, ok := w.taken[kind][word]; ok {
		return "", invalid("labels_collide", kind,
			"%q and %q would both be written as %q: rename one of them", other, own, word)
	}
	w.words[kind][own], w.taken[kind][word] = word, own
	return word, nil
}

// table is labels.json: the project's words and the file's, by kind.
func (w *wordbook) table() ([]byte, error) {
	out := map[string]map[string]string{labelWord: {}, attributeWord: {}, linkWord: {}, roleWord: {}}
	for kind, words := range w.words {
		if !strings.HasPrefix(kind, valueWord) {
			out[kind] = words
			continue
		}
		for own, word := range words { // of values only those that had to change
			if own != word && out[kind] == nil {
				out[kind] = map[string]string{}
			}
			if own != word {
				out[kind][own] = word
			}
		}
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(out)
	return []byte(b.String()), err
}

// tables reads labels.json back: the own word for each of the file's, by kind;
// empty when it is none.
func tables(raw []byte) map[string]map[string]string {
	var in map[string]map[string]string
	if json.Unmarshal(raw, &in) != nil {
		return nil
	}
	back := map[string]map[string]string{}
	for kind, words := range in {
		back[kind] = map[string]string{}
		for own, word := range words {
			back[kind][word] = own
		}
	}
	return back
}

// own is the project's word for one of the file's.
func own(back map[string]map[string]string, kind, word string) string {
	if o, ok := back[kind][word]; ok {
		return o
	}
	return word
}

var latin = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss")

// asciiWord turns what is neither a letter, a digit nor one of also into "_".
func asciiWord(s, also string) string {
	var b strings.Builder
	for _, r := range latin.Replace(s) {
		switch {
		case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(also, r)):
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	if b.Len() == 0 {
		return "_"
	}
	return b.String()
}
