package draft

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"galley/annotations"
)

// Kind is how a property is shown and edited.
type Kind uint8

// The kinds of fields.
const (
	Line   Kind = iota // a short text
	Prose              // a text in Markdown
	Key                // a key to press
	Hue                // a colour angle in degrees
	Number             // a whole number, empty for 0
	Pick               // one of a few
	Menu               // one of many
	Many               // several of a few
	Switch             // yes or no: "true" or ""
	Fixed              // shown, not edited
	Parts              // parts of this part: rows
)

// Field is one property of a part.
type Field struct {
	// Path is the property's place, "labels/quote/name/de".
	Path string
	Kind Kind
	// Word is the key of the sentence that names it; Lang the language that its
	// text is written in, "" for none.
	Word string
	Lang string
	// Value is the present text, the chosen id, "true".
	Value   string
	Options []Option
	// Rows are the parts of a field of kind Parts, open.
	Rows     []Row
	Problems []Problem

	set func(string)
}

// Option is one of the values that a field offers: with a name, or the key of one.
type Option struct {
	ID, Name, Word string
	Chosen         bool
	// Looks is the label that the option is, to be drawn like it; may be nil.
	Looks *annotations.Label
}

// Languages are those that the names of a schema are edited in.
var Languages = []string{"de", "en"}

// form collects the fields of a part.
type form struct {
	d      *Draft
	path   string
	lang   string
	fields []Field
}

func (f *form) add(kind Kind, property, value string, set func(string), options ...Option) {
	f.fields = append(f.fields, Field{Path: f.path + "/" + property, Kind: kind, Word: "schema." + property, Value: value, Options: options, set: set})
}

// text is a text in each language.
func (f *form) text(kind Kind, property string, l *annotations.Localized) {
	for _, lang := range Languages {
		f.fields = append(f.fields, Field{Path: f.path + "/" + property + "/" + lang, Kind: kind, Word: "schema." + property, Lang: lang, Value: (*l)[lang], set: func(s string) {
			next := annotations.Localized{}
			for k, v := range *l {
				next[k] = v
			}
			next[lang] = s
			if s == "" {
				delete(next, lang)
			}
			*l = next
		}})
	}
}

func (f *form) flag(property string, is *bool) {
	value := ""
	if *is {
		value = "true"
	}
	f.add(Switch, property, value, func(s string) { *is = s == "true" })
}

func (f *form) number(property string, n *int) {
	value := ""
	if *n != 0 {
		value = strconv.Itoa(*n)
	}
	f.add(Number, property, value, func(s string) {
		*n, _ = strconv.Atoi(s) // what is no number is none
		*n = min(max(*n, 0), 999)
	})
}

// several are ids that are set or not; pressing one turns it over.
func (f *form) several(property string, ids *[]string, group string) {
	f.add(Many, property, "", func(id string) {
		if slices.Contains(*ids, id) {
			renamed(ids, id, "")
			return
		}
		*ids = append(*ids, id)
	}, f.d.options(group, f.lang, *ids...)...)
}

// options are the parts of a group, those that are retired only where chosen.
func (d *Draft) options(group, lang string, chosen ...string) []Option {
	var out []Option
	for i, p := range d.list(group).parts {
		is := slices.Contains(chosen, *p.id)
		if !is && p.retired != nil && *p.retired {
			continue
		}
		o := Option{ID: *p.id, Name: d.nameOf(group+"/"+*p.id, lang), Chosen: is}
		if group == Labels {
			o.Looks = &d.s.Labels[i]
		}
		out = append(out, o)
	}
	return out
}

// fixed are options with names of the app's own: prefix and id make the key.
func fixed(prefix, chosen string, ids ...string) []Option {
	out := make([]Option, len(ids))
	for i, id := range ids {
		out[i] = Option{ID: id, Word: prefix + id, Chosen: id == chosen}
	}
	return out
}

