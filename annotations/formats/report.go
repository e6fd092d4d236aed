package formats

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Reason says why something is not in a file as it is in the project.
type Reason string

// The reasons. Writers of later formats use the same words.
const (
	Overlap              Reason = "overlap"
	Nested               Reason = "nested"
	CrossesSentence      Reason = "crosses_sentence"
	Discontinuous        Reason = "discontinuous"
	InsideToken          Reason = "inside_token"
	TooLong              Reason = "too_long"
	EmptyAfterTrim       Reason = "empty_after_trim"
	Trimmed              Reason = "trimmed"
	LabelNotAllowed      Reason = "label_not_allowed"
	EndpointMissing      Reason = "relation_endpoint_missing"
	AttributeUnsupported Reason = "attribute_not_supported"
	IllegalCharacter     Reason = "illegal_character"
	LinkUnsupported      Reason = "link_not_supported"
	NoteUnsupported      Reason = "note_not_supported"
	EmptyText            Reason = "empty_text"
	NoSet                Reason = "no_set"
	LinkMerged           Reason = "link_merged"
	RoleMerged           Reason = "role_merged"
	NotLinked            Reason = "not_linked"
	Duplicate            Reason = "duplicate"
	AttributeMissing     Reason = "attribute_missing"
	NoSpans              Reason = "no_spans"
	GapLost              Reason = "gap_lost"
	Unfinished           Reason = "unfinished"
	WholeSentence        Reason = "whole_sentence"
	LineBreak            Reason = "line_break"
	TextChanged          Reason = "text_changed"
	LeftOutBlock         Reason = "left_out_block"
	LabelNotChosen       Reason = "label_not_chosen"
	StateNotChosen       Reason = "state_not_chosen"
	LinkReduced          Reason = "link_reduced"
)

// sentences say each reason to a person, after "N of M".
var sentences = map[Reason]string{
	Overlap:              "overlap a longer one",
	Nested:               "lie inside another one",
	CrossesSentence:      "run over a sentence's end",
	Discontinuous:        "have several fragments, each written as a span of its own",
	InsideToken:          "begin or end inside a word, or with a blank",
	TooLong:              "are too long for the format",
	EmptyAfterTrim:       "hold nothing but blanks",
	Trimmed:              "start or end with blanks, and are without them",
	LabelNotAllowed:      "have a label the format cannot hold",
	EndpointMissing:      "link fewer than two spans that are in the file",
	AttributeUnsupported: "have attributes the format has no place for",
	IllegalCharacter:     "hold a character the format cannot carry",
	LinkUnsupported:      "are links, which the format does not have",
	NoteUnsupported:      "have a note the format has no place for",
	EmptyText:            "have no text and were left out",
	NoSet:                "have nothing in the chosen set and were left out",
	LinkMerged:           "are links that share a span with another one, and cannot be told from it in the file",
	RoleMerged:           "put several spans into one role, or are one of them, which the format writes as one of several parts",
	NotLinked:            "belong to no link, and the format holds linked ones only",
	Duplicate:            "are the same as another one, and are in the file once",
	AttributeMissing:     "lack an attribute that the format needs",
	Unfinished:           "are unfinished work, in which what is not marked says nothing",
	WholeSentence:        "are written as the whole sentences they touch",
	GapLost:              "have fragments with no word between them, and are written as one",
	NoSpans:              "have no span, and the format has lines for spans only",
	LineBreak:            "run over a line end, where the format cuts them into fragments",
	TextChanged:          "have blanks in the text that the format does not keep as they are",
	LeftOutBlock:         "stand in parts of the page that were not chosen, such as teasers and adverts",
	LabelNotChosen:       "have a label or type that was not chosen",
	StateNotChosen:       "are sets in a state that was not chosen",
	LinkReduced:          "are links without those of their spans that were left out",
}

// Reasons lists every reason, by name.
func Reasons() []Reason { return slices.Sorted(maps.Keys(sentences)) }

// Loss is one thing that is not in a file as it is in the project.
type Loss struct {
	Document string `json:"document"`
	// Owner and Target are the set and the span or link; empty when the whole
	// document is meant.
	Owner  string `json:"owner,omitempty"`
	Target string `json:"target,omitempty"`
	Reason Reason `json:"reason"`
	// Written is what stands in the file instead; empty for nothing.
	Written string `json:"written,omitempty"`
}

// Report says what a writer wrote and what it could not.
type Report struct {
	// Documents, Spans and Links count what is in the file, in the project's
	// units: a span of two fragments counts once.
	Documents int `json:"documents"`
	Spans     int `json:"spans"`
	Links     int `json:"links"`
	// Losses counts by reason.
	Losses map[Reason]int `json:"losses"`
	// Notes are sentences about what the file's reader must be told.
	Notes []string `json:"notes"`
}

// Sentences are the losses and notes for a person, in English, by reason; none
// when everything is in the file.
func (r Report) Sentences() []string {
	var all []string
	for _, reason := range slices.Sorted(maps.Keys(r.Losses)) {
		all = append(all, fmt.Sprintf("%d %s (%s)", r.Losses[reason], sentences[reason], reason))
	}
	return append(all, r.Notes...)
}

// String is the report as lines.
func (r Report) String() string {
	head := fmt.Sprintf("%d documents, %d spans, %d links", r.Documents, r.Spans, r.Links)
	return strings.Join(append([]string{head}, r.Sentences()...), "\n")
}

// tally collects a Report while a file is written.
type tally struct {
	Report
	tell func(Loss)
}

func newTally(tell func(Loss)) tally {
	return tally{Report: Report{Losses: map[Reason]int{}, Notes: []string{}}, tell: tell}
}

func (t *tally) lose(l Loss) {
	t.Losses[l.Reason]++
	if t.tell != nil {
		t.tell(l)
	}
}

// note adds a sentence once.
func (t *tally) note(sentence string) {
	if !slices.Contains(t.Notes, sentence) {
		t.Notes = append(t.Notes, sentence)
	}
}
