package formats

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
)

// spkattDoc is a document of the shared task SpkAtt-2023 (KONVENS).
type spkattDoc struct {
	Sentences   []spkattSentence      `json:"Sentences"`
	Annotations []map[string][]string `json:"Annotations"`
}

type spkattSentence struct {
	ID     int      `json:"SentenceId"`
	Tokens []string `json:"Tokens"`
}

// spkattRoles are the roles of the task by ours, in the order of its files.
var spkattRoles = []struct{ theirs, ours string }{
	{"Source", "speaker"}, {"Message", "quote"}, {"Cue", "cue"}, {"Addr", "addressee"},
	{"Medium", "medium"}, {"Topic", "topic"}, {"Evidence", "evidence"}, {"PTC", "particle"},
}

var spkattHeld = map[string]bool{"speaker": true, "quote": true, "cue": true, "addressee": true, "medium": true, "topic": true, "evidence": true, "particle": true}

// spkattWriter writes the JSON of the SpkAtt-2023 shared task, a file for each
// document and set, in a folder for each owner. It holds tokens only, named
// "sentence:token" from 0: spans that do not lie on tokens are widened to those
// they touch. Acts of speech have roles, no types, no frame. A document that
// nobody worked on is left out.
type spkattWriter struct {
	base
	folder Folder
}

func newSpkAtt(folder Folder, o Options) Writer { return &spkattWriter{newBase(o), folder} }

func (w *spkattWriter) Write(it *Item) error {
	return w.eachSet(it, w.folder, ".json", func(d *annotations.Document, s Set, g grid) any {
		doc := spkattDoc{Sentences: []spkattSentence{}, Annotations: []map[string][]string{}}
		var names []string // of every token
		for _, q := range quotationSentences(d.Text, g) {
			if len(q.Tokens) == 0 {
				continue
			}
			for i := range q.Tokens {
				names = append(names, fmt.Sprintf("%d:%d", len(doc.Sentences), i))
			}
			doc.Sentences = append(doc.Sentences, spkattSentence{len(doc.Sentences), q.Tokens})
		}
		said := func(sp *annotations.Span) string { return fmt.Sprint(spkattTokens(sp.Fragments, g, names)) }
		for _, a := range w.speech(d, w.withGaps(d, s, g), spkattHeld, g, said) {
			one := map[string][]string{}
			for _, r := range spkattRoles {
				one[r.theirs] = spkattTokens(a.fragments(r.ours), g, names)
				w.reportSpkAtt(d, s, a.roles[r.ours])
			}
			doc.Annotations = append(doc.Annotations, one)
		}
		return doc
	})
}

// withGaps reports the spans whose fragments have no word between them: a list
// of tokens cannot hold their gap. Under Drop they are left out.
func (w *spkattWriter) withGaps(d *annotations.Document, s Set, g grid) Set {
	s.Spans = slices.DeleteFunc(slices.Clone(s.Spans), func(sp *annotations.Span) bool {
		last := -1
		for _, f := range sp.Fragments {
			from, to, _ := g.cover(f)
			if from < to && from == last {
				if w.drops() {
					w.lose(d, s.Owner, sp.ID, GapLost, "")
					return true
				}
				w.lose(d, s.Owner, sp.ID, GapLost, "one run of words")
				return false
			}
			last = to
		}
		return false
	})
	return s
}

// reportSpkAtt reports the attributes and notes of an act's spans.
func (w *spkattWriter) reportSpkAtt(d *annotations.Document, s Set, spans []*annotations.Span) {
	w.reportBare(d, Set{Owner: s.Owner, Spans: spans}, allOf(spans))
}

func allOf(spans []*annotations.Span) map[string]bool {
	ids := map[string]bool{}
	for _, sp := range spans {
		ids[sp.ID] = true
	}
	return ids
}

