package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// links shows every link that the selected span takes part in.
func (i *Inspector) links() app.UI {
	v := i.View
	return El("div.links", At{"role", "group", "aria-label", i.Lang.T(locale.InspectorLinks)},
		app.Range(v.Links).Slice(func(n int) app.UI { return i.link(v.Links[n]) }),
	)
}

// missing says which roles nobody fills yet, and how that is done.
func (i *Inspector) missing() app.UI {
	l, all := i.Lang, i.View.Missing
	return Box("ul.missing", app.Range(all).Slice(func(n int) app.UI {
		v, key := all[n], all[n].Label
		for _, label := range i.Labels {
			if label.ID == v.Label && label.Key != "" {
				key = keyOnLabel(l, label.Key)
			}
		}
		return Box("li",
			Txt("span.needed", l.T(locale.GapAttribute, v.Role)),
			Box("span.missing-how", app.Text(l.T(locale.MissingHow)+" "), keycap(capOf(l, key))),
			app.If(v.Pick, func() app.UI {
				return Txt("button.button", l.T(locale.MissingPick), "type", "button", "data-pick", "speaker").OnClick(sending(state.AskSpeaker{}))
			}),
		)
	}))
}

func (i *Inspector) link(v state.LinkView) app.UI {
	return Box("div.link",
		Box("h3.link-name",
			app.If(v.Number > 0, func() app.UI {
				return Txt("span.number", strconv.Itoa(v.Number))
			}),
			Txt("span", v.Name),
		),
		Box("ul.members", app.Range(v.Members).Slice(func(n int) app.UI { return i.member(v.ID, v.Members[n]) })),
		Box("div.fields", fieldsOf(i.Lang, v.ID, v.Fields)...),
	)
}

func (i *Inspector) member(link string, m state.MemberView) app.UI {
	class := "member"
	if m.Self {
		class += " self"
	}
	name := Txt("span.member-role", m.RoleName)
	quotation := Txt("span.member-quote", m.Quotation)
	letter := Txt("span.letter", m.Letter, "class", hue(m.Hue), "aria-hidden", "true")
	var body app.UI = El("button.member-open", At{"type", "button"}, letter, name, quotation).
		OnClick(sending(state.Select{ID: m.ID, Reveal: true}))
	if m.Self {
		body = El("span.member-open", At{"title", i.Lang.T(locale.InspectorSelf)}, letter, name, quotation)
	}
	unlink := i.Lang.T(locale.InspectorUnlink, m.RoleName)
	return El("li", At{"class", class},
		body,
		El("button.icon-button.small", At{"type", "button", "aria-label", unlink, "title", unlink}, Icon("unlink")).
			OnClick(sending(state.Unlink{Link: link, Role: m.Role, Span: m.ID})),
	)
}
