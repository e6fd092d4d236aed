package components

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// SpeakerPanel lists the speakers of the article in the margin, each with its
// mentions, its quotes and its Wikidata id.
type SpeakerPanel struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// View is the register; nil before a document is loaded.
	View *state.SpeakersView
}

// Render draws the panel; nothing while there is no speaker.
func (s *SpeakerPanel) Render() app.UI {
	v := s.View
	if v == nil || len(v.Speakers) == 0 {
		return Box("div")
	}
	return Box("details.speakers",
		Box("summary",
			Txt("span", s.Lang.T(locale.SpeakersTitle)),
			Txt("span.speakers-count", strconv.Itoa(len(v.Speakers))),
		),
		Box("ul.speakers-list", app.Range(v.Speakers).Slice(func(i int) app.UI { return s.speaker(v.Speakers[i]) })),
	)
}

func (s *SpeakerPanel) speaker(v state.SpeakerView) app.UI {
	l := s.Lang
	class := "speaker"
	if v.Current {
		class += " current"
	}
	return El("li", At{"class", class, "data-speaker", v.ID},
		Box("div.speaker-head",
			Txt("button.speaker-name", v.Name, "type", "button").OnClick(sending(state.Select{ID: v.ID, Reveal: true})),
			Txt("span.speaker-quotes", l.T(locale.SpeakersQuotes, v.Quotes)),
			s.choose(v),
		),
		El("ul.speaker-mentions", At{"aria-label", l.T(locale.SpeakersMentions, v.Name)},
			app.Range(v.Mentions).Slice(func(i int) app.UI { return mentionOf(v.Mentions[i]) }),
			app.If(v.More > 0, func() app.UI { return Txt("li.hint", l.T(locale.SpeakersMore, v.More)) })),
		app.If(v.Named, func() app.UI { return &QIDField{Lang: l, Speaker: v.ID, Name: v.Name, Value: v.QID} }).
			Else(func() app.UI { return Txt("p.hint.speaker-hint", l.T(locale.SpeakersNoName)) }),
	)
}

// choose does for one speaker what its key does in the choice.
func (s *SpeakerPanel) choose(v state.SpeakerView) app.UI {
	words := ""
	switch {
	case v.Current:
	case s.View.Mention != "":
		words = s.Lang.T(locale.SpeakersAdd, v.Name)
	case s.View.Quote != "":
		words = s.Lang.T(locale.SpeakersAttribute, v.Name)
	}
	return app.If(words != "", func() app.UI {
		return El("button.icon-button.small", At{"type", "button", "aria-label", words, "title", words}, Icon("plus")).
			OnClick(sending(state.PickSpeaker{ID: v.ID}))
	})
}

func mentionOf(m state.MentionView) app.UI {
	return Box("li", El("button.speaker-mention", At{"type", "button", "class", hue(m.Hue), "aria-current", Yes(m.Selected)},
		Txt("span.letter", m.Letter, "aria-hidden", "true"),
		Txt("span", m.Quotation),
	).
		OnClick(sending(state.Select{ID: m.ID, Reveal: true})))
}

// QIDField is a speaker's Wikidata id. It is sent when the field is left or
// Enter is pressed, if it can be one.
type QIDField struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Speaker is the speaker's id, Name its name, Value the present id.
	Speaker, Name, Value string

	typed   string
	typing  bool
	problem string
}

// CompoID ties what is being typed to one speaker.
func (q *QIDField) CompoID() string { return "qid-" + q.Speaker }

// Render draws the field, and under it what is wrong.
func (q *QIDField) Render() app.UI {
	id := "qid-" + q.Speaker
	value := q.Value
	if q.typing {
		value = q.typed
	}
	in := Void("input.input.speaker-qid", "id", id, "type", "text", "autocomplete", "off", "placeholder", "Q42", "aria-label", q.Lang.T(locale.SpeakersQID, q.Name), "value", value).
		OnInput(q.onInput).
		OnChange(q.onChange)
	if q.problem != "" {
		in = in.Attr("aria-invalid", "true").Attr("aria-describedby", id+"-problem")
	}
	return Box("div.speaker-id",
		Txt("label", "Wikidata", "for", id),
		in,
		app.If(q.problem != "", func() app.UI { return Txt("p.problem", q.problem, "id", id+"-problem", "role", "alert") }),
	)
}

func (q *QIDField) onInput(ctx app.Context, _ app.Event) {
	q.typing, q.typed = true, ctx.JSSrc().Get("value").String()
	q.problem = ""
}

func (q *QIDField) onChange(ctx app.Context, _ app.Event) {
	q.typed = ctx.JSSrc().Get("value").String()
	if q.problem = ProblemOf(q.Lang, annotations.QIDAttribute, q.typed); q.problem != "" {
		q.typing = true
		return
	}
	q.typing = false
	if q.typed != q.Value {
		Send(ctx, state.SetWikidata{ID: q.Speaker, QID: q.typed})
	}
}
