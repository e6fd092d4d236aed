package stories

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/components"
	"galley/app/locale"
)

func labelStories() []Story {
	return []Story{
		{"LabelBar", "with a mark", func(l locale.Lang) app.UI {
			return &components.LabelBar{Lang: l, Labels: labels(l), Marked: true}
		}},
		{"LabelBar", "many, one very long", func(l locale.Lang) app.UI {
			return &components.LabelBar{Lang: l, Labels: manyLabels(l)}
		}},
		{"LabelPopover", "the default labels", func(l locale.Lang) app.UI {
			return &components.LabelPopover{Lang: l, Labels: labels(l), Open: true}
		}},
		{"LabelPopover", "with a filter", func(l locale.Lang) app.UI {
			return &components.LabelPopover{Lang: l, Labels: manyLabels(l), Open: true}
		}},
	}
}
