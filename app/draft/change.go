package draft

import (
	"strings"

	"galley/annotations"
	"galley/annotations/revise"
	"galley/annotations/wire"
)

// Change is one difference between two schemas in the words of the screen.
type Change struct {
	Kind revise.Kind
	// Group is the key of what kind of part it is; Part its name, within Of.
	Group, Part, Of string
	// Word is the key of the property's name, Lang its language; empty where the
	// whole part is meant.
	Word, Lang string
	Old, New   string
	// Use are how many spans or links have the part, in how many documents and by
	// how many people.
	Use, Documents, People int
}

// Describe puts changes into words, with the names that the parts have in now, or
// else in next.
func Describe(changes []revise.Change, now, next *annotations.Schema, used *wire.Usage, lang string) []Change {
	out := make([]Change, 0, len(changes))
	old, new := &Draft{s: now}, &Draft{s: next}
	for _, c := range changes {
		line := describe(c.Path, old, new, lang)
		line.Kind, line.Old, line.New = c.Kind, c.Old, c.New
		if used != nil && line.Word == "" {
			line.Use, line.Documents, line.People = used.Counts[c.Path], used.Documents[c.Path], used.People[c.Path]
		}
		out = append(out, line)
	}
	return out
}

// Places puts places into words, as Describe does.
func Places(paths []string, now, next *annotations.Schema, used *wire.Usage, lang string) []Change {
	changes := make([]revise.Change, len(paths))
	for i, p := range paths {
		changes[i].Path = strings.TrimSuffix(p, ".type")
	}
	return Describe(changes, now, next, used, lang)
}

func describe(path string, old, new *Draft, lang string) Change {
	at := strings.Split(path, ".")
	c := Change{}
	name := func(path string) string {
		if _, i := old.find(path); i >= 0 {
			return old.nameOf(path, lang)
		}
		return new.nameOf(path, lang)
	}
	rest := at
	switch at[0] {
	case Labels, Attributes, Links, Constraints:
		c.Group, rest = "schema.group_"+at[0], at[1:]
		if len(at) > 1 {
			c.Group, c.Part, rest = "schema.one_"+at[0], name(at[0]+"/"+at[1]), at[2:]
		}
		if len(at) > 3 && (at[2] == "values" || at[2] == "roles") {
			c.Of, c.Part, rest = c.Part, name(strings.Join(at[:4], "/")), at[4:]
			c.Group = "schema.one_" + at[2]
		}
	}
	if len(rest) > 0 {
		c.Word = "schema." + rest[0]
	}
	if len(rest) == 2 {
		c.Lang = rest[1]
	}
	return c
}
