package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/locale"
	"galley/app/state"
)

// parts lists the fragments of the selected span, each with a button that takes
// it out.
func (i *Inspector) parts() app.UI {
	l, v := i.Lang, i.View
	return El("div.parts", At{"role", "group", "aria-label", l.T(locale.InspectorParts)},
		Txt("span.edge-name", l.T(locale.InspectorParts), "aria-hidden", "true"),
		El("ol.part-list", nil, app.Range(v.Parts).Slice(func(n int) app.UI {
			part := v.Parts[n]
			name := l.T(locale.PartRemove, part.N)
			return Box("li.fragment",
				Txt("span.part-text", part.Quotation),
				El("button.icon-button.small", At{"type", "button", "data-part", strconv.Itoa(part.N), "aria-label", name, "title", name}, Icon("close")).
					OnMouseDown(keepSelection).
					OnClick(sending(state.RemoveFragment{ID: v.ID, N: part.N})),
			)
		})),
	)
}
