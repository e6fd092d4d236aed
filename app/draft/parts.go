package draft

import (
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
)

// The groups of parts that a schema has; values and roles lie in a part.
const (
	Labels      = "labels"
	Attributes  = "attributes"
	Links       = "links"
	Constraints = "constraints"
)

// part is what every part of a schema has.
type part struct {
	id      *string
	name    *annotations.Localized
	retired *bool // nil where a part cannot be retired
}

// list is a group of parts, whatever they are.
type list struct {
	parts []part
	swap  func(i, j int)
	cut   func(i int)
	grow  func() part
}

func listOf[T any](l *[]T, of func(*T) part) list {
	parts := make([]part, len(*l))
	for i := range *l {
		parts[i] = of(&(*l)[i])
	}
	return list{
		parts: parts,
		swap:  func(i, j int) { (*l)[i], (*l)[j] = (*l)[j], (*l)[i] },
		cut:   func(i int) { *l = slices.Delete(*l, i, i+1) },
		grow: func() part {
			*l = append(*l, *new(T))
			return of(&(*l)[len(*l)-1])
		},
	}
}

func (d *Draft) list(group string) list {
	s, at := d.s, strings.Split(group, "/")
	switch {
	case group == Labels:
		return listOf(&s.Labels, func(l *annotations.Label) part { return part{&l.ID, &l.Name, &l.Retired} })
	case group == Attributes:
		return listOf(&s.Attributes, func(a *annotations.Attribute) part { return part{&a.ID, &a.Name, &a.Retired} })
	case group == Links:
		return listOf(&s.Links, func(t *annotations.LinkType) part { return part{&t.ID, &t.Name, &t.Retired} })
	case group == Constraints:
		return listOf(&s.Constraints, func(c *annotations.Constraint) part { return part{&c.ID, &c.Text, nil} })
	case len(at) == 3 && at[0] == Attributes:
		if a := s.Attribute(at[1]); a != nil {
			return listOf(&a.Values, func(c *annotations.Choice) part { return part{&c.ID, &c.Name, &c.Retired} })
		}
	case len(at) == 3 && at[0] == Links:
		if t := s.Link(at[1]); t != nil {
			return listOf(&t.Roles, func(r *annotations.LinkRole) part { return part{&r.ID, &r.Name, nil} })
		}
	}
	return list{}
}

// find is a part with its group and its place there; -1 for none.
func (d *Draft) find(path string) (l list, i int) {
	group, id := split(path)
	l = d.list(group)
	return l, slices.IndexFunc(l.parts, func(p part) bool { return *p.id == id })
}

// Row is one part in its group.
type Row struct {
	Path, ID string
	Name     string
	// Label is set for labels: how they look.
	Label *annotations.Label
	// Words are the parts of a constraint's sentence: label, link, role, what is
	// needed, what excuses it.
	Words []string
	// Retired parts are kept and not offered; New ones are not stored yet.
	Retired, New bool
	// Count are spans or links with the part, in so many documents, by so many people.
	Count, Documents, People int
	// Wrong counts what stands in the way in it, Doubts what only warns.
	Wrong, Doubts int
	First, Last   bool
	// CanRetire and CanRemove say what may be done.
	CanRetire, CanRemove bool
	// Fields are filled for an open part.
	Fields []Field
}

// Rows are a group's parts with names in a language; the one with the path open
// comes with its fields.
func (d *Draft) Rows(group, lang, open string) []Row {
	l := d.list(group)
	rows := make([]Row, len(l.parts))
	problems := d.Problems(lang)
	for i, p := range l.parts {
		r := Row{Path: group + "/" + *p.id, ID: *p.id, Name: p.name.In(lang), First: i == 0, Last: i == len(l.parts)-1}
		at := dotted(r.Path)
		r.Count, r.Documents, r.People = d.used.Counts[at], d.used.Documents[at], d.used.People[at]
		r.New = d.isNew(r.Path)
		r.Retired = p.retired != nil && *p.retired
		r.CanRetire = p.retired != nil && !r.New
		r.CanRemove = r.Count == 0 && !(group == Labels && len(l.parts) == 1)
		switch group {
		case Labels:
			look := d.s.Labels[i] // a copy: what is drawn must not change by itself
			r.Label = &look
		case Constraints:
			r.Words = d.words(&d.s.Constraints[i], lang)
		}
		for _, pr := range problems {
			if pr.Field != at && !strings.HasPrefix(pr.Field, at+".") {
				continue
			}
			if pr.Soft {
				r.Doubts++
			} else {
				r.Wrong++
			}
		}
		if open == r.Path {
			r.Fields = d.Fields(r.Path, lang)
		}
		rows[i] = r
	}
	return rows
}

func (d *Draft) words(c *annotations.Constraint, lang string) []string {
	needs, unless := names(c.Needs, d.list(Links+"/"+c.Link+"/roles"), lang), names(c.Unless, d.list(Attributes), lang)
	return []string{
		d.nameOf(Labels+"/"+c.Label, lang), d.nameOf(Links+"/"+c.Link, lang), d.nameOf(Links+"/"+c.Link+"/roles/"+c.Role, lang),
		strings.Join(needs, ", "), strings.Join(unless, ", "),
	}
}

func names(ids []string, l list, lang string) []string {
	var out []string
	for _, p := range l.parts {
		if slices.Contains(ids, *p.id) {
			out = append(out, p.name.In(lang))
		}
	}
	return out
}

