package state

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	schema := annotations.News()
	for name, c := range map[string]struct {
		key  Key
		want Binding
	}{
		"z is the letter, wherever the layout has it": {Key{Key: "z", Code: "KeyY"}, Binding{Msg: Tag{Label: "quote"}}},
		"caps lock changes nothing":                   {Key{Key: "Z", Code: "KeyZ"}, Binding{Msg: Tag{Label: "quote"}}},
		"shift keeps the exact characters":            {Key{Key: "Z", Code: "KeyZ", Shift: true}, Binding{Msg: Tag{Label: "quote", Exact: true}}},
		"digits go by their place":                    {Key{Key: "!", Code: "Digit1", Shift: true}, Binding{Msg: Tag{Label: "PER", Exact: true}}},
		"the number pad counts":                       {Key{Key: "3", Code: "Numpad3"}, Binding{Msg: Tag{Label: "LOC"}}},
		"undo":                                        {Key{Key: "z", Code: "KeyZ", Ctrl: true}, Binding{Msg: Undo{}}},
		"undo on a Mac":                               {Key{Key: "z", Code: "KeyZ", Meta: true}, Binding{Msg: Undo{}}},
		"redo":                                        {Key{Key: "Z", Code: "KeyZ", Ctrl: true, Shift: true}, Binding{Msg: Redo{}}},
		"delete":                                      {Key{Key: "Delete", Code: "Delete"}, Binding{Msg: Remove{}}},
		"a question mark with shift":                  {Key{Key: "?", Code: "Minus", Shift: true}, Binding{Act: ActHelp}},
		"the end by a word":                           {Key{Key: "ArrowRight", Code: "ArrowRight", Alt: true, Shift: true}, Binding{Msg: NudgeEdge{Last: true, By: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, ok := Lookup(schema, c.key)
			require.True(t, ok)
			require.Equal(t, c.want.Msg, b.Msg)
			require.Equal(t, c.want.Act, b.Act)
		})
	}
	_, ok := Lookup(schema, Key{Key: "F5", Code: "F5"})
	require.False(t, ok, "other keys stay the browser's")
	_, ok = Lookup(schema, Key{Key: "c", Code: "KeyC", Ctrl: true})
	require.False(t, ok, "copying stays the browser's")
}

func TestNoKeyMeansTwoThings(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, b := range Bindings(annotations.News()) {
		keys = append(keys, b.Keys...)
	}
	slices.Sort(keys)
	require.Len(t, slices.Compact(slices.Clone(keys)), len(keys))
	for _, k := range []string{"[", "]", "{", "}", "~", "@", "|", "\\"} {
		require.NotContains(t, keys, k, "AltGr characters on German keyboards")
	}
}
