package export

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/annotations"
	"galley/annotations/formats"
	"galley/annotations/wire"
)

// Source keeps projects.
type Source interface {
	Schema(ctx context.Context, project string) (*annotations.Schema, error)
	SchemaAt(ctx context.Context, project string, version int) (*annotations.Schema, error)
	// Items come in order of the documents' ids in files.
	Items(ctx context.Context, q Selection) iter.Seq2[Entry, error]
	// Places are the same documents, not read.
	Places(ctx context.Context, q Selection) iter.Seq2[Place, error]
	// People are everybody's names in the order in which they were first known.
	People(ctx context.Context) ([]string, error)
	Release(ctx context.Context, project, name string) (wire.Release, error)
	// AddRelease keeps the state of documents, named by address; SealRelease ends it.
	AddRelease(ctx context.Context, project, actor string, n wire.NewRelease, documents []string) error
	SealRelease(ctx context.Context, project, name, sha256 string, counts wire.ReleaseCounts) error
}

// Selection says which documents are wanted, and as of when.
type Selection struct {
	Project string
	// Query is words that a document's title or text must have; "" for all.
	Query string
	// Release names one whose documents are wanted; "" for the present.
	Release string
	// Keep decides on documents before they are read; nil keeps all.
	Keep func(Place) bool
}

// Place is what is known of a document without reading it.
type Place struct {
	// ID is its address, FileID its id in files.
	ID, FileID string
	// Head is how far its log goes, States are those of its sets in a release.
	Head   int64
	States string
	// Group is the id in files of the first document that is nearly the same text.
	Group string
	// Published is the day or moment in the document's meta; may be empty.
	Published string
	CreatedAt time.Time
}

// Entry is a document with its sets.
type Entry struct {
	Place
	*formats.Item
}

// Request says what is wanted.
type Request struct {
	Project string
	// Release names one to export; its own choice holds then, and of this request
	// Format, Offsets, Policy, Cut and As alone.
	Release string
	// Format is a name of formats.All; "" is the native one.
	Format string
	// Offsets is the unit of positions where the format leaves a choice.
	Offsets formats.Offsets
	Policy  formats.Policy
	// As is "folder" for a folder of a format that has both, "file" or "" otherwise.
	As string
	// Set is "all" (or ""), "gold", or an owner.
	Set    string
	States []annotations.State
	// Labels leaves spans and links with these labels and types only; nil all.
	Labels []string
	// Roles leaves spans in blocks with these roles only. Nil is all in the native
	// format, and the article without the page's furniture in others.
	Roles []annotations.Role
	// Cut takes the other blocks out of the text; offsets then count in what is left.
	Cut bool
	// Since and Until are days, "2026-01-31": the first and last on which a
	// document was published, or added where that is not known.
	Since, Until string
	Query        string
	Split        Split
	// Names writes people by "names" (or "") or as "pseudonyms": A1, A2 … in the
	// order in which they were first known. A card names nobody unless it is "names".
	Names string
	// Loss is told of everything that is not in the file as it is in the project;
	// may be nil.
	Loss func(formats.Loss)

	// sealing allows a release that is being made.
	sealing bool
}

// Param is a parameter of a request: a flag on the command line, a parameter of
// an address.
type Param struct {
	Name, About string
	// Choice parameters say what belongs to the data set; the others how it is written.
	Choice bool
}

// Params lists them.
var Params = []Param{
	{"format", "", false},
	{"set", "whose sets: all, gold, or an owner such as user:anna", true},
	{"states", "only sets in these states, separated by commas: open, submitted, returned, accepted", true},
	{"labels", "only spans with these labels and links of these types, separated by commas", true},
	{"roles", "only spans in blocks with these roles, separated by commas; all, or article for those without the page's furniture (default: all in galley, article in others). What is left out is reported; the text stays", true},
	{"text", "whole, or cut to take the other blocks out of the text; offsets count in what is left (default: whole)", false},
	{"since", "only documents published on this day or later, such as 2026-01-31; added, where that is not known", true},
	{"until", "only documents published on this day or earlier", true},
	{"query", "only documents whose title or text has these words", true},
	{"split", "parts for training, validation and test such as 80/10/10, or training and test such as 80/20; by document, nearly equal texts together", true},
	{"seed", "another draw of the parts (default: " + DefaultSeed + ")", true},
	{"people", "names, or pseudonyms A1, A2 …; a data set card has pseudonyms unless this is names (default: names in data, pseudonyms in the card)", true},
	{"offsets", "the unit of positions in doccano: codepoint or utf16 (default: codepoint)", false},
	{"policy", "what to do with what the format cannot hold: flatten (write the nearest), drop, or error (default: flatten)", false},
	{"as", "folder or file, for formats that can be both; a file has all parts of a split in one (default: file, folder with a split)", false},
}

func wrong(param, reason, format string, args ...any) error {
	return annotations.Errorf(annotations.Invalid, reason, param, format, args...)
}

