package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// AppendOps decides a batch of ops of one client, in order, each seeing those
// before it, and appends what is not rejected to the document's log. It returns
// after everything is durable. An op that was sent before gets the answer it got
// then. Returns Conflict (other_epoch), Invalid (bad_client), TooLarge
// (batch_too_large), NotFound (unknown_document) and Unavailable; nothing has
// happened then, but for a timeout, after which the batch is sent again.
func (s *Store) AppendOps(ctx context.Context, document, actor string, b wire.Batch) (wire.Answer, error) {
	a, err := s.appendOps(ctx, document, actor, b)
	if err != nil {
		return wire.Answer{}, fmt.Errorf("append ops to document %s: %w", document, err)
	}
	return a, nil
}

func (s *Store) appendOps(ctx context.Context, document, actor string, b wire.Batch) (wire.Answer, error) {
	if !printable(b.ClientID) {
		return wire.Answer{}, annotations.Errorf(annotations.Invalid, "bad_client", "client_id", "a client id is 1 to %d printable ASCII characters", maxID)
	}
	if len(b.Ops) > wire.MaxBatch {
		return wire.Answer{}, annotations.Errorf(annotations.TooLarge, "batch_too_large", "ops", "a batch has at most %d ops, not %d", wire.MaxBatch, len(b.Ops))
	}
	g, err := s.ground(ctx, document)
	if err != nil {
		return wire.Answer{}, err
	}
	patches := make([]string, len(b.Ops))
	for i, op := range b.Ops {
		if patches[i], err = encode(op.Set); err != nil {
			return wire.Answer{}, err
		}
	}
	var answer wire.Answer
	err = s.update(ctx, func(t *tx) error {
		if epoch := s.Epoch(); b.Epoch != epoch {
			return annotations.Errorf(annotations.Conflict, "other_epoch", "epoch",
				"the ops were made on another history of the database (%.12s…); load the document anew", b.Epoch)
		}
		d, err := t.desk(g)
		if err != nil {
			return err
		}
		a := wire.Answer{Epoch: s.Epoch(), Outcomes: make([]ops.Outcome, len(b.Ops))}
		for i, op := range b.Ops {
			if a.Outcomes[i], err = d.append(op, patches[i], b.ClientID, actor); err != nil {
				return err
			}
		}
		a.Head = d.head
		answer = a
		return nil
	})
	if err != nil {
		return wire.Answer{}, err
	}
	return answer, nil
}

// ground is what never changes about a document, parsed once and outside the
// writer's turn.
func (s *Store) ground(ctx context.Context, document string) (*ground, error) {
	if g := s.texts.get(document); g != nil {
		return g, nil
	}
	g := &ground{id: document}
	var raw string
	err := s.view(ctx, func(src source) error {
		return missing(src.row(`
			SELECT d.number, d.project, d.sha256, a.text
			FROM document d
			JOIN article a ON a.document = d.number
			WHERE d.id = ?`, document).Scan(&g.number, &g.project, &g.sha, &raw), "document", document)
	})
	if err != nil {
		return nil, err
	}
	g.text = text.New(raw)
	s.texts.put(g)
	return g, nil
}

// desk opens a document inside the transaction.
func (t *tx) desk(g *ground) (*desk, error) {
	d := &desk{t: t, ground: g}
	var version int
	err := t.row(`
		SELECT d.head, p.schema_version
		FROM document d
		JOIN project p ON p.name = d.project
		WHERE d.number = ?`, g.number).Scan(&d.head, &version)
	if err != nil {
		return nil, missing(err, "document", g.id)
	}
	d.schema, err = t.s.schema(t, g.project, version)
	return d, err
}

// append decides one op under its own savepoint and stores it. An op whose
// storing breaks a rule of the tables, or that panics, is rejected as internal
// and takes none of its neighbours with it.
func (d *desk) append(op ops.Op, patch, client, actor string) (ops.Outcome, error) {
	before := d.head
	var out ops.Outcome
	answer, fatal := d.t.under("op", func() (err error) {
		out, err = d.do(op, patch, client, actor)
		return err
	})
	if fatal != nil {
		return ops.Outcome{}, fatal
	}
	if answer != nil {
		d.head = before
		d.t.s.log.Error("op not stored", "document", d.ground.id, "op", op.ID, "error", answer)
		return ops.Outcome{Result: ops.Rejected, Problem: annotations.Errorf(annotations.Internal, "not_stored", "",
			"the op could not be stored; the server's log says why")}, nil
	}
	return out, nil
}

