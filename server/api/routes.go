package api

import (
	"net/http"
	"strings"

	"galley/annotations/wire"
)

// right is what a route asks of its visitor.
type right string

const (
	anyone right = "anyone"    // whoever can reach the server
	person right = "signed in" // a person with a session; what she may change is the handler's to say
)

// Limits of bodies, in bytes. A batch of ops may carry quotations, the choices
// of an import the names of many files; a text of 2 MB may be escaped to more;
// an import is read line by line; a file of one goes to the disk.
const (
	smallBody  = 256 << 10
	opsBody    = 4 << 20
	textBody   = 5 << 20
	importBody = 50 << 20
	fileBody   = 200<<20 + 1
)

// route is one row of the API.
type route struct {
	method, path string
	right        right
	handle       func(*Server, http.ResponseWriter, *http.Request) error
	summary      string
	// in and out are values of the request's and the answer's type; nil for none.
	in, out any
	status  int
	// body is the largest request body; query names the parameters.
	body  int64
	query []param
	// takes and gives are media types where they are not JSON.
	takes, gives string
	// stream routes set their own deadlines.
	stream bool
}

type param struct{ name, about string }

func (r route) pattern() string { return r.method + " " + r.path }

const v1 = wire.Prefix

// The parameters that several routes share.
var (
	after = param{"after", "the cursor that the page before gave as next"}
	limit = param{"limit", "rows of the page, 1 to 200; 50 when left out"}
)

