package store

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// role is the op that gives the block at start of a document another role.
func role(t testing.TB, d *wire.Document, owner annotations.Owner, start text.Rune, r annotations.Role) ops.Op {
	t.Helper()
	after, err := annotations.SetBlockRole(d.Blocks, start, r)
	require.NoError(t, err)
	op, changed := ops.EditBlocks(owner, d.Blocks, after)
	require.True(t, changed)
	return on(d, op)
}

func splitAt(t testing.TB, d *wire.Document, owner annotations.Owner, at text.Rune, r annotations.Role) ops.Op {
	t.Helper()
	after, err := annotations.SplitBlock(d.Blocks, at, r)
	require.NoError(t, err)
	op, _ := ops.EditBlocks(owner, d.Blocks, after)
	return on(d, op)
}

func mustDocument(t testing.TB, s *Store, id string) *wire.Document {
	t.Helper()
	d, err := s.Document(t.Context(), id, "anna")
	require.NoError(t, err)
	return d
}

func TestEditsOfBlocksAreInTheLogAndEverybodySeesThem(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, splitAt(t, d, anna, 22, annotations.Headline))
	d = mustDocument(t, s, d.ID)
	require.Equal(t, []annotations.Block{{Role: annotations.Body, Start: 0, End: 22}, {Role: annotations.Headline, Start: 22, End: text.New(d.Text).Len()}}, d.Blocks)
	require.EqualValues(t, 1, d.Head)
	a, err := s.AppendOps(t.Context(), d.ID, "ben", batch(s, "other", role(t, d, ben, 0, annotations.Kicker)))
	require.NoError(t, err)
	require.Equal(t, ops.Applied, a.Outcomes[0].Result)

	log, err := s.Log(t.Context(), d.ID, 0, 0)
	require.NoError(t, err)
	require.Len(t, log.Entries, 2)
	require.Equal(t, ops.BlocksEntity, log.Entries[1].Entity)
	require.Equal(t, ops.BlocksTarget, log.Entries[1].Target)
	require.Equal(t, annotations.Kicker, log.Entries[1].Set.Blocks.Blocks[0].Role)

	sets, err := s.Sets(t.Context(), d.ID)
	require.NoError(t, err)
	require.Empty(t, sets.Sets, "blocks are in nobody's set")
	for b, err := range s.Export(t.Context(), "demo") {
		require.NoError(t, err)
		require.Equal(t, mustDocument(t, s, d.ID).Blocks, b.Document.Blocks, "what is exported is what is on screen")
	}
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, v.Ops)
}

func TestTwoPeopleAtTheSameBlockAreToldAndNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, splitAt(t, d, anna, 22, annotations.Headline))
	d = mustDocument(t, s, d.ID)
	mustAppend(t, s, d, role(t, d, anna, 22, annotations.Note))
	mine := role(t, d, ben, 22, annotations.Advert)
	beside := role(t, d, ben, 0, annotations.Kicker)
	a, err := s.AppendOps(t.Context(), d.ID, "ben", batch(s, "other", mine, beside))
	require.NoError(t, err)
	require.Equal(t, ops.Conflict, a.Outcomes[0].Result)
	require.Equal(t, "blocks_changed", a.Outcomes[0].Reason)
	require.Equal(t, "anna", a.Outcomes[0].Theirs.Actor)
	require.Equal(t, ops.Merged, a.Outcomes[1].Result)
	again, err := s.AppendOps(t.Context(), d.ID, "ben", batch(s, "other", mine, beside))
	require.NoError(t, err)
	require.Equal(t, a, again, "sending twice equals once")
	now := mustDocument(t, s, d.ID)
	require.Equal(t, []annotations.Role{annotations.Kicker, annotations.Note}, []annotations.Role{now.Blocks[0].Role, now.Blocks[1].Role})
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func TestEditedBlocksSurviveAReopenAndGoOn(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := mustOpen(t, dir, Options{})
	_, err := s.CreateProject(t.Context(), "demo", "Probe")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, splitAt(t, d, anna, 22, annotations.Headline))
	stale := role(t, mustDocument(t, s, d.ID), ben, 0, annotations.Kicker)
	stale.BaseSeq = 0
	require.NoError(t, s.Close())

	s, err = Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	a, err := s.AppendOps(t.Context(), d.ID, "ben", batch(s, "other", stale))
	require.NoError(t, err)
	require.Equal(t, ops.Conflict, a.Outcomes[0].Result, "who changed which block is remembered")
	mustAppend(t, s, mustDocument(t, s, d.ID), role(t, mustDocument(t, s, d.ID), anna, 22, annotations.Note))
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func TestVerifyFoldsTheBlocksAnew(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	other := mustAdd(t, s, sample+"mehr")
	mustAppend(t, s, d, splitAt(t, d, anna, 22, annotations.Headline))
	_, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, other.ID)
	for name, query := range map[string]string{
		"a role":                  `UPDATE edited_blocks SET blocks = replace(blocks, 'headline', 'note')`,
		"a version":               `UPDATE edited_blocks SET version = 7`,
		"who changed what":        `UPDATE edited_blocks SET fields = '{}'`,
		"the last change":         `UPDATE edited_blocks SET last = '{"seq":1,"client":"tab","actor":"ben"}'`,
		"lost blocks":             `DELETE FROM edited_blocks`,
		"invented blocks":         `INSERT INTO edited_blocks SELECT number, 1, '[]', 'null', '{}' FROM document WHERE head = 0`,
		"the blocks as they came": `UPDATE article SET blocks = replace(blocks, '"start":0', '"start":1')`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t)
			path := filepath.Join(dir, databaseFile)
			require.NoError(t, s.Backup(t.Context(), path))
			raw(t, path, query)
			copied := mustOpen(t, dir, Options{})
			_, err := copied.Verify(t.Context())
			refused(t, err, annotations.Internal, "differs")
		})
	}
}

