package formats

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

const teiSpace = "http://www.tei-c.org/ns/1.0"

// teiWriter writes TEI P5 with the annotations in standOff: OWNER/ID.xml for
// each document and set, labels.json beside the folders.
//
// The string value of body is the text, to the last blank: blocks are div,
// lines p, sentences s, tokens w and pc. A token is cut into seg where a span
// starts or ends inside it, so that every span is a row of whole elements: from
// the first to the last, or all of them in target when it has several fragments
// (ranges of them where only blanks lie between two fragments).
// Labels are categories in the header, attributes feature structures, links
// relations of two spans with their roles in a feature structure.
type teiWriter struct {
	base
	shelf  shelf
	words  *wordbook
	broken error
}

func newTEI(f Folder, o Options) Writer {
	t := &teiWriter{base: newBase(o), shelf: shelf{f}, words: newWordbook(func(s string) string { return asciiWord(s, "_-.") })}
	t.broken = t.words.learn(o.Schema)
	return t
}

func (t *teiWriter) Write(it *Item) error {
	if t.broken != nil {
		return t.broken
	}
	if err := t.order.admit(it); err != nil {
		return err
	}
	sets := it.sorted()
	if len(sets) == 0 {
		sets = []Set{{}}
	}
	for _, s := range sets {
		p := &teiPage{teiWriter: t, doc: it.Document, set: s, spans: map[string]string{}, at: map[string][]annotations.Fragment{}}
		raw, err := p.write()
		if err == nil {
			err = t.failed
		}
		if err == nil {
			err = t.shelf.put(placeOf(s.Owner, it.Document.ID)+".xml", raw)
		}
		if err != nil {
			return err
		}
	}
	t.tally.Documents++
	return nil
}

func (t *teiWriter) Close() (Report, error) {
	if err := cmp.Or(t.broken, t.failed); err != nil {
		return t.tally.Report, err
	}
	table, err := t.words.table()
	if err == nil {
		err = t.shelf.put(labelsFile, table)
	}
	return t.tally.Report, err
}

// teiPage is one file in the making.
type teiPage struct {
	*teiWriter
	doc    *annotations.Document
	set    Set
	tokens grid
	units  []teiUnit
	at     map[string][]annotations.Fragment // our span id → what is written of it
	spans  map[string]string                 // our span id → its xml:id
	// features are the feature structures, by number from 1.
	features []string
}

// teiUnit is an element that a span may begin or end with.
type teiUnit struct {
	id string
	annotations.Fragment
}

func (p *teiPage) write() ([]byte, error) {
	p.tokens = p.o.tokens(p.doc.Text, p.doc.Language, false)
	for _, sp := range p.set.Spans {
		p.cut(sp)
	}
	p.divide()
	groups, err := p.groups()
	if err != nil {
		return nil, err
	}
	relations, err := p.relations()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString(xmlHead + `<TEI xmlns="` + teiSpace + `">` + "\n")
	p.header(&b)
	if groups+relations != "" {
		b.WriteString("<standOff>\n" + groups + relations)
		for i, f := range p.features {
			fmt.Fprintf(&b, "<fs xml:id=\"f%d\" %s</fs>\n", i+1, f)
		}
		b.WriteString("</standOff>\n")
	}
	lang := ""
	if p.doc.Language != "" {
		lang = ` xml:lang="` + xmlEscape(p.doc.Language) + `"`
	}
	b.WriteString("<text" + lang + `><body xml:space="preserve">`)
	p.body(&b)
	b.WriteString("</body></text>\n</TEI>\n")
	return []byte(b.String()), nil
}

// cut decides what of a span is written: its fragments without blanks at the
// edges, which no element holds.
func (p *teiPage) cut(sp *annotations.Span) {
	var all []annotations.Fragment
	for _, f := range sp.Fragments {
		first, end, _ := p.tokens.cover(f)
		if first < end {
			ground := p.tokens.ground(first, end)
			all = append(all, annotations.Fragment{Start: max(f.Start, ground.Start), End: min(f.End, ground.End)})
		}
	}
	if len(all) == 0 {
		p.lose(p.doc, p.set.Owner, sp.ID, EmptyAfterTrim, "")
		return
	}
	if !slices.Equal(all, sp.Fragments) && !p.flat(p.doc, p.set.Owner, sp.ID, Trimmed, strings.Join(annotations.Quote(p.doc.Text, all), " … ")) {
		return
	}
	p.at[sp.ID] = all
	p.tally.Spans++
}

