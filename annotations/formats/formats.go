package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotations"
	"galley/annotations/check"
)

// Item is one document with its sets, as every format sees it.
type Item struct {
	Document *annotations.Document
	// Schema names the schema the sets were made with.
	Schema SchemaRef
	// Sets may come in any order; writers sort a copy.
	Sets []Set
	// Split is the part of the data set that the document belongs to ("train",
	// "validation", "test"); "" when it is not split.
	Split string
}

// SchemaRef names a schema and its version.
type SchemaRef struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// Set is one owner's spans and links on the document, in any order.
type Set struct {
	Owner annotations.Owner
	State annotations.State
	Spans []*annotations.Span
	Links []*annotations.Link
}

// blank reports whether the set says nothing: open and empty.
func (s Set) blank() bool {
	return len(s.Spans) == 0 && len(s.Links) == 0 && (s.State == annotations.Open || s.State == "")
}

// Writer writes items in one format, in constant memory.
type Writer interface {
	// Write writes one item. Items must come in order of their document's id,
	// each once: anything else, a wrong quotation and a failing io.Writer are
	// errors, after which the writer is of no use.
	Write(*Item) error
	// Close ends the file and says what was written and what could not be. It
	// does not close the underlying writer.
	Close() (Report, error)
}

// Offsets is the unit that positions are written in.
type Offsets string

// The units. CodePoint is the default and what Python counts; UTF16 is what
// JavaScript counts.
const (
	CodePoint Offsets = "codepoint"
	UTF16     Offsets = "utf16"
)

// Options are the choices a caller has.
type Options struct {
	// Schema gives link roles their order, and formats their lists of labels and
	// attributes; nil orders roles by name.
	Schema *annotations.Schema
	// Offsets is the unit of positions where the format leaves a choice; ""
	// means CodePoint.
	Offsets Offsets
	// Policy says what happens with what the format cannot hold; "" is Flatten.
	Policy Policy
	// Tokenizer cuts texts for formats that count in tokens; nil is what the
	// format's consumer is known to cut: SpacyWords for formats that are read word
	// by word, words and punctuation marks of UAX #29 for others.
	Tokenizer Tokenizer
	// Loss is told of every loss as it happens; may be nil.
	Loss func(Loss)
}

// Format is one way to write and read training data.
type Format struct {
	// Name is the word for it on the command line and in addresses.
	Name string
	// Extension is the file name's, with its dot; MediaType the HTTP header's.
	Extension, MediaType string
	// Lossless formats hold everything there is.
	Lossless bool
	// New starts a file; nil for a format of several files or one that is only read.
	New func(io.Writer, Options) Writer
	// NewFolder starts a format of several files; nil for others. A format that
	// has both is better as a folder: one file for each layer or part.
	NewFolder func(Folder, Options) Writer
	// Splits says that the folder keeps the parts of a data set apart by itself.
	Splits bool
	// Read reads files of the format; nil for one that is only written, and for
	// the native one, which ReadGalley reads.
	Read Reader
	// Detect reports whether files look like the format, by their names and the
	// first bytes of each; head gives at most the first 64 KiB of a file. It
	// claims only what it is sure of.
	Detect func(files []File, head func(File) []byte) bool
}

const jsonLines = "application/jsonl; charset=utf-8"

// folderType is the media type of a format of several files: they travel as an
// archive.
const folderType = "application/zip"

