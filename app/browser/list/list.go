package list

import (
	"encoding/json"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/app/browser"
	"galley/app/state"
)

// Handlers are called for what a person does in the list. Any may be nil.
type Handlers struct {
	// Chosen says that a row was clicked or chosen with Enter.
	Chosen func(id string)
	// Hovered says which row the pointer is on, "" for none.
	Hovered func(id string)
}

// List is the list in its host element. Natively it does nothing.
type List struct {
	js      app.Value
	call    app.Func
	hovered string
}

// New takes over a host element, an empty one with the attribute
// data-annotations.
func New(host app.Value, h Handlers) *List {
	l := &List{}
	l.call = browser.Func(func(args []app.Value) any {
		id := args[1].String()
		switch {
		case args[0].String() == "chosen":
			if h.Chosen != nil {
				h.Chosen(id)
			}
		case id != l.hovered:
			l.hovered = id
			if h.Hovered != nil {
				h.Hovered(id)
			}
		}
		return nil
	})
	l.js = app.Window().Get("galley").Get("list").Call("create", host, l.call)
	return l
}

// Draw shows these rows, in text order, instead of what was shown.
func (l *List) Draw(rows []state.RowView) { l.js.Call("draw", encode(rows)) }

// Put shows a row before the row that it names, or last; a row with the same id
// is replaced. The focus stays on it.
func (l *List) Put(row state.RowView) { l.js.Call("put", encodeRow(row), row.Before) }

// Remove takes a row away. A focus on it goes to its neighbour.
func (l *List) Remove(id string) { l.js.Call("remove", id) }

// Select shows a row as the chosen one and scrolls the list to it; "" none.
func (l *List) Select(id string) { l.js.Call("select", id) }

// Focus puts the focus on the chosen row, else on the one it was on last.
func (l *List) Focus() { l.js.Call("focus") }

// Close empties the list and gives up its listeners.
func (l *List) Close() {
	l.js.Call("close")
	l.call.Release()
}

// encode writes rows for the script: [[id, name, classes, letter, hue,
// quotation, number, detail] …].
func encode(rows []state.RowView) string {
	all := make([][8]any, len(rows))
	for i, r := range rows {
		all[i] = fields(r)
	}
	return marshal(all)
}

func encodeRow(r state.RowView) string { return marshal(fields(r)) }

func fields(r state.RowView) [8]any {
	return [8]any{r.ID, r.Name, string(r.Family), r.Letter, r.Hue, r.Quotation, r.Number, r.Detail}
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("list: " + strconv.Quote(err.Error())) // strings and numbers always encode
	}
	return string(b)
}
