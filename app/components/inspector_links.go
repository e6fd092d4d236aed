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
	return El("div").Class("links").Attr("role", "group").
		Attr("aria-label", i.Lang.T(locale.InspectorLinks)).
		Body(app.Range(v.Links).Slice(func(n int) app.UI { return i.link(v.Links[n]) }))
}

func (i *Inspector) link(v state.LinkView) app.UI {
	return El("div").Class("link").Body(
		El("h3").Class("link-name").Body(
			app.If(v.Number > 0, func() app.UI {
				return El("span").Class("number").Text(strconv.Itoa(v.Number))
			}),
			El("span").Text(v.Name),
		),
		El("ul").Class("members").Body(
			app.Range(v.Members).Slice(func(n int) app.UI { return i.member(v.ID, v.Members[n]) }),
		),
		El("div").Class("fields").Body(fieldsOf(i.Lang, v.ID, v.Fields)...),
	)
}

func (i *Inspector) member(link string, m state.MemberView) app.UI {
	class := "member"
	if m.Self {
		class += " self"
	}
	name := El("span").Class("member-role").Text(m.RoleName)
	quotation := El("span").Class("member-quote").Text(m.Quotation)
	letter := El("span").Class("letter", hue(m.Hue)).Attr("aria-hidden", "true").Text(m.Letter)
	var body app.UI = Button().Class("member-open").
		OnClick(sending(state.Select{ID: m.ID, Reveal: true})).
		Body(letter, name, quotation)
	if m.Self {
		body = El("span").Class("member-open").Attr("title", i.Lang.T(locale.InspectorSelf)).Body(letter, name, quotation)
	}
	unlink := i.Lang.T(locale.InspectorUnlink, m.RoleName)
	return El("li").Class(class).Body(
		body,
		Button().Class("icon-button", "small").
			Attr("aria-label", unlink).Attr("title", unlink).
			OnClick(sending(state.Unlink{Link: link, Role: m.Role, Span: m.ID})).
			Body(Icon("unlink")),
	)
}
