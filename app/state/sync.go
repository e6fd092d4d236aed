package state

import (
	"encoding/json"
	"time"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// sync is what the model knows of the connection.
type sync struct {
	// offline: the last try got no answer. signedOut: the server no longer
	// knows the person; nothing is sent until she signs in again.
	offline, signedOut bool
	// kept counts waiting edits that the device's storage holds.
	kept int
}

// Save is what the badge says.
func (m *Model) Save() SaveView {
	if m.client == nil {
		return SaveView{State: Saved}
	}
	waiting := len(m.client.Waiting())
	v := SaveView{State: Saved, Waiting: waiting, Kept: m.sync.kept >= waiting, Attention: len(m.client.Attention())}
	switch {
	case v.Attention > 0 || m.sync.signedOut && waiting > 0:
		v.State = Attention
	case m.sync.offline:
		v.State = Offline
	case waiting > 0:
		v.State = Saving
	}
	return v
}

// flush adds what the queue asks for after an edit: keep it on the device, and
// send it unless a batch is on its way.
func (m *Model) flush(e Effects) Effects {
	if m.history != nil {
		m.history.view = nil
	}
	if len(m.client.Waiting()) == 0 {
		return e
	}
	e.Keep = true
	if !m.sync.offline && !m.sync.signedOut && !m.client.InFlight() {
		e.Send = m.batch()
	}
	return e
}

func (m *Model) batch() *wire.Batch {
	b := m.client.Batch(wire.MaxBatch)
	if b == nil {
		return nil
	}
	return &wire.Batch{ClientID: m.client.ID(), Epoch: m.epoch, Ops: b}
}

// Queue is what must be kept on the device: the edits without an answer.
func (m *Model) Queue() []ops.Op { return m.client.Waiting() }

// Recent lists what the server said since the last Copy.
func (m *Model) Recent() []ops.Entry { return m.client.Recent() }

// Copy is the document as the server has said so far, for the device to show
// while the server is away; Recent starts anew.
func (m *Model) Copy() *wire.Document {
	d := m.doc
	set, head := m.client.Snapshot()
	return &wire.Document{ID: d.ID, Project: d.Project, Revision: d.Revision, Text: d.Text.String(), SHA256: d.SHA256,
		Language: d.Language, Meta: d.Meta, Blocks: m.client.SaidBlocks(), Schema: m.schema, Epoch: m.epoch, Head: head,
		Previous: m.previous, Next: m.next,
		Set: wire.Set{Owner: set.Owner, State: m.client.Set().State, Spans: set.Spans(), Links: set.Links()}}
}

// CatchUp takes over entries that a device kept on top of a Copy. It is called
// right after Load; entries that the copy holds already are passed over.
func (m *Model) CatchUp(entries []ops.Entry) Effects {
	return m.pulled(&wire.Log{Epoch: m.epoch, Entries: entries})
}

// WaitingFile is everything of the person's that is not on the server, as a JSON
// file: edits that wait, and edits that were refused or are in conflict.
func (m *Model) WaitingFile(now time.Time) ([]byte, error) {
	return json.MarshalIndent(struct {
		Format    string          `json:"format"`
		Version   int             `json:"version"`
		Document  string          `json:"document"`
		Epoch     string          `json:"epoch"`
		SavedAt   time.Time       `json:"saved_at"`
		Waiting   []ops.Op        `json:"waiting"`
		Attention []ops.Attention `json:"attention"`
	}{"galley-edits", 1, m.doc.ID, m.epoch, now.UTC(), m.Queue(), m.client.Attention()}, "", " ")
}

// SavedNotice answers a person who asks to save: it is done all the time.
func (m *Model) SavedNotice() *NoticeView {
	return m.notice("notice.save_"+string(m.Save().State), false)
}

// Epoch names the server's history that the document was loaded from.
func (m *Model) Epoch() string { return m.epoch }

// talk handles the messages about server and storage.
func (m *Model) talk(msg Msg) Effects {
	switch msg := msg.(type) {
	case Answered:
		return m.answered(msg.Answer)
	case SendFailed:
		return m.sendFailed(msg.Refused)
	case Retry:
		m.sync.offline, m.sync.signedOut = false, false
		return Effects{Send: m.batch(), Pull: true}
	case Kept:
		m.sync.kept = msg.N
	case Adopted:
		m.client.Attend(ops.Attention{Op: msg.Op, Outcome: msg.Outcome})
		return Effects{Notice: m.notice("notice.needs_you", true)}
	case Dismiss:
		m.client.Dismiss()
	case Head:
		m.sync.offline = m.sync.offline && len(m.client.Waiting()) > 0
		return Effects{Pull: msg.Head > m.client.Head() && !m.client.InFlight()}
	case Pulled:
		return m.pulled(msg.Log)
	}
	return Effects{}
}

func (m *Model) answered(a *wire.Answer) Effects {
	m.sync.offline, m.sync.signedOut = false, false
	before := m.glance(m.client.Batch(wire.MaxBatch))
	attention := len(m.client.Attention())
	changed, pull := m.client.Answer(a.Outcomes)
	e := Effects{Keep: true, Pull: pull}
	m.redrawTargets(&e, changed, before)
	if len(m.client.Attention()) > attention {
		e.Notice = m.notice("notice.needs_you", true)
	}
	if !m.client.InFlight() {
		e.Send = m.batch()
	}
	return m.freshHistory(m.letGo(e))
}

func (m *Model) sendFailed(p *wire.Problem) Effects {
	switch {
	case p == nil || p.Code == annotations.Unavailable || p.Code == annotations.Internal:
		m.sync.offline = true
		return Effects{}
	case p.Code == annotations.Unauthenticated:
		m.sync.signedOut = true
		return Effects{Notice: m.notice("notice.signed_out", true)}
	case p.Reason == "other_epoch":
		return Effects{Reload: true}
	}
	before := m.glance(m.client.Batch(wire.MaxBatch))
	e := Effects{Keep: true}
	changed := m.client.Refuse(&annotations.Error{Code: p.Code, Reason: p.Reason, Field: p.Field, Detail: p.Detail})
	m.redrawTargets(&e, changed, before)
	if len(changed) > 0 {
		e.Notice = m.notice("notice.needs_you", true)
	}
	e.Send = m.batch()
	return e
}

func (m *Model) pulled(log *wire.Log) Effects {
	if log.Epoch != m.epoch {
		return Effects{Reload: true}
	}
	targets := make([]ops.Op, len(log.Entries))
	for i, entry := range log.Entries {
		targets[i] = entry.Op
	}
	before := m.glance(targets)
	e := Effects{Keep: true}
	m.redrawTargets(&e, m.client.Pulled(log.Entries), before)
	e.Pull = m.client.Head() < log.Head && len(log.Entries) > 0
	return m.freshHistory(e)
}

// glance remembers what the targets of ops look like.
func (m *Model) glance(batch []ops.Op) map[string]seen {
	before := map[string]seen{}
	for _, op := range batch {
		before[op.Target] = m.look(op.Target)
	}
	return before
}

func (m *Model) redrawTargets(e *Effects, targets []string, before map[string]seen) {
	for _, t := range targets {
		was := before[t]
		m.changed(e, t, was)
		before[t] = m.look(t)
	}
}

func (m *Model) stateSet(msg StateSet) Effects {
	if msg.Problem != nil && len(msg.Problem.Gaps) > 0 {
		return m.gapsTold(msg.Problem.Gaps)
	}
	if msg.Problem != nil {
		key := "refused." + string(msg.Problem.Code)
		if msg.Problem.Reason != "" {
			key = "refused." + msg.Problem.Reason
		}
		return Effects{Notice: m.notice(key, true)}
	}
	m.client.Set().State = msg.State
	e := Effects{Selected: true, Notice: m.notice("notice.state_"+string(msg.State), false)}
	if h := m.history; h != nil && h.came {
		e.History = &h.query
	}
	return e
}
