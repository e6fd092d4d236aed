package state

import (
	"encoding/json"
	"slices"

	"galley/annotations"
	"galley/annotations/ops"
)

// StepBytes bounds what the device keeps of a tab's steps of undo and redo, in
// bytes of JSON; beyond it the oldest go. In memory they are without limit.
const StepBytes = 2 << 20

// Edit is one op of a step of undo or redo.
type Edit struct {
	Op ops.Op `json:"op"`
	// Then is what the step left behind: of an update's target the fields that
	// it set, else all of them. Where it is so no longer, somebody else has
	// changed the target since, and the edit is left out.
	Then ops.Patch `json:"then"`
}

// KeptStep is one act as the device keeps it.
type KeptStep struct {
	// Serial numbers a tab's acts on a document from 1.
	Serial int    `json:"n"`
	Edits  []Edit `json:"edits"`
}

// KeptSteps is what the device holds of a tab's steps, oldest first. Those up
// to Done can be undone, those after it redone.
type KeptSteps struct {
	Epoch string
	Owner annotations.Owner
	Done  int
	Steps []KeptStep
}

// StepsChange is what the device must write.
type StepsChange struct {
	Epoch string            `json:"epoch"`
	Owner annotations.Owner `json:"owner"`
	Done  int               `json:"done"`
	Put   []StepData        `json:"put"`
	Drop  []int             `json:"drop"`
}

// StepData is a KeptStep as JSON.
type StepData struct {
	Serial int    `json:"n"`
	Data   string `json:"data"`
}

// steps are a tab's acts on one document, oldest first; those before done can
// be undone, the others redone.
type steps struct {
	all  []step
	done int
	last int
	// drop are serials that the device need not hold any more; dirty says that
	// it does not hold what is here.
	drop  []int
	dirty bool
}

type step struct {
	KeptStep
	// size is what the device holds of it, in bytes; 0 for nothing.
	size  int
	fresh bool
}

// add puts an act on top, and forgets what could be redone.
func (s *steps) add(edits []Edit) {
	for _, old := range s.all[s.done:] {
		s.drop = append(s.drop, old.Serial)
	}
	s.last++
	s.all = append(s.all[:s.done], step{KeptStep: KeptStep{Serial: s.last, Edits: edits}, fresh: true})
	s.done, s.dirty = len(s.all), true
}

// turn replaces a step by its inverse, and moves it to the other side.
func (s *steps) turn(i int, inverse []Edit, redo bool) {
	s.dirty = true
	if len(inverse) == 0 {
		s.drop = append(s.drop, s.all[i].Serial)
		s.all = slices.Delete(s.all, i, i+1)
		if !redo {
			s.done--
		}
		return
	}
	s.all[i].Edits, s.all[i].fresh = inverse, true
	if redo {
		s.done++
	} else {
		s.done--
	}
}

// ChangedSteps is what the device must write of the steps since the last call;
// nil for nothing.
func (m *Model) ChangedSteps() *StepsChange {
	s := &m.steps
	if !s.dirty {
		return nil
	}
	c := &StepsChange{Epoch: m.epoch, Owner: m.client.Owner(), Drop: s.drop}
	s.drop, s.dirty = nil, false
	if s.done > 0 {
		c.Done = s.all[s.done-1].Serial
	}
	total := 0
	for i := range s.all {
		st := &s.all[i]
		if st.fresh {
			data, _ := json.Marshal(st.KeptStep) // ops and patches always encode
			st.fresh, st.size = false, len(data)
			c.Put = append(c.Put, StepData{Serial: st.Serial, Data: string(data)})
		}
		total += st.size
	}
	for i := 0; total > StepBytes && i < len(s.all)-1; i++ {
		if st := &s.all[i]; st.size > 0 {
			total -= st.size
			st.size = 0
			c.Drop = append(c.Drop, st.Serial)
			c.Put = slices.DeleteFunc(c.Put, func(p StepData) bool { return p.Serial == st.Serial })
		}
	}
	return c
}

// TakeSteps takes over what the device kept of this tab's steps. It is called
// right after Load; steps of another person, or of another history of the
// server, are passed over.
func (m *Model) TakeSteps(kept KeptSteps) {
	if kept.Epoch != m.epoch || kept.Owner != m.client.Owner() || len(m.steps.all) > 0 {
		return
	}
	for _, k := range kept.Steps {
		m.steps.last = max(m.steps.last, k.Serial)
		m.steps.all = append(m.steps.all, step{KeptStep: k, size: 1})
		if k.Serial <= kept.Done {
			m.steps.done = len(m.steps.all)
		}
		for _, e := range k.Edits {
			if e.Op.Kind == ops.Restore {
				m.client.Bury(e.Op.Entity, e.Op.Target, e.Then)
			}
		}
	}
}

// do makes edits and collects what undoes them, last first.
func (m *Model) do(e *Effects, edits []ops.Op) (undo []Edit, refused *annotations.Error) {
	for _, op := range edits {
		back, refused := m.one(e, op)
		if refused != nil {
			slices.Reverse(undo)
			for _, b := range undo {
				_, _ = m.one(e, b.Op) // what was just done can be taken back
			}
			return nil, refused
		}
		undo = append(undo, back)
	}
	slices.Reverse(undo)
	return undo, nil
}

// one makes one edit.
func (m *Model) one(e *Effects, op ops.Op) (Edit, *annotations.Error) {
	before := m.look(op.Target)
	inverse, refused := m.client.Do(op)
	if refused != nil {
		return Edit{}, refused
	}
	m.changed(e, op.Target, before)
	back := Edit{Op: inverse}
	if r, _ := m.client.Record(op.Target); r != nil {
		if inverse.Kind == ops.Update {
			back.Then = r.Values(inverse.Set)
		} else {
			back.Then = r.Full()
		}
	}
	return back, nil
}

// holds reports whether a step's target is still as the step left it.
func (m *Model) holds(e Edit) bool {
	r, _ := m.client.Record(e.Op.Target)
	switch {
	case r == nil || r.Deleted != (e.Op.Kind == ops.Restore):
		return false
	case e.Op.Kind == ops.Restore:
		return true
	case e.Op.Kind == ops.Delete && !slices.Equal(e.Then.Fields(), r.Full().Fields()):
		return false // something was added, such as a note
	}
	return r.Has(e.Then)
}

// back undoes or redoes a step. Edits whose targets somebody else has changed
// since are left out, so that newer work stays, and the person is told.
func (m *Model) back(redo bool) Effects {
	s := &m.steps
	i, none := s.done-1, "notice.nothing_to_undo"
	if redo {
		i, none = s.done, "notice.nothing_to_redo"
	}
	if i < 0 || i >= len(s.all) {
		return Effects{Notice: m.notice(none, false)}
	}
	var e Effects
	var inverse []Edit
	left := 0
	edits := s.all[i].Edits
	for _, edit := range edits {
		if !m.holds(edit) {
			left++
			continue
		}
		if back, refused := m.one(&e, edit.Op); refused == nil {
			inverse = append(inverse, back)
		} else {
			left++
		}
	}
	slices.Reverse(inverse)
	s.turn(i, inverse, redo)
	switch {
	case len(inverse) == 0:
		e.Notice = m.notice("notice.step_skipped", true)
	case left > 0:
		e.Notice = m.notice("notice.step_in_part", true)
	}
	for _, edit := range edits { // show what came back
		if m.client.Set().Span(edit.Op.Target) != nil && len(inverse) > 0 {
			m.selected, e.Selected, e.Reveal = edit.Op.Target, true, edit.Op.Target
		}
	}
	return m.flush(e)
}
