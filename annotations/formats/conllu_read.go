package formats

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// readConllu reads CoNLL-U and CoNLL-U Plus: words with what stands between
// them, spans from name=B-… in MISC and from own columns of IOB tags. "# newdoc"
// begins a document, and so does a change of "# newdoc id"; multi-word tokens
// (3-4) are one word of the text, empty nodes (5.1) none.
func readConllu(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for _, f := range files {
			r := &conlluReader{conlluShape: conlluShape{o: o, file: f.Name, yield: yield, columns: conlluColumns}}
			if !eachLine(f, r, yield) {
				return
			}
		}
	}
}

var conlluColumns = strings.Fields("ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC")

type conlluShape struct {
	o     ReadOptions
	file  string
	yield func(Found, error) bool
	// columns are the names of the columns.
	columns []string
}

type conlluReader struct {
	conlluShape

	id, owner string
	build     builder
	// tags holds a column of tags for each own column and "name" for MISC.
	tags     map[string][]string
	problems []*annotations.Error
	first    int
	// until is the last word of a multi-word token.
	until int
	// pending is what stands after the last word; said that MISC spells it.
	pending string
	said    bool
	large   bool
}

func (r *conlluReader) line(n int, s string) bool {
	if comment, ok := strings.CutPrefix(s, "#"); ok && !strings.HasPrefix(comment, "\t") {
		return r.comment(strings.TrimSpace(comment))
	}
	if strings.TrimSpace(s) == "" {
		r.build.sentence()
		r.until = 0
		return true
	}
	if r.first == 0 {
		r.first = n
	}
	fields := strings.Split(s, "\t")
	if len(fields) != len(r.columns) {
		r.problem(n, "bad_columns", "line %d has %d columns; %d are named", n, len(fields), len(r.columns))
		return true
	}
	r.word(n, fields)
	return true
}

