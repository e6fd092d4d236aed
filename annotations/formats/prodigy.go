package formats

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

const (
	noteProdigyTokens = "tokens are words and marks as UAX #29 cuts them; Prodigy's are those of the spaCy pipeline that will be trained"
	noteProdigySpans  = "spans overlap: open the file in Prodigy's spans or spans.manual view; its ner view cannot show them"
)

// prodigyLine is one task. The keys group, attributes, note and link are ours;
// Prodigy has the others.
type prodigyLine struct {
	Text      string            `json:"text"`
	Tokens    []prodigyToken    `json:"tokens"`
	Spans     []prodigySpan     `json:"spans"`
	Relations []prodigyRelation `json:"relations"`
	Meta      prodigyMeta       `json:"meta"`
	Answer    string            `json:"answer"`
	Session   string            `json:"_session_id"`
	Annotator string            `json:"_annotator_id"`
}

type prodigyToken struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"`
	// WS says that one blank follows.
	WS bool `json:"ws"`
}

type prodigySpan struct {
	Start      int                          `json:"start"`
	End        int                          `json:"end"`
	TokenStart int                          `json:"token_start"`
	TokenEnd   int                          `json:"token_end"` // inclusive
	Label      string                       `json:"label"`
	Group      string                       `json:"group"`
	Attributes map[string]annotations.Value `json:"attributes"`
	Note       string                       `json:"note"`
}

type prodigyRelation struct {
	Head       int                          `json:"head"`
	Child      int                          `json:"child"`
	Label      string                       `json:"label"`
	HeadSpan   prodigySpan                  `json:"head_span"`
	ChildSpan  prodigySpan                  `json:"child_span"`
	Link       string                       `json:"link"`
	Attributes map[string]annotations.Value `json:"attributes"`
}

type prodigyMeta struct {
	DocID string `json:"doc_id"`
	Title string `json:"title"`
	Owner string `json:"owner"`
	State string `json:"state"`
}

// prodigyWriter writes Prodigy's task format as prodi.gy/docs/api-interfaces
// describes it: one line for each document and set. Offsets count code points,
// token_end is inclusive, relations name tokens. Hashes are left out; Prodigy
// adds them when it loads the file.
//
// Prodigy refuses spans that do not lie on tokens: such a span is widened to
// the tokens it touches, and reported. Fragments of one span share a group. A
// set that was returned has the answer "reject", a document without a set
// "ignore": it is not trained on.
type prodigyWriter struct {
	base
	w io.Writer
}

func newProdigy(w io.Writer, o Options) Writer { return &prodigyWriter{newBase(o), w} }

func (p *prodigyWriter) Write(it *Item) error {
	if err := p.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	if d.Text.Len() == 0 {
		p.lose(d, "", "", EmptyText, "")
		return p.failed
	}
	if p.o.Tokenizer == nil {
		p.tally.note(noteProdigyTokens)
	}
	g := p.o.tokens(d.Text, d.Language, true)
	sets := it.sorted()
	if len(sets) == 0 {
		sets = []Set{{}}
	}
	for _, s := range sets {
		line := p.line(d, s, g)
		if p.failed != nil {
			return p.failed
		}
		if err := writeLine(p.w, line); err != nil {
			return fmt.Errorf("write document %s: %w", d.ID, err)
		}
	}
	p.tally.Documents++
	return nil
}

func (p *prodigyWriter) line(d *annotations.Document, s Set, g grid) prodigyLine {
	line := prodigyLine{
		Text: d.Text.String(), Tokens: []prodigyToken{}, Spans: []prodigySpan{}, Relations: []prodigyRelation{},
		Meta:   prodigyMeta{DocID: d.ID, Title: d.Title(), Owner: string(s.Owner), State: string(s.State)},
		Answer: "accept",
	}
	switch {
	case s.Owner == "":
		line.Answer = "ignore"
	case s.State == annotations.Returned:
		line.Answer = "reject"
	}
	if s.Owner != "" {
		name, _ := strings.CutPrefix(string(s.Owner), "user:")
		line.Session = d.Project + "-" + name
		line.Annotator = line.Session
	}
	for i, f := range g {
		follows := f.End < d.Text.Len() && d.Text.Slice(f.End, f.End+1) == " "
		line.Tokens = append(line.Tokens, prodigyToken{d.Text.Slice(f.Start, f.End), int(f.Start), int(f.End), i, follows})
	}
	first := map[string]prodigySpan{} // the first fragment of each span
	pieces := p.pieces(d, p.fitting(d, s, g), "spans of one group")
	reach := -1
	for _, pc := range pieces {
		from, to, _ := g.cover(pc.Fragment)
		at := g.ground(from, to)
		sp := prodigySpan{int(at.Start), int(at.End), from, to - 1, pc.span.Label, pc.span.ID, plain(pc.span.Attributes), pc.span.Note}
		if pc.n == 0 {
			first[pc.span.ID] = sp
		}
		if sp.Start < reach {
			p.tally.note(noteProdigySpans)
		}
		reach = max(reach, sp.End)
		line.Spans = append(line.Spans, sp)
	}
	in := inFile(pieces)
	for _, l := range s.Links {
		pairs := p.relations(d, s, l, in)
		for _, r := range pairs {
			head, child := first[r.from], first[r.to]
			line.Relations = append(line.Relations, prodigyRelation{head.TokenEnd, child.TokenEnd, r.name, head, child, l.ID, plain(l.Attributes)})
		}
		if len(pairs) > 0 {
			p.tally.Links++
		}
	}
	return line
}

