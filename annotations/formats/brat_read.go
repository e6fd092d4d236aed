package formats

import (
	"cmp"
	"fmt"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/text"
)

// bratFiles are one document of a brat folder: its text and its annotations,
// which BioNLP keeps in two files.
type bratFiles struct {
	stem string
	text *File
	ann  []File
}

// readBrat reads a folder of brat's .txt and .ann files (.a1 and .a2 as well), a
// document a pair, checked against what brat's own server reads: T, R, E, A, M,
// N, # and * lines in any order. What a word means is left to the mapping; a
// table labels.json of ours gives the words back that it was written from.
//
// An event becomes a link with its roles and "trigger", a relation of Arg1 and
// Arg2 one "from" and "to". An event in a role stands for its trigger.
func readBrat(files []File, _ ReadOptions) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		docs, back, err := bratFolder(files)
		if err != nil {
			yield(Found{}, err)
			return
		}
		if len(docs) == 0 {
			yield(Found{}, invalid("other_format", "", "there is no .ann file among %d files", len(files)))
			return
		}
		var stems []string
		for _, d := range docs {
			stems = append(stems, d.stem)
		}
		who := newAuthors(stems)
		for _, d := range docs {
			doc, err := d.read(back, who.of(d.stem))
			if !yield(doc, err) || err != nil {
				return
			}
		}
	}
}

// bratFolder pairs the files, in order of their names, and finds labels.json.
func bratFolder(files []File) (docs []*bratFiles, back map[string]map[string]string, err error) {
	byStem := map[string]*bratFiles{}
	annotated := false
	for i, f := range files {
		base, extension := stem(f.Name)
		if path.Base(f.Name) == labelsFile {
			raw, _, err := slurp(f)
			if err != nil {
				return nil, nil, err
			}
			back = tables(raw)
		}
		if !slices.Contains([]string{".txt", ".ann", ".a1", ".a2"}, extension) {
			continue
		}
		d := byStem[base]
		if d == nil {
			d = &bratFiles{stem: base}
			byStem[base] = d
			docs = append(docs, d)
		}
		if extension == ".txt" {
			d.text = &files[i]
		} else {
			d.ann = append(d.ann, f)
			annotated = true
		}
	}
	if !annotated {
		return nil, back, nil
	}
	slices.SortFunc(docs, func(a, b *bratFiles) int { return cmp.Compare(a.stem, b.stem) })
	return docs, back, nil
}

