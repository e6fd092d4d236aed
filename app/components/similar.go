package components

import (
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/locale"
)

const similarID = "similar-texts"

// CompareWith asks for the difference to another document; an empty Other closes
// the comparison.
type CompareWith struct{ Other string }

func (CompareWith) pageEvent() {}

// Similar says above an article that other documents are nearly the same text,
// and shows in what they differ.
type Similar struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Documents are the others, the most similar one first; none draws nothing.
	Documents []wire.SimilarDocument
	// Other is the one that is compared with, empty while nothing is compared.
	Other string
	// Stretches are the difference to it; nil until it is known. Problem says why
	// it is not.
	Stretches []wire.Stretch
	Problem   string
	// TextLang is the article's language.
	TextLang string

	open bool
}

// OnUpdate shows or hides the dialog.
func (s *Similar) OnUpdate(ctx app.Context) {
	if open := s.Other != ""; open != s.open {
		s.open = open
		Follow(ctx, similarID, open)
	}
}

// OnMount shows the dialog that the address asked for.
func (s *Similar) OnMount(ctx app.Context) { s.OnUpdate(ctx) }

// Render draws the line and the dialog.
func (s *Similar) Render() app.UI {
	l := s.Lang
	if len(s.Documents) == 0 {
		return Box("div.similar-none")
	}
	first := s.Documents[0]
	return Box("div.similar",
		Box("p.similar-line",
			Txt("span", l.T(locale.SimilarOne)+" "),
			Txt("a", first.Title, "href", DocumentHref(first.ID)),
			app.If(len(s.Documents) > 1, func() app.UI {
				return Txt("span", " "+l.T(locale.SimilarMore, len(s.Documents)-1))
			}),
		),
		Txt("button.button.quiet", l.T(locale.SimilarShow), "type", "button", "data-compare", first.ID).
			OnClick(telling(CompareWith{Other: first.ID})),
		s.dialog(),
	)
}

func (s *Similar) dialog() app.UI {
	l := s.Lang
	return Dialog(l, similarID, l.T(locale.SimilarTitle), s.onClose,
		app.If(s.Other != "", func() app.UI {
			return Box("div.similar-body",
				app.If(len(s.Documents) > 1, s.choice),
				s.about(),
				app.If(s.Problem != "", func() app.UI { return Txt("p.problem", s.Problem, "role", "alert") }),
				app.If(s.Problem == "" && s.Stretches == nil, func() app.UI { return Txt("p.hint", l.T(locale.Loading), "role", "status") }),
				app.If(s.Stretches != nil, s.difference),
			)
		}),
	)
}

func (s *Similar) onClose(ctx app.Context, _ app.Event) { Tell(ctx, CompareWith{}) }

func (s *Similar) choice() app.UI {
	return Box("div.form-field",
		Txt("label.field-name", s.Lang.T(locale.SimilarWith), "for", "similar-choice"),
		El("select.input", At{"id", "similar-choice"}, app.Range(s.Documents).Slice(func(i int) app.UI {
			d := s.Documents[i]
			return Txt("option", d.Title+" · "+s.Lang.Date(d.CreatedAt), "value", d.ID, "selected", Yes(d.ID == s.Other))
		})).OnChange(s.onChoice),
	)
}

func (s *Similar) onChoice(ctx app.Context, _ app.Event) {
	Tell(ctx, CompareWith{Other: ctx.JSSrc().Get("value").String()})
}

// about names the other text and how alike the two are.
func (s *Similar) about() app.UI {
	l := s.Lang
	var d wire.SimilarDocument
	for _, one := range s.Documents {
		if one.ID == s.Other {
			d = one
		}
	}
	return Box("div.similar-about",
		Box("p",
			Txt("a", l.T(locale.SimilarOpen), "href", DocumentHref(s.Other)),
			app.If(d.Likeness > 0, func() app.UI {
				return Txt("span", " · "+l.T(locale.SimilarSame, int(d.Likeness*100+0.5)))
			}),
		),
		Box("p.similar-key",
			Txt("del.diff-this", l.T(locale.SimilarOnlyHere)),
			Txt("ins.diff-other", l.T(locale.SimilarOnlyThere)),
		),
		Txt("p.hint", l.T(locale.SimilarWhy)),
	)
}

// difference draws the words of both texts. A long stretch that is the same in
// both is cut in its middle.
func (s *Similar) difference() app.UI {
	return El("div.difference", At{"lang", s.TextLang, "tabindex", "0", "role", "group", "aria-label", s.Lang.T(locale.SimilarTitle)},
		app.Range(s.Stretches).Slice(func(i int) app.UI {
			st := s.Stretches[i]
			switch st.In {
			case wire.InThis:
				return Box("del.diff-this", Txt("span.sr", s.Lang.T(locale.SimilarOnlyHere)+": "), app.Text(st.Text))
			case wire.InOther:
				return Box("ins.diff-other", Txt("span.sr", s.Lang.T(locale.SimilarOnlyThere)+": "), app.Text(st.Text))
			}
			head, n, tail := middle(st.Text, i == 0, i == len(s.Stretches)-1)
			return Box("span",
				app.Text(head),
				app.If(n > 0, func() app.UI { return Txt("span.diff-same", s.Lang.T(locale.SimilarSkipped, n)) }),
				app.Text(tail),
			)
		}),
	)
}

// around is how many bytes of a stretch that is the same stay beside a change.
const around = 240

// middle leaves out the middle of a long stretch, or its beginning or end where
// no change is there; n counts the characters left out.
func middle(t string, first, last bool) (head string, n int, tail string) {
	if len(t) <= 3*around {
		return t, 0, ""
	}
	if !first {
		end := around
		for ; end > 0 && !utf8.RuneStart(t[end]); end-- {
		}
		if i := strings.LastIndexByte(t[:end], ' '); i > 0 {
			end = i + 1
		}
		head = t[:end]
	}
	if !last {
		start := len(t) - around
		for ; start < len(t) && !utf8.RuneStart(t[start]); start++ {
		}
		if i := strings.IndexByte(t[start:], ' '); i >= 0 {
			start += i + 1
		}
		tail = t[start:]
	}
	return head, utf8.RuneCountInString(t) - utf8.RuneCountInString(head) - utf8.RuneCountInString(tail), tail
}
