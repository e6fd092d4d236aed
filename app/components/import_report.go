package components

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/locale"
)

// ShowOutcomes asks for a part of an import's report.
type ShowOutcomes struct{ Only wire.OutcomesOnly }

func (ShowOutcomes) pageEvent() {}

// ImportCounts is how far an import is: how many files are done, and what came
// of them.
type ImportCounts struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Run is the import.
	Run *wire.Import
}

// Render draws the bar and the numbers.
func (c *ImportCounts) Render() app.UI {
	l, r := c.Lang, c.Run
	all, of := len(r.Files)+len(r.Choice.URLs), locale.ImportOf
	if len(r.Choice.URLs) > 0 {
		of = locale.ImportOfURLs
	}
	number := func(only wire.OutcomesOnly, n int) app.UI {
		return El("div.import-count", At{"data-count", string(only)},
			Txt("dd", l.Number(n)),
			Txt("dt", l.T(locale.Key("only."+string(only)))),
		)
	}
	return Box("div.import-counts",
		app.If(r.State == wire.Running && all > 1, func() app.UI { // of one file the numbers tell more than a bar
			return &Progress{Done: r.Done, Begun: r.Done, All: all, Text: l.T(of, all, r.Done)}
		}),
		Box("dl",
			number(wire.OnlyAdded, r.Added),
			number(wire.OnlyExisting, r.Existing),
			number(wire.OnlyRefused, r.Refused),
			number(wire.OnlySimilar, r.Similar),
		),
		app.If(r.Spans+r.Links > 0, func() app.UI { return Txt("p.hint", l.T(locale.ImportSpans, r.Spans, r.Links)) }),
	)
}

// reportParts are the parts of a report that can be asked for.
var reportParts = []wire.OutcomesOnly{"", wire.OnlyAdded, wire.OnlyExisting, wire.OnlyRefused, wire.OnlyNotes, wire.OnlySimilar}

// ImportReport lists what became of every file of an import and of every place
// in it.
type ImportReport struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Outcomes are what to show of the part Only; Loading says that more comes.
	Outcomes []wire.ImportOutcome
	Only     wire.OutcomesOnly
	Loading  bool
}

// Render draws the choice of the part, and the list.
func (r *ImportReport) Render() app.UI {
	l := r.Lang
	return El("section.import-report", At{"aria-labelledby", "import-report", "aria-busy", Yes(r.Loading)},
		Txt("h2", l.T(locale.ImportReport), "id", "import-report"),
		El("div.segments", At{"role", "group", "aria-labelledby", "import-report"},
			app.Range(reportParts).Slice(func(i int) app.UI {
				only := reportParts[i]
				key := locale.Key("only." + string(only))
				if only == "" {
					key = locale.OnlyAll
				}
				return Txt("button.segment", l.T(key), "type", "button", "data-only", string(only), "aria-pressed", Yes(only == r.Only)).
					OnClick(telling(ShowOutcomes{Only: only}))
			}),
		),
		app.If(len(r.Outcomes) == 0 && !r.Loading, func() app.UI { return Txt("p.hint", l.T(locale.ImportNothing), "role", "status") }),
		Box("ul.items", app.Range(r.Outcomes).Slice(func(i int) app.UI { return r.row(&r.Outcomes[i]) })),
	)
}

func (r *ImportReport) row(o *wire.ImportOutcome) app.UI {
	l := r.Lang
	var about []string
	if o.Read != "" && o.Result != "refused" {
		about = append(about, l.Kind(o.Read))
	}
	if o.Encoding != "" && !strings.HasPrefix(o.Encoding, "utf-8") {
		encoding, _, _ := strings.Cut(o.Encoding, " ")
		about = append(about, l.T(locale.ImportEncoding, encoding))
	}
	if o.Spans+o.Links > 0 {
		about = append(about, l.T(locale.ImportSpans, o.Spans, o.Links))
	}
	for _, n := range o.Notes {
		if s := l.Reason(n.Reason, n.Count, n.Detail); s != "" {
			about = append(about, s)
		} else {
			about = append(about, n.Detail)
		}
	}
	return El("li.import-outcome", At{"data-result", o.Result, "data-name", o.Name},
		Box("div.import-file-main",
			app.If(o.Document != "", func() app.UI {
				return Txt("a.import-title", o.Title, "href", DocumentHref(o.Document))
			}),
			Txt("span.import-name", o.Name),
			app.If(len(about) > 0, func() app.UI { return Txt("span.import-about", strings.Join(about, " · ")) }),
			app.If(o.Problem != nil, func() app.UI { return Txt("span.import-why", l.Problem(o.Problem)) }),
			app.If(o.Similar != "", func() app.UI {
				return Txt("a.import-similar", l.T(locale.ImportSimilar), "href", DocumentHref(o.Document)+"#similar")
			}),
		),
		Txt("span.state", l.T(locale.Key("only."+o.Result)), "class", "outcome-"+o.Result),
	)
}
