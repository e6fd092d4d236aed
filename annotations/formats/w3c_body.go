package formats

import (
	"encoding/json"
	"slices"
	"strings"

	"galley/annotations"
)

// w3cMark is an annotation as it is read.
type w3cMark struct {
	place      string
	id         string
	author     string
	suggested  bool
	motivation string
	tags       []string
	notes      []string
	attributes map[string]annotations.Value
	// identity is what an "identifying" text says; to are the annotations that
	// a linking one links; targets the annotations or stretches it is of.
	identity string
	to, from []string
	targets  []w3cPlace
}

// w3cPlace is a target in a text.
type w3cPlace struct {
	source   string
	position *w3cPosition
	quote    *w3cQuote
}

// oneOrMany is a list that may be a single value.
func oneOrMany(raw json.RawMessage) []json.RawMessage {
	if all, ok := list(raw); ok {
		return all
	}
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	return []json.RawMessage{raw}
}

// w3cWord is a word that may be the only one of a list, without the prefix of
// the vocabulary.
func w3cWord(raw json.RawMessage) string {
	for _, v := range oneOrMany(raw) {
		return strings.TrimPrefix(word(v), "oa:")
	}
	return ""
}

func (m *w3cMark) creator(raw json.RawMessage) {
	for _, c := range oneOrMany(raw) {
		o, p := parseObject(c, "")
		if p != nil {
			m.author = word(c)
			return
		}
		m.suggested = w3cWord(o["type"]) == "Software"
		for _, key := range []string{"nickname", "name", "email", "id"} {
			if m.author = word(o[key]); m.author != "" {
				return
			}
		}
	}
}

func (m *w3cMark) target(raw json.RawMessage) {
	o, p := parseObject(raw, "")
	if p != nil {
		m.from = append(m.from, word(raw))
		return
	}
	place := w3cPlace{source: word(o["source"])}
	if inner, p := parseObject(o["source"], ""); p == nil {
		place.source = word(inner["id"])
	}
	for _, s := range oneOrMany(o["selector"]) {
		sel, p := parseObject(s, "")
		if p != nil {
			continue
		}
		switch w3cWord(sel["type"]) {
		case "TextPositionSelector":
			start, okStart := whole(sel["start"])
			end, okEnd := whole(sel["end"])
			if okStart && okEnd {
				place.position = &w3cPosition{Start: start, End: end}
			}
		case "TextQuoteSelector":
			place.quote = &w3cQuote{Exact: word(sel["exact"]), Prefix: word(sel["prefix"]), Suffix: word(sel["suffix"])}
		}
	}
	if place.position != nil || place.quote != nil {
		m.targets = append(m.targets, place)
	} else if id := word(o["id"]); id != "" {
		m.from = append(m.from, id)
	}
}

// body reads what an annotation says.
func (m *w3cMark) body(raw json.RawMessage) *annotations.Error {
	o, p := parseObject(raw, "")
	if p != nil { // an address
		if m.motivation == "linking" {
			m.to = append(m.to, word(raw))
		} else {
			m.add("body", word(raw))
		}
		return nil
	}
	value, purpose := word(o["value"]), w3cWord(o["purpose"])
	if purpose == "" {
		purpose = m.motivation
	}
	source := word(o["source"])
	if source == "" {
		source = word(o["id"])
	}
	switch {
	case value == "" && source != "" && (purpose == "linking" || m.motivation == "linking"):
		m.to = append(m.to, source)
	case value == "" && source != "":
		m.add(purpose, source)
	case value == "":
		return invalid("empty_body", "body", "a body without value or source says nothing")
	case purpose == "tagging", purpose == "linking":
		m.tags = append(m.tags, value)
	case purpose == "identifying":
		m.identity = value
		if m.motivation != "linking" {
			m.add(purpose, value)
		}
	case purpose == "classifying":
		if key, v, ok := strings.Cut(value, "="); ok && key != "" {
			m.add(key, v)
		} else {
			m.tags = append(m.tags, value)
		}
	default:
		m.notes = append(m.notes, value)
	}
	return nil
}

// add adds a value to an attribute, which becomes a list with its second.
func (m *w3cMark) add(key, value string) {
	if have, ok := m.attributes[key]; ok {
		items, isList := have.Items()
		if !isList {
			items = []string{have.Text()}
		}
		m.attributes[key] = annotations.List(append(slices.Clone(items), value)...)
		return
	}
	m.attributes[key] = annotations.String(value)
}
