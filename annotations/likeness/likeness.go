package likeness

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"strings"
	"unicode"

	"galley/annotations"
	"galley/annotations/text"
)

// The shape of a sketch.
const (
	shingle = 3 // words
	bands   = 32
	rows    = 3
	size    = bands * rows
)

// Near is the likeness from which two texts are taken for versions of one.
const Near = 0.6

// Sketch stands for a text's word triples.
type Sketch [size]uint32

// Of is the sketch of a document's article, without the page's furniture; of
// the whole text when it is nothing but furniture. ok is false for a text
// without words. It runs in time linear in the text.
func Of(t text.Text, blocks []annotations.Block) (s Sketch, ok bool) {
	var words []string
	for _, b := range blocks {
		if !b.Role.Chrome() {
			words = append(words, split(t.Slice(b.Start, b.End))...)
		}
	}
	if len(words) == 0 {
		words = split(t.String())
	}
	if len(words) == 0 {
		return s, false
	}
	for i := range s {
		s[i] = math.MaxUint32
	}
	for i := 0; i == 0 || i+shingle <= len(words); i++ {
		s.add(hash(words[i:min(i+shingle, len(words))]))
	}
	return s, true
}

// split cuts folded words.
func split(s string) []string {
	return strings.FieldsFunc(strings.Map(func(r rune) rune {
		if r == '\u00AD' {
			return -1
		}
		return unicode.ToLower(r)
	}, s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

func hash(words []string) uint64 {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// add takes one triple in: hash function i is a random odd multiplication and
// the finish of splitmix64.
func (s *Sketch) add(x uint64) {
	for i := range s {
		y := (x ^ uint64(i+1)*0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9
		y ^= y >> 27
		y *= 0x94D049BB133111EB
		if v := uint32(y >> 32); v < s[i] {
			s[i] = v
		}
	}
}

// With estimates the likeness of two texts, from 0 to 1.
func (s *Sketch) With(o *Sketch) float64 {
	same := 0
	for i := range s {
		if s[i] == o[i] {
			same++
		}
	}
	return float64(same) / size
}

// Bands are the numbers under which a sketch is looked up: two sketches that
// share one are worth comparing. within keeps those of different projects apart.
func (s *Sketch) Bands(within string) [bands]int64 {
	var all [bands]int64
	for b := range all {
		h := fnv.New64a()
		_, _ = h.Write([]byte(within))
		_, _ = h.Write([]byte{0, byte(b)})
		var raw [4]byte
		for _, v := range s[b*rows : (b+1)*rows] {
			binary.LittleEndian.PutUint32(raw[:], v)
			_, _ = h.Write(raw[:])
		}
		all[b] = int64(h.Sum64())
	}
	return all
}

// Bytes is the sketch as it is stored.
func (s *Sketch) Bytes() []byte {
	raw := make([]byte, 0, 4*size)
	for _, v := range s {
		raw = binary.LittleEndian.AppendUint32(raw, v)
	}
	return raw
}

// FromBytes reads what Bytes wrote; ok is false for anything else.
func FromBytes(raw []byte) (s Sketch, ok bool) {
	if len(raw) != 4*size {
		return s, false
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return s, true
}
