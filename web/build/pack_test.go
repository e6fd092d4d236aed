package main

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

// linked is a small program as Go's linker lays it out: functions, and a memory
// in which the table of functions lies at the given address.
func linked(functions int, at int, memory []byte) []byte {
	for len(memory) < at+functions*recordsPerFunc*recordSize {
		memory = append(memory, 0)
	}
	for record := range functions * recordsPerFunc {
		binary.LittleEndian.PutUint32(memory[at+record*recordSize:], uint32(record/recordsPerFunc))
	}
	memory = append(memory, "more data"...)
	var functionTypes, code []byte
	for range functions {
		functionTypes = append(functionTypes, 0)
		code = append(code, 2, 0, 0x0b)
	}
	out := bytes.NewBufferString("\x00asm\x01\x00\x00\x00")
	writeSection(out, secCustom, []byte("\x04note"))
	writeSection(out, secType, []byte{1, 0x60, 0, 0})
	writeSection(out, secImport, []byte("\x01\x01a\x01b\x00\x00"))
	writeSection(out, secFunction, append(binary.AppendUvarint(nil, uint64(functions)), functionTypes...))
	writeSection(out, 5, []byte{1, 0, 3})
	writeSection(out, 7, []byte("\x01\x03mem\x02\x00"))
	writeSection(out, secCode, append(binary.AppendUvarint(nil, uint64(functions)), code...))
	writeSection(out, secData, encode(memory))
	writeSection(out, secCustom, []byte("\x04tail"))
	return out.Bytes()
}

// memoryOf is what a program's data section alone writes.
func memoryOf(t *testing.T, program []byte) []byte {
	t.Helper()
	sections, err := sectionsOf(program)
	require.NoError(t, err)
	r := reader{rest: sectionOf(sections, secData)}
	memory := image(r.spans())
	require.False(t, r.broken)
	return memory
}

func TestAPackedProgramStartsWithTheSameMemory(t *testing.T) {
	t.Parallel()
	before := append(bytes.Repeat([]byte("data "), 20), make([]byte, 500)...)
	program := linked(300, 1000, before)
	packed, err := pack(program)
	require.NoError(t, err)
	require.Less(t, len(packed), len(program)/3)

	// What the start function does, in Go; the browser stories run it itself.
	memory := memoryOf(t, packed)
	require.NotEqual(t, memoryOf(t, program), memory)
	for record := uint32(recordsPerFunc); record < 300*recordsPerFunc; record++ {
		binary.LittleEndian.PutUint32(memory[1000+record*recordSize:], record>>4)
	}
	require.Equal(t, memoryOf(t, program), memory)

	sections, err := sectionsOf(packed)
	require.NoError(t, err)
	var order []byte
	for _, s := range sections {
		order = append(order, s.id)
	}
	require.Equal(t, []byte{0, 1, 2, 3, 5, 7, 8, 10, 11, 0}, order, "sections stand in the order that the standard demands")
	require.Equal(t, []byte{0xad, 0x02}, sectionOf(sections, secStart), "one import and 300 functions come before number 301")
	require.Equal(t, starter(lookup{1000, 300 * recordsPerFunc}), sectionOf(sections, secCode)[len(sectionOf(sections, secCode))-len(starter(lookup{1000, 300 * recordsPerFunc})):])
}

func TestAProgramThatIsNotAsExpectedIsRefused(t *testing.T) {
	t.Parallel()
	good := linked(300, 1000, nil)
	packed, err := pack(good)
	require.NoError(t, err)
	for why, program := range map[string][]byte{
		"it is no WebAssembly module":          []byte("MZ"),
		"it ends too early":                    good[:len(good)-3],
		"its table of functions was not found": torn(t, good),
		"it has a start function already":      packed,
		"its data cannot be read":              good[:8],
		"its data cannot be read ":             append(bytes.Clone(good[:8]), secData, 3, 1, 1, 0),
	} {
		_, err := pack(program)
		require.ErrorIs(t, err, errNotPacked, why)
		require.ErrorContains(t, err, string(bytes.TrimSpace([]byte(why))))
	}
}

// torn is the program with another number in one record of its table.
func torn(t *testing.T, program []byte) []byte {
	t.Helper()
	sections, err := sectionsOf(program)
	require.NoError(t, err)
	out := bytes.NewBuffer(bytes.Clone(program[:8]))
	for _, s := range sections {
		if s.id == secData {
			memory := memoryOf(t, program)
			memory[1000+200*recordsPerFunc*recordSize]++
			s.content = encode(memory)
		}
		writeSection(out, s.id, s.content)
	}
	return out.Bytes()
}

func TestNumbersAreWrittenAsTheyAreRead(t *testing.T) {
	t.Parallel()
	for _, n := range []int32{0, 1, -1, 63, 64, -64, -65, 8191, 8192, 1 << 30, -1 << 31, 1<<31 - 1} {
		r := reader{rest: appendSigned(nil, int64(n))}
		require.Equal(t, n, r.signed())
		require.Empty(t, r.rest)
	}
}
