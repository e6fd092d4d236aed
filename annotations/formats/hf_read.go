package formats

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// readHF reads the configuration "spans" of a folder for Hugging Face: its
// JSONL files. Rows of one text that follow one another are one document with
// several sets. Every fragment is compared with its text.
func readHF(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		some := slices.ContainsFunc(files, func(f File) bool { return inFolder(f.Name) == "README.md" || strings.HasSuffix(f.Name, "/README.md") })
		for _, f := range files {
			if !strings.HasSuffix(f.Name, ".jsonl") || strings.HasPrefix(inFolder(f.Name), "tokens/") {
				continue
			}
			some = true
			if !eachLine(f, &hfReader{file: f.Name, o: o, yield: yield}, yield) {
				return
			}
		}
		if !some {
			yield(Found{}, invalid("no_files", "", "there is no spans/*.jsonl in the folder"))
		}
	}
}

// inFolder is the last two parts of a path.
func inFolder(name string) string {
	parts := strings.Split(name, "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

type hfReader struct {
	file  string
	o     ReadOptions
	yield func(Found, error) bool
	last  *Found
}

func (r *hfReader) line(n int, s string) bool {
	if strings.TrimSpace(s) == "" {
		return true
	}
	found := r.read(n, s)
	if r.last != nil && r.last.goesOn(found) {
		r.last.Sets = append(r.last.Sets, found.Sets...)
		return true
	}
	if r.last != nil && !r.yield(*r.last, nil) {
		return false
	}
	r.last = &found
	return true
}

func (r *hfReader) end() bool { return r.last == nil || r.yield(*r.last, nil) }

func (r *hfReader) read(n int, s string) Found {
	var row HFSpans
	if err := json.Unmarshal([]byte(s), &row); err != nil {
		p := invalid("bad_json", "", "line %d: %v", n, err)
		p.Line = n
		return Found{File: r.file, Line: n, Unit: CodePoint, Problems: []*annotations.Error{p}}
	}
	return row.found(r.file, n, r.o)
}

// ReadHFRows gives rows of texts with spans as documents, however they were
// read; rows of one text that follow one another are one document.
func ReadHFRows(file string, rows []HFSpans, o ReadOptions) iter.Seq[Found] {
	return func(yield func(Found) bool) {
		var last *Found
		for i := range rows {
			found := rows[i].found(file, i+1, o)
			if last != nil && last.goesOn(found) {
				last.Sets = append(last.Sets, found.Sets...)
				continue
			}
			if last != nil && !yield(*last) {
				return
			}
			last = &found
		}
		if last != nil {
			yield(*last)
		}
	}
}

// goesOn reports whether another row is a further set of the same document.
func (f *Found) goesOn(next Found) bool {
	return f.ID != "" && f.ID == next.ID && f.Text == next.Text && len(f.Problems)+len(next.Problems) == 0
}

// found checks a row and gives it as a document.
func (row *HFSpans) found(file string, n int, o ReadOptions) Found {
	found := Found{File: file, Line: n, Unit: CodePoint, ID: row.ID, Name: row.Title, Language: row.Language, Text: row.Text}
	if found.Language == "" {
		found.Language = o.Language
	}
	bad := func(p *annotations.Error) {
		p.Line = n
		found.Problems = append(found.Problems, p)
	}
	set := FoundSet{Author: row.Owner, State: annotations.State(row.State)}
	if !set.State.Valid() {
		set.State = ""
	}
	t := text.New(row.Text)
	ids := map[string]bool{}
	for i, sp := range row.Spans {
		span, p := sp.read(t, fmt.Sprintf("spans[%d]", i))
		if p == nil && (ids[sp.ID] || sp.ID == "") {
			p = invalid("duplicate_id", fmt.Sprintf("spans[%d].id", i), "%q is the id of no span or of two", short(sp.ID))
		}
		if p != nil {
			bad(p)
			continue
		}
		ids[sp.ID] = true
		set.Spans = append(set.Spans, span)
	}
	for i, l := range row.Links {
		link := FoundLink{ID: l.ID, Type: l.Type, Roles: map[string][]string{}, Attributes: readHFAttributes(l.Attributes)}
		for _, role := range l.Roles {
			if !ids[role.Span] {
				bad(invalid("unknown_span", fmt.Sprintf("links[%d].roles", i), "%q is no span of the row", short(role.Span)))
				continue
			}
			link.Roles[role.Role] = append(link.Roles[role.Role], role.Span)
		}
		set.Links = append(set.Links, link)
	}
	found.Sets = []FoundSet{set}
	return found
}

func (sp HFSpan) read(t text.Text, place string) (FoundSpan, *annotations.Error) {
	out := FoundSpan{ID: sp.ID, Label: sp.Label, Attributes: readHFAttributes(sp.Attributes), Note: sp.Note}
	fragments := sp.Fragments
	if len(fragments) == 0 {
		fragments = []HFFragment{{Start: sp.Start, End: sp.End}}
	}
	for i, f := range fragments {
		g := annotations.Fragment{Start: text.Rune(f.Start), End: text.Rune(f.End)}
		here := fmt.Sprintf("%s.fragments[%d]", place, i)
		if !t.Valid(g.Start, g.End) {
			return out, invalid("outside_text", here, "[%d, %d) lies outside the %d characters of the text", f.Start, f.End, t.Len())
		}
		if got := t.Slice(g.Start, g.End); f.Text != "" && f.Text != got {
			return out, invalid("quotation_differs", here, "is said to be %q, but the text has %q", short(f.Text), short(got))
		}
		out.Fragments = append(out.Fragments, g)
	}
	return out, nil
}

func readHFAttributes(all []HFAttribute) map[string]annotations.Value {
	if len(all) == 0 {
		return nil
	}
	lists := map[string][]string{}
	out := map[string]annotations.Value{}
	for _, a := range all {
		switch a.Type {
		case "bool":
			out[a.Name] = annotations.Bool(a.Value == "true")
		case "list":
			lists[a.Name] = append(lists[a.Name], a.Value)
			out[a.Name] = annotations.List(lists[a.Name]...)
		case "empty":
			out[a.Name] = annotations.List()
		default:
			out[a.Name] = annotations.String(a.Value)
		}
	}
	return out
}

// detectHF takes a folder with a card and spans/*.jsonl.
func detectHF(files []File, head func(File) []byte) bool {
	return slices.ContainsFunc(files, func(f File) bool {
		return strings.HasSuffix(f.Name, "README.md") && strings.Contains(string(head(f)), "dataset_info:")
	}) && slices.ContainsFunc(files, func(f File) bool {
		folder := inFolder(f.Name)
		return strings.HasPrefix(folder, "spans/") && strings.HasSuffix(folder, ".jsonl")
	})
}
