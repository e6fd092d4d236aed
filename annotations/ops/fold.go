package ops

import (
	"time"

	"galley/annotations"
	"galley/annotations/text"
)

// Entry is an op in a document's log.
type Entry struct {
	Op
	Seq    int64  `json:"seq"`
	Client string `json:"client_id"`
	// Actor is the name of the person (or program) who acted.
	Actor  string `json:"actor"`
	Result Result `json:"result"`
	// At is when the op entered the log, in UTC; zero for an entry that a client
	// made up from an acknowledgement.
	At time.Time `json:"at,omitzero"`
}

// Fold is a document's sets as the fold of its log, with every target's record.
// It belongs to one goroutine at a time. The zero value is not usable.
type Fold struct {
	head    int64
	txt     text.Text
	sha     string
	schema  *annotations.Schema
	records map[string]*Record
	sets    map[annotations.Owner]*annotations.Set
}

// NewFold starts with an empty log.
func NewFold(t text.Text, schema *annotations.Schema) *Fold {
	return &Fold{txt: t, sha: t.SHA256(), schema: schema, records: map[string]*Record{}, sets: map[annotations.Owner]*annotations.Set{}}
}

// Head is the sequence number of the last entry.
func (f *Fold) Head() int64 { return f.head }

// Text is the document's text.
func (f *Fold) Text() text.Text { return f.txt }

// TextSHA is the text's SHA-256, computed once.
func (f *Fold) TextSHA() string { return f.sha }

// LoadBlocks puts the document's blocks in place as they came with it. Without
// it, ops on blocks have no target.
func (f *Fold) LoadBlocks(blocks []annotations.Block) { f.put(BlocksTarget, BlocksRecord(blocks)) }

// Blocks are the document's blocks as the log leaves them, nil without LoadBlocks.
// The caller must not modify them.
func (f *Fold) Blocks() []annotations.Block {
	if r := f.records[BlocksTarget]; r != nil {
		return r.Blocks
	}
	return nil
}

// Schema is the project's schema.
func (f *Fold) Schema() *annotations.Schema { return f.schema }

// Record is the target's record, or nil; the error is always nil.
func (f *Fold) Record(target string) (*Record, error) { return f.records[target], nil }

// Set is an owner's set; an empty one when the owner has no span yet. The
// caller must not modify it.
func (f *Fold) Set(owner annotations.Owner) *annotations.Set {
	s := f.sets[owner]
	if s == nil {
		s = annotations.NewSet(owner)
		f.sets[owner] = s
	}
	return s
}

// LinksOf lists the live links that name a span; the error is always nil.
func (f *Fold) LinksOf(span string) ([]*Record, error) {
	r := f.records[span]
	if r == nil {
		return nil, nil
	}
	var links []*Record
	for _, l := range f.Set(r.Owner).LinksOf(span) {
		links = append(links, f.records[l.ID])
	}
	return links, nil
}

// Do decides an op as the next entry of the log and applies it when it takes
// effect. A rejected op leaves the fold as it was.
func (f *Fold) Do(op Op, client, actor string) Outcome {
	at := Change{Seq: f.head + 1, Client: client, Actor: actor}
	out, after, _ := Decide(op, at, f)
	if out.Result != Rejected {
		f.head++
		f.put(op.Target, after)
	}
	return out
}

// Append takes over an entry of a log as another party decided it. Entries
// must come in order; it reports false, and changes nothing, for a gap.
func (f *Fold) Append(e Entry) bool {
	if e.Seq != f.head+1 {
		return false
	}
	f.head = e.Seq
	if e.Result.TookEffect() {
		f.put(e.Target, f.records[e.Target].apply(e.Op, Change{Seq: e.Seq, Client: e.Client, Actor: e.Actor}))
	}
	return true
}

// Load puts a record in place as a snapshot gives it, and moves the head.
func (f *Fold) Load(target string, r *Record, head int64) {
	f.head = max(f.head, head)
	f.put(target, r)
}

func (f *Fold) put(target string, r *Record) {
	if r == nil {
		return
	}
	f.records[target] = r
	if r.Entity == BlocksEntity {
		return
	}
	showOn(f.Set(r.Owner), target, r)
}
