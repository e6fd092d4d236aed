package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// What one page of a history reads at most.
const (
	// actLimit is how many entries make one act at most; a longer one is told in
	// several.
	actLimit = 1_000
	// historyChunk is how many entries are read at a time.
	historyChunk = 256
)

// History is a page of what happened on a document, newest first. It costs what
// the page holds: the entries of its acts and of their targets; asked about one
// span, also the document's entries on links. Returns NotFound
// (unknown_document, unknown_annotation) and Invalid (bad_cursor, bad_owner).
func (s *Store) History(ctx context.Context, document string, q wire.HistoryQuery) (wire.History, error) {
	found := wire.History{Acts: []history.Act{}}
	at, err := parseHistoryCursor(q.After)
	if err == nil && q.Owner != "" {
		_, err = annotations.ParseOwner(string(q.Owner))
	}
	if err != nil {
		return wire.History{}, err
	}
	err = s.view(ctx, func(src source) error {
		t := teller{src: src, query: q, records: map[string]*past{}, quotes: map[string]string{}}
		err := src.row(`
			SELECT number, sha256, head
			FROM document
			WHERE id = ?`, document).Scan(&t.number, &t.sha, &found.Head)
		if err != nil {
			return missing(err, "document", document)
		}
		if q.Target != "" {
			if err := t.about(q.Target); err != nil {
				return err
			}
		}
		found.Acts, found.Next, err = t.page(at, page(q.Limit))
		return err
	})
	if err != nil {
		return wire.History{}, fmt.Errorf("read history of document %s: %w", document, err)
	}
	return found, nil
}

// historyCursor is where a page ends: before an entry of the log, and before a
// state of a set.
type historyCursor struct {
	seq    int64
	at     int64
	owner  string
	number int64
}

func (c historyCursor) String() string {
	return fmt.Sprintf("%d.%d.%d.%s", c.seq, c.at, c.number, c.owner)
}

func parseHistoryCursor(s string) (c historyCursor, err error) {
	if s == "" {
		return historyCursor{seq: 1 << 62, at: 1 << 62}, nil
	}
	parts := strings.SplitN(s, ".", 4)
	if len(parts) == 4 {
		var err1, err2, err3 error
		c.seq, err1 = strconv.ParseInt(parts[0], 10, 64)
		c.at, err2 = strconv.ParseInt(parts[1], 10, 64)
		c.number, err3 = strconv.ParseInt(parts[2], 10, 64)
		if c.owner = parts[3]; errors.Join(err1, err2, err3) == nil {
			return c, nil
		}
	}
	return c, annotations.Errorf(annotations.Invalid, "bad_cursor", "after", "%q is not a cursor of this history", s)
}

// teller makes one page.
type teller struct {
	src    source
	query  wire.HistoryQuery
	number int64
	sha    string
	// targets are those that the page is about; nil for all.
	targets []string
	records map[string]*past
	quotes  map[string]string
}

// about finds what belongs to one span: itself, and every link that ever named it.
func (t *teller) about(target string) error {
	var entity ops.Entity
	err := t.src.row(`
		SELECT entity
		FROM annotation
		WHERE document = ? AND id = ?`, t.number, target).Scan(&entity)
	if errors.Is(err, sql.ErrNoRows) {
		return annotations.Errorf(annotations.NotFound, "unknown_annotation", "target", "the document never had a span or link %q", target)
	}
	if err != nil {
		return err
	}
	t.targets = []string{target}
	if entity == ops.LinkEntity {
		return nil
	}
	name, err := encode(target)
	if err != nil {
		return err
	}
	links, err := collect(t.src, func(row scanner) (id string, err error) { return id, row.Scan(&id) }, `
		SELECT DISTINCT target
		FROM op
		WHERE document = ? AND entity = 'link' AND instr(payload, ?) > 0`, t.number, name)
	t.targets = append(t.targets, links...)
	return err
}

// page collects acts from a place on, newest first.
func (t *teller) page(at historyCursor, limit int) ([]history.Act, string, error) {
	acts := []history.Act{}
	states, err := t.states(at, limit+1)
	if err != nil {
		return nil, "", err
	}
	entries := &backwards{t: t, before: at.seq}
	next := at
	for len(acts) < limit {
		run, err := entries.act()
		if err != nil {
			return nil, "", err
		}
		newest := time.Time{}
		if len(run) > 0 {
			newest = run[len(run)-1].At
		}
		for len(states) > 0 && len(acts) < limit && (len(run) == 0 || !states[0].act.At.Before(newest)) {
			acts, next.at, next.owner, next.number = append(acts, states[0].act), states[0].at, string(states[0].act.Owner), states[0].number
			states = states[1:]
		}
		if len(run) == 0 || len(acts) == limit {
			entries.back(run)
			break
		}
		act, err := t.tell(run)
		if err != nil {
			return nil, "", err
		}
		next.seq = run[0].Seq
		if len(act.Steps) > 0 {
			acts = append(acts, act)
		}
	}
	more, err := entries.more()
	if err != nil || !more && len(states) == 0 {
		return acts, "", err
	}
	return acts, next.String(), nil
}

// stateRow is a state of a set with its place.
type stateRow struct {
	act    history.Act
	at     int64
	number int64
}

// states are the states of sets before a place, newest first; none when the page
// is about one target.
func (t *teller) states(c historyCursor, limit int) ([]stateRow, error) {
	if t.targets != nil {
		return nil, nil
	}
	return collect(t.src, func(row scanner) (r stateRow, err error) {
		r.act.Steps = []history.Step{}
		err = row.Scan(&r.act.Owner, &r.number, &r.act.State, &r.act.Actor, &r.at)
		r.act.At = moment(r.at)
		return r, err
	}, `
		SELECT owner, number, state, actor, created_at
		FROM set_state
		WHERE document = ?1 AND (?2 = '' OR owner = ?2) AND (created_at, owner, number) < (?3, ?4, ?5)
		ORDER BY created_at DESC, owner DESC, number DESC
		LIMIT ?6`, t.number, t.query.Owner, c.at, c.owner, c.number, limit)
}

