package components

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// LabelBar shows the labels with their keys, by family, and so teaches both the
// keys and the forms in the text. A click tags as the key does.
type LabelBar struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Labels are the schema's labels in its order.
	Labels []state.LabelView
	// Marked is true while a stretch of text is marked: the labels stand out.
	Marked bool
}

// Render draws the bar.
func (b *LabelBar) Render() app.UI {
	groups := byFamily(b.Labels)
	class := "label-bar"
	if b.Marked {
		class += " ready"
	}
	return El("div", At{"class", class, "role", "toolbar", "aria-label", b.Lang.T(locale.LabelBar)}, app.Range(groups).Slice(func(i int) app.UI {
		g := groups[i]
		return El("div.label-group", At{"role", "group", "aria-label", b.Lang.T(familyNames[g[0].Family])},
			app.Range(g).Slice(func(j int) app.UI { return labelButton(b.Lang, g[j]) }),
		)
	})).
		OnMouseDown(keepSelection)
}

var familyNames = map[annotations.Family]locale.Key{
	annotations.ClaimFamily:  locale.FamilyClaim,
	annotations.QuoteFamily:  locale.FamilyQuote,
	annotations.RoleFamily:   locale.FamilyRole,
	annotations.EntityFamily: locale.FamilyEntity,
	annotations.PlainFamily:  locale.FamilyPlain,
}

// byFamily groups labels that follow one another in the schema, so that the bar
// keeps the schema's order.
func byFamily(labels []state.LabelView) [][]state.LabelView {
	var groups [][]state.LabelView
	for i, l := range labels {
		if i == 0 || labels[i-1].Family != l.Family {
			groups = append(groups, nil)
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], l)
	}
	return groups
}

func labelButton(lang locale.Lang, l state.LabelView) app.HTMLElem {
	b := El("button.label-button", At{"type", "button", "aria-pressed", Yes(l.Active), "title", l.Hint},
		sample(l.Family, l.Letter, l.Hue),
		Txt("span.label-name", l.Name),
		app.If(l.Key != "", func() app.UI { return keycap(keyOnLabel(lang, l.Key)) }),
	).
		OnClick(sending(state.Tag{Label: l.ID}))
	if l.Key != "" {
		b = b.Attr("aria-keyshortcuts", l.Key)
	}
	return b
}

// keyOnLabel is a label's key: a character as it is, keys together by name.
func keyOnLabel(l locale.Lang, key string) string {
	if len([]rune(key)) == 1 {
		return key
	}
	return KeyName(l, key)
}
