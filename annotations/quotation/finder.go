package quotation

import (
	"unicode"

	"galley/annotations/text"
)

// closers are the marks that close what a mark opens.
var closers = map[rune]string{
	'„': "“”\"", '“': "”\"", '»': "«", '«': "»", '"': "\"",
	'‚': "‘’", '‘': "’", '›': "‹", '‹': "›",
}

// openers are the marks that a mark can close, the likelier first.
var openers = func() map[rune][]rune {
	all := map[rune][]rune{}
	for _, o := range "„“»«\"‚‘›‹" {
		for _, c := range closers[o] {
			all[c] = append(all[c], o)
		}
	}
	all['"'] = []rune{'"', '„', '“'}
	return all
}()

// open is a mark that waits for its partner.
type open struct {
	mark  rune
	at    text.Rune
	block int
	// maybe is where an apostrophe-like mark stood that closes this one if no
	// better one comes; 0 for none. Positive always: something was opened before.
	maybe text.Rune
}

// finder reads the paragraphs of one run of text, one after the other.
type finder struct {
	found *Found
	stack []open
	// count is how many of each mark are open, so that a mark that closes nothing
	// does not search the stack.
	count [256]int
	block int
}

// slot is a mark's place in count.
func slot(mark rune) int { return int(mark & 0xFF) }

// leaning is what the neighbours of a mark say about it.
type leaning int

const (
	neither leaning = iota
	opens
	closes
)

func (f *finder) read(block int, start text.Rune, chars []rune) {
	f.block = block
	first := 0
	for first < len(chars) && unicode.IsSpace(chars[first]) {
		first++
	}
	if first < len(chars) {
		f.paragraph(chars[first])
	}
	for i, r := range chars {
		if r < 0x80 && r != '"' || closers[r] == "" && openers[r] == nil {
			continue
		}
		before, after := rune('\n'), rune('\n')
		if i > 0 {
			before = chars[i-1]
		}
		if i+1 < len(chars) {
			after = chars[i+1]
		}
		at := start + text.Rune(i)
		if i == first && f.goesOn(r) {
			continue
		}
		f.mark(r, at, before, after, i > 1 && chars[i-2] == '’')
	}
	f.endSingles()
}

// paragraph forgets the typewriter's mark that is open when the new paragraph
// does not begin with one: it looks the same at both ends, and one forgotten
// would turn all that follows inside out.
func (f *finder) paragraph(first rune) {
	if first != '"' && f.count[slot('"')] > 0 {
		f.drop('"')
	}
}

// goesOn reports whether the mark that a paragraph begins with is the sign that
// the quotation of the paragraph before goes on, as many papers set it.
func (f *finder) goesOn(r rune) bool {
	if len(f.stack) == 0 {
		return false
	}
	top := f.stack[len(f.stack)-1]
	return top.mark == r && top.block < f.block && f.block-top.block <= reach
}

func (f *finder) mark(r rune, at text.Rune, before, after rune, elided bool) {
	switch r {
	case '„', '‚':
		f.open(r, at)
	case '”':
		f.close(r, at)
	case '’':
		f.apostrophe(at, before, after, elided)
	default:
		if (r == '‘' || r == '"' && len(f.stack) == 0) && wordy(before) && wordy(after) || r == '‘' && unicode.IsDigit(after) {
			return // an apostrophe, however it was typed
		}
		if r == '"' && unicode.IsDigit(before) && !f.closable(r) {
			return // inches
		}
		switch lean := leans(before, after); {
		case lean == opens, lean == neither && !f.closable(r):
			f.open(r, at)
		default:
			f.close(r, at)
		}
	}
}

// leans tells from its neighbours whether a mark opens or closes.
func leans(before, after rune) leaning {
	free := func(r rune, more string) bool {
		if r == '\u00a0' || r == '\u202f' { // the blanks that French sets inside its marks
			return false
		}
		return unicode.IsSpace(r) || contains(more, r)
	}
	b, a := free(before, "([{/–—„‚"), free(after, ")]}/–—.,;:!?…")
	switch {
	case b && !a:
		return opens
	case a && !b:
		return closes
	}
	return neither
}

func contains(set string, r rune) bool {
	for _, x := range set {
		if x == r {
			return true
		}
	}
	return false
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// apostrophe settles ’, which closes ‚ and ‘ but is far more often an
// apostrophe: between letters („war’s“) and before a word („’tis“) always;
// behind an s it may be a genitive („Hans’ Auto“), so that a better mark may
// still come.
func (f *finder) apostrophe(at text.Rune, before, after rune, elided bool) {
	if wordy(after) || unicode.IsSpace(before) || elided || !f.closable('’') {
		return
	}
	o := &f.stack[len(f.stack)-1]
	if !contains(closers[o.mark], '’') {
		return
	}
	if o.mark == '‚' || before == 's' || before == 'z' || before == 'x' || before == 'ß' {
		if o.maybe == 0 || before != 's' && before != 'z' && before != 'x' && before != 'ß' {
			o.maybe = at
		}
		return
	}
	f.close('’', at)
}

// closable reports whether something is open that a mark closes.
func (f *finder) closable(r rune) bool {
	for _, o := range openers[r] {
		if f.count[slot(o)] > 0 {
			return true
		}
	}
	return false
}

func (f *finder) open(r rune, at text.Rune) {
	if n := len(f.stack); n > 0 && f.stack[n-1].maybe > 0 {
		f.pop() // a mark that opens ends the doubt about the one before
	}
	f.stack = append(f.stack, open{mark: r, at: at, block: f.block})
	f.count[slot(r)]++
}

func (f *finder) close(r rune, at text.Rune) {
	if !f.closable(r) {
		f.found.Strays = append(f.found.Strays, Stray{At: at, Mark: r})
		return
	}
	for !contains(closers[f.stack[len(f.stack)-1].mark], r) {
		f.pop()
	}
	o := f.stack[len(f.stack)-1]
	if f.block-o.block > reach {
		f.pop()
		f.found.Strays = append(f.found.Strays, Stray{At: at, Mark: r})
		return
	}
	f.take()
	f.found.Quotations = append(f.found.Quotations, Quotation{Start: o.at, End: at + 1})
}

func (f *finder) take() open {
	o := f.stack[len(f.stack)-1]
	f.stack = f.stack[:len(f.stack)-1]
	f.count[slot(o.mark)]--
	return o
}

// pop gives up the innermost open mark: it ends where it may have ended, or is
// a stray.
func (f *finder) pop() {
	switch o := f.take(); {
	case o.maybe > 0:
		f.found.Quotations = append(f.found.Quotations, Quotation{Start: o.at, End: o.maybe + 1})
	default:
		f.found.Strays = append(f.found.Strays, Stray{At: o.at, Mark: o.mark, Opening: true})
	}
}

// drop gives up open marks from the top until one of a kind is given up.
func (f *finder) drop(mark rune) {
	for f.count[slot(mark)] > 0 {
		f.pop()
	}
}

// endSingles gives up the inner marks at the end of a paragraph: they do not go
// on in the next one.
func (f *finder) endSingles() {
	for n := len(f.stack); n > 0; n = len(f.stack) {
		if m := f.stack[n-1].mark; m != '‚' && m != '‘' && m != '›' && m != '‹' {
			return
		}
		f.pop()
	}
}

func (f *finder) end() {
	for len(f.stack) > 0 {
		f.pop()
	}
}