// All lists the formats, the default first.
var All = []Format{
	{Name: "galley", Extension: ".jsonl", MediaType: jsonLines, Lossless: true, New: newGalley},
	{Name: "doccano", Extension: ".doccano.jsonl", MediaType: jsonLines, New: newDoccano,
		Read: readDoccano, Detect: detectDoccano},
	{Name: "doccano-rel", Extension: ".doccano-rel.jsonl", MediaType: jsonLines, New: newDoccanoRelations,
		Read: readDoccano, Detect: detectDoccanoRelations},
	{Name: "prodigy", Extension: ".prodigy.jsonl", MediaType: jsonLines, New: newProdigy,
		Read: readProdigy, Detect: detectProdigy},
	{Name: "labelstudio", Extension: ".labelstudio", MediaType: folderType, NewFolder: newLabelStudio,
		Read: readLabelStudio, Detect: detectLabelStudio},
	{Name: "w3c", Extension: ".w3c", MediaType: folderType, NewFolder: newW3C, Read: readW3C, Detect: detectW3C},
	{Name: "spacy", Extension: spacyExtension, MediaType: spacyMediaType, New: newSpacy, NewFolder: newSpacyFolder, Splits: true, Read: readSpacy, Detect: detectSpacy},
	{Name: "hf", Extension: ".hf", MediaType: folderType, NewFolder: newHF, Splits: true, Read: readHF, Detect: detectHF},
	{Name: "conll", Extension: ".iob2.conll", MediaType: columnsType, New: newColumns(conllStyle(iob2)), NewFolder: newColumnFolder(conllStyle(iob2), ".iob2.conll"), Splits: true, Read: readColumns, Detect: detectColumnFiles},
	{Name: "bioes", Extension: ".bioes.conll", MediaType: columnsType, New: newColumns(conllStyle(bioes)), NewFolder: newColumnFolder(conllStyle(bioes), ".bioes.conll"), Splits: true, Read: readColumns},
	{Name: "conllup", Extension: ".conllup", MediaType: columnsType, New: newConllup, Read: readConllu, Detect: detectConllu},
	{Name: "conllu", Extension: ".conllu", MediaType: columnsType, New: newConllu, Read: readConllu},
	{Name: "germeval", Extension: ".germeval.tsv", MediaType: "text/tab-separated-values; charset=utf-8", New: newGermEval, NewFolder: newGermEvalFolder, Splits: true, Read: readGermEval, Detect: detectGermEval},
	{Name: "flair", Extension: ".flair.txt", MediaType: columnsType, New: newColumns(flairStyle), NewFolder: newColumnFolder(flairStyle, ".flair.txt"), Splits: true, Read: readFlair, Detect: detectFlair},
	{Name: "quotations-de", Extension: ".quotations-de", MediaType: folderType, NewFolder: newQuotations,
		Read: readQuotations, Detect: detectQuotations},
	{Name: "spkatt", Extension: ".spkatt", MediaType: folderType, NewFolder: newSpkAtt, Read: readSpkAtt, Detect: detectSpkAtt},
	{Name: "csv", Extension: ".csv", MediaType: "text/csv; charset=utf-8; header=present", New: newCSV, Read: readTable, Detect: detectTable},
	{Name: "csv-excel", Extension: ".excel.csv", MediaType: "text/csv; charset=utf-8; header=present", New: newExcelCSV, Read: readTable},
	{Name: "checkthat", Extension: ".checkthat.tsv", MediaType: "text/tab-separated-values; charset=utf-8", New: newCheckThat},
	{Name: "claimreview", Extension: ".claimreview.jsonld", MediaType: "application/ld+json; charset=utf-8", New: newClaimReview},
	{Name: "chat", Extension: ".chat", MediaType: folderType, NewFolder: newChat, Splits: true},
	{Name: "gliner", Extension: ".gliner.json", MediaType: "application/json; charset=utf-8", New: newGLiNER},
	{Name: "brat", Extension: ".brat", MediaType: folderType, NewFolder: newBrat, Read: readBrat, Detect: detectBrat},
	{Name: "casjson", Extension: ".casjson", MediaType: folderType, NewFolder: newCasJSON, Read: readCasJSON, Detect: detectCasJSON},
	{Name: "webanno", Extension: ".webanno", MediaType: folderType, NewFolder: newWebAnno, Read: readWebAnno, Detect: detectWebAnno},
	{Name: "tei", Extension: ".tei", MediaType: folderType, NewFolder: newTEI, Read: readTEI, Detect: detectTEI},
	{Name: "xmi", Extension: ".xmi", MediaType: folderType, NewFolder: newXMI, Read: readXMI, Detect: detectXMI},
}

// Register adds a format that is a package of its own because of what it links.
// Packages call it while the program starts, before anything reads All.
func Register(f Format) { All = append(All, f) }

// Named is the format with this name; "" is the default. Returns Invalid
// listing the known names for any other.
func Named(name string) (Format, error) {
	if name == "" {
		return All[0], nil
	}
	i := slices.IndexFunc(All, func(f Format) bool { return f.Name == name })
	if i < 0 {
		var names []string
		for _, f := range All {
			names = append(names, f.Name)
		}
		return Format{}, annotations.Errorf(annotations.Invalid, "unknown_format", "format", "%q is none of %s", name, strings.Join(names, ", "))
	}
	return All[i], nil
}

// sorted gives the sets that say something in order of owner, with their spans
// and links in file order. The item stays as it is.
func (it *Item) sorted() []Set {
	var sets []Set
	for _, s := range it.Sets {
		if s.blank() {
			continue
		}
		s.Spans, s.Links = slices.Clone(s.Spans), slices.Clone(s.Links)
		slices.SortFunc(s.Spans, annotations.CompareExport)
		slices.SortFunc(s.Links, annotations.CompareLinks)
		sets = append(sets, s)
	}
	slices.SortFunc(sets, func(a, b Set) int {
		if a.Owner < b.Owner {
			return -1
		}
		return 1
	})
	return sets
}

// sequence refuses items that come out of order, and spans that do not fit
// their text. Every writer has one.
type sequence struct{ last string }

func (q *sequence) admit(it *Item) error {
	d := it.Document
	if d.ID <= q.last {
		return fmt.Errorf("write document %s: documents come in order of id, and the last one was %s", d.ID, q.last)
	}
	q.last = d.ID
	for _, s := range it.Sets {
		for _, sp := range s.Spans {
			p := check.Ground(d.Text, sp.Fragments)
			if p == nil {
				p = check.Quotation(d.Text, sp.Fragments, sp.Quote)
			}
			if p != nil {
				return fmt.Errorf("write document %s: span %s of %s: %w", d.ID, sp.ID, s.Owner, p)
			}
		}
	}
	return nil
}