// fitting leaves out the spans that hold no token, and under Drop those that do
// not lie on tokens.
func (p *prodigyWriter) fitting(d *annotations.Document, s Set, g grid) Set {
	s.Spans = slices.DeleteFunc(slices.Clone(s.Spans), func(sp *annotations.Span) bool {
		why, written := p.onTokens(d, sp, g)
		if why == "" {
			return false
		}
		if why == EmptyAfterTrim || p.drops() {
			p.lose(d, s.Owner, sp.ID, why, "")
			return true
		}
		p.lose(d, s.Owner, sp.ID, why, written)
		return false
	})
	return s
}

// prodigyTask is a line as it is read; what may be missing is a pointer.
type prodigyTask struct {
	Text   string `json:"text"`
	Tokens []struct {
		Text  string `json:"text"`
		Start int    `json:"start"`
		End   int    `json:"end"`
	} `json:"tokens"`
	Spans     []prodigyMark `json:"spans"`
	Relations []struct {
		Head       *int                         `json:"head"`
		Child      *int                         `json:"child"`
		Label      string                       `json:"label"`
		HeadSpan   *prodigyMark                 `json:"head_span"`
		ChildSpan  *prodigyMark                 `json:"child_span"`
		Link       string                       `json:"link"`
		Attributes map[string]annotations.Value `json:"attributes"`
	} `json:"relations"`
	Answer string `json:"answer"`
}

type prodigyMark struct {
	Start      *int                         `json:"start"`
	End        *int                         `json:"end"`
	TokenStart *int                         `json:"token_start"`
	TokenEnd   *int                         `json:"token_end"`
	Label      string                       `json:"label"`
	Text       string                       `json:"text"`
	Group      string                       `json:"group"`
	Attributes map[string]annotations.Value `json:"attributes"`
	Note       string                       `json:"note"`
}

// readProdigy reads Prodigy's exports (db-out) and what the writer beside it
// wrote. The answer gives the state: accept is submitted, reject returned,
// ignore open. Each line is one person's work on its text.
func readProdigy(files []File, o ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for rec, err := range records(files) {
			if err != nil {
				yield(rec.found(), err)
				return
			}
			if !yield(prodigyFound(rec, o), nil) {
				return
			}
		}
	}
}

func prodigyFound(rec record, o ReadOptions) Found {
	f := rec.found()
	obj, p := rec.object()
	var task prodigyTask
	for _, m := range []struct {
		name string
		v    any
	}{{"text", &task.Text}, {"tokens", &task.Tokens}, {"spans", &task.Spans}, {"relations", &task.Relations}, {"answer", &task.Answer}} {
		if p == nil {
			p = obj.member(m.name, rec.place, m.v)
		}
	}
	if p == nil && task.Text == "" {
		p = invalid("no_text", strings.TrimPrefix(rec.place+".text", "."), "the task has no text")
	}
	if p != nil {
		f.Problems = nil
		f.trouble(p)
		return f
	}
	f.Text = task.Text
	f.addMeta(obj, "text", "tokens", "spans", "relations", "answer", "_session_id", "_annotator_id", "_input_hash", "_task_hash", "_is_binary", "_view_id", "_timestamp")
	f.ID, f.Name = f.Meta["doc_id"], f.Meta["title"]
	if f.ID == "" {
		f.ID = word(obj["_input_hash"])
	}
	set := &foundSet{used: map[string]bool{}, FoundSet: FoundSet{Author: f.Meta["owner"], State: prodigyState(task.Answer, f.Meta["state"])}}
	for _, key := range []string{"_annotator_id", "_session_id"} {
		if set.Author == "" {
			set.Author = word(obj[key])
		}
	}
	for _, own := range []string{"doc_id", "owner", "state"} {
		delete(f.Meta, own)
	}
	ids := f.prodigySpans(&task, set, o)
	f.prodigyRelations(&task, set, ids)
	// The writer's line of a document that nobody worked on names no owner.
	meta, _ := parseObject(obj["meta"], "")
	nobody := meta.has("owner") && set.Author == ""
	if !nobody && (set.Author != "" || len(set.Spans) > 0 || set.State != "") {
		f.Sets = []FoundSet{set.FoundSet}
	}
	return f
}

func prodigyState(answer, own string) annotations.State {
	switch s := annotations.State(own); {
	case s.Valid():
		return s
	case answer == "accept":
		return annotations.Submitted
	case answer == "reject":
		return annotations.Returned
	case answer == "ignore":
		return annotations.Open
	}
	return ""
}

