package schemas

import (
	"embed"
	"fmt"
	"slices"
	"sync"

	"galley/annotations"
)

//go:embed *.json
var files embed.FS

// All lists the schemas, the default one first. The caller must not modify them.
var All = sync.OnceValue(func() []*annotations.Schema {
	all := []*annotations.Schema{annotations.News()}
	for _, name := range []string{"attribution", "speech", "factcheck"} {
		raw, err := files.ReadFile(name + ".json")
		if err == nil {
			var s *annotations.Schema
			if s, err = annotations.ParseSchema(raw); err == nil {
				all = append(all, s)
			}
		}
		if err != nil {
			panic(fmt.Sprintf("schemas: %s is broken: %v", name, err))
		}
	}
	return all
})

// Find is the schema with an id; the default one for "". Returns Invalid
// (unknown_preset) if there is none. The caller must not modify it.
func Find(id string) (*annotations.Schema, error) {
	all := All()
	if id == "" {
		return all[0], nil
	}
	i := slices.IndexFunc(all, func(s *annotations.Schema) bool { return s.ID == id })
	if i < 0 {
		return nil, annotations.Errorf(annotations.Invalid, "unknown_preset", "schema", "there is no schema %q to start with", id)
	}
	return all[i], nil
}