func (d *bratFiles) read(back map[string]map[string]string, author string) (Found, error) {
	doc := Found{File: d.stem + ".ann", ID: idOfFile(d.stem + ".ann"), Unit: CodePoint}
	fail := func(p *annotations.Error) Found {
		doc.Problems = append(doc.Problems, p)
		return doc
	}
	if d.text == nil {
		return fail(invalid("no_text", doc.File, "has no %s.txt beside it", path.Base(d.stem))), nil
	}
	raw, problem, err := slurp(*d.text)
	if err != nil {
		return doc, err
	}
	if problem == nil {
		problem = utf8Problem(d.text.Name, raw)
	}
	if problem != nil {
		return fail(problem), nil
	}
	u := newUnixText(string(raw))
	doc.Text = u.kept
	r := &bratReader{doc: &doc, text: u, back: back, texts: map[string]*bratText{}, links: map[string]*bratLink{}, attributes: map[string]string{}}
	slices.SortFunc(d.ann, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	lines := 0
	for _, f := range d.ann {
		raw, problem, err := slurp(f)
		if err != nil {
			return doc, err
		}
		if problem == nil {
			problem = utf8Problem(f.Name, raw)
		}
		if problem != nil {
			doc.Problems = append(doc.Problems, problem)
			continue
		}
		for i, line := range strings.Split(strings.TrimPrefix(string(raw), "\uFEFF"), "\n") {
			if line = strings.TrimSuffix(line, "\r"); strings.TrimSpace(line) != "" {
				r.line(f.Name, i+1, line)
				lines++
			}
		}
	}
	if len(d.ann) > 0 && (lines > 0 || path.Base(path.Dir(d.stem)) != noOwner) {
		doc.Sets = []FoundSet{r.set(author)}
	}
	return doc, nil
}

// bratReader collects the lines of one document, then makes a set of them.
type bratReader struct {
	doc  *Found
	text unixText
	back map[string]map[string]string
	// texts and links are by brat's id, in order of their lines.
	texts      map[string]*bratText
	links      map[string]*bratLink
	textOrder  []*bratText
	linkOrder  []*bratLink
	attributes map[string]string // an A line's id → its target
	later      []bratLine        // A, M, N, # lines, which may stand before their target
}

type bratLine struct {
	file string
	line int
	id   string
	// head is what stands before the second tab, tail what stands behind it.
	head, tail string
}

func (l bratLine) place() string { return l.file + ":" + strconv.Itoa(l.line) }

type bratText struct {
	span    FoundSpan
	at      []located
	quote   string
	quoted  bool
	line    bratLine
	trigger bool
	// fragments are those a note of ours gives.
	fragments []annotations.Fragment
}

type bratLink struct {
	id, typ, trigger string
	args             []bratArg
	roles            []string
	attributes       map[string]annotations.Value
	line             bratLine
}

type bratArg struct{ role, target string }

func (r *bratReader) problem(l bratLine, reason, format string, args ...any) {
	p := invalid(reason, l.place(), format, args...)
	p.Line = l.line
	r.doc.Problems = append(r.doc.Problems, p)
}

func (r *bratReader) line(file string, number int, line string) {
	id, rest, ok := strings.Cut(line, "\t")
	l := bratLine{file: file, line: number, id: id}
	l.head, l.tail, _ = strings.Cut(rest, "\t")
	if !ok || id == "" {
		r.problem(l, "bad_line", "has no tab behind an id: %q", short(line))
		return
	}
	switch id[0] {
	case 'T':
		r.textLine(l, rest)
	case 'R', 'E', '*':
		r.linkLine(l)
	case 'A', 'M', 'N', '#':
		if id[0] == 'A' || id[0] == 'M' {
			if f := strings.Fields(l.head); len(f) > 1 {
				r.attributes[id] = f[1]
			}
		}
		r.later = append(r.later, l)
	default:
		r.problem(l, "bad_line", "is none of T, R, E, A, M, N, # and *: %q", short(line))
	}
}

func (r *bratReader) textLine(l bratLine, rest string) {
	if r.texts[l.id] != nil {
		r.problem(l, "duplicate_id", "%s comes twice", l.id)
		return
	}
	label, places, _ := strings.Cut(l.head, " ")
	t := &bratText{span: FoundSpan{ID: l.id, Label: own(r.back, labelWord, label), Attributes: map[string]annotations.Value{}}, line: l}
	_, t.quote, t.quoted = strings.Cut(rest, "\t")
	t.quoted = t.quoted && t.quote != ""
	for place := range strings.SplitSeq(places, ";") {
		from, to, _ := strings.Cut(strings.TrimSpace(place), " ")
		start, err1 := strconv.Atoi(from)
		end, err2 := strconv.Atoi(strings.TrimSpace(to))
		if err1 != nil || err2 != nil || label == "" {
			r.problem(l, "bad_line", "%q is not a type and pairs of offsets", short(l.head))
			return
		}
		t.at = append(t.at, located{start: start, end: end, place: l.place()})
	}
	r.texts[l.id] = t
	r.textOrder = append(r.textOrder, t)
}

func (r *bratReader) linkLine(l bratLine) {
	if l.id != "*" && r.links[l.id] != nil {
		r.problem(l, "duplicate_id", "%s comes twice", l.id)
		return
	}
	words := strings.Fields(l.head)
	link := &bratLink{id: l.id, attributes: map[string]annotations.Value{}, line: l}
	if len(words) > 0 {
		link.typ = words[0]
		words = words[1:]
	}
	if l.id[0] == 'E' {
		link.typ, link.trigger, _ = strings.Cut(link.typ, ":")
	}
	for _, w := range words {
		a := bratArg{"member", w}
		if l.id[0] != '*' {
			a.role, a.target, _ = strings.Cut(w, ":")
		}
		if a.role == "" || a.target == "" {
			r.problem(l, "bad_line", "%q is not a role and an id", short(w))
			return
		}
		link.args = append(link.args, a)
	}
	if link.typ == "" || len(link.args) == 0 && link.trigger == "" {
		r.problem(l, "bad_line", "%q says no type or joins nothing", short(l.head))
		return
	}
	if l.id == "*" {
		link.id = fmt.Sprintf("*%d", len(r.linkOrder)+1)
	}
	link.typ = own(r.back, linkWord, link.typ)
	r.links[link.id] = link
	r.linkOrder = append(r.linkOrder, link)
}

// set puts together what the lines said.
func (r *bratReader) set(author string) FoundSet {
	set := FoundSet{Author: author, Spans: []FoundSpan{}, Links: []FoundLink{}}
	r.asides()
	for _, l := range r.later {
		switch l.id[0] {
		case 'A', 'M':
			r.attribute(l)
		case 'N':
			r.reference(l)
		default:
			r.note(l)
		}
	}
	r.ground()
	ids, taken := map[string]string{}, map[string]bool{}
	for _, t := range r.textOrder {
		if t.trigger || len(t.span.Fragments) == 0 {
			continue
		}
		if taken[t.span.ID] {
			t.span.ID = t.line.id
		}
		for taken[t.span.ID] {
			t.span.ID += "'"
		}
		taken[t.span.ID] = true
		ids[t.line.id] = t.span.ID
		set.Spans = append(set.Spans, t.span)
	}
	joined := map[string]int{}
	for _, l := range r.linkOrder {
		found := r.link(l, ids)
		if len(found.Roles) == 0 {
			continue
		}
		if i, ok := joined[found.ID+"\n"+found.Type]; ok && len(l.roles) == 2 {
			joinPair(&set.Links[i], pair{l.roles[0], found.Roles[l.roles[0]][0], l.roles[1], lastOf(found.Roles[l.roles[1]])})
			continue
		}
		joined[found.ID+"\n"+found.Type] = len(set.Links)
		set.Links = append(set.Links, found)
	}
	return set
}

func lastOf(all []string) string { return all[len(all)-1] }

// ground finds out in which unit the document counts, and gives every span its
// fragments.
func (r *bratReader) ground() {
	var at []located
	for _, t := range r.textOrder {
		t.split()
		at = append(at, t.at...)
	}
	unit, fragments, problems := ground(r.text.raw, at, CodePoint)
	r.doc.Unit = unit
	for _, p := range problems {
		_, line, _ := strings.Cut(p.Field, ":")
		p.Line, _ = strconv.Atoi(line)
	}
	r.doc.Problems = append(r.doc.Problems, problems...)
	kept := text.New(r.text.kept)
	for _, t := range r.textOrder {
		var own []annotations.Fragment
		whole := true
		for _, f := range fragments[:len(t.at)] {
			f = r.text.fragment(f)
			whole = whole && f.Start < f.End
			own = append(own, f)
		}
		fragments = fragments[len(t.at):]
		if whole {
			t.span.Fragments = joinFragments(own)
		}
		// A note of ours knows the fragments that were cut at line ends.
		if whole && len(t.fragments) > 0 && check.Ground(kept, t.fragments) == nil {
			if cut, _ := cutAtBreaks(kept, t.fragments); slices.Equal(cut, t.span.Fragments) {
				t.span.Fragments = t.fragments
			}
		}
	}
}

// split gives each fragment its part of the quotation, which joins them with a
// blank, when the parts are as long as the offsets say in one of the units.
func (t *bratText) split() {
	if !t.quoted {
		return
	}
	if len(t.at) == 1 {
		t.at[0].quote, t.at[0].quoted = t.quote, true
		return
	}
	q := text.New(t.quote)
	total := len(t.at) - 1
	for _, a := range t.at {
		total += a.end - a.start
	}
	cut := func(from, to int) string { return q.Slice(text.Rune(from), text.Rune(to)) }
	switch total {
	case int(q.Len()):
	case int(q.UTF16Len()):
		cut = func(from, to int) string {
			a := q.FromUTF16(text.UTF16(from))
			return q.Slice(a, max(a, q.FromUTF16(text.UTF16(to))))
		}
	default:
		return
	}
	at := 0
	for i := range t.at {
		n := t.at[i].end - t.at[i].start
		if n < 0 {
			return
		}
		t.at[i].quote, t.at[i].quoted = cut(at, at+n), true
		at += n + 1
	}
}

// link gives one relation or event with the spans that are there.
func (r *bratReader) link(l *bratLink, ids map[string]string) FoundLink {
	found := FoundLink{ID: l.id, Type: l.typ, Roles: map[string][]string{}, Attributes: l.attributes}
	if id, ok := l.attributes["\x00id"].Str(); ok && id != "" {
		found.ID = id
	}
	delete(l.attributes, "\x00id")
	put := func(role, target string) {
		if t := r.texts[target]; t != nil && t.trigger && role == "trigger" {
			return
		}
		id, ok := ids[r.spanOf(target)]
		if !ok {
			r.problem(l.line, "unknown_span", "%s names %s, which is no span of this document", l.id, target)
			return
		}
		if !slices.Contains(found.Roles[role], id) {
			found.Roles[role] = append(found.Roles[role], id)
		}
	}
	if l.trigger != "" {
		put("trigger", l.trigger)
	}
	seen := map[string]bool{}
	for i, a := range l.args {
		role := a.role
		switch base := strings.TrimRight(role, "0123456789"); {
		case l.id[0] == 'R' && len(l.roles) == 2 && i < 2:
			role = l.roles[i]
		case l.id[0] == 'R' && role == "Arg1":
			role = "from"
		case l.id[0] == 'R' && role == "Arg2":
			role = "to"
		case base != role && seen[base]: // a role that is repeated is numbered
			role = base
		}
		seen[role] = true
		if l.id[0] == 'E' {
			role = own(r.back, roleWord, role)
		}
		put(role, a.target)
	}
	return found
}

// spanOf is the T id that an id stands for: its own, or the trigger of an event.
func (r *bratReader) spanOf(id string) string {
	if l := r.links[id]; l != nil && l.trigger != "" {
		return l.trigger
	}
	return id
}

// detectBrat knows a folder of brat by an .ann file whose first line is one of
// its kinds, or by annotation.conf.
func detectBrat(files []File, head func(File) []byte) bool {
	for _, f := range files {
		if path.Base(f.Name) == "annotation.conf" {
			return true
		}
		if _, extension := stem(f.Name); extension == ".ann" {
			line, _, _ := strings.Cut(string(head(f)), "\n")
			id, _, ok := strings.Cut(line, "\t")
			if ok && id != "" && strings.ContainsRune("TREAMN#*", rune(id[0])) && (id == "*" || len(id) > 1) {
				return true
			}
		}
	}
	return false
}
