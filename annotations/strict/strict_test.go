package strict_test

import (
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/strict"
)

type inner struct {
	Note      string                 `json:"note"`
	Count     int                    `json:"count"`
	Yes       bool                   `json:"yes"`
	Fragments []annotations.Fragment `json:"fragments"`
}

type outer struct {
	Sets []inner `json:"sets"`
}

func TestUnmarshalRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, reason, field, detail string }{
		"an unknown field":       {`{"sets":[{"note":"x","colour":1}]}`, "unknown_field", "sets[0].colour", "known"},
		"a field in other case":  {`{"Sets":[]}`, "unknown_field", "Sets", "known"},
		"a field that is twice":  {`{"sets":[{"note":"x"},{"note":"a","note":"b"}]}`, "duplicate_field", "sets[1].note", "twice"},
		"trailing data":          {`{"sets":[]} {}`, "bad_json", "", "byte 12"},
		"a value cut short":      {`{"sets":[{"note":"x"`, "bad_json", "sets[0]", "ends too early"},
		"nothing":                {``, "bad_json", "", "ends too early"},
		"a number for a string":  {`{"sets":[{"note":7}]}`, "wrong_type", "sets[0].note", "a string does"},
		"a fraction for a count": {`{"sets":[{"count":1.5}]}`, "wrong_type", "sets[0].count", "a whole number does"},
		"a string for a flag":    {`{"sets":[{"yes":"true"}]}`, "wrong_type", "sets[0].yes", "true or false does"},
		"an object for a list":   {`{"sets":{}}`, "wrong_type", "sets", "a list does"},
		"a list for an object":   {`[1]`, "wrong_type", "", "an object does"},
		"a fragment of three":    {`{"sets":[{"fragments":[[1,2,3]]}]}`, "bad_fragment", "sets[0].fragments[0]", "pair"},
		"bytes that are no text": {"{\"sets\":[{\"note\":\"\xff\"}]}", "not_utf8", "sets[0].note", "UTF-8"},
		"half a surrogate pair":  {`{"sets":[{"note":"\ud83d"}]}`, "bad_json", "sets[0].note", "surrogate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var v outer
			p := strict.Unmarshal([]byte(c.in), &v)
			require.NotNil(t, p)
			require.Equal(t, annotations.Invalid, p.Code)
			require.Equal(t, c.reason, p.Reason, p.Error())
			require.Equal(t, c.field, p.Field, p.Error())
			require.Contains(t, p.Detail, c.detail)
		})
	}
}

func TestUnmarshalReadsWhatFits(t *testing.T) {
	t.Parallel()
	var v outer
	require.Nil(t, strict.Unmarshal([]byte(` {"sets":[{"note":"\ud83d\ude42","fragments":[[1,2]]}]} `), &v))
	require.Equal(t, outer{Sets: []inner{{Note: "🙂", Fragments: []annotations.Fragment{{Start: 1, End: 2}}}}}, v)
}

func TestUnmarshalReadKeepsTheReadersError(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line is dead")
	require.ErrorIs(t, strict.UnmarshalRead(iotest.ErrReader(broken), new(outer)), broken)
	require.NotErrorIs(t, strict.UnmarshalRead(iotest.ErrReader(io.EOF), new(outer)), io.EOF)
}

func TestMarshalLeavesMarkupReadable(t *testing.T) {
	t.Parallel()
	b, err := strict.Marshal(map[string]string{"b": "<b>&\u2028", "a": "„x“"})
	require.NoError(t, err)
	require.Equal(t, `{"a":"„x“","b":"<b>&\u2028"}`, string(b))
}

func TestLoosePassesOverUnknownFieldsOnly(t *testing.T) {
	t.Parallel()
	var v outer
	require.Nil(t, strict.Loose([]byte(`{"more":{"a":1},"sets":[{"note":"x","colour":1}]}`), &v))
	require.Equal(t, "x", v.Sets[0].Note)
	require.Equal(t, "wrong_type", strict.Loose([]byte(`{"sets":{}}`), &v).Reason)
	require.Equal(t, "not_utf8", strict.Loose([]byte("{\"a\":\"\xff\"}"), &v).Reason)
	require.Equal(t, "bad_json", strict.Loose([]byte(`{"sets":[{"note":"\ud83d"}]}`), &v).Reason, "half a pair would move offsets")
}
