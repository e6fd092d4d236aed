package ops

import (
	"slices"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/text"
)

// Client is the author's side of one document's log: what the server has said
// (base), the author's edits that it has not, or not visibly, taken yet (queue),
// and what is on screen (base with the queue on top). It belongs to one
// goroutine at a time and does no I/O.
//
// Rules that the sync protocol rests on:
//
//   - An op's BaseSeq is what was on screen when she acted and never changes.
//   - At most one batch is in flight, and it is frozen: after a time-out the
//     identical batch is sent again.
//   - An op that the server acknowledged stays on top of the base until the base
//     holds its entry, so that nothing on screen jumps back.
//   - An op that was refused or is in conflict moves to Attention with its
//     content unchanged; it never blocks the others.
type Client struct {
	id       string
	owner    annotations.Owner
	base     *Fold
	queue    []queued
	inflight []Op
	screen   *annotations.Set
	// overlay holds the records of targets that the queue touches.
	overlay   map[string]*Record
	attention []Attention
	// recent holds the entries that the base took over since the last Snapshot.
	recent []Entry
}

type queued struct {
	op Op
	// seq is the op's place in the log once it was acknowledged, else 0.
	seq int64
}

// Attention is an edit that needs its author: refused by the server, or in
// conflict with somebody else's.
type Attention struct {
	Op      Op      `json:"op"`
	Outcome Outcome `json:"outcome"`
}

// NewClient starts on a snapshot of an owner's set at a head, with the edits
// that a device kept from before. Kept edits that do not apply any more are
// still sent: the server decides.
func NewClient(id string, t text.Text, schema *annotations.Schema, set *annotations.Set, head int64, kept []Op) *Client {
	c := &Client{id: id, owner: set.Owner, base: NewFold(t, schema), screen: annotations.NewSet(set.Owner), overlay: map[string]*Record{}}
	c.screen.State = set.State
	spans, links := set.All()
	for sp := range spans {
		c.base.Load(sp.ID, &Record{Entity: SpanEntity, Owner: set.Owner, Span: sp}, head)
		c.screen.PutSpan(sp)
	}
	for l := range links {
		c.base.Load(l.ID, &Record{Entity: LinkEntity, Owner: set.Owner, Link: l}, head)
		c.screen.PutLink(l)
	}
	c.base.head = head
	for _, op := range kept {
		c.queue = append(c.queue, queued{op: op})
		c.refresh(op.Target)
	}
	return c
}

// ShowBlocks puts the document's blocks in place as the snapshot gives them, with
// the kept edits of blocks on top.
func (c *Client) ShowBlocks(blocks []annotations.Block) {
	c.base.LoadBlocks(blocks)
	c.refresh(BlocksTarget)
}

// Blocks are the document's blocks on screen. The caller must not modify them.
func (c *Client) Blocks() []annotations.Block {
	if r, _ := c.Record(BlocksTarget); r != nil {
		return r.Blocks
	}
	return nil
}

// SaidBlocks are the document's blocks as the server has said so far, without the
// edits that wait. The caller must not modify them.
func (c *Client) SaidBlocks() []annotations.Block { return c.base.Blocks() }

// ID names this client to the server.
func (c *Client) ID() string { return c.id }

// Owner is whose set is edited.
func (c *Client) Owner() annotations.Owner { return c.owner }

// Head is the sequence number up to which the base is complete.
func (c *Client) Head() int64 { return c.base.Head() }

// Set is what is on screen. The caller must not modify it.
func (c *Client) Set() *annotations.Set { return c.screen }

// Waiting lists the edits that the server has not acknowledged, oldest first.
func (c *Client) Waiting() []Op {
	var w []Op
	for _, q := range c.queue {
		if q.seq == 0 {
			w = append(w, q.op)
		}
	}
	return w
}

// Attention lists the edits that need their author.
func (c *Client) Attention() []Attention { return c.attention }

// Attend adds an edit that needs its author, such as one of a closed tab.
func (c *Client) Attend(a Attention) { c.attention = append(c.attention, a) }

