package wire

import (
	"net/url"
	"time"

	"galley/annotations"
)

// ImportState says how far an import is.
type ImportState string

// The states. A collecting import takes files; a running one is worked on, also
// after the server was restarted; the other two have ended.
const (
	Collecting ImportState = "collecting"
	Running    ImportState = "running"
	Finished   ImportState = "finished"
	Cancelled  ImportState = "cancelled"
)

// ImportChoice is how files are to be read (POST ImportsPath, PATCH ImportRunPath).
type ImportChoice struct {
	// Format is "" to find out for every file, a name of an annotated format, or
	// a kind of source ("text", "html", "table" …).
	Format string `json:"format,omitempty"`
	// As is the owner of spans in formats without owners; suggester:import when empty.
	As string `json:"as,omitempty"`
	// Columns names a table's columns or a line's keys: "text", "title" …
	Columns map[string]string `json:"columns,omitempty"`
	// Tables are the columns of single files, by the files' names; they stand
	// above Columns.
	Tables map[string]map[string]string `json:"tables,omitempty"`
	// Leave names files that were sent and are not to be read after all.
	Leave []string `json:"leave,omitempty"`
	// Language is the texts' where neither file nor words tell.
	Language string `json:"language,omitempty"`
	// Mapping says how the words of an annotated format become those of the
	// schema, as "galley import --dry-run" proposes it; what is left out is
	// proposed anew.
	Mapping map[string]any `json:"mapping,omitempty"`
	// URLs are addresses to fetch beside the files, where the server may fetch.
	URLs []string `json:"urls,omitempty"`
}

// Import is one import with its progress.
type Import struct {
	ID      string       `json:"id"`
	Project string       `json:"project"`
	By      string       `json:"by"`
	State   ImportState  `json:"state"`
	Choice  ImportChoice `json:"choice"`
	// Files are what it was given, in order; Done counts those dealt with.
	Files []ImportFile `json:"files"`
	Done  int          `json:"done"`
	// Added, Existing and Refused count documents, and files or places in them
	// that gave none; Similar counts added ones that are nearly like another.
	Added    int `json:"added"`
	Existing int `json:"existing"`
	Refused  int `json:"refused"`
	Similar  int `json:"similar"`
	Spans    int `json:"spans"`
	Links    int `json:"links"`

	CreatedAt time.Time `json:"created_at"`
	// EndedAt is zero while it has not ended.
	EndedAt time.Time `json:"ended_at,omitzero"`
}

// ImportFile is one file of an import.
type ImportFile struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// Imports lists a project's imports, newest first.
type Imports struct {
	Imports []Import `json:"imports"`
	// Fetch says whether this server fetches addresses.
	Fetch bool `json:"fetch"`
}

// ImportOutcome says what became of a file or a place in it.
type ImportOutcome struct {
	// Name is the file with the place ("a.zip/b.html", "t.csv:12").
	Name string `json:"name"`
	// Result is "added", "existing" or "refused".
	Result string `json:"result"`
	// Document and Title are those of the document; empty when refused.
	Document string `json:"document"`
	Title    string `json:"title"`
	Spans    int    `json:"spans"`
	Links    int    `json:"links"`
	// Read says as what it was read ("html", "docx", "doccano" …) and in which encoding.
	Read     string `json:"read"`
	Encoding string `json:"encoding"`
	// Similar is another document that is nearly the same; may be empty.
	Similar string `json:"similar"`
	// Notes say what was left out or must be looked at; Problem why it was refused.
	Notes   []ImportNote       `json:"notes"`
	Problem *annotations.Error `json:"problem"`
}

// ImportNote is something that a person should know about what was taken in.
type ImportNote struct {
	Reason string `json:"reason"`
	Detail string `json:"detail"`
	Count  int    `json:"count,omitempty"`
}

// ImportOutcomes is a page of an import's report, in order.
type ImportOutcomes struct {
	Outcomes []ImportOutcome `json:"outcomes"`
	// Next is the cursor of the next page ("after"); empty on the last.
	Next string `json:"next"`
}

// ImportLook is what the files of a collecting import look like, for the
// choices that a person has.
type ImportLook struct {
	Files []FileLook `json:"files"`
}

// FileLook is what one file looks like.
type FileLook struct {
	Name string `json:"name"`
	// Read is as what it would be read; empty with Problem.
	Read string `json:"read"`
	// Columns are a table's or a line's, for the column picker.
	Columns []ColumnLook `json:"columns"`
	// Survey is what an annotated file holds in words of its own, and Mapping how
	// they would become those of the schema (see annotations/formats); nil for
	// other files.
	Survey  map[string]any `json:"survey,omitempty"`
	Mapping map[string]any `json:"mapping,omitempty"`
	// Encoding is how a table's bytes are read.
	Encoding string             `json:"encoding"`
	Problem  *annotations.Error `json:"problem"`
}

// ColumnLook is a column with its first values and what it is proposed for.
type ColumnLook struct {
	Name    string   `json:"name"`
	Samples []string `json:"samples"`
	As      string   `json:"as"`
}

// ImportUpdate starts or cancels an import (PATCH ImportRunPath).
type ImportUpdate struct {
	// State is "running" or "cancelled"; "collecting" changes only the choice of
	// an import that has not started.
	State ImportState `json:"state"`
	// Choice replaces the one that was given; nil leaves it.
	Choice *ImportChoice `json:"choice,omitempty"`
}

// ImportsPath is the list of a project's imports.
func ImportsPath(project string) string { return ProjectPath(project) + "/imports" }

// ImportRunPath is one import.
func ImportRunPath(project, id string) string { return ImportsPath(project) + "/" + url.PathEscape(id) }

// ImportFilesPath takes one file of a collecting import by its name.
func ImportFilesPath(project, id, name string) string {
	return ImportRunPath(project, id) + "/files?" + url.Values{"name": {name}}.Encode()
}

// ImportLookPath says what the files of an import look like.
func ImportLookPath(project, id string) string { return ImportRunPath(project, id) + "/look" }

// ImportOutcomesPath is an import's report.
func ImportOutcomesPath(project, id string) string { return ImportRunPath(project, id) + "/outcomes" }

// OutcomesOnly says which outcomes of a report are wanted; "" for all.
type OutcomesOnly string

// The kinds of outcomes.
const (
	OnlyAdded    OutcomesOnly = "added"
	OnlyExisting OutcomesOnly = "existing"
	OnlyRefused  OutcomesOnly = "refused"
	OnlyNotes    OutcomesOnly = "notes"
	OnlySimilar  OutcomesOnly = "similar"
)

// ImportReportPath is an import's report as a file.
func ImportReportPath(project, id string) string { return ImportRunPath(project, id) + "/report.csv" }
