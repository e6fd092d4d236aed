package formats

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/text"
)

// readColumns reads files of one word a line: CoNLL-2003 and what calls itself
// so. Words are in the first column and tags in the last, unless
// ReadOptions.Column says otherwise ("text" and "label", counted from 1).
// Columns stand between tabs, or between blanks in a line without a tab. Tags
// may be IOB1, IOB2, BIOES or BILOU. A line that starts with -DOCSTART-, however
// it goes on, begins a document; "# " begins a comment. The text is put
// together by rule, one line a sentence.
func readColumns(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for _, f := range files {
			if !eachLine(f, &columnReader{columnShape: columnShape{o: o, file: f.Name, yield: yield}}, yield) {
				return
			}
		}
	}
}

// lineReader takes a file's lines one by one; false ends reading.
type lineReader interface {
	line(n int, s string) bool
	end() bool
}

// eachLine gives a file's lines without their ends to r, and reports whether to
// go on. A line that is too long or not UTF-8 ends the file with an error.
func eachLine(f File, r lineReader, yield func(Found, error) bool) bool {
	in, err := f.Open()
	if err != nil {
		yield(Found{File: f.Name}, fmt.Errorf("open %s: %w", f.Name, err))
		return false
	}
	defer in.Close()
	lines := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		raw, long, err := nextLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(Found{File: f.Name}, fmt.Errorf("read %s, line %d: %w", f.Name, n, err))
			return false
		}
		if n == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
		}
		if long || !utf8.Valid(raw) {
			p := invalid("not_utf8", "", "%s, line %d is not UTF-8", f.Name, n)
			if long {
				p = annotations.Errorf(annotations.TooLarge, "line_too_long", "", "%s, line %d is longer than %d bytes", f.Name, n, MaxLine)
			}
			p.Line = n
			yield(Found{File: f.Name, Line: n}, p)
			return false
		}
		if s := strings.TrimRight(string(raw), "\r\n"); (len(raw) > 0 || err == nil) && !r.line(n, s) {
			return false
		}
		if err != nil {
			return r.end()
		}
	}
}

// readFlair reads Flair's columns of text, space-after and tag, which hold the
// blanks of the text.
func readFlair(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for _, f := range files {
			if !eachLine(f, &columnReader{columnShape: columnShape{o: o, file: f.Name, yield: yield, spaces: 2}}, yield) {
				return
			}
		}
	}
}

// columnShape is what stays the same for all documents of a file.
type columnShape struct {
	o     ReadOptions
	file  string
	yield func(Found, error) bool
	// spaces is the column that says with "-" that no blank follows; 0 for none.
	spaces int
}

// columnReader collects one document.
type columnReader struct {
	columnShape

	build builder
	tags  []string
	lines []int
	// first is the line of the document's first word.
	first    int
	problems []*annotations.Error
	large    bool
}

func (r *columnReader) line(n int, s string) bool {
	switch {
	case strings.HasPrefix(s, docStart):
		return r.end()
	case strings.TrimSpace(s) == "":
		r.build.sentence()
		return true
	}
	columns := splitColumns(s)
	label := r.column("label", len(columns))
	word := r.column("text", 1)
	// "# O" is the word "#"; "# a comment" is none.
	if strings.HasPrefix(s, "# ") && (label > len(columns) || !isTag(columns[label-1])) {
		return true
	}
	if r.first == 0 {
		r.first = n
	}
	if len(columns) < max(2, r.spaces) || word > len(columns) || label > len(columns) || columns[word-1] == "" {
		r.problem(n, "bad_columns", "line %d has %d columns; a word and its tag are asked for", n, len(columns))
		return true
	}
	r.add(n, columns, columns[word-1], columns[label-1])
	return true
}

func (r *columnReader) add(n int, columns []string, form, tag string) {
	if r.large = r.large || r.build.text.Len()+len(form) > text.MaxBytes; r.large {
		return
	}
	switch {
	case r.spaces == 0:
		r.build.word(form, r.o.Language)
	case r.build.ended && len(r.build.words) > 0:
		r.build.raw("\n")
		fallthrough
	default:
		r.build.glued(form, columns[r.spaces-1] == "-")
	}
	r.tags = append(r.tags, tag)
	r.lines = append(r.lines, n)
}

func (r *columnReader) problem(n int, reason, format string, args ...any) {
	p := invalid(reason, "", format, args...)
	p.Line = n
	r.problems = append(r.problems, p)
}

// column is the number of a column that the caller named, from 1.
func (r *columnReader) column(name string, otherwise int) int {
	if n, err := strconv.Atoi(r.o.Column[name]); err == nil && n > 0 {
		return n
	}
	return otherwise
}

func splitColumns(s string) []string {
	if strings.ContainsRune(s, '\t') {
		return strings.Split(strings.TrimRight(s, "\t"), "\t")
	}
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// end gives the document that was collected and starts the next.
func (r *columnReader) end() bool {
	found := Found{File: r.file, Line: r.first, Rebuilt: true, Unit: CodePoint, Language: r.o.Language, Problems: r.problems}
	have := r.first > 0
	switch {
	case r.large:
		found.Problems = append(found.Problems, annotations.Errorf(annotations.TooLarge, "too_large", "text", "the document is larger than %d bytes", text.MaxBytes))
	default:
		found.Text = r.build.text.String()
		found.Sets = r.set(&found)
	}
	*r = columnReader{columnShape: r.columnShape}
	return !have || r.yield(found, nil)
}

// set reads the tags sentence by sentence: a span does not go on after a blank line.
func (r *columnReader) set(found *Found) []FoundSet {
	set := FoundSet{}
	r.build.sentences(func(first, after int) {
		spans, bad, ok := readTags(r.tags[first:after])
		if !ok {
			p := invalid("bad_tag", "", "line %d: %q is no tag such as O, B-PER or I-PER", r.lines[first+bad], short(r.tags[first+bad]))
			p.Line = r.lines[first+bad]
			found.Problems = append(found.Problems, p)
			return
		}
		for _, sp := range spans {
			set.Spans = append(set.Spans, FoundSpan{
				ID: strconv.Itoa(len(set.Spans) + 1), Label: sp.label,
				Fragments: []annotations.Fragment{{Start: r.build.words[first+sp.first].Start, End: r.build.words[first+sp.after-1].End}},
			})
		}
	})
	return []FoundSet{set}
}

// looksTagged reports whether the lines at a file's start are words in columns
// with a tag in the last: at least two of them, and no other line but comments,
// -DOCSTART- and blank ones.
func looksTagged(head []byte) bool {
	lines := strings.Split(string(head), "\n")
	if len(lines) > 1 {
		lines = lines[:len(lines)-1] // the last may be cut
	}
	tagged := 0
	for _, s := range lines {
		s = strings.TrimPrefix(strings.TrimRight(s, "\r"), "\uFEFF")
		if strings.TrimSpace(s) == "" || strings.HasPrefix(s, docStart) {
			continue
		}
		columns := splitColumns(s)
		switch {
		case len(columns) >= 2 && isTag(columns[len(columns)-1]):
			tagged++
		case !strings.HasPrefix(s, "# "):
			return false
		}
	}
	return tagged >= 2
}