// prodigySpans grounds the spans and gives the id of each of the task's.
func (f *Found) prodigySpans(task *prodigyTask, set *foundSet, o ReadOptions) []string {
	t := text.New(f.Text)
	tokens := make([]located, len(task.Tokens))
	for i, tk := range task.Tokens {
		tokens[i] = located{start: tk.Start, end: tk.End, quote: tk.Text, quoted: true}
	}
	unit, _, _ := ground(t, tokens, o.Offsets)
	at := make([]located, len(task.Spans))
	for i, m := range task.Spans {
		at[i] = located{place: fmt.Sprintf("spans[%d]", i), quote: m.Text, quoted: m.Text != ""}
		if m.Start != nil && m.End != nil {
			at[i].start, at[i].end = *m.Start, *m.End
		} else if m.TokenStart != nil && m.TokenEnd != nil && 0 <= *m.TokenStart && *m.TokenStart <= *m.TokenEnd && *m.TokenEnd < len(tokens) {
			at[i].start, at[i].end = tokens[*m.TokenStart].start, tokens[*m.TokenEnd].end
			task.Spans[i].Start, task.Spans[i].End = &at[i].start, &at[i].end
		}
	}
	var fragments []annotations.Fragment
	var problems []*annotations.Error
	f.Unit, fragments, problems = ground(t, at, unit)
	for _, p := range problems {
		f.trouble(p)
	}
	ids := make([]string, len(at))
	groups := map[string]int{} // where a group's span is in the set
	for i, m := range task.Spans {
		if fragments[i].End == 0 {
			continue
		}
		if m.Label == "" {
			f.trouble(invalid("bad_span", at[i].place, "the span has no label"))
			continue
		}
		if k, ok := groups[m.Group]; ok && m.Group != "" && set.Spans[k].Label == m.Label {
			set.Spans[k].Fragments = union(append(set.Spans[k].Fragments, fragments[i]))
			ids[i] = set.Spans[k].ID
			continue
		}
		ids[i] = set.fresh(m.Group, i)
		groups[m.Group] = len(set.Spans)
		set.Spans = append(set.Spans, FoundSpan{ID: ids[i], Label: m.Label, Fragments: []annotations.Fragment{fragments[i]}, Attributes: m.Attributes, Note: m.Note})
	}
	return ids
}

// union sorts fragments and makes one of those that overlap or touch.
func union(fragments []annotations.Fragment) []annotations.Fragment {
	slices.SortFunc(fragments, func(a, b annotations.Fragment) int { return int(a.Start - b.Start) })
	out := fragments[:0:0]
	for _, f := range fragments {
		if n := len(out); n > 0 && f.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, f.End)
			continue
		}
		out = append(out, f)
	}
	return out
}

func (f *Found) prodigyRelations(task *prodigyTask, set *foundSet, ids []string) {
	for i, r := range task.Relations {
		place := fmt.Sprintf("relations[%d]", i)
		from, to := task.end(r.HeadSpan, r.Head, ids), task.end(r.ChildSpan, r.Child, ids)
		switch {
		case r.Label == "":
			f.trouble(invalid("bad_link", place, "the relation has no label"))
		case from == "" || to == "":
			f.trouble(invalid("unknown_span", place, "relates words that no span covers"))
		default:
			set.Links = append(set.Links, FoundLink{ID: strconv.Itoa(i), Type: r.Label, Attributes: r.Attributes, Group: r.Link,
				Roles: map[string][]string{"from": {from}, "to": {to}}})
		}
	}
}

// end finds the span at one end of a relation: the one that is repeated there,
// else the shortest that covers the token.
func (task *prodigyTask) end(repeated *prodigyMark, token *int, ids []string) string {
	best := -1
	size := func(m prodigyMark) int { return *m.End - *m.Start }
	for i, m := range task.Spans {
		if ids[i] == "" {
			continue
		}
		if r := repeated; r != nil && r.Group == m.Group && r.Label == m.Label && same(r.Start, m.Start) && same(r.End, m.End) {
			return ids[i]
		}
		if token == nil || m.Start == nil || m.End == nil || *token < 0 || *token >= len(task.Tokens) {
			continue
		}
		tk := task.Tokens[*token]
		if *m.Start <= tk.Start && tk.End <= *m.End && (best < 0 || size(m) < size(task.Spans[best])) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return ids[best]
}

func same(a, b *int) bool { return a != nil && b != nil && *a == *b || a == nil && b == nil }

// detectProdigy is sure of tasks with tokens and spans, or with one of
// Prodigy's own keys.
func detectProdigy(files []File, head func(File) []byte) bool {
	if !only(files, ".jsonl", ".json", ".ndjson") {
		return false
	}
	first, _ := sniff(head(files[0]))
	return first.has("text") && (first.has("_task_hash") || first.has("_input_hash") || first.has("_view_id") || first.has("tokens", "spans"))
}
