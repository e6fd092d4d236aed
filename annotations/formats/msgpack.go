package formats

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"
)

// The part of MessagePack (https://msgpack.org) that spaCy's DocBin uses, for
// writing, and all of it but extensions for reading. All lengths are big-endian.

func packMap(b []byte, n int) []byte   { return packHead(b, n, 0x80, 15, 0xde, 0xdf) }
func packArray(b []byte, n int) []byte { return packHead(b, n, 0x90, 15, 0xdc, 0xdd) }

func packHead(b []byte, n int, fix byte, limit int, head16, head32 byte) []byte {
	switch {
	case n <= limit:
		return append(b, fix|byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, head16), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(b, head32), uint32(n))
}

func packString(b []byte, s string) []byte {
	switch n := len(s); {
	case n <= 31:
		b = append(b, 0xa0|byte(n))
	case n <= math.MaxUint8:
		b = append(b, 0xd9, byte(n))
	default:
		b = packHead(b, n, 0, -1, 0xda, 0xdb)
	}
	return append(b, s...)
}

// packBytesHead begins n bytes.
func packBytesHead(b []byte, n int) []byte {
	if n <= math.MaxUint8 {
		return append(b, 0xc4, byte(n))
	}
	return packHead(b, n, 0, -1, 0xc5, 0xc6)
}

func packBytes(b, data []byte) []byte { return append(packBytesHead(b, len(data)), data...) }

func packUint(b []byte, n uint64) []byte {
	switch {
	case n < 128:
		return append(b, byte(n))
	case n <= math.MaxUint8:
		return append(b, 0xcc, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, 0xcd), uint16(n))
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(b, 0xce), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(b, 0xcf), n)
}

func packBool(b []byte, yes bool) []byte {
	if yes {
		return append(b, 0xc3)
	}
	return append(b, 0xc2)
}

// entry is one entry of a MessagePack map, whose keys may be anything.
type entry struct{ key, value any }

// packed is a MessagePack map in its order.
type packed []entry

func (p packed) get(key string) any {
	for _, e := range p {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// unpack reads one value: nil, bool, int64, uint64, float64, string, []byte,
// []any or packed.
func unpack(b []byte) (any, error) {
	u := unpacker{b: b}
	v := u.value(0)
	if u.err == nil && u.at != len(b) {
		u.err = fmt.Errorf("byte %d: something follows the value", u.at)
	}
	return v, u.err
}

const packDepth = 32

type unpacker struct {
	b   []byte
	at  int
	err error
}

func (u *unpacker) fail(format string, args ...any) {
	if u.err == nil {
		u.err = fmt.Errorf("byte %d: %s", u.at, fmt.Sprintf(format, args...))
		u.at = len(u.b)
	}
}

// take is the next n bytes, or nil.
func (u *unpacker) take(n int) []byte {
	if n < 0 || n > len(u.b)-u.at {
		u.fail("the data is cut short")
		return nil
	}
	u.at += n
	return u.b[u.at-n : u.at]
}

// number is a big-endian number of n bytes.
func (u *unpacker) number(n int) uint64 {
	v := uint64(0)
	for _, c := range u.take(n) {
		v = v<<8 | uint64(c)
	}
	return v
}

func (u *unpacker) value(depth int) any {
	if depth > packDepth {
		u.fail("is nested too deep")
		return nil
	}
	head := u.take(1)
	if head == nil {
		return nil
	}
	switch c := head[0]; {
	case c < 0x80:
		return uint64(c)
	case c < 0x90:
		return u.entries(int(c&15), depth)
	case c < 0xa0:
		return u.items(int(c&15), depth)
	case c < 0xc0:
		return u.str(int(c & 31))
	case c >= 0xe0:
		return int64(int8(c))
	default:
		return u.long(c, depth)
	}
}

func (u *unpacker) long(c byte, depth int) any {
	switch c {
	case 0xc0:
		return nil
	case 0xc2, 0xc3:
		return c == 0xc3
	case 0xc4, 0xc5, 0xc6:
		return u.take(int(u.number(1 << (c - 0xc4))))
	case 0xca:
		return float64(math.Float32frombits(uint32(u.number(4))))
	case 0xcb:
		return math.Float64frombits(u.number(8))
	case 0xcc, 0xcd, 0xce, 0xcf:
		return u.number(1 << (c - 0xcc))
	case 0xd0:
		return int64(int8(u.number(1)))
	case 0xd1:
		return int64(int16(u.number(2)))
	case 0xd2:
		return int64(int32(u.number(4)))
	case 0xd3:
		return int64(u.number(8))
	case 0xd9, 0xda, 0xdb:
		return u.str(int(u.number(1 << (c - 0xd9))))
	case 0xdc, 0xdd:
		return u.items(int(u.number(2<<(c-0xdc))), depth)
	case 0xde, 0xdf:
		return u.entries(int(u.number(2<<(c-0xde))), depth)
	}
	u.fail("%#x begins no value that is known", c)
	return nil
}

func (u *unpacker) str(n int) any {
	s := u.take(n)
	if !utf8.Valid(s) {
		u.fail("a string is not UTF-8")
	}
	return string(s)
}

func (u *unpacker) items(n, depth int) any {
	all := make([]any, 0, min(n, len(u.b)-u.at))
	for i := 0; i < n && u.err == nil; i++ {
		all = append(all, u.value(depth+1))
	}
	return all
}

func (u *unpacker) entries(n, depth int) any {
	all := make(packed, 0, min(n, len(u.b)-u.at))
	for i := 0; i < n && u.err == nil; i++ {
		key := u.value(depth + 1)
		all = append(all, entry{key, u.value(depth + 1)})
	}
	return all
}
