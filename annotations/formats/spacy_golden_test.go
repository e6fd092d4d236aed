package formats

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpacysIDsAreThoseThatSpacyGives(t *testing.T) {
	t.Parallel()
	for s, id := range map[string]uint64{
		"": 0, "a": 11901859001352538922, "Trump": 1134333841961332695, "PER": 4317129024397789502, "CLAIM": 8529571584741417429,
		"QUOTE_DIRECT": 2893810939031691940, "„": 11595296480437004488, "\n\n": 908432558851201422, " ": 8532415787641010193,
		"\u00a0": 3443622981070210256, "Tomahawk-Marschflugkörper": 11567077851640789102, "🙂": 3101843886198765765,
		"12345678": 9871996032675327904, "1234567890abcdef": 531700235517062223,
		// Reserved names, which real texts and label sets hold.
		"PERSON": 380, "X": 101, "ORG": 383, "LOC": 385, "DATE": 391, "_": 456, "num": 431, "POS": 74, "acl": 451, "ENT_KB_ID": 452,
		"FLAG19": 19, "FLAG63": 63, "DEPRECATED001": 104, "DEPRECATED276": 379, "SPACE": 103, "IS_CURRENCY": 18, "obl": 435, "CARDINAL": 397,
	} {
		require.Equal(t, id, spacyID(s), "%q", s)
	}
	require.Len(t, symbols, 456)
}

// golden is what spaCy itself wrote of „Wir sind X.“, before zlib: an entity X
// = ORG and a group "sc" with one span QUOTE of the id q1.
const goldenDocBin = "89a776657273696f6ea3302e31a5617474727394414d4e50a6746f6b656e73c4803bbedf5f9c6aa9e90200000000000000000000000000000001000000" +
	"00000000acdc014ff09e502202000000000000000000000000000000ffffffffffffffff650000000000000003000000000000007f01000000000000ff" +
	"ffffffffffffffa2c2ac4cecd97faf02000000000000000000000000000000ffffffffffffffffa6737061636573c40401010000a76c656e67746873c4" +
	"0404000000a7737472696e67739aa0a12ea34f5247a551554f5445a3576972a158a27131a473696e64a3776972a178a4636174739180a5666c6167739181" +
	"b26861735f756e6b6e6f776e5f737061636573c2ab7370616e5f67726f75707391c44881c44183a46e616d65a27363a5617474727380a57370616e7391c4" +
	"284cc81dca5a97c6220000000000000000527c680608f3781c0000000000000004000000000000000b91a27363"

func TestDocBinIsByteForByteWhatSpacyWrites(t *testing.T) {
	t.Parallel()
	raw, err := hex.DecodeString(goldenDocBin)
	require.NoError(t, err)
	want, err := unpack(raw)
	require.NoError(t, err)
	bin := newDocBin()
	bin.attrs = []uint64{attrOrth, attrEntIOB, attrEntType, attrSentStart}
	bin.add(&spacyDoc{
		words: []string{"Wir", "sind", "X", "."}, spaces: []bool{true, true, false, false}, starts: []bool{true, false, false, false},
		iob: []byte{entOutside, entOutside, entBegin, entOutside}, entType: []string{"", "", "ORG", ""}, entKB: make([]string, 4), entID: make([]string, 4),
		groups: []spacyGroup{{"sc", []spacySpan{{id: "q1", label: "QUOTE", first: 0, after: 4, startChar: 0, endChar: 11}}}},
	})
	var b bytes.Buffer
	require.NoError(t, bin.pack(&b))
	got, err := unpack(b.Bytes())
	require.NoError(t, err)
	// spaCy lists norms in small letters too, and has no user data in this file.
	for _, key := range []string{"version", "attrs", "tokens", "spaces", "lengths", "cats", "flags", "span_groups"} {
		require.Equal(t, want.(packed).get(key), got.(packed).get(key), key)
	}
	require.Subset(t, want.(packed).get("strings"), got.(packed).get("strings"))
}

func TestMessagePackHasTheLengthsOfItsHeads(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 15, 16, 31, 32, 255, 256, 65535, 65536} {
		s := string(bytes.Repeat([]byte("x"), n))
		v, err := unpack(packString(nil, s))
		require.NoError(t, err)
		require.Equal(t, s, v)
		v, err = unpack(packBytes(nil, []byte(s)))
		require.NoError(t, err)
		require.Equal(t, []byte(s), append([]byte{}, v.([]byte)...))
		v, err = unpack(packUint(nil, uint64(n)))
		require.NoError(t, err)
		require.Equal(t, uint64(n), v)
		list := packArray(nil, n)
		for range n {
			list = packBool(list, true)
		}
		v, err = unpack(list)
		require.NoError(t, err)
		require.Len(t, v, n)
	}
	for _, broken := range []string{"", "\xc1", "\xdf\xff\xff\xff\xff", "\xdd\xff\xff\xff\xff\x01", "\xc6\xff\xff\xff\xff", "\xa2x", "\x01\x02", "\xa1\xff", string(bytes.Repeat([]byte{0x91}, 100))} {
		_, err := unpack([]byte(broken))
		require.Error(t, err, "%x", broken)
	}
}

func FuzzUnpack(f *testing.F) {
	raw, _ := hex.DecodeString(goldenDocBin)
	f.Add(raw)
	f.Add([]byte{0x81, 0xc4, 0x01, 0x90, 0x91, 0xa2, 0x73, 0x63})
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = unpack(b) })
}

func TestTagsOfEverySchemeAreRead(t *testing.T) {
	t.Parallel()
	two := []tagged{{"PER", 0, 2}, {"PER", 2, 3}, {"LOC", 4, 5}}
	for name, tags := range map[string][]string{
		"IOB2":  {"B-PER", "I-PER", "B-PER", "O", "B-LOC"},
		"IOB1":  {"I-PER", "I-PER", "B-PER", "O", "I-LOC"},
		"BIOES": {"B-PER", "E-PER", "S-PER", "O", "S-LOC"},
		"BILOU": {"B-PER", "L-PER", "U-PER", "O", "U-LOC"},
		"IOE2":  {"I-PER", "E-PER", "E-PER", "O", "E-LOC"},
		"BMES":  {"B-PER", "E-PER", "S-PER", "O", "S-LOC"},
	} {
		spans, _, ok := readTags(tags)
		require.True(t, ok, name)
		require.Equal(t, two, spans, name)
	}
	spans, _, ok := readTags([]string{"O", "I-PER", "I-LOC", "_", "I-LOC-A", ""})
	require.True(t, ok)
	require.Equal(t, []tagged{{"PER", 1, 2}, {"LOC", 2, 3}, {"LOC-A", 4, 5}}, spans)
	for _, bad := range []string{"PER", "X-PER", "B-", "B_PER", "b-PER"} {
		_, at, ok := readTags([]string{"O", bad})
		require.False(t, ok, bad)
		require.Equal(t, 1, at)
	}
}
