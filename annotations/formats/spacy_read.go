package formats

import (
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// maxDocBin is the largest file that is read, in bytes after decompression.
const maxDocBin = 1 << 30

// readSpacy reads DocBin files: the text from words and blanks, spans from
// doc.spans and, where they say something else, from doc.ents. What Galley has
// put into user_data gives a span its attributes, and its exact offsets as long
// as it still covers the words that it was written with. Documents that follow
// one another with one id and text are one document with several sets.
func readSpacy(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		for _, f := range files {
			bin, err := openDocBin(f)
			if err != nil {
				yield(Found{File: f.Name}, err)
				return
			}
			var last *Found
			for i := range bin.lengths {
				found := bin.found(i)
				found.File = f.Name
				if last != nil && last.goesOn(found) {
					last.Sets = append(last.Sets, found.Sets...)
					continue
				}
				if last != nil && !yield(*last, nil) {
					return
				}
				last = &found
			}
			if last != nil && !yield(*last, nil) {
				return
			}
		}
	}
}

func detectSpacy(files []File, head func(File) []byte) bool {
	return everyFile(files, func(f File) bool {
		h := head(f)
		return strings.HasSuffix(f.Name, spacyExtension) && len(h) > 2 && h[0] == 0x78 && (int(h[0])<<8|int(h[1]))%31 == 0
	})
}

// openBin is a DocBin file in memory.
type openBin struct {
	attrs   []uint64
	cells   []byte
	spaces  []byte
	lengths []int
	names   map[uint64]string
	groups  []any
	data    []any
	flags   []any
	// from are the indexes of the documents' first words.
	from []int
}

func openDocBin(f File) (*openBin, error) {
	broken := func(format string, args ...any) error {
		return invalid("bad_docbin", "", "%s is no file of spaCy's DocBin: %s", f.Name, fmt.Sprintf(format, args...))
	}
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer in.Close()
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, broken("%v", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, maxDocBin+1))
	if err != nil {
		return nil, broken("%v", err)
	}
	if len(raw) > maxDocBin {
		return nil, annotations.Errorf(annotations.TooLarge, "too_large", "", "%s is larger than %d bytes without its compression", f.Name, maxDocBin)
	}
	v, err := unpack(raw)
	if err != nil {
		return nil, broken("%v", err)
	}
	m, ok := v.(packed)
	if !ok {
		return nil, broken("it holds no map")
	}
	b := &openBin{names: map[uint64]string{0: ""}}
	if err := b.fill(m); err != nil {
		return nil, broken("%v", err)
	}
	return b, nil
}

func (b *openBin) fill(m packed) error {
	attrs, _ := m.get("attrs").([]any)
	for _, a := range attrs {
		n, ok := a.(uint64)
		if !ok {
			return fmt.Errorf("attrs hold %v", a)
		}
		b.attrs = append(b.attrs, n)
	}
	if len(b.attrs) == 0 || !slices.Contains(b.attrs, attrOrth) {
		return fmt.Errorf("attrs name no words")
	}
	for name, id := range symbols {
		b.names[id] = name
	}
	names, _ := m.get("strings").([]any)
	for _, s := range names {
		if s, ok := s.(string); ok {
			b.names[spacyID(s)] = s
		}
	}
	b.cells, _ = m.get("tokens").([]byte)
	b.spaces, _ = m.get("spaces").([]byte)
	lengths, _ := m.get("lengths").([]byte)
	words := 0
	for len(lengths) >= 4 {
		n := int(int32(binary.LittleEndian.Uint32(lengths)))
		if n < 0 {
			return fmt.Errorf("a document has %d words", n)
		}
		b.from, b.lengths = append(b.from, words), append(b.lengths, n)
		words, lengths = words+n, lengths[4:]
	}
	if len(b.cells) != words*len(b.attrs)*8 || len(b.spaces) != words {
		return fmt.Errorf("%d words are announced, but there are %d blanks and %d cells", words, len(b.spaces), len(b.cells)/8)
	}
	b.groups, _ = m.get("span_groups").([]any)
	b.data, _ = m.get("user_data").([]any)
	b.flags, _ = m.get("flags").([]any)
	return nil
}

// cell is a column of the i-th word of the file, and whether there is one.
func (b *openBin) cell(i int, attr uint64) (uint64, bool) {
	k := slices.Index(b.attrs, attr)
	if k < 0 {
		return 0, false
	}
	return binary.LittleEndian.Uint64(b.cells[(i*len(b.attrs)+k)*8:]), true
}

func (b *openBin) name(i int, attr uint64) string {
	id, _ := b.cell(i, attr)
	return b.names[id]
}