// Dismiss forgets the edits that needed their author.
func (c *Client) Dismiss() { c.attention = nil }

// Record, LinksOf, Text, TextSHA and Schema make the screen a View.

// Record is what is on screen of a target, tombstones included; the error is nil.
func (c *Client) Record(target string) (*Record, error) {
	if r, ok := c.overlay[target]; ok {
		return r, nil
	}
	return c.base.Record(target)
}

// LinksOf lists the links on screen that name a span; the error is nil.
func (c *Client) LinksOf(span string) ([]*Record, error) {
	var links []*Record
	for _, l := range c.screen.LinksOf(span) {
		r, _ := c.Record(l.ID)
		links = append(links, r)
	}
	return links, nil
}

// Text is the document's text.
func (c *Client) Text() text.Text { return c.base.txt }

// TextSHA is the text's SHA-256.
func (c *Client) TextSHA() string { return c.base.sha }

// Schema is the project's schema.
func (c *Client) Schema() *annotations.Schema { return c.base.schema }

// SetSchema is another version of the project's schema: what is edited from now
// on is checked by it. What is on screen stays.
func (c *Client) SetSchema(s *annotations.Schema) { c.base.schema = s }

// Do makes an edit: it completes the op (id, owner, base, text, schema), checks
// it as the server will, puts it on screen and into the queue. It returns the
// op that undoes it. A refused op changes nothing.
func (c *Client) Do(op Op) (undo Op, refused *annotations.Error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Op{}, annotations.Errorf(annotations.Internal, "no_random", "", "%v", err)
	}
	op.ID = id.String()
	op.Owner, op.BaseSeq = c.owner, c.base.head
	op.TextSHA, op.SchemaVersion = c.base.sha, c.base.schema.Version
	before, _ := c.Record(op.Target)
	out, after, _ := Decide(op, Change{Seq: c.base.head + 1, Client: c.id}, c)
	if out.Result == Rejected {
		return Op{}, out.Problem
	}
	undo = Invert(op, before)
	c.queue = append(c.queue, queued{op: op})
	if after != nil {
		c.show(op.Target, after)
	}
	return undo, nil
}

// Batch freezes the next edits into a batch of at most n ops and marks them as
// in flight; nil when nothing waits. While a batch is in flight it is given
// again, unchanged.
func (c *Client) Batch(n int) []Op {
	if c.inflight == nil {
		w := c.Waiting()
		c.inflight = w[:min(n, len(w))]
	}
	if len(c.inflight) == 0 {
		c.inflight = nil
	}
	return c.inflight
}

// InFlight reports whether a batch was frozen and has no answer yet.
func (c *Client) InFlight() bool { return c.inflight != nil }

// Answer takes the server's answer to the batch in flight. It returns the
// targets that look different now, and whether the log must be pulled because
// other people's entries lie between.
func (c *Client) Answer(outcomes []Outcome) (changed []string, pull bool) {
	batch := c.inflight
	c.inflight = nil
	for i, out := range outcomes[:min(len(outcomes), len(batch))] {
		op := batch[i]
		n := slices.IndexFunc(c.queue, func(q queued) bool { return q.op.ID == op.ID })
		if n < 0 {
			continue // a pull has shown it already
		}
		switch out.Result {
		case Rejected:
			c.queue = slices.Delete(c.queue, n, n+1)
		case Conflict:
			c.queue[n].seq = out.Seq
			c.queue[n].op.Kind = "" // it holds its place in the log but changes nothing
		default:
			c.queue[n].seq = out.Seq
		}
		if out.Seq > 0 && out.Seq <= c.base.head { // the snapshot held it already
			c.queue = slices.Delete(c.queue, n, n+1)
			c.refresh(op.Target)
		}
		if out.Result == Rejected || out.Result == Conflict {
			c.attention = append(c.attention, Attention{Op: op, Outcome: out})
			changed = append(changed, op.Target)
			c.refresh(op.Target)
		}
	}
	c.absorb()
	for _, q := range c.queue {
		pull = pull || q.seq > 0
	}
	return changed, pull
}

