package state

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"
)

func rowsOf(f *ImportFiles) (all []string) {
	for _, r := range f.Rows {
		all = append(all, r.Name+" "+string(r.State))
	}
	return all
}

// sent are files that have all arrived.
func sent(all ...string) *ImportFiles {
	f := &ImportFiles{}
	for _, name := range all {
		f.Add(name, 10)
		f.Next()
		f.Came(name, nil)
	}
	return f
}

func TestFilesAreSentOneAfterTheOtherInTheirOrder(t *testing.T) {
	t.Parallel()
	var f ImportFiles
	f.Add("a", 10)
	f.Add("b", 20)
	name, ok := f.Next()
	require.True(t, ok)
	require.Equal(t, "a", name)
	_, ok = f.Next()
	require.False(t, ok, "one is under way")
	f.Gone("a", 99)
	require.Equal(t, 10, f.Rows[0].Gone, "a request's own bytes are no more of the file")
	require.Equal(t, 2, f.Under())
	f.Came("a", nil)
	name, _ = f.Next()
	require.Equal(t, "b", name)
	f.Came("b", errors.New("away"))
	require.Equal(t, []string{"a sent", "b failed"}, rowsOf(&f))
	require.Equal(t, 1, f.Failed())
	require.Zero(t, f.Under())
	f.Again("")
	require.Equal(t, []string{"a sent", "b waiting"}, rowsOf(&f))
	require.NoError(t, f.Rows[1].Problem)
}

func TestAFileThatIsChosenAnewTakesTheOthersPlace(t *testing.T) {
	t.Parallel()
	f := sent("a", "b")
	f.Looked(&wire.ImportLook{Files: []wire.FileLook{{Name: "a", Read: "text"}}})
	f.Add("a", 7)
	require.Equal(t, []string{"a waiting", "b sent"}, rowsOf(f))
	require.Nil(t, f.Rows[0].Look, "it may be another file")
	f.Next()
	f.Add("a", 8) // while it is being sent
	_, ok := f.Next()
	require.False(t, ok, "two requests for one name would race")
	f.Came("a", nil)
	require.Equal(t, []string{"a waiting", "b sent"}, rowsOf(f), "what arrived is the older one")
}

func TestWhatIsTakenOutIsLeftByTheServerOnlyIfItIsThere(t *testing.T) {
	t.Parallel()
	f := sent("a")
	f.Add("b", 1)
	f.Add("c", 1)
	f.Next()
	f.Leave("a") // there
	f.Leave("b") // under way
	f.Leave("c") // never sent
	f.Leave("d")
	f.Came("b", nil)
	require.Empty(t, f.Rows)
	require.Equal(t, []string{"a", "b"}, f.Choice(wire.ImportChoice{}).Leave)
	f.Add("a", 1)
	require.Equal(t, []string{"b"}, f.Choice(wire.ImportChoice{}).Leave, "chosen again, it is in again")
}

func TestAReloadFindsFilesAndChoices(t *testing.T) {
	t.Parallel()
	run := &wire.Import{Files: []wire.ImportFile{{Name: "a", Bytes: 3}, {Name: "b"}, {Name: "t.csv"}},
		Choice: wire.ImportChoice{Leave: []string{"b"}, Tables: map[string]map[string]string{"t.csv": {"text": "X"}}}}
	f := RestoreFiles(run)
	require.Equal(t, []string{"a sent", "t.csv sent"}, rowsOf(&f))
	f.Looked(&wire.ImportLook{Files: []wire.FileLook{{Name: "b"}, {Name: "t.csv", Columns: []wire.ColumnLook{{Name: "X"}, {Name: "Y"}}}}})
	require.Equal(t, run.Choice, f.Choice(wire.ImportChoice{}))
}

func TestTablesWithTheSameColumnsAreChosenForTogether(t *testing.T) {
	t.Parallel()
	f := sent("a.csv", "x.txt", "b.csv", "c.csv")
	same := []wire.ColumnLook{{Name: "T", As: "title"}, {Name: "V"}}
	f.Looked(&wire.ImportLook{Files: []wire.FileLook{
		{Name: "a.csv", Columns: same}, {Name: "x.txt"}, {Name: "b.csv", Columns: same},
		{Name: "c.csv", Columns: []wire.ColumnLook{{Name: "text", As: "text"}}},
	}})
	tables := f.Tables()
	require.Len(t, tables, 2)
	require.Equal(t, []string{"a.csv", "b.csv"}, tables[0].Files)
	n, missing := f.WithoutText()
	require.True(t, missing)
	require.Zero(t, n)
	require.Empty(t, f.Choice(wire.ImportChoice{}).Tables, "what is proposed needs no choice")

	f.Choose(tables[0], "V", "text")
	require.Equal(t, map[string]string{"text": "V", "title": "T"}, f.Columns(tables[0]))
	_, missing = f.WithoutText()
	require.False(t, missing)
	f.Choose(tables[0], "T", "text")
	require.Equal(t, map[string]string{"text": "T"}, f.Columns(tables[0]), "a column is for one thing, and a thing has one column")
	f.Choose(tables[0], "T", "")
	require.Empty(t, f.Columns(tables[0]))
	f.Choose(tables[0], "V", "text")
	want := map[string]string{"text": "V"}
	require.Equal(t, map[string]map[string]string{"a.csv": want, "b.csv": want}, f.Choice(wire.ImportChoice{}).Tables)
}
