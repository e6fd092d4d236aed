package formats

import (
	"fmt"
	"io"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// checkThatWriter writes the table of CheckThat!'s task on check-worthiness
// (CLEF), as its sentence variant has it: sentence_id, sentence and class_label,
// separated by tabs, without quotation marks; blanks of any kind are one blank.
// The variant's exact header was not seen; its readers go by position.
//
// A sentence is "Yes" if it touches a claim with check_worthy "yes", "No" if it
// touches none. Where nobody decided, a sentence is left out: a claim that is
// "unsure" or has no value, a set that is unfinished, a document nobody worked
// on. The page's furniture has no sentences. A sentence's id is the document's,
// the set's owner and the number of the sentence.
type checkThatWriter struct {
	base
	w       io.Writer
	started bool
}

func newCheckThat(w io.Writer, o Options) Writer { return &checkThatWriter{base: newBase(o), w: w} }

func (w *checkThatWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	var b strings.Builder
	sets := it.sorted()
	if len(sets) == 0 {
		w.lose(d, "", "", NoSet, "")
	}
	for _, s := range sets {
		if s.Owner != annotations.Gold && s.State != annotations.Submitted && s.State != annotations.Accepted {
			w.lose(d, s.Owner, "", Unfinished, "")
			continue
		}
		w.sentences(&b, d, s)
	}
	if w.failed != nil {
		return w.failed
	}
	if b.Len() > 0 {
		w.tally.Documents++
	}
	return w.put(b.String())
}

func (w *checkThatWriter) put(rows string) error {
	if !w.started {
		w.started = true
		rows = "sentence_id\tsentence\tclass_label\n" + rows
	}
	_, err := io.WriteString(w.w, rows)
	return err
}

func (w *checkThatWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	return w.tally.Report, w.put("")
}

// worth is what the claims on a sentence say of it.
type worth int

const (
	noClaim worth = iota
	undecided
	checkWorthy
)

func (w *checkThatWriter) sentences(b *strings.Builder, d *annotations.Document, s Set) {
	w.reportLinks(d, s)
	claims := w.claims(d, s)
	n := 0
	for start, end := range d.Text.Sentences() {
		if i := d.BlockAt(start); i >= 0 && d.Blocks[i].Role.Chrome() {
			continue
		}
		n++
		found := noClaim
		for _, c := range claims {
			if c.span.Overlaps(start, end) {
				found = max(found, c.worth)
			}
		}
		if found == undecided {
			continue
		}
		label := "No"
		if found == checkWorthy {
			label = "Yes"
		}
		fmt.Fprintf(b, "%s/%s/%d\t%s\t%s\n", d.ID, s.Owner, n, strings.Join(strings.Fields(d.Text.Slice(start, end)), " "), label)
	}
}

type weighed struct {
	span  *annotations.Span
	worth worth
}

// claims weighs the claims of a set, and reports what the table does not hold.
func (w *checkThatWriter) claims(d *annotations.Document, s Set) (all []weighed) {
	for _, sp := range s.Spans {
		if sp.Label != "claim" {
			w.lose(d, s.Owner, sp.ID, LabelNotAllowed, "")
			continue
		}
		c := weighed{sp, undecided}
		switch v, _ := sp.Attributes["check_worthy"].Str(); v {
		case "yes":
			c.worth = checkWorthy
			w.tally.Spans++
		case "no":
			c.worth = noClaim
			w.tally.Spans++
		default:
			w.lose(d, s.Owner, sp.ID, AttributeMissing, "its sentences left out")
		}
		all = append(all, c)
		if c.worth == undecided {
			continue
		}
		if !wholeSentences(d.Text, sp) {
			if w.drops() {
				w.lose(d, s.Owner, sp.ID, WholeSentence, "")
				all[len(all)-1].worth = undecided
				w.tally.Spans--
				continue
			}
			w.lose(d, s.Owner, sp.ID, WholeSentence, "whole sentences")
		}
		if len(sp.Attributes) > 1 {
			w.lose(d, s.Owner, sp.ID, AttributeUnsupported, "the sentence without them")
		}
		if sp.Note != "" {
			w.lose(d, s.Owner, sp.ID, NoteUnsupported, "the sentence without it")
		}
	}
	return all
}

// wholeSentences reports whether a span begins and ends with its sentences.
func wholeSentences(t text.Text, sp *annotations.Span) bool {
	from, _ := t.Sentence(sp.Start())
	_, to := t.Sentence(sp.End() - 1)
	return len(sp.Fragments) == 1 && from == sp.Start() && to == sp.End()
}