// nameOf is a part's name, its id where it has none.
func (d *Draft) nameOf(path, lang string) string {
	l, i := d.find(path)
	if i >= 0 {
		if name := l.parts[i].name.In(lang); name != "" {
			return name
		}
	}
	_, id := split(path)
	return id
}

// Name is a part's name in a language, its id where it has none.
func (d *Draft) Name(path, lang string) string { return d.nameOf(path, lang) }

// Use is a part with how much it is used, and nothing else of its row.
func (d *Draft) Use(path string) Row {
	at := dotted(path)
	return Row{Path: path, Count: d.used.Counts[at], Documents: d.used.Documents[at], People: d.used.People[at]}
}

// Add puts a new part at the end of a group and answers with its path.
func (d *Draft) Add(group string) string {
	d.remember()
	stem := strings.TrimSuffix(group[strings.LastIndexByte(group, '/')+1:], "s")
	id := d.free(group, stem)
	*d.list(group).grow().id = id
	path := group + "/" + id
	switch {
	case group == Labels:
		l := d.s.Label(id)
		l.Family, l.Hue = annotations.EntityFamily, d.freeHue()
	case group == Attributes:
		d.s.Attribute(id).Type = annotations.BoolAttribute
	case group == Links:
		t := d.s.Link(id)
		t.Roles = []annotations.LinkRole{{ID: "from", Min: 1, Max: 1}, {ID: "to", Min: 1, Max: 1}}
		d.auto[path+"/roles/from"], d.auto[path+"/roles/to"] = true, true
	case group == Constraints:
		d.firstRule(d.s.Constraint(id))
	}
	d.auto[path] = true
	d.touched()
	return path
}

// firstRule gives a new constraint the first role that there is to play.
func (d *Draft) firstRule(c *annotations.Constraint) {
	for _, t := range d.s.Links {
		for _, r := range t.Roles {
			if !t.Retired && len(r.Labels) > 0 && c.Link == "" {
				c.Label, c.Link, c.Role = r.Labels[0], t.ID, r.ID
			}
		}
	}
}

// free is an id that no part of a group has.
func (d *Draft) free(group, stem string) string {
	id := stem
	for n := 2; ; n++ {
		if _, i := d.find(group + "/" + id); i < 0 {
			return id
		}
		id = stem + "_" + strconv.Itoa(n)
	}
}

// Move puts a part before or after its neighbour.
func (d *Draft) Move(path string, by int) {
	l, i := d.find(path)
	if j := i + by; i >= 0 && j >= 0 && j < len(l.parts) {
		d.remember()
		l.swap(i, j)
		d.touched()
	}
}

// Retire keeps a part where it is used and offers it no more; with false it is
// offered again.
func (d *Draft) Retire(path string, retired bool) {
	l, i := d.find(path)
	if i >= 0 && l.parts[i].retired != nil {
		d.remember()
		*l.parts[i].retired = retired
		d.touched()
	}
}

// Remove takes a part out that nobody uses, and whatever names it with it.
func (d *Draft) Remove(path string) {
	l, i := d.find(path)
	if i < 0 || d.used.Counts[dotted(path)] > 0 {
		return
	}
	d.remember()
	l.cut(i)
	d.rename(path, "")
	d.touched()
}

// rename gives everything that names a part its new id; "" takes it out.
func (d *Draft) rename(path, id string) {
	s := d.s
	group, old := split(path)
	at := strings.Split(group, "/")
	switch {
	case group == Labels:
		for i := range s.Links {
			for j := range s.Links[i].Roles {
				renamed(&s.Links[i].Roles[j].Labels, old, id)
			}
		}
		d.rules(old, id, func(c *annotations.Constraint) *string { return &c.Label })
	case group == Attributes:
		for i := range s.Labels {
			renamed(&s.Labels[i].Attributes, old, id)
		}
		for i := range s.Links {
			renamed(&s.Links[i].Attributes, old, id)
		}
		for i := range s.Constraints {
			renamed(&s.Constraints[i].Unless, old, id)
		}
	case group == Links:
		d.rules(old, id, func(c *annotations.Constraint) *string { return &c.Link })
	case at[0] == Attributes:
		if a := s.Attribute(at[1]); a.Default == old {
			a.Default = id
		}
	case at[0] == Links:
		renamed(&s.Link(at[1]).AtLeastOneOf, old, id)
		d.rules(old, id, func(c *annotations.Constraint) *string {
			if c.Link != at[1] {
				return nil
			}
			renamed(&c.Needs, old, id)
			return &c.Role
		})
	}
}

// rules renames what constraints name; a constraint about something that is gone goes too.
func (d *Draft) rules(old, id string, of func(*annotations.Constraint) *string) {
	d.s.Constraints = slices.DeleteFunc(d.s.Constraints, func(c annotations.Constraint) bool {
		at := of(&c)
		return at != nil && *at == old && id == ""
	})
	for i := range d.s.Constraints {
		if at := of(&d.s.Constraints[i]); at != nil && *at == old {
			*at = id
		}
	}
}

func renamed(ids *[]string, old, id string) {
	if id == "" {
		*ids = slices.DeleteFunc(*ids, func(s string) bool { return s == old })
		return
	}
	for i := range *ids {
		if (*ids)[i] == old {
			(*ids)[i] = id
		}
	}
}
