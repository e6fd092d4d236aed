package annotations

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Incomplete is the refusal to submit a set that lacks something. It is a
// Conflict with the reason "incomplete".
type Incomplete struct{ Gaps []Gap }

// Error says how much is missing, and the first of it.
func (e *Incomplete) Error() string {
	first := e.Gaps[0]
	return fmt.Sprintf("%d things are missing, first the %s %s of span %s", len(e.Gaps), first.Kind, first.What, first.Span)
}

// Unwrap is the refusal as an *Error.
func (e *Incomplete) Unwrap() error { return Errorf(Conflict, "incomplete", "state", "%s", e.Error()) }

// InUse is the refusal of a schema that has parts no more which are used: they
// must be retired instead. It is a Conflict with the reason "schema_in_use".
type InUse struct{ Used Usage }

// Error names the parts with their counts.
func (e *InUse) Error() string {
	var parts []string
	for _, path := range slices.Sorted(maps.Keys(e.Used)) {
		parts = append(parts, fmt.Sprintf("%s is used %d times", path, e.Used[path]))
	}
	return strings.Join(parts, "; ") + ": retire instead of removing"
}

// Unwrap is the refusal as an *Error; its field is the first part.
func (e *InUse) Unwrap() error {
	return Errorf(Conflict, "schema_in_use", slices.Min(slices.Collect(maps.Keys(e.Used))), "%s", e.Error())
}