// absorb moves acknowledged ops into the base as far as its entries follow one
// another.
func (c *Client) absorb() {
	for {
		n := slices.IndexFunc(c.queue, func(q queued) bool { return q.seq == c.base.head+1 })
		if n < 0 {
			return
		}
		q := c.queue[n]
		c.queue = slices.Delete(c.queue, n, n+1)
		result := Applied
		if q.op.Kind == "" {
			result = Conflict
		}
		entry := Entry{Op: q.op, Seq: q.seq, Client: c.id, Result: result}
		c.base.Append(entry)
		c.recent = append(c.recent, entry)
		c.refresh(q.op.Target)
	}
}

// Pulled takes over entries of the server's log after Head. It returns the
// targets that look different now.
func (c *Client) Pulled(entries []Entry) (changed []string) {
	for _, e := range entries {
		if e.Seq != c.base.head+1 {
			continue
		}
		if n := slices.IndexFunc(c.queue, func(q queued) bool { return q.op.ID == e.ID }); n >= 0 {
			if e.Result == Conflict && c.queue[n].seq == 0 {
				c.attention = append(c.attention, Attention{Op: c.queue[n].op, Outcome: Outcome{Result: Conflict, Seq: e.Seq}})
			}
			c.queue = slices.Delete(c.queue, n, n+1)
		}
		c.recent = append(c.recent, e)
		if e.Owner == c.owner || e.Entity == BlocksEntity {
			c.base.Append(e)
			c.refresh(e.Target)
			changed = append(changed, e.Target)
		} else {
			c.base.head = e.Seq
		}
	}
	c.absorb()
	return changed
}

// refresh works out again what is on screen of one target: the base with the
// queued edits of the target on top.
func (c *Client) refresh(target string) {
	r, _ := c.base.Record(target)
	touched := false
	for _, q := range c.queue {
		if q.op.Target != target || q.op.Kind == "" || r == nil && q.op.Kind != Create {
			continue
		}
		r, touched = r.apply(q.op, Change{Seq: c.base.head + 1, Client: c.id}), true
	}
	if touched {
		c.show(target, r)
		return
	}
	delete(c.overlay, target)
	showOn(c.screen, target, r)
}

func (c *Client) show(target string, r *Record) {
	c.overlay[target] = r
	showOn(c.screen, target, r)
}

// showOn makes a set show a record; a nil record or a tombstone takes it out.
func showOn(set *annotations.Set, target string, r *Record) {
	switch {
	case target == BlocksTarget: // blocks are in no set
	case r == nil:
		set.RemoveSpan(target)
		set.RemoveLink(target)
	case r.Entity == SpanEntity && r.Deleted:
		set.RemoveSpan(target)
	case r.Entity == SpanEntity:
		set.PutSpan(r.Span)
	case r.Deleted:
		set.RemoveLink(target)
	default:
		set.PutLink(r.Link)
	}
}

// Recent lists the entries that came on top of the last Snapshot, in order: with
// it, a device can show what was on screen without a server. The caller must not
// modify it.
func (c *Client) Recent() []Entry { return c.recent }

// Snapshot is what the server has said so far, without the edits that wait, and
// forgets Recent. The caller must not modify the set.
func (c *Client) Snapshot() (set *annotations.Set, head int64) {
	c.recent = nil
	return c.base.Set(c.owner), c.base.head
}

// Refuse takes a refusal of the whole batch in flight. A batch of several is cut
// to its first op, so that the next try finds out which one is meant; a single
// op moves to Attention. It returns the targets that look different now.
func (c *Client) Refuse(p *annotations.Error) (changed []string) {
	if len(c.inflight) != 1 {
		c.inflight = c.inflight[:min(1, len(c.inflight))]
		return nil
	}
	changed, _ = c.Answer([]Outcome{{Result: Rejected, Problem: p}})
	return changed
}
