// Package ids makes UUIDs as github.com/google/uuid does, for the program in the
// browser, where it takes that module's place: with it come SHA-1, MD5, AES and a
// random generator for secrets, 200 kB of the program, and no id is a secret.
//
// It makes ids and reads none.
package ids

import (
	"encoding/hex"
	"math/rand/v2"
	"sync"
	"time"
)

// UUID is a UUID of RFC 9562.
type UUID [16]byte

// String writes a UUID as 8-4-4-4-12 hexadecimal digits.
func (u UUID) String() string {
	var b [36]byte
	hex.Encode(b[:8], u[:4])
	hex.Encode(b[9:13], u[4:6])
	hex.Encode(b[14:18], u[6:8])
	hex.Encode(b[19:23], u[8:10])
	hex.Encode(b[24:], u[10:])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// Must is u; it panics with an error, and there never is one.
func Must(u UUID, err error) UUID {
	if err != nil {
		panic(err)
	}
	return u
}

// NewString is a random UUID (version 4).
func NewString() string { return random(4).String() }

// NewV7 is a UUID that sorts by when it was made (version 7), also among those of
// one millisecond. The error is nil.
func NewV7() (UUID, error) {
	u := random(7)
	milli, part := next(time.Now().UnixNano())
	for i := range 6 {
		u[i] = byte(milli >> (40 - 8*i))
	}
	u[6], u[7] = 0x70|byte(part>>8), byte(part)
	return u, nil
}

func random(version byte) (u UUID) {
	for i := 0; i < len(u); i += 8 {
		for j, r := 0, rand.Uint64(); j < 8; j++ {
			u[i+j] = byte(r >> (8 * j))
		}
	}
	u[6], u[8] = u[6]&0x0f|version<<4, u[8]&0x3f|0x80
	return u
}

var last struct {
	sync.Mutex
	at int64
}

// next is the milliseconds of a time and 12 bits of what is left of it, later
// than those it gave before.
func next(nano int64) (milli, part int64) {
	last.Lock()
	defer last.Unlock()
	at := nano/1e6<<12 | nano%1e6>>8
	if at <= last.at {
		at = last.at + 1
	}
	last.at = at
	return at >> 12, at & 0xfff
}
