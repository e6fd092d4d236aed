// Package uuid makes identifiers as github.com/google/uuid does, without the
// ciphers that a random reader of the standard library brings along.
// web/build gives it to the browser's program in place of that module, which
// go-app, app and annotations import; it has the names that they use.
package uuid

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"sync"
	"time"
)

// UUID is an identifier of RFC 9562.
type UUID [16]byte

// last is the time of the last NewV7, in units of 1/4096 ms.
var last struct {
	sync.Mutex
	time int64
}

// NewString returns a random identifier, version 4, as text.
func NewString() string { return random().marked(4).String() }

// NewV7 returns an identifier that starts with the time, later ones sorting
// after earlier ones of the same program. It never fails.
func NewV7() (UUID, error) {
	id := random()
	stamp := now(time.Now())
	binary.BigEndian.PutUint64(id[:8], uint64(stamp>>12)<<16|uint64(stamp&0xfff))
	return id.marked(7), nil
}

// now is the given time, or the moment after the last if it is not later.
func now(clock time.Time) int64 {
	last.Lock()
	defer last.Unlock()
	ns := clock.UnixNano()
	last.time = max(last.time+1, ns/1e6<<12+ns%1e6>>8)
	return last.time
}

// Must returns id, and panics if there is an error.
func Must(id UUID, err error) UUID {
	if err != nil {
		panic(err)
	}
	return id
}

// String writes 36 characters, as in 0190b0a3-….
func (u UUID) String() string {
	var text []byte
	for i, end := range []int{4, 6, 8, 10, 16} {
		if i > 0 {
			text = append(text, '-')
		}
		text = hex.AppendEncode(text, u[[]int{0, 4, 6, 8, 10}[i]:end])
	}
	return string(text)
}

// random fills an identifier from the program's ChaCha8 stream, whose seed the
// browser's getRandomValues gave: unique, and no secret.
func random() (id UUID) {
	binary.LittleEndian.PutUint64(id[:8], rand.Uint64())
	binary.LittleEndian.PutUint64(id[8:], rand.Uint64())
	return id
}

func (u UUID) marked(version byte) UUID {
	u[6] = u[6]&0x0f | version<<4
	u[8] = u[8]&0x3f | 0x80
	return u
}