// do decides one op and stores what comes of it.
func (d *desk) do(op ops.Op, patch, client, actor string) (ops.Outcome, error) {
	if out, known, err := d.answered(op.ID); err != nil || known {
		return out, err
	}
	at := ops.Change{Seq: d.head + 1, Client: client, Actor: actor}
	seen := &observed{desk: d, target: op.Target}
	out, after, err := ops.Decide(op, at, seen)
	if err != nil || out.Result == ops.Rejected {
		return out, err
	}
	if err := d.log(op, patch, at, out); err != nil {
		return out, err
	}
	if after != nil {
		if err := d.put(op.Target, after, seen.live); err != nil {
			return out, err
		}
	}
	if _, err := d.t.exec(`UPDATE document SET head = ? WHERE number = ?`, at.Seq, d.ground.number); err != nil {
		return out, err
	}
	d.head = at.Seq
	d.t.changed = append(d.t.changed, change{d.ground.number, d.ground.project, d.ground.id, d.head})
	return out, nil
}

// observed remembers whether the target was live when Decide looked at it, so
// that nobody has to ask twice.
type observed struct {
	*desk
	target string
	live   bool
}

// Record is the target's record, or nil.
func (o *observed) Record(target string) (*ops.Record, error) {
	r, err := o.desk.Record(target)
	if target == o.target && r != nil {
		o.live = !r.Deleted
	}
	return r, err
}

// answered is the stored answer to an op that is in the log already.
func (d *desk) answered(id string) (out ops.Outcome, known bool, err error) {
	var stored string
	err = d.t.row(`
		SELECT outcome
		FROM op
		WHERE document = ? AND op_id = ?`, d.ground.number, id).Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return out, false, nil
	}
	if err != nil {
		return out, false, err
	}
	return out, true, decode("op.outcome", stored, &out)
}

// log appends an op with its outcome.
func (d *desk) log(op ops.Op, patch string, at ops.Change, out ops.Outcome) error {
	outcome, err := encode(out)
	if err != nil {
		return err
	}
	_, err = d.t.exec(`
		INSERT INTO op (
			document,
			seq,
			op_id,
			client,
			actor,
			owner,
			kind,
			entity,
			target,
			base_seq,
			schema_version,
			payload,
			result,
			outcome,
			created_at
		)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ground.number, at.Seq, op.ID, at.Client, at.Actor, op.Owner, op.Kind, op.Entity, op.Target,
		op.BaseSeq, op.SchemaVersion, patch, out.Result, outcome, d.t.s.clock())
	return err
}

// Entries of one answer of the log: what an unset limit gives, and the most.
const (
	logPage  = 1_000
	logLimit = 5_000
)

// Log is a document's log after a sequence number: at most limit entries (1000
// when 0, never more than 5000), consecutive, with the head they lead to. Returns Invalid
// (bad_after) for a number that the log does not have yet, and NotFound
// (unknown_document).
func (s *Store) Log(ctx context.Context, document string, after int64, limit int) (wire.Log, error) {
	found := wire.Log{Entries: []ops.Entry{}}
	err := s.view(ctx, func(src source) error {
		if limit <= 0 {
			limit = logPage
		}
		var number int64
		var sha string
		err := src.row(`
			SELECT d.number, d.sha256, d.head, m.value
			FROM document d, meta m
			WHERE d.id = ? AND m.name = 'epoch'`, document).Scan(&number, &sha, &found.Head, &found.Epoch)
		if err != nil {
			return missing(err, "document", document)
		}
		if after < 0 || after > found.Head {
			return annotations.Errorf(annotations.Invalid, "bad_after", "after", "the log ends at %d; there is no number %d in it", found.Head, after)
		}
		entries, err := readLog(src, number, sha, after, min(limit, logLimit))
		found.Entries = append(found.Entries, entries...)
		return err
	})
	if err != nil {
		return wire.Log{}, fmt.Errorf("read log of document %s: %w", document, err)
	}
	return found, nil
}

// readLog reads entries of a log.
func readLog(src source, number int64, sha string, after int64, limit int) ([]ops.Entry, error) {
	return readEntries(src, sha, `op WHERE document = ? AND seq > ? ORDER BY seq LIMIT ?`, number, after, limit)
}

// readEntries reads entries of one document, from what is given. Their text is
// the document's: an op made on another text is never stored.
func readEntries(src source, sha, from string, args ...any) ([]ops.Entry, error) {
	return collect(src, func(row scanner) (e ops.Entry, err error) {
		var patch string
		var at int64
		e.TextSHA = sha
		err = row.Scan(&e.Seq, &e.ID, &e.Client, &e.Actor, &e.Owner, &e.Kind, &e.Entity, &e.Target,
			&e.BaseSeq, &e.SchemaVersion, &patch, &e.Result, &at)
		if err != nil {
			return e, err
		}
		e.At = moment(at)
		return e, decode("op.payload", patch, &e.Op.Set)
	}, entryColumns+from, args...)
}

const entryColumns = `
		SELECT
			seq,
			op_id,
			client,
			actor,
			owner,
			kind,
			entity,
			target,
			base_seq,
			schema_version,
			payload,
			result,
			created_at
		FROM `
