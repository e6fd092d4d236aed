package text

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

type (
	// Rune counts Unicode code points: the unit of every stored, sent, exported or printed offset.
	Rune int
	// Byte counts UTF-8 bytes: only inside functions that slice a Go string.
	Byte int
	// UTF16 counts UTF-16 code units: only at the browser's edge.
	UTF16 int
)

// MaxBytes is the largest text accepted, in UTF-8 bytes.
const MaxBytes = 2_000_000

// stride is the distance between two marks of the position table, in code
// points. A conversion reads one mark and walks at most stride code points.
const stride = 64

// mark is one row of the position table: what the other two units say at a
// multiple of stride code points.
type mark struct {
	byte  Byte
	utf16 UTF16
}

// Text is immutable text that converts between the three units in O(log n).
// The zero value is the empty text.
type Text struct {
	s     string
	runes Rune
	utf16 UTF16
	marks []mark
	// plain is true when every code point is one byte, so that all units agree.
	plain bool
}

// Problem says why a text was refused: what is wrong, and where.
type Problem struct {
	// Reason is one of "empty", "too_large", "not_utf8", "nul", "control".
	Reason string
	// Line is 1-based; 0 when the whole text is meant.
	Line int
	// Byte is the offset of the first offending byte in the input.
	Byte Byte
}

// Error is a developer's sentence; the app has its own for each Reason.
func (p *Problem) Error() string {
	switch p.Reason {
	case "empty":
		return "the text is empty"
	case "too_large":
		return fmt.Sprintf("the text is larger than %d bytes", MaxBytes)
	case "nul":
		return fmt.Sprintf("line %d (byte %d) holds a NUL character", p.Line, p.Byte)
	case "control":
		return fmt.Sprintf("line %d (byte %d) holds a control character that training formats cannot carry", p.Line, p.Byte)
	default:
		return fmt.Sprintf("line %d (byte %d) is not UTF-8", p.Line, p.Byte)
	}
}

// Parse makes a Text of what came in: a leading byte order mark is dropped,
// CRLF and CR become LF, nothing else changes. Returns a *Problem for text
// that is empty, larger than MaxBytes, not UTF-8, or that holds NUL or another
// control character but tab and line feed (XML and PostgreSQL cannot carry them).
func Parse(raw string) (Text, error) {
	whole := len(raw)
	raw = strings.TrimPrefix(raw, "\uFEFF")
	if len(raw) > MaxBytes {
		return Text{}, &Problem{Reason: "too_large"}
	}
	if strings.TrimSpace(raw) == "" {
		return Text{}, &Problem{Reason: "empty"}
	}
	if p := scan(raw); p != nil {
		p.Byte += Byte(whole - len(raw))
		return Text{}, p
	}
	return New(strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\r", "\n")), nil
}

func scan(raw string) *Problem {
	line := 1
	for i, r := range raw {
		switch {
		case r == '\n', r == '\r' && !strings.HasPrefix(raw[i+1:], "\n"):
			line++
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(raw[i:]); size == 1 {
				return &Problem{Reason: "not_utf8", Line: line, Byte: Byte(i)}
			}
		case r == 0:
			return &Problem{Reason: "nul", Line: line, Byte: Byte(i)}
		case r < 0x20 && r != '\t' && r != '\r', r == 0x7f, r == 0xFFFE, r == 0xFFFF:
			return &Problem{Reason: "control", Line: line, Byte: Byte(i)}
		}
	}
	return nil
}

// New wraps a string that is known to be good: it came from Parse or from a
// store that holds only what Parse accepted. Invalid UTF-8 counts as one code
// point a byte, as in a Go range loop.
func New(s string) Text {
	t := Text{s: s, plain: true, marks: make([]mark, 0, len(s)/stride+1)}
	for i, r := range s {
		if t.runes%stride == 0 {
			t.marks = append(t.marks, mark{Byte(i), t.utf16})
		}
		t.runes++
		t.utf16++
		if r > 0xFFFF {
			t.utf16++
		}
		if r >= utf8.RuneSelf {
			t.plain = false
		}
	}
	return t
}

// String is the whole text.
func (t Text) String() string { return t.s }

// Len is the length in code points.
func (t Text) Len() Rune { return t.runes }

// UTF16Len is the length in UTF-16 code units.
func (t Text) UTF16Len() UTF16 { return t.utf16 }

// SHA256 is the lower-case hexadecimal SHA-256 of the UTF-8 bytes.
func (t Text) SHA256() string {
	sum := sha256.Sum256([]byte(t.s))
	return hex.EncodeToString(sum[:])
}

// Valid reports whether [start, end) is a non-empty range inside the text.
func (t Text) Valid(start, end Rune) bool { return 0 <= start && start < end && end <= t.runes }

// Slice is text[start:end] in code points. It panics when the range does not
// lie inside the text: callers check with Valid where the range is foreign.
func (t Text) Slice(start, end Rune) string {
	if start < 0 || end < start || end > t.runes {
		panic(fmt.Sprintf("text: slice [%d, %d) outside [0, %d)", start, end, t.runes))
	}
	return t.s[t.byteAt(start):t.byteAt(end)]
}

// byteAt converts a position in [0, Len].
func (t Text) byteAt(r Rune) Byte {
	if t.plain {
		return Byte(r)
	}
	if r >= t.runes {
		return Byte(len(t.s))
	}
	at := t.marks[r/stride].byte
	for n := r % stride; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(t.s[at:])
		at += Byte(size)
	}
	return at
}

// ByteAt is the UTF-8 offset of a code point; r is clamped to [0, Len].
func (t Text) ByteAt(r Rune) Byte { return t.byteAt(max(0, min(r, t.runes))) }

// FromByte is the code point that starts at or spans byte b; b is clamped.
func (t Text) FromByte(b Byte) Rune {
	if t.plain {
		return max(0, min(Rune(b), t.runes))
	}
	if b <= 0 {
		return 0
	}
	if int(b) >= len(t.s) {
		return t.runes
	}
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].byte > b }) - 1
	r, at := Rune(i*stride), t.marks[i].byte
	for {
		_, size := utf8.DecodeRuneInString(t.s[at:])
		if at += Byte(size); at > b {
			return r
		}
		r++
	}
}

// UTF16At is the UTF-16 offset of a code point; r is clamped to [0, Len].
func (t Text) UTF16At(r Rune) UTF16 {
	r = max(0, min(r, t.runes))
	if t.plain {
		return UTF16(r)
	}
	if r == t.runes {
		return t.utf16
	}
	m := t.marks[r/stride]
	at, u := m.byte, m.utf16
	for n := r % stride; n > 0; n-- {
		c, size := utf8.DecodeRuneInString(t.s[at:])
		at += Byte(size)
		u += units(c)
	}
	return u
}

// FromUTF16 is the code point at a UTF-16 offset. An offset inside a surrogate
// pair gives the code point the pair belongs to; u is clamped.
func (t Text) FromUTF16(u UTF16) Rune {
	if t.plain {
		return max(0, min(Rune(u), t.runes))
	}
	if u <= 0 {
		return 0
	}
	if u >= t.utf16 {
		return t.runes
	}
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i].utf16 > u }) - 1
	r, at, seen := Rune(i*stride), t.marks[i].byte, t.marks[i].utf16
	for {
		c, size := utf8.DecodeRuneInString(t.s[at:])
		if seen += units(c); seen > u {
			return r
		}
		at += Byte(size)
		r++
	}
}

func units(r rune) UTF16 {
	if r > 0xFFFF {
		return 2
	}
	return 1
}
