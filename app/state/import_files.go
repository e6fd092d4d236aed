package state

import (
	"slices"
	"strings"

	"galley/annotations/wire"
)

// FileState says how far a chosen file is on its way to the server.
type FileState string

// The states of a chosen file.
const (
	FileWaiting FileState = "waiting"
	FileSending FileState = "sending"
	FileSent    FileState = "sent"
	FileFailed  FileState = "failed"
)

// FileRow is one file that was chosen for an import.
type FileRow struct {
	Name string
	// Bytes is its size, Gone how many of them have been sent.
	Bytes, Gone int
	State       FileState
	// Look is what the server found in it; nil until it has looked.
	Look *wire.FileLook
	// Problem is why it could not be sent.
	Problem error
}

// ImportFiles are the files of an import that has not started, in the order in
// which they were chosen. The zero value holds none.
type ImportFiles struct {
	Rows []FileRow
	// busy is true while a file is under way, whatever became of its row.
	busy bool
	// left are files that the server has and that are not to be read after all.
	left []string
	// tables are the columns that a person chose, by the files' names.
	tables map[string]map[string]string
}

// Table is tables with the same columns, for which one choice is made.
type Table struct {
	Files   []string
	Columns []wire.ColumnLook
}

// RestoreFiles are the files of an import that the server knows already, as
// after a reload.
func RestoreFiles(run *wire.Import) ImportFiles {
	f := ImportFiles{left: slices.Clone(run.Choice.Leave), tables: run.Choice.Tables}
	for _, one := range run.Files {
		if !slices.Contains(f.left, one.Name) {
			f.Rows = append(f.Rows, FileRow{Name: one.Name, Bytes: int(one.Bytes), Gone: int(one.Bytes), State: FileSent})
		}
	}
	return f
}

// Row is where a file stands; -1 for none of the name.
func (f *ImportFiles) Row(name string) int {
	return slices.IndexFunc(f.Rows, func(r FileRow) bool { return r.Name == name })
}

// Add puts a file at the end. One of the same name takes the other's place, as
// it does on the server.
func (f *ImportFiles) Add(name string, bytes int) {
	f.left = slices.DeleteFunc(f.left, func(l string) bool { return l == name })
	row := FileRow{Name: name, Bytes: bytes, State: FileWaiting}
	if i := f.Row(name); i >= 0 {
		f.Rows[i] = row
		return
	}
	f.Rows = append(f.Rows, row)
}

// Next is the file to be sent next and takes it as being sent; ok is false while
// one is under way and when none waits.
func (f *ImportFiles) Next() (name string, ok bool) {
	if f.busy {
		return "", false
	}
	i := slices.IndexFunc(f.Rows, func(r FileRow) bool { return r.State == FileWaiting })
	if i < 0 {
		return "", false
	}
	f.Rows[i].State, f.busy = FileSending, true
	return f.Rows[i].Name, true
}

// Gone notes how many bytes of a file have been sent.
func (f *ImportFiles) Gone(name string, bytes int) {
	if i := f.Row(name); i >= 0 {
		f.Rows[i].Gone = min(bytes, f.Rows[i].Bytes)
	}
}

// Came notes that a file has been sent, or why not. A file that was taken out
// meanwhile is on the server and left there.
func (f *ImportFiles) Came(name string, problem error) {
	f.busy = false
	i := f.Row(name)
	switch {
	case i < 0 && problem == nil:
		f.leave(name)
	case i < 0 || f.Rows[i].State != FileSending: // it was taken out, or chosen anew
	case problem != nil:
		f.Rows[i].State, f.Rows[i].Gone, f.Rows[i].Problem = FileFailed, 0, problem
	default:
		f.Rows[i].State, f.Rows[i].Gone, f.Rows[i].Problem = FileSent, f.Rows[i].Bytes, nil
	}
}

// Leave takes a file out.
func (f *ImportFiles) Leave(name string) {
	i := f.Row(name)
	if i < 0 {
		return
	}
	if f.Rows[i].State != FileWaiting {
		f.leave(name)
	}
	f.Rows = slices.Delete(f.Rows, i, i+1)
}

func (f *ImportFiles) leave(name string) {
	if !slices.Contains(f.left, name) {
		f.left = append(f.left, name)
	}
}

// Again has files that did not arrive sent once more: one, or all for "".
func (f *ImportFiles) Again(name string) {
	for i := range f.Rows {
		if r := &f.Rows[i]; r.State == FileFailed && (name == "" || r.Name == name) {
			r.State, r.Problem = FileWaiting, nil
		}
	}
}

// Looked notes what the server found in the files.
func (f *ImportFiles) Looked(look *wire.ImportLook) {
	for n := range look.Files {
		if i := f.Row(look.Files[n].Name); i >= 0 && f.Rows[i].State == FileSent {
			f.Rows[i].Look = &look.Files[n]
		}
	}
}

// Under reports how many files are still to be sent, or being sent; Failed how
// many did not arrive.
func (f *ImportFiles) Under() int { return f.count(FileWaiting) + f.count(FileSending) }

// Failed is how many files did not arrive.
func (f *ImportFiles) Failed() int { return f.count(FileFailed) }

func (f *ImportFiles) count(s FileState) (n int) {
	for i := range f.Rows {
		if f.Rows[i].State == s {
			n++
		}
	}
	return n
}

// Tables are the files with columns: those with the same columns together.
func (f *ImportFiles) Tables() []Table {
	var all []Table
	at := map[string]int{}
	for _, r := range f.Rows {
		if r.Look == nil || len(r.Look.Columns) == 0 {
			continue
		}
		var key strings.Builder
		for _, c := range r.Look.Columns {
			key.WriteString(c.Name + "\x00")
		}
		i, known := at[key.String()]
		if !known {
			i = len(all)
			at[key.String()] = i
			all = append(all, Table{Columns: r.Look.Columns})
		}
		all[i].Files = append(all[i].Files, r.Name)
	}
	return all
}

// Columns says what each column of a table is taken for: what a person chose,
// else what is proposed. It maps "text", "title" … to columns.
func (f *ImportFiles) Columns(t Table) map[string]string {
	if chosen, ok := f.tables[t.Files[0]]; ok {
		return chosen
	}
	proposed := map[string]string{}
	for _, c := range t.Columns {
		if c.As != "" {
			proposed[c.As] = c.Name
		}
	}
	return proposed
}

// Choose takes a column of a table for something, "" for nothing. What was taken
// for it before, and what the column was taken for, no longer are.
func (f *ImportFiles) Choose(t Table, column, as string) {
	next := map[string]string{}
	for a, c := range f.Columns(t) {
		if a != as && c != column {
			next[a] = c
		}
	}
	if as != "" {
		next[as] = column
	}
	if f.tables == nil {
		f.tables = map[string]map[string]string{}
	}
	for _, name := range t.Files {
		f.tables[name] = next
	}
}

// WithoutText is a table whose text's column is not known; ok is false when
// there is none.
func (f *ImportFiles) WithoutText() (n int, ok bool) {
	n = slices.IndexFunc(f.Tables(), func(t Table) bool { return f.Columns(t)["text"] == "" })
	return n, n >= 0
}

// Choice puts the files' part into a choice.
func (f *ImportFiles) Choice(c wire.ImportChoice) wire.ImportChoice {
	c.Leave, c.Tables = f.left, nil
	for _, t := range f.Tables() { // of files that are still in
		if chosen, ok := f.tables[t.Files[0]]; ok {
			for _, name := range t.Files {
				if c.Tables == nil {
					c.Tables = map[string]map[string]string{}
				}
				c.Tables[name] = chosen
			}
		}
	}
	return c
}