// Fields are the properties of a part, or of the schema itself ("schema").
func (d *Draft) Fields(path, lang string) []Field {
	f := &form{d: d, path: path, lang: lang}
	at := strings.Split(path, "/")
	if _, i := d.find(path); i < 0 && path != "schema" {
		return nil
	}
	switch {
	case path == "schema":
		f.text(Line, "title", &d.s.Title)
		f.text(Prose, "guidelines", &d.s.Guidelines)
	case at[0] == Labels:
		f.label(d.s.Label(at[1]))
	case at[0] == Attributes && len(at) == 2:
		f.attribute(d.s.Attribute(at[1]))
	case at[0] == Attributes:
		c := d.s.Attribute(at[1]).Choice(at[3])
		f.text(Line, "name", &c.Name)
		f.id(&c.ID)
	case at[0] == Links && len(at) == 2:
		f.link(d.s.Link(at[1]))
	case at[0] == Links:
		f.role(d.s.Link(at[1]).Role(at[3]))
	default:
		f.constraint(d.s.Constraint(at[1]))
	}
	d.place(f.fields, lang)
	return f.fields
}

func (f *form) id(id *string) {
	if f.d.isNew(f.path) {
		f.add(Line, "id", *id, nil) // Set knows ids
		return
	}
	f.add(Fixed, "id", *id, nil)
}

func (f *form) label(l *annotations.Label) {
	f.text(Line, "name", &l.Name)
	f.add(Key, "key", l.Key, func(s string) { l.Key = strings.ToLower(strings.TrimSpace(s)) })
	f.add(Line, "letter", l.Letter, func(s string) {
		r := []rune(strings.ToUpper(strings.TrimSpace(s)))
		l.Letter = string(r[:min(2, len(r))])
	})
	f.add(Pick, "family", string(l.Family), func(s string) { l.Family = annotations.Family(s) },
		fixed("family_", string(l.Family), "quote", "claim", "role", "entity", "plain")...)
	f.add(Hue, "hue", strconv.Itoa(l.Hue), func(s string) { l.Hue, _ = strconv.Atoi(s) })
	f.several("attributes", &l.Attributes, Attributes)
	f.flag("optional", &l.Optional)
	f.text(Prose, "guideline", &l.Guideline)
	f.id(&l.ID)
}

func (f *form) attribute(a *annotations.Attribute) {
	f.text(Line, "name", &a.Name)
	if f.d.used.Counts[dotted(f.path)] > 0 {
		f.fields = append(f.fields, Field{Path: f.path + "/type", Kind: Fixed, Word: "schema.type", Options: fixed("schema.type_", string(a.Type), string(a.Type))})
	} else {
		f.add(Menu, "type", string(a.Type), func(s string) {
			a.Type = annotations.AttributeType(s)
			if a.Type != annotations.EnumAttribute {
				a.Values, a.Default = nil, ""
			}
		}, fixed("schema.type_", string(a.Type), "enum", "bool", "text", "url", "date", "qid")...)
		if a.Type != annotations.BoolAttribute {
			f.flag("multi", &a.Multi)
		}
	}
	if a.Type == annotations.EnumAttribute {
		f.add(Parts, "values", "", nil)
		f.fields[len(f.fields)-1].Rows = f.open("values")
		f.add(Menu, "default", a.Default, func(s string) { a.Default = s },
			append([]Option{{Word: "schema.none", Chosen: a.Default == ""}}, f.d.options(f.path+"/values", f.lang, a.Default)...)...)
	}
	f.flag("required", &a.Required)
	f.flag("hidden", &a.Hidden)
	f.id(&a.ID)
}

// open are the rows of a group inside the part, all with their fields.
func (f *form) open(property string) []Row {
	rows := f.d.Rows(f.path+"/"+property, f.lang, "")
	for i := range rows {
		rows[i].Fields = f.d.Fields(rows[i].Path, f.lang)
	}
	return rows
}

func (f *form) link(t *annotations.LinkType) {
	f.text(Line, "name", &t.Name)
	f.add(Parts, "roles", "", nil)
	f.fields[len(f.fields)-1].Rows = f.open("roles")
	f.several("at_least_one_of", &t.AtLeastOneOf, f.path+"/roles")
	f.several("attributes", &t.Attributes, Attributes)
	f.id(&t.ID)
}

