package formats

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// webannoWriter writes WebAnno TSV 3.3 after INCEpTION's user guide and the
// rules of its reader (Tsv3XDeserializer): OWNER/ID.tsv for each document and
// set, with TypeSystem.xml, which declares the layers a project must have, and
// labels.json beside the folders.
//
// The layers are those of the CAS formats. A span lies on whole tokens and on
// parts of them, so blanks at its edges are cut off; every span has a number in
// brackets, which keeps stacked ones apart. Offsets are UTF-16 units. What lies
// between two sentences is written behind the first one, because a reader would
// fill it with blanks.
type webannoWriter struct {
	casBuilder
	shelf shelf
}

func newWebAnno(f Folder, o Options) Writer {
	b := newCasBuilder(o, tsvText, true)
	b.ground = onTokens
	return &webannoWriter{b, shelf{f}}
}

// tsvText puts blanks for characters that would end a line or have no escape.
func tsvText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' {
			return ' '
		}
		return r
	}, s)
}

// onTokens cuts fragments to the tokens they lie on.
func onTokens(p *casPage, sp *annotations.Span) (all []annotations.Fragment) {
	for _, f := range sp.Fragments {
		first, end, _ := p.grid.cover(f)
		if first < end {
			ground := p.grid.ground(first, end)
			all = append(all, annotations.Fragment{Start: max(f.Start, ground.Start), End: min(f.End, ground.End)})
		}
	}
	return all
}

func (w *webannoWriter) Write(it *Item) error {
	if len(w.o.tokens(it.Document.Text, it.Document.Language, false)) == 0 && w.broken == nil {
		if err := w.order.admit(it); err != nil {
			return err
		}
		w.lose(it.Document, "", "", EmptyText, "")
		return w.failed
	}
	return w.eachSet(it, func(d *annotations.Document, s Set) error {
		doc, err := w.build(d, s)
		if err != nil {
			return err
		}
		page := newTSVPage(doc)
		if lead := page.units(0, page.tokens[0].begin); strings.Trim(lead, " ") != "" {
			w.lose(d, s.Owner, "", TextChanged, "the blanks before the first word as spaces")
		}
		if w.failed != nil {
			return w.failed
		}
		return w.shelf.put(placeOf(s.Owner, d.ID)+".tsv", page.write())
	})
}

func (w *webannoWriter) Close() (Report, error) {
	if err := cmp.Or(w.broken, w.failed); err != nil {
		return w.tally.Report, err
	}
	table, err := w.words.table()
	if err == nil {
		err = w.shelf.put(typeSystemFile, w.types.xml())
	}
	if err == nil {
		err = w.shelf.put(labelsFile, table)
	}
	return w.tally.Report, err
}

// tsvPage is one file in the making.
type tsvPage struct {
	*cas
	text      text.Text
	tokens    []*casFS
	sentences [][2]int // tokens [first, end)
	rows      []*tsvRow
	first     map[int]*tsvRow // an annotation's id → its first row
}

// tsvRow is a token, or a part of one, with what lies on it.
type tsvRow struct {
	id         string
	begin, end int
	spans      []*casFS
	relations  []*casFS
}

func newTSVPage(c *cas) *tsvPage {
	p := &tsvPage{cas: c, text: text.New(c.views[0].text), first: map[int]*tsvRow{}}
	var starts []int
	for _, f := range c.list {
		switch f.typ {
		case casTokenType:
			p.tokens = append(p.tokens, f)
		case casSentenceType:
			starts = append(starts, f.begin)
		}
	}
	at := 0
	for i, t := range p.tokens {
		fresh := i == 0
		for at < len(starts) && starts[at] <= t.begin {
			at++
			fresh = true
		}
		if fresh {
			p.sentences = append(p.sentences, [2]int{i, i})
		}
		p.sentences[len(p.sentences)-1][1] = i + 1
	}
	p.place()
	return p
}

// units is the text between two positions in UTF-16 units.
func (p *tsvPage) units(begin, end int) string {
	return p.text.Slice(p.text.FromUTF16(text.UTF16(begin)), p.text.FromUTF16(text.UTF16(end)))
}

// place puts every annotation on its rows, parts of tokens behind their token.
func (p *tsvPage) place() {
	parts := make([]map[[2]int]*tsvRow, len(p.tokens))
	whole := make([]*tsvRow, len(p.tokens))
	for i, t := range p.tokens {
		parts[i], whole[i] = map[[2]int]*tsvRow{}, &tsvRow{begin: t.begin, end: t.end}
	}
	on := map[int][]*tsvRow{}
	for _, f := range p.list {
		if f.typ != casSpanType {
			continue
		}
		first, _ := slices.BinarySearchFunc(p.tokens, f.begin, func(t *casFS, at int) int {
			if t.end <= at {
				return -1
			}
			return 1
		})
		for i := first; i < len(p.tokens) && p.tokens[i].begin < f.end; i++ {
			t := p.tokens[i]
			row := whole[i]
			if f.begin > t.begin || f.end < t.end {
				part := [2]int{max(f.begin, t.begin), min(f.end, t.end)}
				if row = parts[i][part]; row == nil {
					row = &tsvRow{begin: part[0], end: part[1]}
					parts[i][part] = row
				}
			}
			row.spans = append(row.spans, f)
			on[f.id] = append(on[f.id], row)
		}
	}
	for s, tokens := range p.sentences {
		for i := tokens[0]; i < tokens[1]; i++ {
			whole[i].id = fmt.Sprintf("%d-%d", s+1, i-tokens[0]+1)
			p.rows = append(p.rows, whole[i])
			var inner []*tsvRow
			for _, row := range parts[i] {
				inner = append(inner, row)
			}
			slices.SortFunc(inner, func(a, b *tsvRow) int { return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end)) })
			for k, row := range inner {
				row.id = whole[i].id + "." + strconv.Itoa(k+1)
			}
			p.rows = append(p.rows, inner...)
		}
	}
	for id, rows := range on {
		p.first[id] = rows[0]
	}
	for _, f := range p.list {
		if f.typ == casRelationType {
			row := p.first[f.ref(casDependent)]
			row.relations = append(row.relations, f)
		}
	}
}