func spkattTokens(fragments []annotations.Fragment, g grid, names []string) []string {
	all := []string{}
	last := -1
	for _, f := range fragments {
		from, to, _ := g.cover(f)
		for i := max(from, last+1); i < to; i++ {
			all = append(all, names[i])
			last = i
		}
	}
	return all
}

// readSpkAtt reads files of the shared task. The text is put together from
// words and is not that of the article. Each annotation becomes a link
// "attribution" with the spans in its roles; a run of words is a fragment.
func readSpkAtt(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return eachFile(files, func(f *Found, raw []byte) {
		obj, p := parseObject(raw, "")
		var doc spkattDoc
		if p == nil {
			p = obj.member("Sentences", "", &doc.Sentences)
		}
		var marks []object
		if p == nil {
			p = obj.member("Annotations", "", &marks)
		}
		var sentences [][]string
		for _, s := range doc.Sentences {
			sentences = append(sentences, s.Tokens)
		}
		text, places := joinWords(sentences, o.Language)
		if p == nil && strings.TrimSpace(text) == "" {
			p = invalid("no_text", "Sentences", "the document has no words")
		}
		if p != nil {
			f.trouble(p)
			return
		}
		f.ID, f.Text, f.Rebuilt = idOfFile(f.File), text, true
		ids := map[string]int{}
		for i, s := range doc.Sentences {
			ids[strconv.Itoa(s.ID)] = i
		}
		f.spkatt(marks, ids, places)
	})
}

func (f *Found) spkatt(marks []object, ids map[string]int, places [][]annotations.Fragment) {
	set := &foundSet{FoundSet: FoundSet{Author: ownerOfFolder(f.File)}, used: map[string]bool{}}
	b := spanBook{set, map[string]string{}}
	for i, m := range marks {
		link := FoundLink{ID: strconv.Itoa(i), Type: "attribution", Roles: map[string][]string{}}
		for _, r := range spkattRoles {
			var tokens []string
			place := fmt.Sprintf("Annotations[%d]", i)
			if p := m.member(r.theirs, place, &tokens); p != nil {
				f.trouble(p)
				continue
			}
			var parts []annotations.Fragment
			sentence, word := -1, -1
			for k, name := range tokens {
				s, w, ok := spkattToken(name, ids, places)
				if !ok {
					f.trouble(invalid("unknown_token", fmt.Sprintf("%s.%s[%d]", place, r.theirs, k), "there is no token %s", short(name)))
					continue
				}
				at := places[s][w]
				if n := len(parts); n > 0 && follows(places, sentence, word, s, w) {
					parts[n-1].End = at.End
				} else {
					parts = append(parts, at)
				}
				sentence, word = s, w
			}
			if len(parts) > 0 {
				link.Roles[r.ours] = []string{b.span(r.ours, union(parts), nil)}
			}
		}
		if len(link.Roles) > 1 || len(link.Roles) == 1 && len(link.Roles["quote"]) == 0 {
			set.Links = append(set.Links, link)
		}
	}
	f.Sets = []FoundSet{set.FoundSet}
}

// spkattToken finds a token by its name "sentence:token".
func spkattToken(name string, ids map[string]int, places [][]annotations.Fragment) (s, w int, ok bool) {
	a, b, cut := strings.Cut(name, ":")
	s, known := ids[a]
	w, err := strconv.Atoi(b)
	ok = cut && known && err == nil && w >= 0 && w < len(places[s])
	return s, w, ok && places[s][w].Start < places[s][w].End // an empty token is none
}

// follows reports whether token w of sentence s is the next after another one.
func follows(places [][]annotations.Fragment, sentence, word, s, w int) bool {
	return sentence == s && w == word+1 || s == sentence+1 && w == 0 && word == len(places[sentence])-1
}

// detectSpkAtt is sure of the task's keys.
func detectSpkAtt(files []File, head func(File) []byte) bool {
	if !only(files, ".json") {
		return false
	}
	first, array := sniff(head(files[0]))
	return !array && first.has("Sentences")
}
