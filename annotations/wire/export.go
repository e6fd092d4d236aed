package wire

import (
	"net/url"
	"time"

	"galley/annotations"
)

// ExportReport says what an export would hold, before anybody downloads it.
type ExportReport struct {
	Format string `json:"format"`
	// File is the name that the file gets; Folder says that it is an archive of several.
	File   string `json:"file"`
	Folder bool   `json:"folder"`
	// Documents, Spans and Links count what is written; Read counts the documents
	// that were looked at, which is fewer than the project's where Partial says so.
	Documents int  `json:"documents"`
	Spans     int  `json:"spans"`
	Links     int  `json:"links"`
	Read      int  `json:"read"`
	Partial   bool `json:"partial"`
	// Splits counts documents by part of the data set, Labels the spans that were
	// given to the writer, by label and part; "all" is the only part without a split.
	Splits map[string]int            `json:"splits"`
	Labels map[string]map[string]int `json:"labels"`
	// Reasons counts what is not in the file as it is in the project.
	Reasons map[string]int `json:"reasons"`
	// Losses is a page of what was counted; Next is the place of the next page, 0
	// after the last.
	Losses []ExportLoss `json:"losses"`
	Next   int          `json:"next,omitempty"`
	Notes  []string     `json:"notes"`
	// Preview has the beginning of the first files that are text.
	Preview []ExportPreview `json:"preview"`
}

// ExportLoss is one thing that is not in a file as it is in the project.
type ExportLoss struct {
	// Document is its address, /d/ID; File its id in files.
	Document string `json:"document"`
	File     string `json:"file"`
	Title    string `json:"title"`
	// Owner and Target are the set and the span or link, empty where the whole
	// document is meant; Quote is a span's quotation.
	Owner  string `json:"owner"`
	Target string `json:"target"`
	Label  string `json:"label"`
	Quote  string `json:"quote"`
	// Start and End are a span's ground in the document, in code points.
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Reason string `json:"reason"`
	// Written is what stands in the file instead; empty for nothing.
	Written string `json:"written"`
}

// ExportPreview is the beginning of a file.
type ExportPreview struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// NewRelease asks for a release: the choice has the parameters of an export
// that say what belongs to the data set, such as "set" and "split".
type NewRelease struct {
	Name   string            `json:"name"`
	Note   string            `json:"note,omitempty"`
	Choice map[string]string `json:"choice,omitempty"`
}

// Validate refuses a name that cannot stand in an address.
func (n NewRelease) Validate() error {
	if !annotations.ValidName(n.Name) {
		return annotations.Errorf(annotations.Invalid, "bad_name", "name", "%q cannot name a release: 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit", n.Name)
	}
	if len(n.Note) > 10_000 {
		return annotations.Errorf(annotations.Invalid, "too_long", "note", "a note has at most 10000 bytes")
	}
	return nil
}

// Release is a data set that never changes.
type Release struct {
	Name      string            `json:"name"`
	Project   string            `json:"project"`
	Note      string            `json:"note"`
	By        string            `json:"by"`
	CreatedAt time.Time         `json:"created_at"`
	Choice    map[string]string `json:"choice"`
	// Schema is the version of the project's schema, with its guidelines.
	Schema int `json:"schema"`
	// SHA256 is that of its native JSONL; empty for a release that was
	// interrupted while it was made.
	SHA256 string        `json:"sha256"`
	Counts ReleaseCounts `json:"counts"`
}

// ReleaseCounts says how large a release is.
type ReleaseCounts struct {
	Documents int                       `json:"documents"`
	Spans     int                       `json:"spans"`
	Links     int                       `json:"links"`
	Splits    map[string]int            `json:"splits"`
	Labels    map[string]map[string]int `json:"labels"`
}

// Releases lists a project's releases, newest first.
type Releases struct {
	Releases []Release `json:"releases"`
}

// ReleaseDifference says how a release differs from another one of the project.
type ReleaseDifference struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Documents, Spans and Links count what is in To alone (added), in From alone
	// (removed), and in both but not the same (changed).
	Documents Changes `json:"documents"`
	Spans     Changes `json:"spans"`
	Links     Changes `json:"links"`
	// Labels counts spans by label in both; Relabelled how often one label became
	// another.
	Labels     map[string]FromTo         `json:"labels"`
	Relabelled map[string]map[string]int `json:"relabelled"`
	// Changes is a page of them by document; Next is the place of the next page, 0
	// after the last.
	Changes []ReleaseChange `json:"changes"`
	Next    int             `json:"next,omitempty"`
}

// Changes counts.
type Changes struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Changed int `json:"changed"`
}

// FromTo is a number in each of two releases.
type FromTo struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// ReleaseChange is a document, span or link that differs.
type ReleaseChange struct {
	// Kind is "added", "removed" or "changed"; What is "document", "span" or "link".
	Kind     string `json:"kind"`
	What     string `json:"what"`
	Document string `json:"document"`
	Title    string `json:"title"`
	Owner    string `json:"owner"`
	Target   string `json:"target"`
	// From and To are the labels; empty where there is none.
	From  string `json:"from"`
	To    string `json:"to"`
	Quote string `json:"quote"`
}

// ExportReportPath says what an export would hold.
func ExportReportPath(project string, q url.Values) string {
	return ProjectPath(project) + "/export/report?" + q.Encode()
}

// ReleasesPath is the list of a project's releases.
func ReleasesPath(project string) string { return ProjectPath(project) + "/releases" }

// ReleasePath is one release.
func ReleasePath(project, name string) string {
	return ReleasesPath(project) + "/" + url.PathEscape(name)
}

// ReleaseExportPath gives a release in a format.
func ReleaseExportPath(project, name string, q url.Values) string {
	return ReleasePath(project, name) + "/export?" + q.Encode()
}

// ReleaseDifferencePath says how another release differs from this one.
func ReleaseDifferencePath(project, name, other string) string {
	return ReleasePath(project, name) + "/difference/" + url.PathEscape(other)
}