// found reads one document.
func (b *openBin) found(n int) Found {
	found := Found{Unit: CodePoint}
	if n < len(b.flags) {
		flags, _ := b.flags[n].(packed)
		found.Rebuilt, _ = flags.get("has_unknown_spaces").(bool)
	}
	c := &cut{doc: &annotations.Document{}}
	var s strings.Builder
	at := text.Rune(0)
	for i := b.from[n]; i < b.from[n]+b.lengths[n]; i++ {
		id, _ := b.cell(i, attrOrth)
		form, ok := b.names[id]
		if !ok || form == "" {
			found.Problems = append(found.Problems, invalid("unknown_string", "tokens", "word %d has the id %d, which the file does not spell", i-b.from[n], id))
			return found
		}
		s.WriteString(form)
		w := placed{}
		w.Start, w.End = at, at+text.Rune(len([]rune(form)))
		if at = w.End; b.spaces[i] != 0 {
			s.WriteByte(' ')
			at++
		}
		c.words = append(c.words, w)
	}
	found.Text = s.String()
	c.doc.Text = text.New(found.Text)
	data, own := b.userData(n, found.Text)
	found.ID, found.Language, found.Meta = data.ID, data.Language, data.Meta
	spans := b.spans(n, c, &found)
	if len(found.Problems) == 0 {
		found.Sets = b.sets(c, spans, data, own)
	}
	return found
}

// userData is what Galley wrote beside the document; own reports whether it did
// and for this text.
func (b *openBin) userData(n int, s string) (data spacyData, own bool) {
	if n >= len(b.data) {
		return data, false
	}
	raw, _ := b.data[n].([]byte)
	v, err := unpack(raw)
	if err != nil {
		return data, false
	}
	m, _ := v.(packed)
	written, _ := m.get(spacyUserData).(string)
	if json.Unmarshal([]byte(written), &data) != nil || data.SHA256 != text.New(s).SHA256() {
		return spacyData{}, false
	}
	return data, data.Set != nil
}

// spans reads the span groups and entities of a document.
func (b *openBin) spans(n int, c *cut, found *Found) []spacySpan {
	var all []spacySpan
	seen := map[spacySpan]bool{}
	type place struct {
		label        string
		first, after int
	}
	taken := map[place]bool{}
	groups := b.spanGroups(n, found)
	for _, g := range groups {
		// "sc" repeats what the other groups hold.
		if g.name == spacyAll && len(groups) > 1 && covered(g, groups) {
			continue
		}
		for _, sp := range g.spans {
			if sp.first < 0 || sp.after <= sp.first || sp.after > len(c.words) {
				found.Problems = append(found.Problems, invalid("outside_text", "spans."+g.name, "a span of words %d to %d lies outside the %d words of the document", sp.first, sp.after, len(c.words)))
				continue
			}
			if !seen[sp] {
				seen[sp], taken[place{sp.label, sp.first, sp.after}] = true, true
				all = append(all, sp)
			}
		}
	}
	for _, e := range b.ents(n) {
		if !taken[place{e.label, e.first, e.after}] {
			all = append(all, e)
		}
	}
	return all
}

// covered reports whether every span of g is in another group.
func covered(g spacyGroup, groups []spacyGroup) bool {
	seen := map[spacySpan]bool{}
	for _, o := range groups {
		if o.name != g.name {
			for _, sp := range o.spans {
				seen[sp] = true
			}
		}
	}
	return !slices.ContainsFunc(g.spans, func(sp spacySpan) bool { return !seen[sp] })
}

func (b *openBin) spanGroups(n int, found *Found) (all []spacyGroup) {
	if n >= len(b.groups) {
		return nil
	}
	raw, _ := b.groups[n].([]byte)
	v, err := unpack(raw)
	if err != nil {
		found.Problems = append(found.Problems, invalid("bad_docbin", "span_groups", "%v", err))
		return nil
	}
	byName, _ := v.(packed)
	for _, e := range byName {
		key, _ := e.key.([]byte)
		if s, ok := e.key.(string); ok {
			key = []byte(s)
		}
		group, err := unpack(key)
		m, ok := group.(packed)
		if err != nil || !ok {
			found.Problems = append(found.Problems, invalid("bad_docbin", "span_groups", "a group cannot be read"))
			continue
		}
		g := spacyGroup{}
		g.name, _ = m.get("name").(string)
		records, _ := m.get("spans").([]any)
		for _, r := range records {
			record, _ := r.([]byte)
			if len(record) != spanRecordLength {
				found.Problems = append(found.Problems, invalid("bad_docbin", "span_groups", "a span has %d bytes, not %d", len(record), spanRecordLength))
				continue
			}
			g.spans = append(g.spans, b.record(record))
		}
		all = append(all, g)
	}
	return all
}

