package components

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/draft"
	"galley/app/locale"
)

// HueField lets one choose a label's colour on a slider and shows it as it looks
// by day and by night, with the contrast that it has there. It tells the page
// EditSchema.
type HueField struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// ID is the slider's id, Path the property it sets.
	ID, Path string
	// Hue is the colour angle, in degrees; Light and Dark the contrast of the label's
	// letter with the page in both themes.
	Hue         int
	Light, Dark float64
}

// Render draws the slider, the samples and the verdict.
func (h *HueField) Render() app.UI {
	l := h.Lang
	verdict, class := locale.SchemaContrastGood, "schema-contrast"
	if h.Light < draft.Enough || h.Dark < draft.Enough {
		verdict, class = locale.SchemaContrastBad, "schema-contrast problem"
	}
	return Box("div.schema-hue",
		Void("input.hue-slider", "type", "range", "id", h.ID, "aria-label", h.Lang.T(locale.SchemaHue), "min", "0", "max", strconv.Itoa(360-hueStep), "step", strconv.Itoa(hueStep), "value", strconv.Itoa(h.Hue)).
			OnInput(typing(h.Path)),
		h.shown("light", locale.SchemaLight),
		h.shown("dark", locale.SchemaDark),
		El("p", At{"class", class, "role", "status"},
			app.Text(l.T(locale.SchemaContrast, h.ratio(h.Light), h.ratio(h.Dark))+" · "+l.T(verdict)),
		),
	)
}

// shown is the label's letter and a tagged word in a theme.
func (h *HueField) shown(theme string, word locale.Key) app.UI {
	return El("span.hue-stage", At{"class", "in-" + theme, "class", hue(h.Hue)},
		sample(annotations.RoleFamily, "A", h.Hue), Txt("span.hue-word", h.Lang.T(word)))
}

// ratio writes a contrast with one decimal, rounded down: 4.49 is not enough.
func (h *HueField) ratio(r float64) string {
	tenths := int(r * 10)
	s := strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
	if h.Lang != locale.English {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func familyOf(id string) annotations.Family { return annotations.Family(id) }
