package export

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// DefaultSeed is the seed of a split that names none.
const DefaultSeed = "galley"

// Split puts documents into the parts of a data set.
//
// The part follows from the seed and the document's group alone: no document
// that is added, edited or left out moves another one, and nearly equal texts are
// never in two parts. That is worth more than exact shares: parts approach them
// as data sets grow, for documents and for each label, and a report counts both.
// Only a text that is near to two groups moves one: they become one group, and the
// younger follows the older.
type Split struct {
	// Parts are the shares of training, validation and test, or training and test;
	// nil for no split.
	Parts []int
	// Seed draws; "" is DefaultSeed.
	Seed string
}

// ParseSplit reads shares such as 80/10/10. Returns Invalid (bad_split).
func ParseSplit(s string) (Split, error) {
	var p Split
	total := 0
	for word := range strings.SplitSeq(s, "/") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 0 || n > 1_000_000 {
			return Split{}, wrong("split", "bad_split", "%q is no split such as 80/10/10 or 80/20", s)
		}
		p.Parts = append(p.Parts, n)
		total += n
	}
	if len(p.Parts) < 2 || len(p.Parts) > 3 || total == 0 {
		return Split{}, wrong("split", "bad_split", "%q is no split such as 80/10/10 or 80/20", s)
	}
	return p, nil
}

// String is the shares as ParseSplit reads them.
func (s Split) String() string {
	words := make([]string, len(s.Parts))
	for i, n := range s.Parts {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, "/")
}

func (s Split) seed() string {
	if s.Seed == "" {
		return DefaultSeed
	}
	return s.Seed
}

// names are the parts' names.
func (s Split) names() []string {
	if len(s.Parts) == 2 {
		return []string{"train", "test"}
	}
	return []string{"train", "validation", "test"}
}

// Of is the part of a group of documents, named by the id in files of the first
// of them; "" without a split.
func (s Split) Of(group string) string {
	if s.Parts == nil {
		return ""
	}
	total := 0
	for _, n := range s.Parts {
		total += n
	}
	sum := sha256.Sum256([]byte(s.seed() + "\x00" + group))
	at, _ := bits.Mul64(binary.BigEndian.Uint64(sum[:8]), uint64(total))
	for i, n := range s.Parts {
		if at < uint64(n) {
			return s.names()[i]
		}
		at -= uint64(n)
	}
	return s.names()[len(s.Parts)-1]
}

// Rule tells the split to whoever has the data set and wants to check it.
func (s Split) Rule() string {
	return fmt.Sprintf("Documents are split %s into %s by document, with the seed %q: the first 8 bytes of sha256(seed + \"\\0\" + group) as a big-endian number, "+
		"times the sum of the shares, divided by 2^64, falls into one of them. A group is the id of the first document of nearly the same text, or the document's own. "+
		"No document that is added moves another one, unless it is near to two groups and joins them; shares of documents and of labels are approached, not forced.",
		s, strings.Join(s.names(), ", "), s.seed())
}
