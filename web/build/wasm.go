package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// sectionsOf takes a WebAssembly module apart.
func sectionsOf(program []byte) ([]section, error) {
	if !bytes.HasPrefix(program, []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, fmt.Errorf("%w: it is no WebAssembly module", errNotPacked)
	}
	var sections []section
	r := reader{rest: program[8:]}
	for len(r.rest) > 0 && !r.broken {
		id := r.byte()
		sections = append(sections, section{id, r.take(r.number())})
	}
	if r.broken {
		return nil, fmt.Errorf("%w: it ends too early", errNotPacked)
	}
	return sections, nil
}

func sectionOf(sections []section, id byte) []byte {
	for _, s := range sections {
		if s.id == id {
			return s.content
		}
	}
	return nil
}

func writeSection(out *bytes.Buffer, id byte, content []byte) {
	out.WriteByte(id)
	out.Write(binary.AppendUvarint(nil, uint64(len(content))))
	out.Write(content)
}

// oneMore appends an item to a section that is a counted list.
func oneMore(list, item []byte) []byte {
	r := reader{rest: list}
	n := r.number()
	return append(append(binary.AppendUvarint(nil, uint64(n)+1), r.rest...), item...)
}

// appendSigned appends a number in signed LEB128, as constants are written.
func appendSigned(out []byte, n int64) []byte {
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}

// reader reads a module's numbers and bytes; broken says that there were too few.
type reader struct {
	rest   []byte
	broken bool
}

func (r *reader) byte() byte {
	if b := r.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *reader) number() uint32 {
	n, length := binary.Uvarint(r.rest)
	if length <= 0 || n > 1<<32-1 {
		r.broken = true
		return 0
	}
	r.rest = r.rest[length:]
	return uint32(n)
}

// signed reads the constant of a segment's address.
func (r *reader) signed() int32 {
	var n int64
	for shift := 0; ; shift += 7 {
		b := r.byte()
		n |= int64(b&0x7f) << shift
		if b&0x80 == 0 || r.broken || shift > 28 {
			if b&0x40 != 0 {
				n |= -1 << (shift + 7)
			}
			return int32(n)
		}
	}
}

func (r *reader) take(n uint32) []byte {
	if uint64(n) > uint64(len(r.rest)) {
		r.broken = true
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// spans reads the data section: segments that are written to a constant address
// when the program starts, the only kind that Go's linker makes.
func (r *reader) spans() []span {
	var spans []span
	for n := r.number(); n > 0 && !r.broken; n-- {
		if kind, constant := r.byte(), r.byte(); kind != 0 || constant != 0x41 {
			r.broken = true
			return nil
		}
		at := uint32(r.signed())
		r.broken = r.broken || r.byte() != 0x0b
		spans = append(spans, span{at, r.take(r.number())})
	}
	return spans
}
