package formats

import (
	"fmt"

	"galley/annotations"
)

// Policy says what a writer does with what its format cannot hold.
type Policy string

// The policies. Each loss is told and counted under all of them.
const (
	// Flatten writes the nearest that the format can hold; it is the default.
	Flatten Policy = "flatten"
	// Drop leaves out a span or link whose ground, label or roles would have to
	// change. Attributes and notes without a place are left out under both.
	Drop Policy = "drop"
	// Fail ends writing with an Invalid error at the first loss.
	Fail Policy = "error"
)

// Valid reports whether p is one of the policies; "" means Flatten.
func (p Policy) Valid() bool { return p == "" || p == Flatten || p == Drop || p == Fail }

// base is what the writers share: options, the order of documents, the report.
type base struct {
	o     Options
	order sequence
	tally tally
	// failed is the first loss under Fail.
	failed error
}

func newBase(o Options) base { return base{o: o, tally: newTally(o.Loss)} }

// lose tells and counts a loss; under Fail it is what Write must return.
func (b *base) lose(d *annotations.Document, owner annotations.Owner, target string, why Reason, written string) {
	b.tally.lose(Loss{Document: d.ID, Owner: string(owner), Target: target, Reason: why, Written: written})
	if b.o.Policy == Fail && b.failed == nil {
		what := "the document"
		if target != "" {
			what = fmt.Sprintf("%s of %s", target, owner)
		}
		b.failed = fmt.Errorf("write document %s: %w", d.ID,
			annotations.Errorf(annotations.Invalid, string(why), "", "%s cannot be written as it is (%s)", what, why))
	}
}

// drops reports whether a span or link that would have to change is left out.
func (b *base) drops() bool { return b.o.Policy == Drop }

// Close is the end of formats that need nothing behind the last document.
func (b *base) Close() (Report, error) { return b.tally.Report, b.failed }
