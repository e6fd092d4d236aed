package formats

import (
	"iter"
	"slices"

	"galley/annotations"
	"galley/annotations/text"
)

// Limits of a Survey: it stays small whatever it is of.
const (
	// surveyNames is how many different names of a kind are counted each.
	surveyNames = 1_000
	// surveyValues is how many different values of an attribute are.
	surveyValues = 200
	// surveyExamples is how many examples are kept of a name, surveyWords how
	// long they are in code points.
	surveyExamples = 3
	surveyWords    = 80
)

// Survey is what files of another tool hold in words of their own: what has to
// be mapped before they can be imported.
type Survey struct {
	Documents int `json:"documents"`
	// Broken counts documents of which something could not be read.
	Broken     int                    `json:"broken"`
	Authors    map[string]*Usage      `json:"authors"`
	Labels     map[string]*Usage      `json:"labels"`
	Attributes map[string]*ValueUsage `json:"attributes"`
	Links      map[string]*LinkUsage  `json:"links"`
	Units      map[Offsets]int        `json:"units"`
	// More counts uses of names beyond the first thousand of their kind.
	More int `json:"more"`
}

// Usage counts how often a name is used, with the first examples.
type Usage struct {
	Count    int      `json:"count"`
	Examples []string `json:"examples"`
}

// ValueUsage is the use of an attribute: on which labels and link types, with
// which values.
type ValueUsage struct {
	Usage
	On     map[string]int `json:"on"`
	Values map[string]int `json:"values"`
	// Several says that it has lists of values.
	Several bool `json:"several,omitempty"`
}

// LinkUsage is the use of a type of link: which roles, and for each which labels
// play it.
type LinkUsage struct {
	Usage
	Roles map[string]map[string]int `json:"roles"`
}

// NewSurvey is one of nothing.
func NewSurvey() *Survey {
	return &Survey{Authors: map[string]*Usage{}, Labels: map[string]*Usage{}, Attributes: map[string]*ValueUsage{}, Links: map[string]*LinkUsage{}, Units: map[Offsets]int{}}
}

// SurveyOf looks at every document that a reader gives. The error is the reader's.
func SurveyOf(documents iter.Seq2[Found, error]) (*Survey, error) {
	s := NewSurvey()
	for f, err := range documents {
		if err != nil {
			return s, err
		}
		s.Add(f)
	}
	return s, nil
}

// Add counts a document.
func (s *Survey) Add(f Found) {
	s.Documents++
	if len(f.Problems) > 0 {
		s.Broken++
	}
	s.Units[f.Unit]++
	t := text.New(f.Text)
	for _, set := range f.Sets {
		if u := use(s, s.Authors, set.Author, func() *Usage { return &Usage{} }); u != nil {
			u.Count++
		}
		label, words := map[string]string{}, map[string]string{}
		for _, sp := range set.Spans {
			label[sp.ID], words[sp.ID] = sp.Label, excerpt(t, sp.Fragments)
			if u := use(s, s.Labels, sp.Label, func() *Usage { return &Usage{} }); u != nil {
				u.add(words[sp.ID])
			}
			s.attributes(sp.Attributes, sp.Label, words[sp.ID])
		}
		for _, l := range set.Links {
			s.link(l, label, words)
		}
	}
}

func (s *Survey) link(l FoundLink, label, words map[string]string) {
	u := use(s, s.Links, l.Type, func() *LinkUsage { return &LinkUsage{Roles: map[string]map[string]int{}} })
	if u == nil {
		return
	}
	example := ""
	for _, role := range sortedKeys(l.Roles) {
		if u.Roles[role] == nil && len(u.Roles) < surveyValues {
			u.Roles[role] = map[string]int{}
		}
		for _, id := range l.Roles[role] {
			if labels := u.Roles[role]; labels != nil && (labels[label[id]] > 0 || len(labels) < surveyValues) {
				labels[label[id]]++
			}
			if example != "" {
				example += " – "
			}
			example += words[id]
		}
	}
	u.add(cutShort(example, surveyWords))
	s.attributes(l.Attributes, l.Type, "")
}

func (s *Survey) attributes(values map[string]annotations.Value, on, words string) {
	for _, id := range sortedKeys(values) {
		u := use(s, s.Attributes, id, func() *ValueUsage { return &ValueUsage{On: map[string]int{}, Values: map[string]int{}} })
		if u == nil {
			continue
		}
		u.add(words)
		if u.On[on] > 0 || len(u.On) < surveyValues {
			u.On[on]++
		}
		items, several := values[id].Items()
		if !several {
			items = []string{values[id].Text()}
		}
		u.Several = u.Several || several
		for _, v := range items {
			v = cutShort(v, surveyWords)
			if u.Values[v] > 0 || len(u.Values) < surveyValues {
				u.Values[v]++
			}
		}
	}
}

// use is the usage of a name, made if it is new; nil when there are too many.
func use[U any](s *Survey, all map[string]*U, name string, make func() *U) *U {
	u := all[name]
	if u == nil {
		if len(all) >= surveyNames {
			s.More++
			return nil
		}
		u = make()
		all[name] = u
	}
	return u
}

func (u *Usage) add(example string) {
	u.Count++
	if example != "" && len(u.Examples) < surveyExamples && !slices.Contains(u.Examples, example) {
		u.Examples = append(u.Examples, example)
	}
}

// excerpt are the words of a span for a person.
func excerpt(t text.Text, fragments []annotations.Fragment) string {
	all := ""
	for _, f := range fragments {
		if all != "" {
			all += " … "
		}
		if all += t.Slice(f.Start, min(f.End, f.Start+surveyWords)); len(all) > 4*surveyWords {
			break
		}
	}
	return cutShort(all, surveyWords)
}

func cutShort(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
