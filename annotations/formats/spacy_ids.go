package formats

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// spaCy's string ids (spacy/symbols.pyx and strings.pyx, the same in 3.0 to
// 3.8): reserved names have a number, all other strings their hash.

// symbols are the reserved names, in runs that begin at a number. FLAG19 to
// FLAG63 and DEPRECATED001 to DEPRECATED276 lie between them.
var symbols = func() map[string]uint64 {
	all := map[string]uint64{}
	for first, names := range map[uint64]string{
		1: `IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL IS_STOP IS_OOV_DEPRECATED
			IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY`,
		64: `ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD SENT_START SPACY PROB LANG ADJ ADP
			ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL SPACE`,
		380: `PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL acomp
			advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj csubjpass dep det dobj expl hmod hyph infmod intj
			iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num number oprd obj obl parataxis partmod pcomp pobj poss possessive preconj
			prep prt punct quantmod relcl rcmod root xcomp acl ENT_KB_ID MORPH ENT_ID IDX _`,
	} {
		for i, name := range strings.Fields(names) {
			all[name] = first + uint64(i)
		}
	}
	for i := range 45 {
		all[fmt.Sprintf("FLAG%d", 19+i)] = uint64(19 + i)
	}
	for i := range 276 {
		all[fmt.Sprintf("DEPRECATED%03d", 1+i)] = uint64(104 + i)
	}
	return all
}()

// spacyID is the id of a string.
func spacyID(s string) uint64 {
	if s == "" {
		return 0
	}
	if id, ok := symbols[s]; ok {
		return id
	}
	return murmur64A(s, 1)
}

// murmur64A is MurmurHash2 for 64-bit platforms by Austin Appleby (MurmurHash64A,
// public domain). It is not MurmurHash3.
func murmur64A(s string, seed uint64) uint64 {
	const m, r = 0xc6a4a7935bd1e995, 47
	h := seed ^ uint64(len(s))*m
	for len(s) >= 8 {
		k := binary.LittleEndian.Uint64([]byte(s[:8])) * m
		k ^= k >> r
		h = (h ^ k*m) * m
		s = s[8:]
	}
	if len(s) > 0 {
		var rest [8]byte
		copy(rest[:], s)
		h = (h ^ binary.LittleEndian.Uint64(rest[:])) * m
	}
	h = (h ^ h>>r) * m
	return h ^ h>>r
}
