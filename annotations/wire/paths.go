package wire

import (
	"net/url"
	"strconv"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// Paths of the API, with names escaped. The server's routes are the same with
// {project}, {document} and {owner} in place of the names.

// SessionPath is the visitor's own session.
func SessionPath() string { return Prefix + "/session" }

// ProjectsPath is the list of projects.
func ProjectsPath() string { return Prefix + "/projects" }

// ProjectPath is one project.
func ProjectPath(project string) string { return ProjectsPath() + "/" + url.PathEscape(project) }

// SchemaPath is a project's schema.
func SchemaPath(project string) string { return ProjectPath(project) + "/schema" }

// UsagePath says how often the parts of a project's schema are used.
func UsagePath(project string) string { return SchemaPath(project) + "/usage" }

// SchemaCheckPath says what would become of a schema before it is saved. base is
// the version that it was made from; 0 for one from elsewhere.
func SchemaCheckPath(project string, base int) string {
	path := SchemaPath(project) + "/check"
	if base > 0 {
		path += "?" + url.Values{"base": {strconv.Itoa(base)}}.Encode()
	}
	return path
}

// SchemasPath is the list of schemas to start a project with.
func SchemasPath() string { return Prefix + "/schemas" }

// DocumentsPath is the list of a project's documents.
func DocumentsPath(project string) string { return ProjectPath(project) + "/documents" }

// ImportPath takes a file in an annotated format.
func ImportPath(project string) string { return ProjectPath(project) + "/import" }

// ExportPath gives a project's data in a format.
func ExportPath(project, format, set string) string {
	q := url.Values{"format": {format}}
	if set != "" {
		q.Set("set", set)
	}
	return ProjectPath(project) + "/export?" + q.Encode()
}

// DocumentPath is one document.
func DocumentPath(id string) string { return Prefix + "/documents/" + url.PathEscape(id) }

// SimilarPath lists the documents that are nearly the same text.
func SimilarPath(id string) string { return DocumentPath(id) + "/similar" }

// DifferencePath shows how another document's text differs.
func DifferencePath(id, other string) string {
	return DocumentPath(id) + "/difference/" + url.PathEscape(other)
}

// OpsPath is a document's op log.
func OpsPath(id string) string { return DocumentPath(id) + "/ops" }

// SetsPath is the list of a document's sets.
func SetsPath(id string) string { return DocumentPath(id) + "/sets" }

// SetPath is one owner's set on a document.
func SetPath(id, owner string) string { return SetsPath(id) + "/" + url.PathEscape(owner) }

// EventsPath is the stream of heads of a project's documents.
func EventsPath(project string) string {
	return Prefix + "/events?" + url.Values{"project": {project}}.Encode()
}