// divide makes the units: tokens, cut where a span starts or ends in one.
func (p *teiPage) divide() {
	cuts := map[text.Rune]bool{}
	for _, fragments := range p.at {
		for _, f := range fragments {
			cuts[f.Start], cuts[f.End] = true, true
		}
	}
	for i, t := range p.tokens {
		id := fmt.Sprintf("w%d", i+1)
		start, n := t.Start, 0
		for at := t.Start + 1; at < t.End; at++ {
			if cuts[at] {
				n++
				p.units = append(p.units, teiUnit{fmt.Sprintf("%s.%d", id, n), annotations.Fragment{Start: start, End: at}})
				start = at
			}
		}
		if n > 0 {
			id = fmt.Sprintf("%s.%d", id, n+1)
		}
		p.units = append(p.units, teiUnit{id, annotations.Fragment{Start: start, End: t.End}})
	}
}

// row are the units of a fragment.
func (p *teiPage) row(f annotations.Fragment) []teiUnit {
	find := func(at text.Rune) int {
		i, _ := slices.BinarySearchFunc(p.units, at, func(u teiUnit, at text.Rune) int { return cmp.Compare(u.Start, at) })
		return i
	}
	return p.units[find(f.Start):find(f.End)]
}

// groups writes the spans, a spanGrp for each label.
func (p *teiPage) groups() (string, error) {
	byLabel := map[string][]*annotations.Span{}
	for _, sp := range p.set.Spans {
		if p.at[sp.ID] != nil {
			byLabel[sp.Label] = append(byLabel[sp.Label], sp)
			p.spans[sp.ID] = fmt.Sprintf("a%d", len(p.spans)+1)
		}
	}
	var b strings.Builder
	for _, label := range slices.Sorted(maps.Keys(byLabel)) {
		word, err := p.words.word(labelWord, label)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "<spanGrp type=\"%s\">\n", word)
		for _, sp := range byLabel[label] {
			features, err := p.attributes(sp.ID, sp.Attributes)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, `<span xml:id="%s" n="%s" ana="#label.%s%s" %s>`, p.spans[sp.ID], xmlEscape(sp.ID), word, features, p.pointers(p.at[sp.ID]))
			if sp.Note != "" {
				b.WriteString("<note>" + xmlEscape(p.clean(sp.ID, sp.Note)) + "</note>")
			}
			b.WriteString("</span>\n")
		}
		b.WriteString("</spanGrp>\n")
	}
	return b.String(), nil
}

// pointers are the attributes that say where a span lies.
func (p *teiPage) pointers(fragments []annotations.Fragment) string {
	if len(fragments) == 1 {
		row := p.row(fragments[0])
		return fmt.Sprintf(`from="#%s" to="#%s"`, row[0].id, row[len(row)-1].id)
	}
	// Where only blanks lie between two fragments, a list of elements would not
	// say where one ends: then each is a range.
	ranges := slices.ContainsFunc(fragments[1:], func(f annotations.Fragment) bool {
		before := fragments[slices.Index(fragments, f)-1]
		return strings.TrimFunc(p.doc.Text.Slice(before.End, f.Start), unicode.IsSpace) == ""
	})
	var all []string
	for _, f := range fragments {
		row := p.row(f)
		if ranges {
			all = append(all, fmt.Sprintf("#range(%s,%s)", row[0].id, row[len(row)-1].id))
			continue
		}
		for _, u := range row {
			all = append(all, "#"+u.id)
		}
	}
	return `target="` + strings.Join(all, " ") + `"`
}

// clean gives a string as XML can carry it, and reports what it cannot.
func (p *teiPage) clean(target, s string) string {
	c := xmlText(s)
	if c != s {
		p.lose(p.doc, p.set.Owner, target, IllegalCharacter, "blanks in place of the characters")
	}
	return c
}