func (p *tsvPage) write() []byte {
	var b strings.Builder
	b.WriteString("#FORMAT=WebAnno TSV 3.3\n#T_SP=" + casSpanType)
	span, relation := p.used(casSpanType), p.used(casRelationType)
	for _, f := range span {
		b.WriteString("|" + f.name)
	}
	b.WriteString("\n#T_RL=" + casRelationType)
	for _, f := range relation {
		if f.rng != casSpanType {
			b.WriteString("|" + f.name)
		}
	}
	b.WriteString("|BT_" + casSpanType + "\n\n")
	row := 0
	for s, tokens := range p.sentences {
		end := int(p.text.UTF16Len())
		if s+1 < len(p.sentences) {
			end = p.tokens[p.sentences[s+1][0]].begin
		}
		last := p.tokens[tokens[1]-1].end
		b.WriteByte('\n')
		for line := range strings.SplitSeq(p.units(p.tokens[tokens[0]].begin, last)+kept(p.units(last, end), s+1 == len(p.sentences)), "\n") {
			b.WriteString("#Text=" + tsvTextEscaper.Replace(line) + "\n")
		}
		for ; row < len(p.rows) && strings.HasPrefix(p.rows[row].id, strconv.Itoa(s+1)+"-"); row++ {
			p.row(&b, p.rows[row], span, relation)
		}
	}
	return []byte(b.String())
}

// used are the features of a type that something in the file has. A column that
// is empty in every row may be left out.
func (p *tsvPage) used(typ string) (all []casFeature) {
	met := map[string]bool{casLabel: true, casUID: true}
	for _, f := range p.list {
		if f.typ == typ {
			for _, v := range f.values {
				met[v.name] = true
			}
		}
	}
	for _, f := range p.types.named[typ].features {
		if met[f.name] {
			all = append(all, f)
		}
	}
	return all
}

// kept is how much of the gap behind a sentence must be written for a reader to
// rebuild it: a reader puts one line end, then spaces.
func kept(gap string, last bool) string {
	if i := strings.LastIndexByte(gap, '\n'); i >= 0 && !last && strings.Trim(gap[i+1:], " ") == "" {
		return gap[:i]
	}
	return gap
}

func (p *tsvPage) row(b *strings.Builder, r *tsvRow, span, relation []casFeature) {
	form := strings.NewReplacer("\t", " ", "\n", " ").Replace(p.units(r.begin, r.end))
	fmt.Fprintf(b, "%s\t%d-%d\t%s\t", r.id, r.begin, r.end, form)
	column := func(all []*casFS, cell func(*casFS) string) {
		var cells []string
		for _, f := range all {
			cells = append(cells, cell(f))
		}
		b.WriteString(orElse(strings.Join(cells, "|"), "_") + "\t")
	}
	for _, f := range span {
		column(r.spans, func(fs *casFS) string { return tsvValue(fs, f.name) + fmt.Sprintf("[%d]", fs.id) })
	}
	for _, f := range relation {
		if f.rng != casSpanType {
			column(r.relations, func(fs *casFS) string { return tsvValue(fs, f.name) })
		}
	}
	column(r.relations, func(fs *casFS) string {
		governor, dependent := fs.ref(casGovernor), fs.ref(casDependent)
		return fmt.Sprintf("%s[%d_%d]", p.first[governor].id, governor, dependent)
	})
	b.WriteByte('\n')
}

// tsvValue is a feature's value escaped; "*" for none.
func tsvValue(f *casFS, name string) string {
	v, ok := f.value(name)
	if !ok {
		return "*"
	}
	return tsvEscaper.Replace(v.Text())
}

var (
	tsvEscaper = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "|", `\|`, "_", `\_`, "->", `\->`, ";", `\;`, "\t", `\t`, "\n", `\n`, "*", `\*`)
	// tsvUnescaper reads escapes from left to right, each once.
	tsvUnescaper   = strings.NewReplacer(`\\`, `\`, `\[`, "[", `\]`, "]", `\|`, "|", `\_`, "_", `\->`, "->", `\;`, ";", `\t`, "\t", `\n`, "\n", `\*`, "*")
	tsvTextEscaper = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\r", `\r`, "\f", `\f`, "\b", `\b`)
)