// table is the whole API.
func table() []route {
	return []route{
		{method: "GET", path: v1 + "/session", right: anyone, handle: (*Server).getSession, out: wire.Session{}, status: 200,
			summary: "Who the visitor is; user is empty for somebody who has not signed in."},
		{method: "POST", path: v1 + "/session", right: anyone, handle: (*Server).signIn, in: wire.SignIn{}, out: wire.Session{}, status: 200, body: smallBody,
			summary: "Trade a one-time token for a session cookie."},
		{method: "DELETE", path: v1 + "/session", right: anyone, handle: (*Server).signOut, status: 204,
			summary: "End the session."},

		{method: "GET", path: v1 + "/projects", right: person, handle: (*Server).listProjects, out: wire.Projects{}, status: 200, query: []param{after, limit},
			summary: "Projects by name."},
		{method: "POST", path: v1 + "/projects", right: person, handle: (*Server).createProject, in: wire.NewProject{}, out: wire.Project{}, status: 201, body: smallBody,
			summary: "Make a project with a schema to start with: the default one, or the one named."},
		{method: "GET", path: v1 + "/projects/{project}", right: person, handle: (*Server).getProject, out: wire.Project{}, status: 200,
			summary: "One project."},
		{method: "GET", path: v1 + "/projects/{project}/schema", right: person, handle: (*Server).getSchema, out: wire.Schema{}, status: 200,
			summary: "What may be tagged in a project."},
		{method: "PUT", path: v1 + "/projects/{project}/schema", right: person, handle: (*Server).putSchema, in: wire.Schema{}, out: wire.Schema{}, status: 200, body: textBody,
			summary: "Change the schema; its version is the present one plus 1. What is used cannot be removed, only retired: 409 schema_in_use has the counts."},
		{method: "GET", path: v1 + "/projects/{project}/schema/usage", right: person, handle: (*Server).getUsage, out: wire.Usage{}, status: 200,
			summary: "How often the parts of the schema are used, in how many documents and by how many people."},
		{method: "POST", path: v1 + "/projects/{project}/schema/check", right: person, handle: (*Server).checkSchema, in: wire.Schema{}, out: wire.SchemaCheck{}, status: 200, body: textBody,
			query:   []param{{"base", "the version that the schema was made from: what others changed since is merged in; left out for a schema from elsewhere"}},
			summary: "Say what a schema would change, what of the present one would stay retired because it is used, and what does not fit together; nothing is saved."},
		{method: "GET", path: v1 + "/schemas", right: person, handle: (*Server).listSchemas, out: wire.Schemas{}, status: 200,
			summary: "Schemas to start a project with, the default one first."},

		{method: "GET", path: v1 + "/projects/{project}/documents", right: person, handle: (*Server).listDocuments, out: wire.Documents{}, status: 200,
			query:   []param{{"q", "words that the title or the text holds"}, after, limit},
			summary: "A project's documents, newest first."},
		{method: "GET", path: v1 + "/projects/{project}/find", right: person, handle: (*Server).find, out: wire.Found{}, status: 200,
			query: []param{{"q", "the passage to look for: whole words, whatever their blanks and soft hyphens; at most 300 characters"},
				{"case", "any (the default) or exact"}, {"genitive", "yes (the default) also finds a German genitive ending -s; or no"},
				{"owner", "whose spans are told at the hits, such as user:anna; the visitor's own when left out"},
				after, {"limit", "documents of the page, 1 to 100; 20 when left out"}, {"hits", "hits of a document, 1 to 1000; 20 when left out; all are counted"}},
			summary: "Where a project's texts hold a passage, by document, newest first. A page reads only so much text: go on while there is a next one."},
		{method: "POST", path: v1 + "/projects/{project}/documents", right: person, handle: (*Server).createDocument, in: wire.NewDocument{}, out: wire.Added{}, status: 201, body: textBody,
			summary: "Add a pasted text; its blocks are recognised. A text that is there already is answered with 200 and existing true."},
		{method: "POST", path: v1 + "/projects/{project}/import", right: person, handle: (*Server).importFile, out: wire.Imported{}, status: 200, body: importBody, takes: "application/x-ndjson",
			summary: "Add documents with their sets from native JSONL, one a line. Bad lines are in the answer, good ones are kept."},
		{method: "GET", path: v1 + "/projects/{project}/imports", right: person, handle: (*Server).listImports, out: wire.Imports{}, status: 200,
			summary: "The last imports of a project, newest first."},
		{method: "POST", path: v1 + "/projects/{project}/imports", right: person, handle: (*Server).newImport, in: wire.ImportChoice{}, out: wire.Import{}, status: 201, body: smallBody,
			summary: "Begin an import, which then collects files."},
		{method: "GET", path: v1 + "/projects/{project}/imports/{import}", right: person, handle: (*Server).getImport, out: wire.Import{}, status: 200,
			summary: "An import with its progress."},
		{method: "PATCH", path: v1 + "/projects/{project}/imports/{import}", right: person, handle: (*Server).patchImport, in: wire.ImportUpdate{}, out: wire.Import{}, status: 200, body: opsBody,
			summary: "Start or cancel an import, or change the choices of one that has not started. A running one goes on after a restart of the server."},
		{method: "PUT", path: v1 + "/projects/{project}/imports/{import}/files", right: person, handle: (*Server).putImportFile, out: wire.ImportFile{}, status: 200, body: fileBody, stream: true,
			takes: "application/octet-stream", query: []param{{"name", "the file's name, with its path when it came from a folder"}},
			summary: "Add a file to a collecting import: text, Markdown, HTML, MHTML, Word, PDF, e-mail, table, JSON lines, feed, an annotated format, or an archive of these."},
		{method: "GET", path: v1 + "/projects/{project}/imports/{import}/look", right: person, handle: (*Server).lookImport, out: wire.ImportLook{}, status: 200,
			summary: "What the files of a collecting import look like: as what they would be read, and the columns to choose from."},
		{method: "GET", path: v1 + "/projects/{project}/imports/{import}/outcomes", right: person, handle: (*Server).listOutcomes, out: wire.ImportOutcomes{}, status: 200,
			query:   []param{{"only", "added, existing, refused, notes (with notes) or similar (nearly the same as another document); all when left out"}, after, limit},
			summary: "What became of every file and place in it."},
		{method: "GET", path: v1 + "/projects/{project}/imports/{import}/report.csv", right: person, handle: (*Server).importReport, status: 200, gives: "text/csv", stream: true,
			summary: "The same as a table for a spreadsheet."},
		{method: "GET", path: v1 + "/projects/{project}/export", right: person, handle: (*Server).exportProject, status: 200, gives: "application/jsonl", stream: true,
			query:   exportQuery(true),
			summary: "A project's data as a file. Several files are a ZIP archive with a card and a report. What is not in the file as it is in the project is counted in the trailer Galley-Losses."},
		{method: "GET", path: v1 + "/projects/{project}/export/report", right: person, handle: (*Server).reportExport, out: wire.ExportReport{}, status: 200, stream: true,
			query:   exportQuery(true, param{"documents", "how many documents are looked at; all when left out"}, param{"after", "how many losses to pass over"}, param{"limit", "losses of the page, 1 to 200; 50 when left out"}),
			summary: "What an export would hold: counts by label and part, what is not in it as it is in the project with links to it, and the beginning of its files."},
		{method: "GET", path: v1 + "/projects/{project}/releases", right: person, handle: (*Server).listReleases, out: wire.Releases{}, status: 200,
			summary: "A project's releases, newest first."},
		{method: "POST", path: v1 + "/projects/{project}/releases", right: person, handle: (*Server).createRelease, in: wire.NewRelease{}, out: wire.Release{}, status: 201, body: smallBody, stream: true,
			summary: "Make a release: a data set under a name that never changes. The choice has the parameters of an export that say what belongs to it."},
		{method: "GET", path: v1 + "/projects/{project}/releases/{release}", right: person, handle: (*Server).getRelease, out: wire.Release{}, status: 200,
			summary: "One release with its counts and the hash of its native JSONL."},
		{method: "GET", path: v1 + "/projects/{project}/releases/{release}/export", right: person, handle: (*Server).exportProject, status: 200, gives: "application/jsonl", stream: true,
			query:   exportQuery(false),
			summary: "A release in a format, the same bytes at any time. Has an ETag; takes Range."},
		{method: "GET", path: v1 + "/projects/{project}/releases/{release}/report", right: person, handle: (*Server).reportExport, out: wire.ExportReport{}, status: 200, stream: true,
			query:   exportQuery(false, param{"documents", "how many documents are looked at; all when left out"}, param{"after", "how many losses to pass over"}, param{"limit", "losses of the page, 1 to 200; 50 when left out"}),
			summary: "What a release in a format would hold."},
		{method: "GET", path: v1 + "/projects/{project}/releases/{release}/difference/{other}", right: person, handle: (*Server).compareReleases, out: wire.ReleaseDifference{}, status: 200, stream: true,
			query:   []param{{"after", "how many changes to pass over"}, {"limit", "changes of the page, 1 to 200; 50 when left out"}},
			summary: "How another release differs from this one: documents, spans and links that were added, removed or changed, and labels."},

		{method: "GET", path: v1 + "/documents/{document}", right: person, handle: (*Server).getDocument, out: wire.Document{}, status: 200,
			summary: "One document with its text, its schema and the visitor's own set. Has an ETag."},
		{method: "GET", path: v1 + "/documents/{document}/similar", right: person, handle: (*Server).listSimilar, out: wire.Similar{}, status: 200,
			summary: "The documents of the project that are nearly the same text."},
		{method: "GET", path: v1 + "/documents/{document}/difference/{other}", right: person, handle: (*Server).getDifference, out: wire.Difference{}, status: 200,
			summary: "How the words of another document of the project differ from this one's."},
		{method: "GET", path: v1 + "/documents/{document}/sets", right: person, handle: (*Server).listSets, out: wire.Sets{}, status: 200,
			summary: "Whose sets there are on a document."},
		{method: "GET", path: v1 + "/documents/{document}/sets/{owner}", right: person, handle: (*Server).getSet, out: wire.Set{}, status: 200,
			summary: "One owner's spans and links."},
		{method: "PATCH", path: v1 + "/documents/{document}/sets/{owner}", right: person, handle: (*Server).patchSet, in: wire.SetState{}, out: wire.SetItem{}, status: 200, body: smallBody,
			summary: "Submit or reopen the visitor's own set. What is missing comes as gaps with 409 incomplete; anyway passes over soft ones."},
		{method: "GET", path: v1 + "/documents/{document}/ops", right: person, handle: (*Server).getLog, out: wire.Log{}, status: 200,
			query: []param{{"after", "the last sequence number that is known; 0 when left out"}, {"limit", "entries at most, 1 to 5000; 1000 when left out"},
				{"epoch", "the history that after counts in; of another one the log starts anew"}},
			summary: "Consecutive entries of a document's op log."},
		{method: "PUT", path: v1 + "/documents/{document}/ops", right: person, handle: (*Server).putOps, in: wire.Batch{}, out: wire.Answer{}, status: 200, body: opsBody,
			summary: "Append a batch of at most 200 ops to the visitor's own set. The same batch twice equals once."},
		{method: "GET", path: v1 + "/documents/{document}/history", right: person, handle: (*Server).getHistory, out: wire.History{}, status: 200,
			query: []param{{"target", "the id of a span or link; of a span, its links are told too"}, {"owner", "the set, such as user:anna; all when left out"}, after,
				{"limit", "acts of the page, 1 to 200; 50 when left out"}},
			summary: "What happened on a document, newest first: acts of one moment with who, when, and each value before and after. What was deleted is told whole; a restore op brings it back."},

		{method: "GET", path: v1 + "/events", right: person, handle: (*Server).events, status: 200, gives: "text/event-stream", stream: true,
			query:   []param{{"project", "the project to listen to; all when left out"}},
			summary: "Server-sent events: which documents have a new head."},

		{method: "GET", path: v1 + "/openapi.json", right: anyone, handle: (*Server).openapi, status: 200, gives: "application/json",
			summary: "This description as OpenAPI 3.1."},
		{method: "GET", path: "/api/docs", right: anyone, handle: (*Server).docs, status: 200, gives: "text/html",
			summary: "This description as a page."},
		{method: "GET", path: "/api/docs.css", right: anyone, handle: (*Server).docsStyle, status: 200, gives: "text/css",
			summary: "The page's looks."},
		{method: "GET", path: "/healthz", right: anyone, handle: (*Server).healthz, status: 200, gives: "text/plain",
			summary: "The program runs."},
		{method: "GET", path: "/readyz", right: anyone, handle: (*Server).readyz, status: 200, gives: "text/plain",
			summary: "The program can read and write its data; 503 otherwise."},
	}
}

// tag groups routes in the description: the first noun of the path.
func (r route) tag() string {
	rest, ok := strings.CutPrefix(r.path, v1+"/")
	if !ok {
		return "server"
	}
	noun, _, _ := strings.Cut(rest, "/")
	if noun == "projects" && strings.Contains(rest, "/documents") || noun == "documents" {
		return "documents"
	}
	if noun == "openapi.json" {
		return "server"
	}
	return noun
}