func (f *form) role(r *annotations.LinkRole) {
	f.text(Line, "name", &r.Name)
	f.several("labels", &r.Labels, Labels)
	f.number("min", &r.Min)
	f.number("max", &r.Max)
	f.id(&r.ID)
}

func (f *form) constraint(c *annotations.Constraint) {
	f.add(Menu, "label", c.Label, func(s string) { c.Label = s }, f.d.options(Labels, f.lang, c.Label)...)
	f.add(Menu, "link", c.Link, func(s string) {
		if c.Link != s {
			c.Link, c.Role, c.Needs, c.Unless = s, "", nil, nil
			if t := f.d.s.Link(s); t != nil && len(t.Roles) > 0 {
				c.Role = t.Roles[0].ID
			}
		}
	}, f.d.options(Links, f.lang, c.Link)...)
	roles := Links + "/" + c.Link + "/roles"
	f.add(Menu, "role", c.Role, func(s string) { c.Role = s }, f.d.options(roles, f.lang, c.Role)...)
	f.several("needs", &c.Needs, roles)
	f.several("unless", &c.Unless, Attributes)
	if t := f.d.s.Link(c.Link); t != nil { // only what the link has can excuse
		last := &f.fields[len(f.fields)-1]
		last.Options = slices.DeleteFunc(last.Options, func(o Option) bool { return !o.Chosen && !slices.Contains(t.Attributes, o.ID) })
	}
	f.flag("soft", &c.Soft)
	f.text(Line, "text", &c.Text)
	f.id(&c.ID)
}

// Set gives a property another value. It answers with the path of its part,
// which is another one where a new part's id follows its name.
func (d *Draft) Set(path, value string) string {
	at, property := split(path)
	if _, i := d.find(at); i < 0 && at != "schema" { // a text in a language
		at, _ = split(at)
	}
	if property == "id" {
		return d.setID(at, identifier(value), false)
	}
	was := d.initial(at)
	for _, f := range d.Fields(at, "") {
		if f.Path == path && f.set != nil {
			f.set(value)
			break
		}
	}
	if group, id := split(at); group == Labels {
		if l := d.s.Label(id); property != "letter" && l.Letter == was {
			l.Letter = d.initial(at)
		}
	}
	if _, i := d.find(at); i >= 0 && d.auto[at] && strings.Contains(path, "/name/") {
		if name := slug(d.nameOf(at, "en")); name != "" {
			return d.setID(at, name, true)
		}
	}
	d.touched()
	return at
}

// initial is the first letter of a part's name: a label's sign as long as nobody
// typed another.
func (d *Draft) initial(at string) string {
	l, i := d.find(at)
	if i < 0 {
		return ""
	}
	for _, r := range l.parts[i].name.In(Languages[0]) {
		return string(unicode.ToUpper(r))
	}
	return ""
}

func (d *Draft) setID(at, id string, auto bool) string {
	l, i := d.find(at)
	group, old := split(at)
	if i < 0 || !d.isNew(at) {
		return at
	}
	if id != old {
		if auto {
			id = d.free(group, id)
		} else if _, taken := d.find(group + "/" + id); taken >= 0 || id == "" {
			d.touched()
			return at // two parts of one id could not be told apart
		}
		d.rename(at, id)
		*l.parts[i].id = id
		delete(d.auto, at)
	}
	path := group + "/" + id
	d.auto[path] = auto
	d.touched()
	return path
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// slug makes an id from a name: "Öffentliche Rolle" gives "oeffentliche_rolle".
func slug(name string) string {
	id := identifier(umlauts.Replace(strings.ToLower(strings.TrimSpace(name))))
	return strings.Trim(id[:min(len(id), 40)], "_")
}

// identifier leaves of a text what an id is made of, other signs as underscores.
func identifier(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return b.String()
}
