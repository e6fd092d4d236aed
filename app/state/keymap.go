package state

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"galley/annotations"
)

// Profile names a set of default keys.
type Profile string

// The profiles. Prodigy numbers the labels by their place, 1 to 9 and 0, then
// with Shift; Backspace takes the last act back; a, x and the space bar stay
// free for the decisions of a review.
const (
	Newsroom Profile = ""
	Prodigy  Profile = "prodigy"
)

// SingleKeys says when letters, digits and signs without Ctrl act (WCAG 2.2,
// 2.1.4): always, only while the article or its list has the focus, or never.
type SingleKeys string

// When single keys act.
const (
	SingleAlways  SingleKeys = ""
	SingleArticle SingleKeys = "article"
	SingleOff     SingleKeys = "off"
)

// KeyMap is how a person set the keys on a device. The zero value is the
// newsroom's. A KeyMap is never changed after it was made.
type KeyMap struct {
	Profile Profile    `json:"profile,omitempty"`
	Single  SingleKeys `json:"single,omitempty"`
	// Keys gives acts another key, by the table's What.
	Keys map[string]string `json:"keys,omitempty"`
}

// ParseKeyMap reads what String wrote. What does not hold (any more) is left
// out: an unknown act, a key that may not be taken or means something else.
func ParseKeyMap(s string) KeyMap {
	var read, k KeyMap
	if json.Unmarshal([]byte(s), &read) != nil {
		return KeyMap{}
	}
	if read.Profile == Prodigy {
		k.Profile = Prodigy
	}
	if read.Single == SingleArticle || read.Single == SingleOff {
		k.Single = read.Single
	}
	for _, what := range slices.Sorted(maps.Keys(read.Keys)) {
		k.Keys = withKey(k.Keys, what, read.Keys[what])
	}
	// A key given up may free the one that another act was moved to, or take it
	// back: look again until nothing has to go.
	for before := -1; before != len(k.Keys); {
		before = len(k.Keys)
		k = k.pruned()
	}
	return k
}

// pruned drops, one after another, the moved keys that do not hold beside the
// others.
func (k KeyMap) pruned() KeyMap {
	for _, what := range slices.Sorted(maps.Keys(k.Keys)) {
		one := k.without(what)
		if next, p := one.Set(what, k.Keys[what]); p.Reason == "" {
			k = next
		} else {
			k = one
		}
	}
	return k
}

func withKey(m map[string]string, k, v string) map[string]string {
	m = maps.Clone(m)
	if m == nil {
		m = map[string]string{}
	}
	m[k] = v
	return m
}

// String is the map as the device keeps it; "" for the newsroom's own.
func (k KeyMap) String() string {
	if k.Profile == Newsroom && k.Single == SingleAlways && len(k.Keys) == 0 {
		return ""
	}
	b, _ := json.Marshal(k) // strings always encode
	return string(b)
}

// prodigy is what the Prodigy profile changes of the table.
var prodigy = map[string][]string{
	"remove": {"Delete"},
	"undo":   {"Ctrl+z", "Backspace"},
	// x is the review's; the letters of labels are free in this profile.
	"add_fragment":    {"b"},
	"remove_fragment": {"Shift+b"},
}

// review are the keys that the Prodigy profile keeps free: accept, reject, skip.
var review = []string{"a", "x", " ", "Shift+a", "Shift+x", "Shift+ "}

// Bindings is the key table for a schema, labels first: every key stands in it
// once. A key that a person chose goes before a label's, a label's before the
// table's. Rows may be left without a key.
func (k KeyMap) Bindings(schema *annotations.Schema) []Binding {
	all := k.labels(schema)
	for _, b := range bindings {
		if keys, ok := prodigy[b.What]; ok && k.Profile == Prodigy {
			b.Keys = keys
		}
		if key, ok := k.Keys[b.What]; ok {
			b.Keys = []string{key}
		}
		all = append(all, b)
	}
	taken := map[string]bool{}
	for _, chosen := range []bool{true, false} {
		for i := range all {
			if _, is := k.Keys[all[i].What]; is == chosen {
				all[i].Keys = k.free(all[i].Keys, taken)
			}
		}
	}
	return all
}

// free are the keys that nobody has taken, and takes them.
func (k KeyMap) free(keys []string, taken map[string]bool) []string {
	var left []string
	for _, key := range keys {
		if k.Profile == Prodigy && slices.Contains(review, key) {
			continue
		}
		if !taken[key] && (k.Single != SingleOff || !Single(key)) {
			left = append(left, key)
			taken[key] = true
		}
	}
	return left
}

func (k KeyMap) labels(schema *annotations.Schema) []Binding {
	var all []Binding
	if schema == nil {
		return nil
	}
	for _, l := range schema.Labels {
		if l.Retired {
			continue
		}
		b := Binding{What: "label:" + l.ID, Msg: Tag{Label: l.ID}}
		switch n := len(all) + 1; {
		case k.Profile == Newsroom && l.Key != "":
			b.Keys = []string{l.Key}
		case k.Profile == Prodigy && n <= 10:
			b.Keys = []string{strconv.Itoa(n % 10)}
		case k.Profile == Prodigy && n <= 20:
			b.Keys = []string{"Shift+" + strconv.Itoa(n%10)}
		}
		all = append(all, b)
	}
	return all
}