// The log of a file of version 1 is taken over to the last byte.
func TestALogFromBeforeBlocksWereEditedIsKept(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	steps, err := readMigrations(migrationFiles)
	require.NoError(t, err)
	s := mustOpen(t, dir, Options{})
	_, err = s.CreateProject(t.Context(), "demo", "Probe")
	require.NoError(t, err)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "quote", "Wir sind bereit!"), tag(t, d, ben, "speaker", "Orban"))
	before, err := s.Log(t.Context(), d.ID, 0, 0)
	require.NoError(t, err)

	// Make the tables those of version 1 again, and upgrade.
	first := steps[0].sql
	table := first[indexOf(t, first, "CREATE TABLE op ("):indexOf(t, first, "-- From here on everything")]
	require.NoError(t, s.Close())
	raw(t, filepath.Join(dir, databaseFile), `DROP TABLE release_document; DROP TABLE release; DROP TABLE import_outcome; DROP TABLE import_file; DROP TABLE import; DROP TABLE sketch_band; DROP TABLE sketch; DROP INDEX document_by_kin; ALTER TABLE document DROP COLUMN kin; DROP INDEX op_by_target; DROP TABLE edited_blocks; ALTER TABLE op RENAME TO newer; DROP INDEX op_by_id; DROP TRIGGER op_is_never_changed; DROP TRIGGER op_is_never_deleted;`+
		table+`; INSERT INTO op SELECT * FROM newer; DROP TABLE newer; PRAGMA user_version = 1`)
	s, err = Open(t.Context(), dir, Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	after, err := s.Log(t.Context(), d.ID, 0, 0)
	require.NoError(t, err)
	require.Equal(t, before, after)
	mustAppend(t, s, mustDocument(t, s, d.ID), splitAt(t, mustDocument(t, s, d.ID), anna, 22, annotations.Headline))
	_, err = s.Verify(t.Context())
	require.NoError(t, err)
}

func indexOf(t testing.TB, s, part string) int {
	t.Helper()
	for i := range s {
		if len(s)-i >= len(part) && s[i:i+len(part)] == part {
			return i
		}
	}
	require.Fail(t, "not found", part)
	return 0
}

func TestTheHistoryTellsWhichRolesAStretchHad(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, splitAt(t, d, anna, 22, annotations.Headline))
	h, err := s.History(t.Context(), d.ID, wire.HistoryQuery{})
	require.NoError(t, err)
	require.Len(t, h.Acts, 1)
	step := h.Acts[0].Steps[0]
	require.Equal(t, ops.BlocksEntity, step.Entity)
	require.Equal(t, []history.Change{{Field: "blocks", Before: []string{"body"}, After: []string{"body", "headline"}}}, step.Changes)
	require.Equal(t, []annotations.Fragment{{Start: 0, End: text.New(sample).Len()}}, step.Fragments)
}
