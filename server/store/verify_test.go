package store

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

// TestVerifyNamesWhatWasTamperedWith changes one thing in the file at a time,
// past the store.
func TestVerifyNamesWhatWasTamperedWith(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	quote, speaker := tag(t, d, anna, "quote", "Wir sind bereit!"), tag(t, d, anna, "speaker", "Orban")
	mustAppend(t, s, d, quote, speaker, attribute(d, anna, quote.Target, speaker.Target), tag(t, d, ben, "quote", "Nachricht"))
	_, err := s.SetState(t.Context(), d.ID, anna, annotations.Submitted, "anna")
	require.NoError(t, err)
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Equal(t, Verified{Documents: 1, Sets: 2, Ops: 4}, v)

	for _, c := range []struct{ name, query, says string }{
		{"a text", `UPDATE article SET text = replace(text, 'bereit', 'müde!!')`, "the text has SHA-256"},
		{"a block", `UPDATE article SET blocks = '[]'`, "code points"},
		{"a quotation", `UPDATE annotation SET payload = replace(payload, 'bereit', 'Bereit') WHERE owner = 'user:anna'`, "but the log gives"},
		{"a version", `UPDATE annotation SET version = version + 1`, "but the log gives"},
		{"a lost annotation", `DELETE FROM annotation WHERE owner = 'user:ben'`, "of the log is missing"},
		{"an invented annotation", `INSERT INTO annotation SELECT document, 'x', owner, entity, version, deleted, payload, fields, last FROM annotation WHERE owner = 'user:ben'`, "annotation x is in no op"},
		{"a lost member", `DELETE FROM link_member WHERE role = 'speaker'`, "does not know its speaker"},
		{"an invented member", `INSERT INTO link_member SELECT document, span, link, 'cue' FROM link_member WHERE role = 'quote'`, "are stored"},
		{"a set's counter", `DROP TRIGGER set_is_recounted; UPDATE annotation_set SET spans = spans + 1`, "counts 3 spans"},
		{"a set's version", `UPDATE annotation_set SET version = version + 1`, "has version"},
		{"a set's state", `DROP TRIGGER set_is_recounted; UPDATE annotation_set SET state = 'accepted' WHERE owner = 'user:anna'`, "is accepted, but was last made submitted"},
		{"a tally", `UPDATE tally SET submitted = 0`, "project demo, owner user:anna: a counter"},
		{"a project's counter", `UPDATE project SET documents = 5`, "project demo: a counter"},
		{"the number of people", `UPDATE document SET people = 9`, "a counter"},
		{"a head", `UPDATE document SET head = 5`, "the log ends at 4"},
		{"a gap in the log", `DROP TRIGGER op_is_never_deleted; DELETE FROM op WHERE seq = 2`, "the log goes from 1 to 3"},
		{"an op", `DROP TRIGGER op_is_never_changed; UPDATE op SET payload = replace(payload, 'Wir', 'Ihr')`, "but the log gives"},
		{"a reference", `PRAGMA foreign_keys = OFF; DELETE FROM article; DELETE FROM document`, "name something that is not there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t)
			path := filepath.Join(dir, databaseFile)
			require.NoError(t, s.Backup(t.Context(), path))
			raw(t, path, c.query)
			other := mustOpen(t, dir, Options{})
			_, err := other.Verify(t.Context())
			refused(t, err, annotations.Internal, "differs")
			require.ErrorContains(t, err, c.says)
		})
	}
}
