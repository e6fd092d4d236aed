package draft

import (
	"strings"
	"sync"

	"galley/annotations"
	"galley/app/state"
)

// Problem is what is wrong, or doubtful, at a place of the draft.
type Problem struct {
	// Field is the place as the domain writes it, "labels.quote.key".
	Field string
	// Word is the key of the sentence that says it, Args fill its blanks.
	Word string
	Args []string
	// Soft problems warn and do not stop the saving.
	Soft bool
}

// Problems lists what is wrong and what is doubtful, with names in a language.
// The caller must not modify it.
func (d *Draft) Problems(lang string) []Problem {
	if found, ok := d.found[lang]; ok {
		return found
	}
	if d.found == nil {
		d.found = map[string][]Problem{}
	}
	d.found[lang] = d.look(lang)
	return d.found[lang]
}

func (d *Draft) look(lang string) []Problem {
	var all []Problem
	checked := *d.s
	checked.Version = max(1, checked.Version)
	for _, p := range checked.Problems() {
		all = append(all, Problem{Field: p.Field, Word: "rule." + string(p.Rule), Args: []string{d.named(p.Rule, p.With, lang)}})
	}
	for _, group := range []string{Labels, Attributes, Links, Constraints} {
		all = d.nameless(all, group)
	}
	for i := range d.s.Labels {
		if l := &d.s.Labels[i]; !l.Retired {
			all = d.keys(all, l)
			all = d.near(all, i, lang)
		}
	}
	return all
}

// nameless lists the parts of a group, and those in them, that have no name in
// any language.
func (d *Draft) nameless(all []Problem, group string) []Problem {
	property := "name"
	if group == Constraints {
		property = "text"
	}
	for _, p := range d.list(group).parts {
		path := group + "/" + *p.id
		if strings.TrimSpace(p.name.In("")) == "" {
			all = append(all, Problem{Field: dotted(path) + "." + property + "." + Languages[0], Word: "rule.name"})
		}
		switch group {
		case Attributes:
			all = d.nameless(all, path+"/values")
		case Links:
			all = d.nameless(all, path+"/roles")
		}
	}
	return all
}

// named is what a rule clashes with, by its name.
func (d *Draft) named(rule annotations.SchemaRule, id, lang string) string {
	if rule == annotations.KeyOfItsOwn || rule == annotations.LabelPlaysTheRole {
		return d.nameOf(Labels+"/"+id, lang)
	}
	return id
}

// keys looks at a label's key beside the table of keys.
func (d *Draft) keys(all []Problem, l *annotations.Label) []Problem {
	if l.Key == "" {
		return all
	}
	at := "labels." + l.ID + ".key"
	reason := state.Refused(l.Key)
	if len([]rune(l.Key)) != 1 {
		reason = "unknown"
	}
	if reason != "" && reason != "digit" { // digits are the labels' own
		return append(all, Problem{Field: at, Word: "keys." + reason, Args: []string{l.Key, ""}})
	}
	if what := table()[l.Key]; what != "" {
		all = append(all, Problem{Field: at, Word: "rule.key_shadows", Args: []string{"key." + what}, Soft: true})
	}
	return all
}

// table is what the keys do that are no label's.
var table = sync.OnceValue(func() map[string]string {
	acts := map[string]string{}
	for _, b := range state.Bindings(nil) {
		for _, key := range b.Keys {
			acts[key] = b.What
		}
	}
	return acts
})

// near warns of a colour that another label of the same form has already.
func (d *Draft) near(all []Problem, i int, lang string) []Problem {
	l := &d.s.Labels[i]
	for j := range d.s.Labels {
		other := &d.s.Labels[j]
		if j != i && !other.Retired && other.Family == l.Family && apart(l.Hue, other.Hue) < nearHue {
			return append(all, Problem{Field: "labels." + l.ID + ".hue", Word: "rule.hue_near", Args: []string{d.nameOf(Labels+"/"+other.ID, lang)}, Soft: true})
		}
	}
	return all
}

// Wrong counts the problems that stop the saving.
func (d *Draft) Wrong() int {
	n := 0
	for _, p := range d.Problems("") {
		if !p.Soft {
			n++
		}
	}
	return n
}

// place gives fields the problems that are about them.
func (d *Draft) place(fields []Field, lang string) {
	for _, p := range d.Problems(lang) {
		for i := range fields {
			at := dotted(fields[i].Path)
			if p.Field == at || strings.HasPrefix(p.Field, at+".") && fields[i].Kind != Parts {
				fields[i].Problems = append(fields[i].Problems, p)
				break
			}
		}
	}
}