// feature adds a feature structure and gives a pointer to it.
func (p *teiPage) feature(kind, content string) string {
	p.features = append(p.features, `type="`+kind+`">`+content)
	return fmt.Sprintf(" #f%d", len(p.features))
}

// attributes writes the values of a span or link; "" when there are none.
func (p *teiPage) attributes(target string, values annotations.Attributes) (string, error) {
	if len(values) == 0 {
		return "", nil
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		word, err := p.words.word(attributeWord, name)
		if err != nil {
			return "", err
		}
		v := values[name]
		fmt.Fprintf(&b, `<f name="%s">`, word)
		if yes, ok := v.Yes(); ok {
			fmt.Fprintf(&b, `<binary value="%t"/>`, yes)
		} else if list, ok := v.Items(); ok {
			b.WriteString(`<vColl org="list">`)
			for _, s := range list {
				b.WriteString("<string>" + xmlEscape(p.clean(target, s)) + "</string>")
			}
			b.WriteString("</vColl>")
		} else {
			b.WriteString("<string>" + xmlEscape(p.clean(target, v.Text())) + "</string>")
		}
		b.WriteString("</f>")
	}
	return p.feature("attributes", b.String()), nil
}

// relations writes the links.
func (p *teiPage) relations() (string, error) {
	var b strings.Builder
	for _, l := range p.set.Links {
		kept, missing := present(l, func(id string) bool { return p.spans[id] != "" })
		all, binary := pairs(p.o.Schema, kept)
		if len(all) == 0 || missing > 0 && p.drops() {
			p.lose(p.doc, p.set.Owner, l.ID, EndpointMissing, "")
			continue
		}
		if missing > 0 {
			p.lose(p.doc, p.set.Owner, l.ID, EndpointMissing, fmt.Sprintf("the link without %d spans", missing))
		}
		p.tally.Links++
		word, err := p.words.word(linkWord, l.Type)
		if err != nil {
			return "", err
		}
		features, err := p.attributes(l.ID, l.Attributes)
		if err != nil {
			return "", err
		}
		for _, x := range all {
			roles := ""
			for _, role := range []struct{ name, is string }{{"active", x.fromRole}, {"passive", x.toRole}} {
				w, err := p.words.word(roleWord, role.is)
				if err != nil {
					return "", err
				}
				roles += fmt.Sprintf(`<f name="%s"><symbol value="%s"/></f>`, role.name, w)
			}
			name := word
			if !binary {
				name += ":" + p.words.words[roleWord][x.toRole]
			}
			ana := p.feature("roles", roles) + features
			fmt.Fprintf(&b, `<relation n="%s" type="%s" name="%s" active="#%s" passive="#%s" ana="%s"/>`+"\n",
				xmlEscape(l.ID), word, name, p.spans[x.from], p.spans[x.to], strings.TrimSpace(ana))
		}
	}
	if b.Len() == 0 {
		return "", nil
	}
	return "<listRelation>\n" + b.String() + "</listRelation>\n", nil
}

func (p *teiPage) header(b *strings.Builder) {
	b.WriteString("<teiHeader>\n<fileDesc><titleStmt><title>" + xmlEscape(xmlText(p.doc.Title())) + "</title></titleStmt>\n" +
		`<publicationStmt><authority>Galley</authority><idno type="galley">` + xmlEscape(p.doc.ID) + "</idno></publicationStmt>\n<sourceDesc><bibl>")
	if url := p.doc.Meta["url"]; url != "" {
		b.WriteString(`<ptr target="` + xmlEscape(xmlText(url)) + `"/>`)
	}
	b.WriteString("</bibl></sourceDesc></fileDesc>\n<encodingDesc><classDecl><taxonomy>\n")
	for _, own := range slices.Sorted(maps.Keys(p.words.words[labelWord])) {
		name := own
		if p.o.Schema != nil && p.o.Schema.Label(own) != nil {
			name = orElse(p.o.Schema.Label(own).Name.In("en"), own)
		}
		fmt.Fprintf(b, "<category xml:id=\"label.%s\" n=\"%s\"><catDesc>%s</catDesc></category>\n", p.words.words[labelWord][own], xmlEscape(xmlText(own)), xmlEscape(xmlText(name)))
	}
	b.WriteString("</taxonomy></classDecl></encodingDesc>\n")
	if p.doc.Language != "" {
		b.WriteString(`<profileDesc><langUsage><language ident="` + xmlEscape(p.doc.Language) + `"/></langUsage></profileDesc>` + "\n")
	}
	b.WriteString("</teiHeader>\n")
}

