package wire

import (
	"time"

	"galley/annotations"
	"galley/annotations/revise"
)

// Project is one project as lists and pages show it.
type Project struct {
	Name      string    `json:"name"`
	Title     string    `json:"title"`
	CreatedAt time.Time `json:"created_at"`
	// Documents counts the project's documents; Submitted those whose set of
	// the visitor is submitted or accepted; Started those where it has a span.
	Documents int `json:"documents"`
	Submitted int `json:"submitted"`
	Started   int `json:"started"`
	// Spans counts the live spans of all people's sets and of gold.
	Spans int `json:"spans"`
}

// Projects is a page of projects, by name.
type Projects struct {
	Projects []Project `json:"projects"`
	// Next is the cursor of the next page ("after"); empty on the last.
	Next string `json:"next"`
}

// NewProject asks for a project (POST ProjectsPath).
type NewProject struct {
	// Name is used in addresses and on the command line (see annotations.ValidName).
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	// Schema is the id of a schema to start with (see SchemasPath); the default
	// one when empty.
	Schema string `json:"schema,omitempty"`
}

// Schema is a project's schema (GET SchemaPath, PUT SchemaPath).
type Schema = annotations.Schema

// Schemas are the schemas to start a project with, the default one first (GET
// SchemasPath).
type Schemas struct {
	Schemas []*annotations.Schema `json:"schemas"`
}

// SchemaCheck says what would become of a schema (POST SchemaCheckPath).
type SchemaCheck = revise.Checked

// Usage says how often the parts of a project's schema are used, by all people
// and in gold (GET UsagePath).
type Usage struct {
	// Version is the schema's version that was counted with.
	Version int `json:"version"`
	// Counts are by the part's path (see annotations.Usage): spans and links.
	Counts annotations.Usage `json:"counts"`
	// Documents counts the documents with the part, People the people whose sets
	// have it; by the same paths.
	Documents annotations.Usage `json:"documents"`
	People    annotations.Usage `json:"people"`
}
