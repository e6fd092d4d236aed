package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

// Imported says what an import added.
type Imported struct {
	wire.Added
	Spans int
	Links int
}

// Import adds a document with its sets to a project, everything or nothing.
// Ids and the revision are kept; Imported.ID is the document's name in addresses,
// which differs from the one in the file when another project of this folder has
// that (see AddDocument). A text, a span or a link that is there already (or was, and was
// deleted) is left as it is, so that importing twice adds nothing; a set keeps
// the state it has. What is new enters the log as ops by actor. Owners that are
// people not yet known become people who cannot sign in. Returns Invalid naming
// the first thing that does not fit, such as "sets[0].spans[3].quote[0]", Conflict
// (id_taken) and NotFound (unknown_project).
func (s *Store) Import(ctx context.Context, project, actor string, b Bundle) (Imported, error) {
	d := b.Document
	p, err := prepare(NewDocument{ID: d.ID, Revision: d.Revision, Text: d.Text, Language: d.Language, Meta: d.Meta, Blocks: d.Blocks})
	if err != nil {
		return Imported{}, fmt.Errorf("import document %s: %w", d.ID, err)
	}
	var made Imported
	err = s.update(ctx, func(t *tx) error {
		m := importer{t: t, actor: actor}
		if err := m.document(project, p, b.Sets); err != nil {
			return err
		}
		made = m.Imported
		return nil
	})
	if err != nil {
		return Imported{}, fmt.Errorf("import document %s: %w", d.ID, err)
	}
	return made, nil
}

// importClient is the client of imported ops.
const importClient = "import"

// importer turns one bundle into ops.
type importer struct {
	Imported
	t     *tx
	actor string
	desk  *desk
	owner annotations.Owner
	// renamed are the ids of the present set that another owner has already.
	renamed map[string]string
}

func (m *importer) document(project string, p prepared, sets []wire.Set) error {
	placed, err := m.t.addDocument(project, p)
	if err != nil {
		return err
	}
	m.Added = placed.Added
	g := &ground{id: placed.ID, number: placed.number, project: project, text: p.Text, sha: p.sha}
	if m.desk, err = m.t.desk(g); err != nil {
		return err
	}
	for i, set := range sets {
		if err := m.set(set); err != nil {
			return within(err, fmt.Sprintf("sets[%d]", i))
		}
	}
	return nil
}

func (m *importer) set(set wire.Set) error {
	if _, err := annotations.ParseOwner(string(set.Owner)); err != nil {
		return err
	}
	if name, ok := set.Owner.User(); ok {
		if err := m.t.ensureUser(name); err != nil {
			return err
		}
	}
	m.owner, m.renamed = set.Owner, map[string]string{}
	var known int
	err := m.t.row(`
		SELECT count(*)
		FROM annotation_set
		WHERE document = ? AND owner = ?`, m.desk.ground.number, set.Owner).Scan(&known)
	if err != nil {
		return err
	}
	if err := twins(set); err != nil {
		return err
	}
	for i, sp := range set.Spans {
		if err := m.span(sp); err != nil {
			return within(err, fmt.Sprintf("spans[%d]", i))
		}
	}
	for i, l := range set.Links {
		if err := m.link(l); err != nil {
			return within(err, fmt.Sprintf("links[%d]", i))
		}
	}
	if known > 0 {
		return nil
	}
	return m.state(set.State)
}

// twins refuses a set that uses an id twice: one of the two would get lost.
func twins(set wire.Set) error {
	seen := map[string]bool{}
	twin := func(id, field string, i int) error {
		if seen[id] {
			return annotations.Errorf(annotations.Invalid, "twin_id", fmt.Sprintf("%s[%d].id", field, i), "the set has the id %q twice", id)
		}
		seen[id] = true
		return nil
	}
	for i, sp := range set.Spans {
		if err := twin(sp.ID, "spans", i); err != nil {
			return err
		}
	}
	for i, l := range set.Links {
		if err := twin(l.ID, "links", i); err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) state(state annotations.State) error {
	if state == "" {
		state = annotations.Open
	}
	if !state.Valid() {
		return annotations.Errorf(annotations.Invalid, "bad_state", "state", "%q is none of open, submitted, returned, accepted", state)
	}
	_, err := m.t.setState(m.desk.ground.id, m.owner, state, m.actor)
	return err
}

func (m *importer) span(sp *annotations.Span) error {
	id, known, err := m.place(sp.ID)
	if err != nil || known {
		return err
	}
	if id != sp.ID {
		moved := *sp
		moved.ID = id
		sp = &moved
	}
	m.Spans++
	return m.do(ops.CreateSpan(m.owner, sp))
}

func (m *importer) link(l *annotations.Link) error {
	id, known, err := m.place(l.ID)
	if err != nil || known {
		return err
	}
	moved := *l
	moved.ID, moved.Roles = id, map[string][]string{}
	for _, role := range slices.Sorted(maps.Keys(l.Roles)) {
		for _, span := range l.Roles[role] {
			if other := m.renamed[span]; other != "" {
				span = other
			}
			moved.Roles[role] = append(moved.Roles[role], span)
		}
	}
	m.Links++
	return m.do(ops.CreateLink(m.owner, &moved))
}

// place is the id that a span or link gets, and whether it is there already. An
// id that another owner has is replaced by one that follows from owner and id,
// so that a second import finds it.
func (m *importer) place(id string) (string, bool, error) {
	r, err := m.desk.Record(id)
	if err != nil || r == nil {
		return id, false, err
	}
	if r.Owner == m.owner {
		return id, true, nil
	}
	other := uuid.NewSHA1(uuid.NameSpaceOID, []byte(string(m.owner)+" "+id)).String()
	m.renamed[id] = other
	r, err = m.desk.Record(other)
	return other, r != nil, err
}

// do appends an op as one that saw everything.
func (m *importer) do(op ops.Op) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	op.ID, op.BaseSeq = id.String(), m.desk.head
	op.TextSHA, op.SchemaVersion = m.desk.ground.sha, m.desk.schema.Version
	patch, err := encode(op.Set)
	if err != nil {
		return err
	}
	out, err := m.desk.do(op, patch, importClient, m.actor)
	if err != nil {
		return err
	}
	if out.Problem != nil {
		return out.Problem
	}
	return nil
}

// within puts a place in front of a refusal's field.
func within(err error, place string) error {
	var e *annotations.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", place, err)
	}
	moved := *e
	moved.Field = place
	if e.Field != "" {
		moved.Field += "." + e.Field
	}
	return &moved
}