// body writes the text: div, p and s are closed where their stretch ends, and
// the blanks between tokens stand where they stand in the text.
func (p *teiPage) body(b *strings.Builder) {
	if len(p.tokens) == 0 {
		b.WriteString("<p>" + textEscape(p.doc.Text.String()) + "</p>")
		return
	}
	divs := p.divs()
	sentences := map[int]bool{} // tokens that begin a sentence
	starts := []text.Rune{}
	for s := range p.doc.Text.Sentences() {
		starts = append(starts, s)
	}
	k := 0
	for i, t := range p.tokens {
		for k < len(starts) && starts[k] <= t.Start {
			sentences[i] = true
			k++
		}
	}
	at, unit, div, sentence := text.Rune(0), 0, -1, 0
	open := false
	for i, t := range p.tokens {
		gap := p.doc.Text.Slice(at, t.Start)
		fresh := i == 0 || strings.Contains(gap, "\n")
		next := div
		for next+1 < len(divs) && divs[next+1].Start <= t.Start {
			next++
		}
		if open && (fresh || next != div || sentences[i]) {
			b.WriteString("</s>")
			if fresh || next != div {
				b.WriteString("</p>")
			}
		}
		b.WriteString(textEscape(gap))
		if next != div {
			if div >= 0 {
				b.WriteString("</div>")
			}
			fmt.Fprintf(b, `<div type="%s">`, divs[next].Role)
			fresh = true
		}
		div = next
		if fresh {
			b.WriteString("<p>")
		}
		if fresh || sentences[i] {
			sentence++
			fmt.Fprintf(b, `<s xml:id="s%d">`, sentence)
		}
		open = true
		unit = p.token(b, i, unit)
		at = t.End
	}
	b.WriteString("</s></p>" + textEscape(p.doc.Text.Slice(at, p.doc.Text.Len())))
	if div >= 0 {
		b.WriteString("</div>")
	}
}

// divs are the blocks, when their borders lie between tokens and each holds one.
func (p *teiPage) divs() []annotations.Block {
	for _, block := range p.doc.Blocks {
		first, end, _ := p.tokens.cover(annotations.Fragment{Start: block.Start, End: block.End})
		if first >= end || p.tokens[first].Start < block.Start || p.tokens[end-1].End > block.End {
			return nil
		}
	}
	return p.doc.Blocks
}

// token writes a token with its parts and gives the next unit.
func (p *teiPage) token(b *strings.Builder, i, unit int) int {
	t := p.tokens[i]
	words := p.doc.Text.Slice(t.Start, t.End)
	r := []rune(words)
	if len(r) == 1 && !unicode.IsLetter(r[0]) && !unicode.IsDigit(r[0]) {
		fmt.Fprintf(b, `<pc xml:id="w%d">%s</pc>`, i+1, textEscape(words))
		return unit + 1
	}
	fmt.Fprintf(b, `<w xml:id="w%d">`, i+1)
	if p.units[unit].End == t.End {
		b.WriteString(textEscape(words))
		unit++
	} else {
		for ; unit < len(p.units) && p.units[unit].End <= t.End; unit++ {
			u := p.units[unit]
			fmt.Fprintf(b, `<seg xml:id="%s">%s</seg>`, u.id, textEscape(p.doc.Text.Slice(u.Start, u.End)))
		}
	}
	b.WriteString("</w>")
	return unit
}

// textEscape writes text for an element's content, where tabs and line ends
// stay as they are.
func textEscape(s string) string { return textEscaper.Replace(s) }

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
