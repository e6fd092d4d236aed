package formats

import (
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

// readDoccano reads doccano's exports, new and old: "label" or "labels" with
// [start, end, label] or objects, "entities" with "relations", the
// "annotations" of several users, as lines or as an array; and what the writers
// beside it wrote. Every other key is metadata.
//
// A project counts code points in Python, but UTF-16 units on the screen where
// people mark, or graphemes in its grapheme mode, and the file does not say
// which. So it is read twice: first to see in which unit the most spans lie in
// their texts and begin and end with words.
func readDoccano(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		unit := o.Offsets
		if unit == "" {
			unit = doccanoUnit(files, o)
		}
		for rec, err := range records(files) {
			if err != nil {
				yield(rec.found(), err)
				return
			}
			if !yield(doccanoFound(rec, o, unit), nil) {
				return
			}
		}
	}
}

// doccanoSpan is a span as the file has it.
type doccanoSpan struct {
	located
	id, label, user string
}

func doccanoFound(rec record, o ReadOptions, unit Offsets) Found {
	f := rec.found()
	obj, p := rec.object()
	if p != nil {
		f.Problems = nil
		f.trouble(p)
		return f
	}
	textKey, labelKey := column(o, "text", "text"), column(o, "label", "label")
	if p := obj.member(textKey, rec.place, &f.Text); p != nil || f.Text == "" {
		if p == nil {
			p = invalid("no_text", strings.TrimPrefix(rec.place+"."+textKey, "."), "the document has no text")
		}
		f.Text = ""
		f.trouble(p)
		return f
	}
	spans := f.doccanoSpans(obj, labelKey)
	f.ID = word(obj["doc_id"])
	if f.ID == "" {
		f.ID = word(obj["id"])
	}
	f.addMeta(obj, textKey, labelKey, "labels", "entities", "relations", "annotations", "doc_id", "owner")
	f.groundDoccano(spans, obj, unit)
	return f
}

// column is the name of a column that the caller may have chosen.
func column(o ReadOptions, name, usual string) string {
	if c := o.Column[name]; c != "" {
		return c
	}
	return usual
}

// doccanoSpans reads the spans of all the keys that may hold them.
func (f *Found) doccanoSpans(obj object, labelKey string) []doccanoSpan {
	var all []doccanoSpan
	for _, key := range []string{labelKey, "labels", "entities", "annotations"} {
		raw, ok := obj[key]
		if !ok || string(raw) == "null" || key == "labels" && labelKey == "labels" && len(all) > 0 {
			continue
		}
		elements, ok := list(raw)
		if !ok {
			f.trouble(invalid("wrong_type", key, "is not a list of labels"))
			continue
		}
		for i, e := range elements {
			sp, p := parseDoccanoSpan(e)
			sp.place = fmt.Sprintf("%s[%d]", key, i)
			if p != nil {
				f.trouble(within(sp.place, p))
				continue
			}
			all = append(all, sp)
		}
	}
	return all
}

func parseDoccanoSpan(raw json.RawMessage) (doccanoSpan, *annotations.Error) {
	var sp doccanoSpan
	var start, end json.RawMessage
	if tuple, ok := list(raw); ok {
		if len(tuple) < 3 {
			return sp, invalid("bad_span", "", "a span is [start, end, label], not %s", short(string(raw)))
		}
		start, end, sp.label = tuple[0], tuple[1], word(tuple[2])
	} else if raw[0] == '{' {
		o, p := parseObject(raw, "")
		if p != nil {
			return sp, p
		}
		start, end, sp.label = o["start_offset"], o["end_offset"], word(o["label"])
		sp.id, sp.user = word(o["id"]), word(o["user"])
	} else {
		return sp, invalid("document_label", "", "%s is a label of the whole document, not of a span", short(string(raw)))
	}
	var okStart, okEnd bool
	sp.start, okStart = whole(start)
	sp.end, okEnd = whole(end)
	switch {
	case !okStart || !okEnd:
		return sp, invalid("bad_span", "", "a span needs whole numbers for start and end, not %s", short(string(raw)))
	case sp.label == "":
		return sp, invalid("bad_span", "", "the span has no label")
	}
	return sp, nil
}

// groundDoccano puts spans and relations into the sets of those who made them.
func (f *Found) groundDoccano(spans []doccanoSpan, obj object, unit Offsets) {
	at := make([]located, len(spans))
	for i, sp := range spans {
		at[i] = sp.located
	}
	var fragments []annotations.Fragment
	var problems []*annotations.Error
	f.Unit, fragments, problems = ground(text.New(f.Text), at, unit)
	for _, p := range problems {
		f.trouble(p)
	}
	sets := newFoundSets(word(obj["owner"]))
	ids := map[string]string{} // a span's id in the file: its id here
	for i, sp := range spans {
		if fragments[i].End == 0 {
			continue
		}
		author := sp.user
		if author == "" {
			author = word(obj["owner"])
		}
		set := sets.of(author)
		id := set.fresh(sp.id, len(ids))
		if sp.id != "" {
			ids[sp.id] = id
		}
		set.Spans = append(set.Spans, FoundSpan{ID: id, Label: sp.label, Fragments: fragments[i : i+1 : i+1]})
	}
	f.doccanoRelations(obj, sets.of(word(obj["owner"])), ids)
	f.Sets = sets.list()
}

