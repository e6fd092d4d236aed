package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Go's linker puts into a program a table that leads from an address to its
// function: a record for every 4096 addresses. Under WebAssembly each function
// has 65536 addresses, so that the table holds each function's number sixteen
// times, with zeros between, and every record is a data segment of its own: a
// tenth of the program, and most of the work of setting its memory up. pack
// takes the table out and lets a start function of some fifty bytes write it.
const (
	recordSize     = 20 // of runtime.findfuncbucket
	recordsPerFunc = 16
)

// The numbers of the sections of a WebAssembly module.
const (
	secCustom   = 0
	secType     = 1
	secImport   = 2
	secFunction = 3
	secStart    = 8
	secCode     = 10
	secData     = 11
)

var errNotPacked = errors.New("not a program of Go's linker as web/build/pack.go knows it")

// section is one section of a module: its number and its content.
type section struct {
	id      byte
	content []byte
}

// span is a piece of memory: where it starts, and its bytes.
type span struct {
	at    uint32
	bytes []byte
}

// lookup says where the linker's table lies: the address of its first record and
// the number of records.
type lookup struct{ at, records uint32 }

// pack returns the program without the table and with a start function that
// writes it. The memory a packed program starts with is the same, byte for byte.
func pack(program []byte) ([]byte, error) {
	sections, err := sectionsOf(program)
	if err != nil {
		return nil, err
	}
	var data, code, functions, imports []byte
	for _, s := range sections {
		switch s.id {
		case secData:
			data = s.content
		case secCode:
			code = s.content
		case secFunction:
			functions = s.content
		case secImport:
			imports = s.content
		case secStart:
			return nil, fmt.Errorf("%w: it has a start function already", errNotPacked)
		}
	}
	r := reader{rest: data}
	spans := r.spans()
	imported := (&reader{rest: imports}).number()
	own := (&reader{rest: functions}).number()
	if r.broken || own == 0 {
		return nil, fmt.Errorf("%w: its data cannot be read", errNotPacked)
	}
	memory := image(spans)
	t, found := findTable(memory, own)
	if !found {
		return nil, fmt.Errorf("%w: its table of functions was not found", errNotPacked)
	}
	clear(memory[t.at : t.at+t.records*recordSize])

	out := bytes.NewBuffer(bytes.Clone(program[:8]))
	started := false
	for _, s := range sections {
		if !started && s.id >= secStart && s.id != secCustom {
			writeSection(out, secStart, binary.AppendUvarint(nil, uint64(imported+own)))
			started = true
		}
		switch s.id {
		case secType:
			s.content = oneMore(s.content, []byte{0x60, 0, 0}) // func()
		case secFunction:
			types := (&reader{rest: sectionOf(sections, secType)}).number()
			s.content = oneMore(s.content, binary.AppendUvarint(nil, uint64(types)))
		case secCode:
			body := starter(t)
			s.content = oneMore(code, append(binary.AppendUvarint(nil, uint64(len(body))), body...))
		case secData:
			s.content = encode(memory)
		}
		writeSection(out, s.id, s.content)
	}
	return out.Bytes(), nil
}

// findTable looks for record after record that holds its function's number.
// Every function of the program must have its sixteen, but for the last, whose
// end ends the table; what is left of it stays among the data.
func findTable(memory []byte, functions uint32) (t lookup, found bool) {
	record := func(number uint32) []byte { return binary.LittleEndian.AppendUint32(nil, number) }
	first := append(record(1), make([]byte, recordSize-4)...)
	for from := 0; ; {
		n := bytes.Index(memory[from:], first)
		if n < 0 {
			return lookup{}, false
		}
		at := from + n
		from = at + 1
		// The records of function 0 are zeros and come before.
		t.at = uint32(at - recordsPerFunc*recordSize)
		if at < recordsPerFunc*recordSize || len(bytes.Trim(memory[t.at:at], "\x00")) > 0 {
			continue
		}
		for t.records = recordsPerFunc; ; t.records++ {
			next := memory[min(len(memory), int(t.at+t.records*recordSize)):]
			if len(next) < recordSize || t.records/recordsPerFunc >= functions ||
				!bytes.Equal(next[:4], record(t.records/recordsPerFunc)) || len(bytes.Trim(next[4:recordSize], "\x00")) > 0 {
				break
			}
		}
		if t.records >= (functions-1)*recordsPerFunc {
			return t, true
		}
	}
}

// starter is the body of the function that writes the table:
//
//	for record := 16; record < records; record++ { memory32[at+20*record] = record >> 4 }
func starter(t lookup) []byte {
	var b []byte
	op := func(code ...byte) { b = append(b, code...) }
	constant := func(n uint32) { op(0x41); b = appendSigned(b, int64(int32(n))) }
	op(1, 2, 0x7f) // two locals: the address, the record
	constant(t.at + recordsPerFunc*recordSize)
	op(0x21, 0)
	constant(recordsPerFunc)
	op(0x21, 1)
	op(0x03, 0x40) // loop
	op(0x20, 0, 0x20, 1)
	constant(4)
	op(0x76, 0x36, 0, 0) // shr_u, store
	op(0x20, 0)
	constant(recordSize)
	op(0x6a, 0x21, 0)
	op(0x20, 1)
	constant(1)
	op(0x6a, 0x22, 1)
	constant(t.records)
	op(0x49, 0x0d, 0) // lt_u, once more
	op(0x0b, 0x0b)
	return b
}

// encode writes memory as data segments that leave out its longer zeros, as the
// linker does.
func encode(memory []byte) []byte {
	const segmentCost = 8
	var out []byte
	count := uint64(0)
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		end := at
		for next := at; next < len(memory) && next-end < segmentCost; next++ {
			if memory[next] != 0 {
				end = next + 1
			}
		}
		out = append(out, 0, 0x41)
		out = appendSigned(out, int64(int32(at)))
		out = append(out, 0x0b)
		out = binary.AppendUvarint(out, uint64(end-at))
		out = append(out, memory[at:end]...)
		count++
		at = end
	}
	return append(binary.AppendUvarint(nil, count), out...)
}

// image lays spans out in memory.
func image(spans []span) []byte {
	var memory []byte
	for _, s := range spans {
		if missing := int(s.at) + len(s.bytes) - len(memory); missing > 0 {
			memory = append(memory, make([]byte, missing)...)
		}
		copy(memory[s.at:], s.bytes)
	}
	return memory
}