// SetParam sets a parameter as somebody typed it; "" leaves it as it is. Returns
// Invalid with the parameter as field.
func (r *Request) SetParam(name, value string) (err error) {
	if value == "" {
		return nil
	}
	oneOf := func(into *string, words ...string) {
		if !slices.Contains(words, value) {
			err = wrong(name, "bad_"+name, "%q is none of %s", value, strings.Join(words, ", "))
		}
		*into = value
	}
	switch name {
	case "format":
		r.Format = value
	case "set":
		r.Set = value
	case "states":
		r.States, err = states(value)
	case "labels":
		r.Labels = list(value)
	case "roles":
		r.Roles, err = roles(value)
	case "text":
		var word string
		oneOf(&word, "whole", "cut")
		r.Cut = word == "cut"
	case "since", "until":
		if _, e := time.Parse(time.DateOnly, value); e != nil {
			return wrong(name, "bad_day", "%q is no day such as 2026-01-31", value)
		}
		if name == "since" {
			r.Since = value
		} else {
			r.Until = value
		}
	case "query":
		r.Query = value
	case "split":
		seed := r.Split.Seed
		r.Split, err = ParseSplit(value)
		r.Split.Seed = seed
	case "seed":
		r.Split.Seed = value
	case "people":
		oneOf(&r.Names, "names", "pseudonyms")
	case "offsets":
		r.Offsets = formats.Offsets(value)
	case "policy":
		r.Policy = formats.Policy(value)
	case "as":
		oneOf(&r.As, "folder", "file")
	default:
		err = wrong(name, "unknown_parameter", "there is no parameter %q", name)
	}
	return err
}

// Choice is what of the request says what belongs to the data set, as SetParam
// takes it.
func (r *Request) Choice() map[string]string {
	c := map[string]string{}
	put := func(name, value string) {
		if value != "" {
			c[name] = value
		}
	}
	put("set", r.Set)
	put("labels", strings.Join(r.Labels, ","))
	put("since", r.Since)
	put("until", r.Until)
	put("query", r.Query)
	put("people", r.Names)
	put("states", join(r.States))
	put("roles", join(r.Roles))
	if r.Split.Parts != nil {
		put("split", r.Split.String())
		put("seed", r.Split.seed())
	}
	return c
}

// setAll sets the parameters of a choice.
func (r *Request) setAll(choice map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(choice)) {
		if !slices.ContainsFunc(Params, func(p Param) bool { return p.Name == name && p.Choice }) {
			return wrong("choice."+name, "unknown_parameter", "%q says nothing of what belongs to a data set", name)
		}
		if err := r.SetParam(name, choice[name]); err != nil {
			return err
		}
	}
	return nil
}

func join[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return strings.Join(words, ",")
}

// list takes words apart at commas.
func list(value string) (all []string) {
	for word := range strings.SplitSeq(value, ",") {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}
	return all
}

func states(value string) (all []annotations.State, err error) {
	for _, word := range list(value) {
		s := annotations.State(word)
		if !s.Valid() {
			return nil, wrong("states", "bad_state", "%q is none of open, submitted, returned, accepted", word)
		}
		all = append(all, s)
	}
	return all, nil
}

func roles(value string) (all []annotations.Role, err error) {
	switch value {
	case "all":
		return annotations.Roles, nil
	case "article":
		return articleRoles(), nil
	}
	for _, word := range list(value) {
		r := annotations.Role(word)
		if !r.Valid() {
			return nil, wrong("roles", "unknown_role", "%q is none of all, article, %s", word, join(annotations.Roles))
		}
		all = append(all, r)
	}
	return all, nil
}

// articleRoles are those of the article without the page's furniture.
func articleRoles() []annotations.Role {
	return slices.DeleteFunc(slices.Clone(annotations.Roles), annotations.Role.Chrome)
}

// check finds what does not fit together.
func (r *Request) check(f formats.Format, schema *annotations.Schema) error {
	switch r.Offsets {
	case "", formats.CodePoint, formats.UTF16:
	default:
		return wrong("offsets", "bad_offsets", "%q is neither codepoint nor utf16", r.Offsets)
	}
	switch {
	case r.Offsets == formats.UTF16 && f.Lossless:
		return wrong("offsets", "bad_offsets", "the format %s always counts code points", f.Name)
	case !r.Policy.Valid():
		return wrong("policy", "bad_policy", "%q is none of flatten, drop, error", r.Policy)
	case r.As == "folder" && f.NewFolder == nil && r.Split.Parts == nil:
		return wrong("as", "bad_as", "the format %s is one file", f.Name)
	case r.As == "file" && f.New == nil:
		return wrong("as", "bad_as", "the format %s is several files", f.Name)
	case r.Cut && f.Lossless:
		return wrong("text", "bad_text", "the format %s keeps texts as they are", f.Name)
	case r.Since != "" && r.Until != "" && r.Since > r.Until:
		return wrong("since", "bad_day", "%s lies behind %s", r.Since, r.Until)
	}
	for _, label := range r.Labels {
		if schema.Label(label) == nil && schema.Link(label) == nil {
			return wrong("labels", "unknown_label", "the schema has no label and no type of link %q", label)
		}
	}
	return nil
}

// within reports whether a document was published in the request's days.
func (r *Request) within(p Place) bool {
	if r.Since == "" && r.Until == "" {
		return true
	}
	day := p.CreatedAt.Format(time.DateOnly)
	if len(p.Published) >= len(time.DateOnly) {
		if _, err := time.Parse(time.DateOnly, p.Published[:len(time.DateOnly)]); err == nil {
			day = p.Published[:len(time.DateOnly)]
		}
	}
	return (r.Since == "" || day >= r.Since) && (r.Until == "" || day <= r.Until)
}

// String says what was chosen, for a card.
func (r *Request) String() string {
	choice := r.Choice()
	var words []string
	for _, name := range slices.Sorted(maps.Keys(choice)) {
		words = append(words, fmt.Sprintf("%s=%s", name, choice[name]))
	}
	return strings.Join(words, " ")
}