func (b *openBin) record(r []byte) spacySpan {
	id := func(at int) string { return b.names[binary.BigEndian.Uint64(r[at:])] }
	n := func(at int) int { return int(int32(binary.BigEndian.Uint32(r[at:]))) }
	return spacySpan{id: id(0), kb: id(8), label: id(16), first: n(24), after: n(28), startChar: n(32), endChar: n(36)}
}

// ents reads doc.ents.
func (b *openBin) ents(n int) (all []spacySpan) {
	open := false
	for i := range b.lengths[n] {
		at := b.from[n] + i
		iob, ok := b.cell(at, attrEntIOB)
		label := b.name(at, attrEntType)
		switch {
		case !ok || iob == entMissing || iob == entOutside || label == "":
			open = false
		case iob == entBegin || !open || all[len(all)-1].label != label:
			all = append(all, spacySpan{id: b.name(at, attrEntID), kb: b.name(at, attrEntKB), label: label, first: i, after: i + 1})
			open = true
		default:
			all[len(all)-1].after = i + 1
		}
	}
	return all
}

// sets puts spans together that share an id, and takes what Galley knew of them.
func (b *openBin) sets(c *cut, spans []spacySpan, data spacyData, own bool) []FoundSet {
	set := FoundSet{}
	knew := map[string]galleySpan{}
	if own {
		set.Author, set.State = string(data.Set.Owner), data.Set.State
		for _, sp := range data.Set.Spans {
			knew[sp.ID] = sp
		}
	}
	byID := map[string]int{}
	runs := map[string][]run{}
	for _, sp := range spans {
		f := annotations.Fragment{Start: c.words[sp.first].Start, End: c.words[sp.after-1].End}
		i, ok := byID[sp.id]
		if sp.id == "" || !ok || set.Spans[i].Label != sp.label {
			i = len(set.Spans)
			set.Spans = append(set.Spans, FoundSpan{ID: sp.id, Label: sp.label})
			if ok {
				set.Spans[i].ID = "" // a second span of one id
			} else if sp.id != "" {
				byID[sp.id] = i
			}
		}
		set.Spans[i].Fragments = append(set.Spans[i].Fragments, f)
		runs[sp.id] = append(runs[sp.id], run{first: sp.first, after: sp.after})
	}
	nameSpans(&set, byID)
	for i := range set.Spans {
		sp := &set.Spans[i]
		set.Spans[i].Fragments = inOrder(sp.Fragments)
		k, ok := knew[sp.ID]
		if !ok || k.Label != sp.Label {
			continue
		}
		sp.Attributes, sp.Note = k.Attributes, k.Note
		if c.same(k.Fragments, runs[sp.ID]) {
			sp.Fragments = k.Fragments
		}
	}
	if own {
		for _, l := range data.Set.Links {
			if linked(l, byID) {
				set.Links = append(set.Links, FoundLink{ID: l.ID, Type: l.Type, Roles: l.Roles, Attributes: l.Attributes})
			}
		}
	}
	if !own && len(set.Spans) == 0 {
		return nil
	}
	return []FoundSet{set}
}

// nameSpans gives ids to spans without one.
func nameSpans(set *FoundSet, taken map[string]int) {
	next := 1
	for i := range set.Spans {
		if set.Spans[i].ID != "" {
			continue
		}
		for {
			id := strconv.Itoa(next)
			next++
			if _, ok := taken[id]; !ok {
				set.Spans[i].ID = id
				break
			}
		}
	}
}

// inOrder sorts fragments and joins those that touch.
func inOrder(all []annotations.Fragment) []annotations.Fragment {
	slices.SortFunc(all, func(a, b annotations.Fragment) int { return int(a.Start - b.Start) })
	var out []annotations.Fragment
	for _, f := range all {
		if n := len(out); n > 0 && f.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, f.End)
			continue
		}
		out = append(out, f)
	}
	return out
}

// same reports whether exact fragments still become the words that a file has.
func (c *cut) same(fragments []annotations.Fragment, have []run) bool {
	for _, f := range fragments {
		if !c.doc.Text.Valid(f.Start, f.End) {
			return false
		}
	}
	var want []run
	runs, _ := c.runs(&annotations.Span{Fragments: fragments}, true)
	for _, r := range runs {
		want = append(want, run{first: r.first, after: r.after})
	}
	slices.SortFunc(have, func(a, b run) int { return a.first - b.first })
	return slices.Equal(want, have)
}

// linked reports whether every span of a link was found.
func linked(l galleyLink, byID map[string]int) bool {
	for _, ids := range l.Roles {
		for _, id := range ids {
			if _, ok := byID[id]; !ok {
				return false
			}
		}
	}
	return true
}