func (f *Found) doccanoRelations(obj object, set *foundSet, ids map[string]string) {
	raw, ok := obj["relations"]
	if !ok || string(raw) == "null" {
		return
	}
	elements, ok := list(raw)
	if !ok {
		f.trouble(invalid("wrong_type", "relations", "is not a list of relations"))
	}
	for i, e := range elements {
		place := fmt.Sprintf("relations[%d]", i)
		r, p := parseObject(e, place)
		if p != nil {
			f.trouble(p)
			continue
		}
		from, to, kind := word(r["from_id"]), word(r["to_id"]), word(r["type"])
		switch {
		case kind == "":
			f.trouble(invalid("bad_link", place, "the relation has no type"))
		case ids[from] == "" || ids[to] == "":
			f.trouble(invalid("unknown_span", place, "relates %s to %s, and one of them could not be read", short(from), short(to)))
		default:
			id := word(r["id"])
			if id == "" {
				id = strconv.Itoa(i)
			}
			set.Links = append(set.Links, FoundLink{ID: id, Type: kind, Roles: map[string][]string{"from": {ids[from]}, "to": {ids[to]}}})
		}
	}
	rejoin(&set.FoundSet)
}

// doccanoUnit judges from all spans of the file in what unit it counts.
func doccanoUnit(files []File, o ReadOptions) Offsets {
	units := []Offsets{CodePoint, UTF16, Graphemes}
	outside, words := map[Offsets]int{}, map[Offsets]int{}
	seen := 0
	for rec, err := range records(files) {
		if err != nil {
			break // it comes again when the file is read
		}
		obj, p := rec.object()
		if p != nil {
			continue
		}
		f := Found{}
		_ = obj.member(column(o, "text", "text"), "", &f.Text)
		t := text.New(f.Text)
		if !possible(t, UTF16) && !possible(t, Graphemes) {
			continue
		}
		for _, sp := range f.doccanoSpans(obj, column(o, "label", "label")) {
			seen++
			for _, u := range units {
				at, ok := resolve(finder(t, u), sp.located)
				if !ok {
					outside[u]++
				} else {
					words[u] += wordEdges(t, at)
				}
			}
		}
		if seen > 5_000 {
			break // more would not change the judgement
		}
	}
	best := CodePoint
	for _, u := range units[1:] {
		// A few edges inside words are a slip of the hand; another unit puts
		// nearly all edges right where code points put many wrong.
		clear := words[u]-words[best] >= 2 && 50*words[u] >= 49*2*seen && 10*words[best] < 9*2*seen
		if outside[u] < outside[best] || outside[u] == outside[best] && clear {
			best = u
		}
	}
	return best
}

// wordEdges counts the edges of a stretch, 0 to 2, at which a person would
// begin or end: not inside a word, and not at a blank.
func wordEdges(t text.Text, f annotations.Fragment) int {
	inWord := func(s string) bool {
		return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }) == 0
	}
	at := func(r text.Rune) string {
		if r < 0 || r >= t.Len() {
			return ""
		}
		return t.Slice(r, r+1)
	}
	edge := func(before, after text.Rune, inside text.Rune) int {
		if inWord(at(before)) && inWord(at(after)) || strings.TrimSpace(at(inside)) == "" {
			return 0
		}
		return 1
	}
	return edge(f.Start-1, f.Start, f.Start) + edge(f.End-1, f.End, f.End-1)
}

// foundSet is a set while it is filled.
type foundSet struct {
	FoundSet
	used map[string]bool
}

// fresh is an id that no span of the set has: the file's own, else the number n.
func (s *foundSet) fresh(id string, n int) string {
	if id == "" {
		id = strconv.Itoa(n)
	}
	for base, i := id, 2; s.used[id]; i++ {
		id = fmt.Sprintf("%s-%d", base, i)
	}
	s.used[id] = true
	return id
}

// foundSets keeps sets apart by author, in the order in which they come.
type foundSets struct {
	order []string
	sets  map[string]*foundSet
}

// newFoundSets begins with the sets of these authors, who may have done nothing.
func newFoundSets(authors ...string) *foundSets {
	s := &foundSets{sets: map[string]*foundSet{}}
	for _, a := range authors {
		if a != "" {
			s.of(a)
		}
	}
	return s
}

func (s *foundSets) of(author string) *foundSet {
	if s.sets[author] == nil {
		s.order = append(s.order, author)
		s.sets[author] = &foundSet{FoundSet: FoundSet{Author: author}, used: map[string]bool{}}
	}
	return s.sets[author]
}

// list gives the sets; a set of nobody that says nothing is none.
func (s *foundSets) list() []FoundSet {
	var all []FoundSet
	for _, a := range s.order {
		if set := s.sets[a]; a != "" || len(set.Spans) > 0 || len(set.Links) > 0 {
			all = append(all, set.FoundSet)
		}
	}
	return all
}

// detectDoccano is sure of lines or an array of objects with a text and spans
// with offsets.
func detectDoccano(files []File, head func(File) []byte) bool {
	return doccanoKey(files, head, "label", "labels", "annotations")
}

func detectDoccanoRelations(files []File, head func(File) []byte) bool {
	return doccanoKey(files, head, "entities")
}

func doccanoKey(files []File, head func(File) []byte, keys ...string) bool {
	if !only(files, ".jsonl", ".json", ".ndjson") {
		return false
	}
	// Documents without spans say nothing, so the first few are looked at.
	for line := range strings.Lines(string(head(files[0]))) {
		first, _ := sniff([]byte(line))
		if first == nil {
			first, _ = sniff(head(files[0]))
		}
		if !first.has("text") || first.has("tokens") {
			return false
		}
		for _, k := range keys {
			if elements, ok := list(first[k]); ok && len(elements) > 0 {
				_, p := parseDoccanoSpan(elements[0])
				return p == nil
			}
		}
	}
	return false
}
