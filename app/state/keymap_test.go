package state

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
)

func TestNoProfileHasAKeyTwiceOrOneThatIsNotOurs(t *testing.T) {
	t.Parallel()
	for _, profile := range []Profile{Newsroom, Prodigy} {
		taken := map[string]string{}
		for _, b := range (KeyMap{Profile: profile}).Bindings(annotations.News()) {
			require.NotEmpty(t, b.Keys, "%s has no key in profile %q", b.What, profile)
			for _, key := range b.Keys {
				require.Empty(t, taken[key], "%s means two things", key)
				taken[key] = b.What
				if strings.HasPrefix(b.What, "label:") {
					requireLabelKey(t, key)
				} else {
					require.Contains(t, []string{"", "fixed", "shift"}, Refused(key), "%s of %s", key, b.What)
				}
			}
		}
	}
}

func requireLabelKey(t *testing.T, key string) {
	t.Helper()
	plain := strings.TrimPrefix(key, "Shift+")
	require.Len(t, []rune(plain), 1, key)
	require.NotContains(t, altGr, plain)
}

func TestTheProdigyProfileNumbersLabelsAndLeavesTheReviewItsKeys(t *testing.T) {
	t.Parallel()
	schema := annotations.News()
	k := KeyMap{Profile: Prodigy}
	for i, want := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "Shift+1"} {
		require.Equal(t, want, k.KeyOf(schema, schema.Labels[i].ID))
	}
	for name, c := range map[string]struct {
		key  Key
		want Msg
	}{
		"0 is the tenth label":             {Key{Key: "0", Code: "Digit0"}, Tag{Label: schema.Labels[9].ID}},
		"shift and 1 is the eleventh":      {Key{Key: "!", Code: "Digit1", Shift: true}, Tag{Label: schema.Labels[10].ID}},
		"shift and 2 is the second, exact": {Key{Key: "\"", Code: "Digit2", Shift: true}, Tag{Label: schema.Labels[1].ID, Exact: true}},
		"backspace takes back":             {Key{Key: "Backspace", Code: "Backspace"}, Undo{}},
		"delete deletes":                   {Key{Key: "Delete", Code: "Delete"}, Remove{}},
	} {
		b, ok := k.Lookup(schema, c.key)
		require.True(t, ok, name)
		require.Equal(t, c.want, b.Msg, name)
	}
	for _, key := range []string{"a", "x", " "} {
		_, ok := k.Lookup(schema, Key{Key: key})
		require.False(t, ok, "%q is the review's", key)
		_, p := k.Set("link", key)
		require.Equal(t, "review", p.Reason)
	}
}

func TestAnActMovesToAnotherKeyAndBack(t *testing.T) {
	t.Parallel()
	schema := annotations.News()
	k, p := KeyMap{}.Set("next_span", "ö")
	require.Empty(t, p)
	b, ok := k.Lookup(schema, Key{Key: "ö", Code: "Semicolon"})
	require.True(t, ok)
	require.Equal(t, Step{By: 1}, b.Msg)
	_, ok = k.Lookup(schema, Key{Key: "j", Code: "KeyJ"})
	require.False(t, ok, "the old key is free")
	require.Equal(t, k, ParseKeyMap(k.String()))
	require.Empty(t, k.Reset("next_span").String())
	require.Equal(t, map[string]string{"next_span": "ö"}, k.Keys, "a map is never changed")
}

func TestGivingAKeyBackGivesUpEveryKeyThatStoodOnIt(t *testing.T) {
	t.Parallel()
	k := KeyMap{}
	for _, set := range [][2]string{{"link", "ö"}, {"this_quotation", "l"}, {"remove", "q"}} {
		var p KeyProblem
		k, p = k.Set(set[0], set[1])
		require.Empty(t, p, "%v", set)
	}
	// l goes back to link, so q goes back to this_quotation, so remove has its own again.
	require.Empty(t, k.Reset("link").String())
}

func TestAKeyThatIsTakenOrNotOursIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]KeyProblem{
		"z": {"taken", "label:quote"}, "k": {"taken", "previous_span"}, "Ctrl+z": {"taken", "undo"},
		"@": {Reason: "altgr"}, "[": {Reason: "altgr"}, "~": {Reason: "altgr"}, "€": {Reason: "altgr"}, "Ctrl+Alt+e": {Reason: "altgr"},
		"Ctrl+1": {Reason: "browser"}, "Ctrl+t": {Reason: "browser"}, "Ctrl+c": {Reason: "browser"}, "Ctrl+Shift+t": {Reason: "browser"},
		"F5": {Reason: "browser"}, "Alt+ArrowLeft": {Reason: "browser"}, "Alt+d": {Reason: "browser"}, "Ctrl++": {Reason: "browser"},
		"5": {Reason: "digit"}, "Shift+5": {Reason: "digit"}, "Shift+q": {Reason: "shift"}, "Shift+ArrowRight": {Reason: "fixed"},
		"ArrowDown": {Reason: "fixed"}, "Tab": {Reason: "fixed"}, "Escape": {Reason: "fixed"}, " ": {Reason: "review"}, "": {Reason: "unknown"},
	} {
		k, p := KeyMap{}.Set("next_span", key)
		require.Equal(t, want, p, "%q", key)
		require.Empty(t, k.Keys)
	}
	_, p := KeyMap{}.Set("deselect", "q")
	require.Equal(t, "unknown", p.Reason, "Escape stays Escape")
}

