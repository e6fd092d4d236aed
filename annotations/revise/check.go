package revise

import "galley/annotations"

// Checked is what would become of a schema that somebody wants to save.
type Checked struct {
	// Schema is what can be saved, with the version after the present one.
	Schema annotations.Schema `json:"schema"`
	// Problems stand in the way; places are those of Schema.
	Problems []annotations.SchemaProblem `json:"problems"`
	// Changes are what Schema alters of the present one.
	Changes []Change `json:"changes"`
	// Kept are the paths of parts that the schema lacked and that are in use: they
	// are in Schema, retired. An attribute whose type may not change is in it with
	// ".type" at its end.
	Kept []string `json:"kept"`
	// Clashes are the places that somebody else changed too; Schema has what came.
	Clashes []string `json:"clashes"`
	// Theirs are what others changed since the schema was made.
	Theirs []Change `json:"theirs"`
}

// Check says what would become of next beside the present schema. base is the
// version that next was made from: when it is not the present one, what
// others changed since is merged in; nil for a schema from elsewhere, which
// replaces the present one.
func Check(used annotations.Usage, now, base, next *annotations.Schema) Checked {
	found := Checked{Problems: []annotations.SchemaProblem{}, Changes: []Change{}, Kept: []string{}, Clashes: []string{}, Theirs: []Change{}}
	asked := *next
	asked.Version = now.Version + 1
	if problems := asked.Problems(); len(problems) > 0 { // without ids of their own parts cannot be compared
		found.Schema, found.Problems = asked, problems
		return found
	}
	if base == nil {
		base = now
	}
	found.Theirs = append(found.Theirs, Diff(base, now)...)
	merged, clashes := Merge(base, &asked, now)
	found.Clashes = append(found.Clashes, clashes...)
	found.Kept = append(found.Kept, Keep(used, now, merged)...)
	merged.Version = now.Version + 1
	found.Problems = append(found.Problems, merged.Problems()...)
	found.Changes = append(found.Changes, Diff(now, merged)...)
	found.Schema = *merged
	return found
}
