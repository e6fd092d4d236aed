package history

import "galley/annotations/ops"

// Sum is how many steps of an act did the same to the same kind of thing.
type Sum struct {
	Kind   ops.Kind
	Entity ops.Entity
	Label  string
	N      int
}

// SumUp counts an act's steps by what they did, those that came first in front.
// Steps without effect are not counted.
func SumUp(act Act) []Sum {
	var all []Sum
next:
	for _, s := range act.Steps {
		if !s.Result.TookEffect() {
			continue
		}
		for i := range all {
			if all[i].Kind == s.Kind && all[i].Label == s.Label && all[i].Entity == s.Entity {
				all[i].N++
				continue next
			}
		}
		all = append(all, Sum{s.Kind, s.Entity, s.Label, 1})
	}
	return all
}