// Lookup finds what a key does. Shift with a label's key tags the exact
// characters that were marked.
func (k KeyMap) Lookup(schema *annotations.Schema, key Key) (Binding, bool) {
	name, plain := key.name()
	if k.Single == SingleArticle && Single(name) && !key.Article {
		return Binding{}, false
	}
	all := k.Bindings(schema)
	for _, b := range all {
		if slices.Contains(b.Keys, name) {
			return b, true
		}
	}
	for _, b := range all {
		if tag, ok := b.Msg.(Tag); ok && name == "Shift+"+plain && slices.Contains(b.Keys, plain) {
			tag.Exact = true
			b.Msg = tag
			return b, true
		}
	}
	return Binding{}, false
}

// KeyOf is the key of a label under this map, "" for none.
func (k KeyMap) KeyOf(schema *annotations.Schema, label string) string {
	for _, b := range k.Bindings(schema) {
		if b.What == "label:"+label && len(b.Keys) > 0 {
			return b.Keys[0]
		}
	}
	return ""
}

// KeyProblem is why a key cannot be taken: a reason ("altgr", "browser",
// "fixed", "digit", "shift", "review", "taken", "unknown") and for a taken one
// the What of who has it. The zero value means that it can.
type KeyProblem struct{ Reason, By string }

// Set gives an act another key.
func (k KeyMap) Set(what, key string) (KeyMap, KeyProblem) {
	if !Remappable(what) {
		return k, KeyProblem{Reason: "unknown"}
	}
	if reason := Refused(key); reason != "" {
		return k, KeyProblem{Reason: reason}
	}
	if k.Profile == Prodigy && slices.Contains(review, key) {
		return k, KeyProblem{Reason: "review"}
	}
	whole := k
	whole.Single = SingleAlways // what is switched off now may be switched on again
	for _, b := range whole.Bindings(annotations.News()) {
		if b.What != what && slices.Contains(b.Keys, key) {
			return k, KeyProblem{Reason: "taken", By: b.What}
		}
	}
	k.Keys = withKey(k.Keys, what, key)
	return k, KeyProblem{}
}

// Reset gives an act its own key back; an act that had been given this key goes
// back to its own too.
func (k KeyMap) Reset(what string) KeyMap { return ParseKeyMap(k.without(what).String()) }

func (k KeyMap) without(what string) KeyMap {
	k.Keys = maps.Clone(k.Keys)
	delete(k.Keys, what)
	return k
}

// WithProfile changes the profile; keys that mean something in the new one are
// given up.
func (k KeyMap) WithProfile(p Profile) KeyMap {
	k.Profile = p
	return ParseKeyMap(k.String())
}

// Remappable reports whether an act of the table may be given another key.
// Those on arrows, Tab, Enter and Escape are fixed: they mean what they mean
// everywhere.
func Remappable(what string) bool {
	for _, b := range bindings {
		if b.What == what {
			return !slices.ContainsFunc(b.Keys, func(key string) bool { return Refused(key) == "fixed" })
		}
	}
	return false
}

// Single reports whether a key is a character without Ctrl or Alt.
func Single(key string) bool {
	key = strings.TrimPrefix(key, "Shift+")
	return len([]rune(key)) == 1
}

const (
	// altGr are characters that need AltGr on a German keyboard.
	altGr = "@€[]{}|\\~µ²³"
	// browserLetters are taken with Ctrl by browsers and systems.
	browserLetters = "acdfghjlnopqrtuvwx"
	signs          = ",.-+#"
)

// Refused is why no act may lie on a key, whatever else does; "" if one may.
// Those of arrows, Tab, Enter and Escape are "fixed": the table may have them,
// a person cannot move an act there.
func Refused(key string) string {
	parts := strings.Split(key, "+")
	if strings.HasSuffix(key, "+") && key != "" { // the plus key itself
		parts = append(strings.Split(strings.TrimSuffix(key, "+"), "+"), "+")
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	}
	base, held := parts[len(parts)-1], parts[:len(parts)-1]
	ctrl, alt, shift := slices.Contains(held, "Ctrl"), slices.Contains(held, "Alt"), slices.Contains(held, "Shift")
	r := []rune(base)
	switch {
	case len(r) == 0:
		return "unknown"
	case len(r) > 1:
		return refusedName(base, ctrl, alt, shift)
	case strings.ContainsRune(altGr, r[0]) || ctrl && alt:
		return "altgr"
	case unicode.IsDigit(r[0]) && !ctrl && !alt:
		return "digit"
	case alt, ctrl && unicode.IsDigit(r[0]), ctrl && shift && base != "z":
		return "browser"
	case ctrl && strings.Contains(browserLetters, base), ctrl && !unicode.IsLetter(r[0]):
		return "browser"
	case ctrl, base == "?":
		return ""
	case base == " ":
		return "review"
	case shift:
		return "shift"
	case unicode.IsLetter(r[0]) || strings.ContainsRune(signs, r[0]):
		return ""
	}
	return "unknown"
}

// refusedName is Refused for keys with a name.
func refusedName(base string, ctrl, alt, shift bool) string {
	arrow := strings.HasPrefix(base, "Arrow")
	switch {
	case base == "Delete" || base == "Backspace" || base == "Insert":
		if ctrl && shift {
			return "browser" // clears the browser's history
		}
		return ""
	case slices.Contains([]string{"F2", "F4", "F8", "F9"}, base):
		if ctrl || alt {
			return "browser"
		}
		return ""
	case base == "Enter" && ctrl:
		return ""
	case (base == "ArrowLeft" || base == "ArrowRight") && alt && !shift && !ctrl:
		return "browser" // back and forward
	case arrow && (ctrl || alt):
		return ""
	case arrow, slices.Contains([]string{"Home", "End", "PageUp", "PageDown", "Tab", "Enter", "Escape"}, base):
		return "fixed"
	}
	return "browser"
}
