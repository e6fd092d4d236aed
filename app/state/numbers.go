package state

import (
	"slices"
	"sort"

	"galley/annotations"
)

// numbersOf are the numbers of a span's attributions, lowest first.
func (m *Model) numbersOf(span string) []int {
	var all []int
	for _, l := range m.client.Set().LinksOf(span) {
		if n := m.numbers[l.ID]; n > 0 {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all
}

// moreNumbers are a span's numbers beside the one it shows.
func (m *Model) moreNumbers(span string) []int {
	if all := m.numbersOf(span); len(all) > 1 {
		return all[1:]
	}
	return nil
}

// numberViews are the attributions of a span that serves several quotes, with
// their quotes.
func (m *Model) numberViews(sp *annotations.Span) []NumberView {
	t, head := m.attribution()
	var all []NumberView
	for _, l := range m.client.Set().LinksOf(sp.ID) {
		if t == nil || l.Type != t.ID || m.numbers[l.ID] == 0 {
			continue
		}
		v := NumberView{Number: m.numbers[l.ID]}
		for _, id := range l.Roles[head] {
			if q := m.client.Set().Span(id); q != nil && id != sp.ID {
				v.Quote, v.Quotation = id, q.Quotation()
			}
		}
		all = append(all, v)
	}
	if len(all) < 2 {
		return nil
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Number < all[j].Number })
	return all
}