func (r *conlluReader) comment(s string) bool {
	key, value, _ := strings.Cut(s, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch key {
	case "global.columns":
		r.columns = strings.Fields(value)
	case "newdoc", "newdoc id":
		if !r.end() {
			return false
		}
		r.id = value
	case "owner":
		r.owner = value
	}
	return true
}

func (r *conlluReader) field(fields []string, name string) string {
	if i := slices.Index(r.columns, name); i >= 0 {
		return fields[i]
	}
	return "_"
}

// word adds a word and its tags.
func (r *conlluReader) word(n int, fields []string) {
	id, form := r.field(fields, "ID"), r.field(fields, "FORM")
	first, last, isRange := strings.Cut(id, "-")
	number, err := strconv.Atoi(first)
	switch {
	case strings.Contains(id, "."):
		return // an empty node
	case err != nil || form == "":
		r.problem(n, "bad_columns", "line %d: %q is no number of a word", n, short(id))
		return
	case isRange:
		if r.until, err = strconv.Atoi(last); err != nil {
			r.problem(n, "bad_columns", "line %d: %q is no range of words", n, short(id))
			return
		}
	case number <= r.until:
		r.inner(fields)
		return
	}
	if r.large = r.large || r.build.text.Len()+len(form) > text.MaxBytes; r.large {
		return
	}
	misc := r.misc(fields)
	if len(r.build.words) == 0 {
		r.build.raw(unescapeSpaces.Replace(misc["SpacesBefore"]))
	}
	r.build.raw(r.pending)
	r.build.spaced(form, "")
	r.pending, r.said = " ", false
	if misc["SpaceAfter"] == "No" {
		r.pending = ""
	}
	if spaces, ok := misc["SpacesAfter"]; ok {
		r.pending, r.said = unescapeSpaces.Replace(spaces), true
	}
	r.tag("name", misc["name"])
	for i, name := range r.columns {
		if strings.Contains(name, ":") {
			r.tag(name, fields[i])
		}
	}
}

// inner takes the tag of a word inside a multi-word token for the token, when
// it has none.
func (r *conlluReader) inner(fields []string) {
	give := func(column, tag string) {
		tags := r.tags[column]
		if n := len(tags); n == len(r.build.words) && n > 0 && (tags[n-1] == "" || tags[n-1] == "_") {
			tags[n-1] = tag
		}
	}
	give("name", r.misc(fields)["name"])
	for i, name := range r.columns {
		if strings.Contains(name, ":") {
			give(name, fields[i])
		}
	}
}

func (r *conlluReader) misc(fields []string) map[string]string {
	all := map[string]string{}
	for item := range strings.SplitSeq(r.field(fields, "MISC"), "|") {
		if key, value, ok := strings.Cut(item, "="); ok {
			all[key] = value
		}
	}
	return all
}

// tag notes a tag of the last word; columns that begin late are filled up.
func (r *conlluReader) tag(column, tag string) {
	if r.tags == nil {
		r.tags = map[string][]string{}
	}
	for len(r.tags[column]) < len(r.build.words)-1 {
		r.tags[column] = append(r.tags[column], "_")
	}
	r.tags[column] = append(r.tags[column], tag)
}

func (r *conlluReader) problem(n int, reason, format string, args ...any) {
	p := invalid(reason, "", format, args...)
	p.Line = n
	r.problems = append(r.problems, p)
}

func (r *conlluReader) end() bool {
	found := Found{File: r.file, Line: r.first, ID: r.id, Unit: CodePoint, Language: r.o.Language, Problems: r.problems}
	have := r.first > 0
	if r.large {
		found.Problems = append(found.Problems, annotations.Errorf(annotations.TooLarge, "too_large", "text", "the document is larger than %d bytes", text.MaxBytes))
	} else if have {
		if r.said { // a blank that nothing follows is none
			r.build.raw(r.pending)
		}
		found.Text = r.build.text.String()
		found.Sets = []FoundSet{r.set(&found)}
	}
	*r = conlluReader{conlluShape: r.conlluShape}
	return !have || r.yield(found, nil)
}

func (r *conlluReader) set(found *Found) FoundSet {
	set := FoundSet{Author: r.owner}
	for _, column := range slices.Sorted(maps.Keys(r.tags)) {
		tags := r.tags[column]
		r.build.sentences(func(first, after int) {
			spans, bad, ok := readTags(tags[first:min(after, len(tags))])
			if !ok {
				found.Problems = append(found.Problems, invalid("bad_tag", column, "%q is no tag such as O, B-PER or I-PER", short(tags[first+bad])))
				return
			}
			for _, sp := range spans {
				set.Spans = append(set.Spans, FoundSpan{Label: sp.label, Fragments: []annotations.Fragment{{
					Start: r.build.words[first+sp.first].Start, End: r.build.words[first+sp.after-1].End}}})
			}
		})
	}
	numberSpans(&set)
	return set
}

// numberSpans sorts spans that have no id and gives them one.
func numberSpans(set *FoundSet) {
	slices.SortStableFunc(set.Spans, func(a, b FoundSpan) int {
		if n := int(a.Fragments[0].Start - b.Fragments[0].Start); n != 0 {
			return n
		}
		return int(b.Fragments[0].End - a.Fragments[0].End)
	})
	for i := range set.Spans {
		set.Spans[i].ID = strconv.Itoa(i + 1)
	}
}

// detectConllu takes files whose first line of words has ten columns with a
// number in the first, or that name their columns.
func detectConllu(files []File, head func(File) []byte) bool {
	return everyFile(files, func(f File) bool {
		h := bytes.TrimPrefix(head(f), []byte("\uFEFF"))
		if bytes.HasPrefix(h, []byte("# global.columns")) {
			return true
		}
		for line := range bytes.Lines(h) {
			s := strings.TrimRight(string(line), "\r\n")
			if s == "" || strings.HasPrefix(s, "#") {
				continue
			}
			fields := strings.Split(s, "\t")
			first, _, _ := strings.Cut(fields[0], "-")
			_, err := strconv.Atoi(first)
			return len(fields) == len(conlluColumns) && err == nil
		}
		return false
	})
}

// everyFile reports whether there are files and each of them is good.
func everyFile(files []File, good func(File) bool) bool {
	return len(files) > 0 && !slices.ContainsFunc(files, func(f File) bool { return !good(f) })
}
