package history

import (
	"encoding/hex"
	"strings"
	"time"

	"galley/annotations"
	"galley/annotations/ops"
)

// Act is what somebody did at once: a run of entries, or a new state of a set.
type Act struct {
	// First and Last are the sequence numbers of the act's entries; 0 for a state.
	First int64 `json:"first,omitzero"`
	Last  int64 `json:"last,omitzero"`
	// At is when the last entry entered the log, in UTC.
	At time.Time `json:"at"`
	// Actor is who acted, Owner whose set it is.
	Actor string            `json:"actor"`
	Owner annotations.Owner `json:"owner"`
	// State is the set's new state where that is what happened; there are no steps
	// then.
	State annotations.State `json:"state,omitempty"`
	// Steps are the act's entries, oldest first.
	Steps []Step `json:"steps"`
}

// moment is how far apart the ids of one act's entries are made at most: longer
// than a program takes from one to the next, shorter than two keys.
const moment = 40 * time.Millisecond

// Together reports whether two consecutive entries of a log belong to one act.
func Together(before, after ops.Entry) bool {
	if before.Client != after.Client || before.Actor != after.Actor || before.Owner != after.Owner {
		return false
	}
	a, ok := made(before.ID)
	b, too := made(after.ID)
	return ok && too && b.Sub(a).Abs() <= moment
}

// made is when an id was made, where it says so: a UUIDv7 begins with 48 bits of
// Unix milliseconds.
func made(id string) (time.Time, bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[14] != '7' {
		return time.Time{}, false
	}
	raw, err := hex.DecodeString(strings.Replace(id[:13], "-", "", 1))
	if err != nil {
		return time.Time{}, false
	}
	ms := int64(0)
	for _, b := range raw {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms), true
}
