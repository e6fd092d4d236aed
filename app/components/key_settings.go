package components

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// KeySettings lets a person choose a profile of keys, say when single keys act,
// and give acts other keys. It tells the page SetKeys.
type KeySettings struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Keys is the map as it is.
	Keys state.KeyMap

	// asking is the act whose new key is awaited; problem why the last was refused.
	asking  string
	problem state.KeyProblem
	tried   string
}

// Render draws the choices and the table.
func (s *KeySettings) Render() app.UI {
	l := s.Lang
	return Box("div.key-settings",
		s.choice(locale.KeysProfile, []keyChoice{
			{l.T(locale.KeysNewsroom), s.Keys.Profile == state.Newsroom, s.Keys.WithProfile(state.Newsroom)},
			{l.T(locale.KeysProdigy), s.Keys.Profile == state.Prodigy, s.Keys.WithProfile(state.Prodigy)},
		}),
		Txt("p.hint", l.T(locale.KeysProfileText)),
		s.choice(locale.KeysSingle, []keyChoice{
			{l.T(locale.KeysSingleOn), s.Keys.Single == state.SingleAlways, s.single(state.SingleAlways)},
			{l.T(locale.KeysSingleArticle), s.Keys.Single == state.SingleArticle, s.single(state.SingleArticle)},
			{l.T(locale.KeysSingleOff), s.Keys.Single == state.SingleOff, s.single(state.SingleOff)},
		}),
		Txt("p.hint", l.T(locale.KeysSingleText)),
		El("p.key-problem", At{"role", "alert"}, app.If(s.problem.Reason != "", func() app.UI { return Txt("span", s.sentence()) })),
		s.table(),
		Txt("button.button", l.T(locale.KeysReset), "type", "button", "disabled", Yes(len(s.Keys.Keys) == 0)).
			OnClick(telling(SetKeys{state.KeyMap{Profile: s.Keys.Profile, Single: s.Keys.Single}})),
	)
}

type keyChoice struct {
	name    string
	pressed bool
	keys    state.KeyMap
}

func (s *KeySettings) choice(name locale.Key, choices []keyChoice) app.UI {
	return El("div.setting", At{"role", "group", "aria-label", s.Lang.T(name)},
		Txt("span.setting-name", s.Lang.T(name), "aria-hidden", "true"),
		Box("div.segments", app.Range(choices).Slice(func(i int) app.UI {
			return segment(choices[i].name, choices[i].pressed, SetKeys{choices[i].keys})
		})),
	)
}

func (s *KeySettings) single(when state.SingleKeys) state.KeyMap {
	k := s.Keys
	k.Single = when
	return k
}

// table lists the acts that may be moved.
func (s *KeySettings) table() app.UI {
	shown := s.Keys
	shown.Single = state.SingleAlways
	var rows []state.Binding
	for _, b := range shown.Bindings(annotations.News()) {
		if state.Remappable(b.What) {
			rows = append(rows, b)
		}
	}
	return Box("ul.key-table", app.Range(rows).Slice(func(i int) app.UI { return s.row(rows[i]) }))
}

func (s *KeySettings) row(b state.Binding) app.UI {
	l := s.Lang
	name := l.T(locale.Key("key." + b.What))
	_, moved := s.Keys.Keys[b.What]
	words := l.T(locale.KeysChange)
	if s.asking == b.What {
		words = l.T(locale.KeysPress)
	}
	var caps []app.UI
	for _, key := range b.Keys {
		caps = append(caps, Txt("span.key-name", KeyName(l, key)))
	}
	return El("li.key-entry", At{"data-key", b.What},
		Txt("span.key-what", name),
		Box("span.key-names", caps...),
		Box("span.key-acts",
			Txt("button.button", words, "type", "button", "aria-label", name+": "+words, "aria-pressed", Yes(s.asking == b.What)).
				OnClick(func(app.Context, app.Event) { s.asking, s.problem = b.What, state.KeyProblem{} }, app.EventScope(b.What)).
				OnKeyDown(func(ctx app.Context, e app.Event) { s.key(ctx, e, b.What) }, app.EventScope(b.What)).
				On("blur", func(app.Context, app.Event) { s.asking = "" }),
			app.If(moved, func() app.UI {
				return Txt("button.button", l.T(locale.KeysBack), "type", "button", "aria-label", name+": "+l.T(locale.KeysBack)).
					OnClick(telling(SetKeys{s.Keys.Reset(b.What)}))
			}),
		),
	)
}

// key takes the press for the act that waits for one; Escape and Tab give up.
func (s *KeySettings) key(ctx app.Context, e app.Event, what string) {
	key := e.Get("key").String()
	if s.asking != what || strings.HasPrefix(key, "Shift") || strings.HasPrefix(key, "Control") || strings.HasPrefix(key, "Alt") || key == "Meta" {
		return
	}
	if key == "Escape" || key == "Tab" {
		s.asking, s.problem = "", state.KeyProblem{}
		return
	}
	e.PreventDefault()
	press := state.Key{Key: key, Code: e.Get("code").String(), Ctrl: e.Get("ctrlKey").Bool(), Alt: e.Get("altKey").Bool(),
		Shift: e.Get("shiftKey").Bool(), Meta: e.Get("metaKey").Bool()}
	s.tried, s.asking = press.Name(), ""
	if e.Call("getModifierState", "AltGraph").Bool() {
		s.tried, s.problem = key, state.KeyProblem{Reason: "altgr"}
		return
	}
	next, problem := s.Keys.Set(what, s.tried)
	s.problem = problem
	if problem.Reason == "" {
		Tell(ctx, SetKeys{next})
	}
}

// sentence says why a key was refused.
func (s *KeySettings) sentence() string {
	l := s.Lang
	by := l.T(locale.Key("key." + s.problem.By))
	if id, ok := strings.CutPrefix(s.problem.By, "label:"); ok {
		by = annotations.News().Label(id).Name.In(string(l))
	}
	return l.T(locale.Key("keys."+s.problem.Reason), KeyName(l, s.tried), by)
}

// KeyName is a key of the table as a person reads it: "Strg + Z".
func KeyName(l locale.Lang, key string) string {
	parts := splitKey(key)
	for i, p := range parts {
		parts[i] = capOf(l, p)
	}
	return strings.Join(parts, " + ")
}

// splitKey gives the keys that are pressed together; one of them may be plus.
func splitKey(key string) []string {
	parts := strings.Split(key, "+")
	if strings.HasSuffix(key, "+") {
		parts = append(parts[:len(parts)-2], "+")
	}
	return parts
}
