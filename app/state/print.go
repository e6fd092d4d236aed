package state

import (
	"strings"

	"galley/annotations"
)

// PrintView is what a printed article needs below its text: what the signs mean,
// and in words what the screen shows in its margin.
type PrintView struct {
	// Legend are the labels that are used, in the schema's order.
	Legend []PrintLabel `json:"legend"`
	// Notes are the attributed quotes by their numbers in the text, and the spans
	// with a note, in reading order.
	Notes []PrintNote `json:"notes"`
}

// PrintLabel is a label with its sign.
type PrintLabel struct {
	Name   string             `json:"name"`
	Letter string             `json:"letter"`
	Family annotations.Family `json:"family"`
	Hue    int                `json:"hue"`
}

// PrintNote is one line of the notes.
type PrintNote struct {
	// Number is the attribution's, 0 for a span without one.
	Number int `json:"n"`
	// Name is the label's, Quotation the span's words, Detail its type and who
	// plays which role, Note what an editor wrote.
	Name      string `json:"name"`
	Quotation string `json:"quote"`
	Detail    string `json:"detail"`
	Note      string `json:"note"`
}

// Print is the view for paper; the zero value before a document is loaded.
func (m *Model) Print() PrintView {
	var v PrintView
	if m.doc == nil {
		return v
	}
	used := map[string]bool{}
	for _, sp := range m.order {
		used[sp.Label] = true
		number := 0
		if m.isHead(sp.Label) {
			number = m.numberOf(sp.ID)
		}
		if number > 0 || sp.Note != "" {
			v.Notes = append(v.Notes, m.printNote(sp, number))
		}
	}
	for _, l := range m.schema.Labels {
		if used[l.ID] {
			v.Legend = append(v.Legend, PrintLabel{Name: l.Name.In(m.lang), Letter: l.Letter, Family: l.Family, Hue: l.Hue})
		}
	}
	return v
}

func (m *Model) printNote(sp *annotations.Span, number int) PrintNote {
	n := PrintNote{Number: number, Name: sp.Label, Quotation: sp.Quotation(), Note: sp.Note}
	l := m.schema.Label(sp.Label)
	if l == nil {
		return n
	}
	n.Name = l.Name.In(m.lang)
	var parts []string
	for _, f := range m.fields(l.Attributes, sp.Attributes) {
		for _, c := range f.Choices {
			if c.Chosen {
				parts = append(parts, c.Name)
			}
		}
	}
	for _, link := range m.client.Set().LinksOf(sp.ID) {
		for _, member := range m.linkView(link, sp.ID).Members {
			if !member.Self {
				parts = append(parts, member.RoleName+": "+member.Quotation)
			}
		}
	}
	n.Detail = strings.Join(parts, " · ")
	return n
}