// backwards reads a log's entries from the end, an act at a time.
type backwards struct {
	t      *teller
	before int64
	// waiting are entries that were read and belong to no act yet, newest first.
	waiting []ops.Entry
	done    bool
}

// act is the next act's entries, oldest first; none at the log's start.
func (b *backwards) act() ([]ops.Entry, error) {
	n := 1
	for ; ; n++ {
		if n >= len(b.waiting) {
			if err := b.read(); err != nil {
				return nil, err
			}
		}
		if n >= len(b.waiting) || n == actLimit || !b.together(b.waiting[n], b.waiting[n-1]) {
			break
		}
	}
	n = min(n, len(b.waiting))
	run := slices.Clone(b.waiting[:n])
	b.waiting = b.waiting[n:]
	slices.Reverse(run)
	return run, nil
}

// together: entries of one act; asked about one target, those between are left out.
func (b *backwards) together(before, after ops.Entry) bool {
	return (b.t.filtered() || after.Seq == before.Seq+1) && history.Together(before, after)
}

func (t *teller) filtered() bool { return t.targets != nil || t.query.Owner != "" }

// back takes an act back that found no room on the page.
func (b *backwards) back(run []ops.Entry) {
	slices.Reverse(run)
	b.waiting = append(run, b.waiting...)
}

// more reports whether there are entries left.
func (b *backwards) more() (bool, error) {
	if len(b.waiting) == 0 {
		if err := b.read(); err != nil {
			return false, err
		}
	}
	return len(b.waiting) > 0, nil
}

func (b *backwards) read() error {
	if b.done {
		return nil
	}
	from, args := `op WHERE document = ? AND seq < ?`, []any{b.t.number, b.before}
	if b.t.targets != nil {
		from = `op INDEXED BY op_by_target WHERE document = ? AND seq < ? AND target IN (?` + strings.Repeat(`, ?`, len(b.t.targets)-1) + `)`
		for _, id := range b.t.targets {
			args = append(args, id)
		}
	}
	if b.t.query.Owner != "" {
		from += ` AND owner = ?`
		args = append(args, b.t.query.Owner)
	}
	got, err := readEntries(b.t.src, b.t.sha, from+` ORDER BY seq DESC LIMIT ?`, append(args, historyChunk)...)
	if err != nil {
		return err
	}
	b.done = len(got) < historyChunk
	if len(got) > 0 {
		b.before = got[len(got)-1].Seq
	}
	b.waiting = append(b.waiting, got...)
	return nil
}

// tell makes an act of its entries, oldest first.
func (t *teller) tell(run []ops.Entry) (history.Act, error) {
	last := run[len(run)-1]
	act := history.Act{First: run[0].Seq, Last: last.Seq, At: last.At, Actor: last.Actor, Owner: last.Owner, Steps: []history.Step{}}
	var failed error
	for _, e := range run {
		p, err := t.past(e.Target)
		if err != nil {
			return act, err
		}
		before, after := p.around(e)
		step := history.Tell(e, before, after, func(span string) string {
			quote, err := t.quote(span)
			failed = errors.Join(failed, err)
			return quote
		})
		step.Gone = p.gone
		if t.targets == nil || e.Target == t.targets[0] || names(before, t.targets[0]) || names(after, t.targets[0]) {
			act.Steps = append(act.Steps, step)
		}
	}
	return act, failed
}

func names(r *ops.Record, span string) bool { return r != nil && r.Link != nil && r.Link.Has(span) }

// past is all that happened to one target, to look up what it was before an
// entry. Entries are asked for newest first, so it is folded once and kept whole.
type past struct {
	first   *ops.Record // before every entry; nil for what an entry made
	entries []ops.Entry
	records []*ops.Record // after each entry
	gone    bool
}

// around is the target's record before and after an entry.
func (p *past) around(e ops.Entry) (before, after *ops.Record) {
	i, _ := slices.BinarySearchFunc(p.entries, e.Seq, func(have ops.Entry, seq int64) int { return int(have.Seq - seq) })
	before = p.first
	if i > 0 {
		before = p.records[i-1]
	}
	return before, p.records[i]
}

// past reads what happened to a target.
func (t *teller) past(target string) (*past, error) {
	if p := t.records[target]; p != nil {
		return p, nil
	}
	p := &past{}
	var err error
	p.entries, err = readEntries(t.src, t.sha, `op INDEXED BY op_by_target WHERE document = ? AND target = ? ORDER BY seq`, t.number, target)
	if err != nil {
		return nil, err
	}
	if target == ops.BlocksTarget {
		blocks, err := originalBlocks(t.src, t.number)
		if err != nil {
			return nil, err
		}
		p.first = ops.BlocksRecord(blocks)
	}
	r := p.first
	for _, e := range p.entries {
		r = r.After(e)
		p.records = append(p.records, r)
	}
	p.gone = r == nil || r.Deleted
	t.records[target] = p
	return p, nil
}

// quote is a span's quotation as it is now, or was when it was deleted.
func (t *teller) quote(span string) (string, error) {
	if q, ok := t.quotes[span]; ok {
		return q, nil
	}
	r, err := readRecord(t.src.row(`
		SELECT `+recordColumns+`
		FROM annotation a
		WHERE a.document = ? AND a.id = ?`, t.number, span))
	quote := ""
	if err == nil && r.Span != nil {
		quote = r.Span.Quotation()
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	t.quotes[span] = quote
	return quote, err
}