// drawnKeys are presses that a person may try, good and bad.
var drawnKeys = []string{"q", "ö", "w", ",", "+", "#", "F2", "Insert", "Ctrl+i", "Ctrl+b", "Alt+Shift+ArrowUp", "@", "{", "~", "Ctrl+3", "Ctrl+w", "z", "l",
	"Delete", "Ctrl+Delete", "5", "Shift+x", " ", "Enter", "F12", "Alt+q", "Ctrl+Alt+q", "€", "ß", "Ctrl+Shift+z"}

func TestWhateverIsSetNoKeyMeansTwoThingsAndNoneIsTheBrowsers(t *testing.T) {
	t.Parallel()
	var whats []string
	for _, b := range bindings {
		whats = append(whats, b.What)
	}
	rapid.Check(t, func(t *rapid.T) {
		k := KeyMap{}
		for range rapid.IntRange(0, 30).Draw(t, "acts") {
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0:
				k = k.WithProfile(rapid.SampledFrom([]Profile{Newsroom, Prodigy}).Draw(t, "profile"))
			case 1:
				k.Single = rapid.SampledFrom([]SingleKeys{SingleAlways, SingleArticle, SingleOff}).Draw(t, "single")
			case 2:
				k = k.Reset(rapid.SampledFrom(whats).Draw(t, "what"))
			default:
				k, _ = k.Set(rapid.SampledFrom(whats).Draw(t, "what"), rapid.SampledFrom(drawnKeys).Draw(t, "key"))
			}
		}
		taken := map[string]bool{}
		for _, b := range k.Bindings(annotations.News()) {
			for _, key := range b.Keys {
				require.False(t, taken[key], "%s means two things", key)
				taken[key] = true
				require.False(t, strings.ContainsAny(key, altGr) || strings.HasPrefix(key, "Ctrl+") && strings.ContainsAny(key, "0123456789"))
				require.False(t, k.Single == SingleOff && Single(key))
				if _, chosen := k.Keys[b.What]; chosen {
					require.Empty(t, Refused(key))
				}
			}
		}
		for what, key := range k.Keys {
			if k.Single != SingleOff || !Single(key) {
				require.True(t, slices.ContainsFunc(k.Bindings(annotations.News()), func(b Binding) bool {
					return b.What == what && slices.Contains(b.Keys, key)
				}), "%s lost its key %s", what, key)
			}
		}
		require.Equal(t, k.String(), ParseKeyMap(k.String()).String())
	})
}

func TestSingleKeysCanBeSwitchedOffOrKeptToTheArticle(t *testing.T) {
	t.Parallel()
	schema := annotations.News()
	z, undo, del := Key{Key: "z", Code: "KeyZ"}, Key{Key: "z", Code: "KeyZ", Ctrl: true}, Key{Key: "Delete", Code: "Delete"}
	exact := Key{Key: "Z", Code: "KeyZ", Shift: true}
	has := func(k KeyMap, key Key) bool { _, ok := k.Lookup(schema, key); return ok }
	off := KeyMap{Single: SingleOff}
	require.False(t, has(off, z))
	require.False(t, has(off, exact))
	require.False(t, has(off, Key{Key: "?", Shift: true}))
	require.True(t, has(off, undo))
	require.True(t, has(off, del))
	article := KeyMap{Single: SingleArticle}
	require.False(t, has(article, z))
	require.False(t, has(article, exact))
	require.True(t, has(article, undo))
	z.Article, exact.Article = true, true
	require.True(t, has(article, z))
	require.True(t, has(article, exact))
}

func TestAKeptMapThatMakesNoSenseIsLeftOut(t *testing.T) {
	t.Parallel()
	require.Equal(t, KeyMap{}, ParseKeyMap("{"))
	require.Equal(t, KeyMap{Profile: Prodigy, Keys: map[string]string{"link": "ü"}},
		ParseKeyMap(`{"profile":"prodigy","single":"sometimes","keys":{"link":"ü","note":"Ctrl+1","nothing":"w","list":"@"}}`))
}
