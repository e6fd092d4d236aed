package components

import (
	"errors"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations"
	"galley/app/locale"
	"galley/app/state"
)

// The import page's events.
type (
	// LeaveFile takes a file out of an import that has not started.
	LeaveFile struct{ Name string }
	// SendFileAgain sends a file once more that did not arrive; all for "".
	SendFileAgain struct{ Name string }
	// ChooseColumn takes a column of a table for something; Table counts tables
	// as state.ImportFiles lists them.
	ChooseColumn struct {
		Table      int
		Column, As string
	}
)

func (LeaveFile) pageEvent()     {}
func (SendFileAgain) pageEvent() {}
func (ChooseColumn) pageEvent()  {}

// rowsAtFirst is how many rows of a long list are drawn at first.
const rowsAtFirst = 100

// ImportFiles lists the files that were chosen for an import: how large, how far
// on their way, as what they will be read, what is wrong with them.
type ImportFiles struct {
	app.Compo

	// Lang is the language of the words.
	Lang locale.Lang
	// Files are the files; Serial grows when they change.
	Files  *state.ImportFiles
	Serial int

	whole bool
}

// Render draws the list.
func (f *ImportFiles) Render() app.UI {
	l, rows := f.Lang, f.Files.Rows
	n := len(rows)
	if !f.whole {
		n = min(n, rowsAtFirst)
	}
	bad := 0
	for _, r := range rows {
		if r.Look != nil && r.Look.Problem != nil {
			bad++
		}
	}
	return Box("section.import-files",
		Box("div.list-head",
			Txt("h2", l.T(locale.ImportFiles, len(rows))),
			app.If(f.Files.Failed() > 1, func() app.UI {
				return Txt("button.button", l.T(locale.ImportResendAll), "type", "button").OnClick(telling(SendFileAgain{}))
			}),
		),
		El("ul.items", At{"aria-label", l.T(locale.ImportChosen)},
			app.Range(rows[:n]).Slice(func(i int) app.UI { return f.row(rows[i]) })),
		app.If(n < len(rows), func() app.UI {
			return Txt("button.button.more", l.T(locale.More), "type", "button").OnClick(f.onMore)
		}),
		El("div", At{"role", "status"},
			app.If(f.Files.Under() > 0, func() app.UI { return Txt("p.hint", l.T(locale.ImportUnder, f.Files.Under())) }),
			app.If(f.Files.Failed() > 0, func() app.UI { return Txt("p.problem", l.T(locale.ImportLost, f.Files.Failed())) }),
			app.If(bad > 0, func() app.UI { return Txt("p.hint", l.T(locale.ImportBad, bad)) }),
		),
	)
}

func (f *ImportFiles) onMore(app.Context, app.Event) { f.whole = true }

func (f *ImportFiles) row(r state.FileRow) app.UI {
	l := f.Lang
	read, problem := "", r.Problem
	if r.Look != nil {
		if r.Look.Problem != nil {
			problem = r.Look.Problem
		} else {
			read = l.Kind(r.Look.Read)
		}
	}
	name := l.T(locale.ImportLeave, r.Name)
	return El("li.import-file", At{"data-file", r.Name, "data-state", string(r.State)},
		Box("div.import-file-main",
			Txt("span.import-name", r.Name),
			app.If(problem != nil, func() app.UI { return Txt("span.problem", f.why(problem)) }),
		),
		Txt("span.import-kind", read),
		Txt("span.import-size", l.Bytes(r.Bytes)),
		f.state(r),
		El("button.icon-button.small", At{"type", "button", "aria-label", name, "title", name}, Icon("close")).
			OnClick(telling(LeaveFile{Name: r.Name})),
	)
}

// why says what is wrong with a file.
func (f *ImportFiles) why(problem error) string {
	var said *annotations.Error
	if errors.As(problem, &said) {
		return f.Lang.Problem(said)
	}
	return f.Lang.T(locale.ImportNoAnswer)
}

func (f *ImportFiles) state(r state.FileRow) app.UI {
	l := f.Lang
	if r.State == state.FileFailed {
		return Txt("button.button.import-again", l.T(locale.ImportResend), "type", "button").
			OnClick(telling(SendFileAgain{Name: r.Name}))
	}
	word := l.T(locale.Key("file." + string(r.State)))
	if r.Look != nil && r.Look.Problem != nil {
		word = ""
	}
	if r.State == state.FileSending && r.Gone > 0 && r.Bytes > 0 {
		word = strconv.Itoa(int(int64(r.Gone)*100/int64(r.Bytes))) + " %"
	}
	return Txt("span.import-state", word)
}
