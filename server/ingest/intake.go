package ingest

import (
	"context"
	"errors"
	"fmt"

	"galley/annotations"
	"galley/annotations/wire"
	"galley/server/ingest/fetch"
	"galley/server/ingest/source"
)

// Intake says how files are to be taken in.
type Intake struct {
	Project, Actor string
	Choice         wire.ImportChoice
}

// Documents are kept together when there are so many or so much of them.
const (
	keepMany  = 64
	keepBytes = 2 << 20
)

// Taker takes files in, one after the other. It hands documents to the keeper
// many at a time and tells what became of each, of every file and of every
// place in a file, in order. One bad file stops no other. It belongs to one
// goroutine.
type Taker struct {
	s  *Service
	in Intake
	// each is told of every outcome with the number that its file was given.
	each func(file int, o wire.ImportOutcome) bool
	// waiting are outcomes in order; those with a document are not kept yet.
	waiting []waiting
	bytes   int
	stopped bool
}

type waiting struct {
	file     int
	outcome  wire.ImportOutcome
	document *annotations.Document
}

// Taker starts to take files in. each says whether to go on.
func (s *Service) Taker(in Intake, each func(file int, o wire.ImportOutcome) bool) *Taker {
	return &Taker{s: s, in: in, each: each}
}

// File takes one file in; number is given back with its outcomes. It reports
// whether each wanted more. An error means that keeping had to stop; what each
// was told of before is kept.
func (t *Taker) File(ctx context.Context, number int, f source.File) (goOn bool, err error) {
	choice := t.in.Choice
	if choice.Format == "" && native(f) || choice.Format == "galley" {
		return t.native(ctx, number, f)
	}
	done, skip, on, err := t.annotated(ctx, number, f)
	if err != nil || !on || done {
		return on, err
	}
	columns := choice.Columns
	if own, ok := choice.Tables[f.Name]; ok {
		columns = own
	}
	o := source.Options{Kind: source.Kind(choice.Format), Columns: columns, Skip: func(member string) bool { return skip[member] }}
	for got := range source.Open(ctx, f, o) {
		if on, err := t.piece(ctx, number, got); err != nil || !on {
			return false, err
		}
	}
	return !t.stopped, ctx.Err()
}

// URL fetches one address and takes in what it leads to. An address that cannot
// be fetched is an outcome, not an error.
func (t *Taker) URL(ctx context.Context, number int, fetcher *fetch.Fetcher, address string) (goOn bool, err error) {
	var got fetch.Page
	if fetcher == nil {
		err = errFetchOff
	} else {
		got, err = fetcher.Get(ctx, address)
	}
	if err != nil {
		var problem *annotations.Error
		if !errors.As(err, &problem) {
			return false, err
		}
		return t.put(ctx, waiting{file: number, outcome: wire.ImportOutcome{Name: address, Result: "refused", Problem: problem}})
	}
	for piece := range source.OpenPage(ctx, got.URL, got.Type, got.Charset, got.Body) {
		if on, err := t.piece(ctx, number, piece); err != nil || !on {
			return false, err
		}
	}
	return !t.stopped, ctx.Err()
}

var errFetchOff = annotations.Errorf(annotations.Forbidden, "fetch_off", "urls", "this server fetches no addresses; the administrator can allow it with --fetch")

// piece takes one text in.
func (t *Taker) piece(ctx context.Context, file int, got source.Opened) (bool, error) {
	p := got.Piece
	w := waiting{file: file, outcome: wire.ImportOutcome{Name: p.Name, Result: "refused", Read: string(p.Kind), Problem: got.Problem}}
	if got.Problem != nil {
		return t.put(ctx, w)
	}
	w.outcome.Encoding = p.Encoding.String()
	for _, n := range p.Notes {
		w.outcome.Notes = append(w.outcome.Notes, wire.ImportNote(n))
	}
	var note *wire.ImportNote
	if w.document, note, w.outcome.Problem = document(p, t.in.Choice.Language); note != nil {
		w.outcome.Notes = append(w.outcome.Notes, *note)
	}
	return t.put(ctx, w)
}

// put adds an outcome, and keeps what waits when there is enough of it.
func (t *Taker) put(ctx context.Context, w waiting) (bool, error) {
	t.waiting = append(t.waiting, w)
	if w.document != nil {
		t.bytes += len(w.document.Text.String())
	}
	if len(t.waiting) >= keepMany || t.bytes >= keepBytes {
		return t.Flush(ctx)
	}
	return true, ctx.Err()
}

// Flush keeps what waits and tells of it.
func (t *Taker) Flush(ctx context.Context) (goOn bool, err error) {
	var documents []*annotations.Document
	for _, w := range t.waiting {
		if w.document != nil {
			documents = append(documents, w.document)
		}
	}
	var made []Kept
	if len(documents) > 0 {
		if made, err = t.s.keep.AddAll(ctx, t.in.Project, documents); err != nil {
			return false, err
		}
	}
	all := t.waiting
	t.waiting, t.bytes = nil, 0
	for _, w := range all {
		if w.document != nil {
			if err := became(&w.outcome, made[0]); err != nil {
				return false, fmt.Errorf("%s: %w", w.outcome.Name, err)
			}
			made = made[1:]
		}
		if !t.tell(w.file, w.outcome) {
			return false, nil
		}
	}
	return true, nil
}

func (t *Taker) tell(file int, o wire.ImportOutcome) bool {
	if o.Notes == nil {
		o.Notes = []wire.ImportNote{}
	}
	t.stopped = t.stopped || !t.each(file, o)
	return !t.stopped
}

// became writes what the keeper made of a document into its outcome. It gives
// the error of a keeper that is itself in trouble.
func became(o *wire.ImportOutcome, k Kept) error {
	if k.Err != nil {
		if o.Problem = refusal(k.Err); o.Problem == nil {
			return k.Err
		}
		return nil
	}
	o.Document, o.Title, o.Similar, o.Result = k.ID, k.Title, k.Similar, "added"
	if k.Existing {
		o.Result = "existing"
	}
	return nil
}
