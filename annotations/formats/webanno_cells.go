package formats

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
)

// row reads the annotations of a token or a part of one.
func (r *tsvReader) row(row tsvLine) {
	u := &tsvUnit{begin: r.at16(row.begin), end: r.at16(row.end), on: map[*tsvLayer][]*casFS{}}
	if r.units[row.id] != nil {
		r.problem(row.number, "duplicate_id", "%s comes twice", row.id)
		return
	}
	r.units[row.id] = u
	if !strings.Contains(row.id, ".") {
		u.token = r.anchor(casTokenType, row, u)
	}
	for _, layer := range r.layers {
		for _, c := range layer.columns {
			cell := row.fields[c.field]
			if layer.unknown || cell == "_" || cell == "" && c.kind != "" {
				continue
			}
			for i, value := range splitEscaped(cell, '|') {
				r.cell(row, u, layer, c, i, value)
			}
		}
	}
}

// splitEscaped cuts at a character that has no backslash before it.
func splitEscaped(s string, at byte) []string {
	var all []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case at:
			all = append(all, s[start:i])
			start = i + 1
		}
	}
	return append(all, s[start:])
}

// numberOf takes the brackets off a value: "A[3]" is "A" and "3".
func numberOf(value string) (rest, inside string) {
	if strings.HasSuffix(value, "]") && !strings.HasSuffix(value, `\]`) {
		if i := strings.LastIndexByte(value, '['); i >= 0 {
			return value[:i], value[i+1 : len(value)-1]
		}
	}
	return value, ""
}

// cell reads one of the stacked values of a column.
func (r *tsvReader) cell(row tsvLine, u *tsvUnit, layer *tsvLayer, c tsvColumn, i int, value string) {
	inside := ""
	if c.kind != "target" {
		value, inside = numberOf(value)
	}
	if layer.kind == "CH" {
		r.chain(row, u, layer, c, i, value)
		return
	}
	var f *casFS
	if on := u.on[layer]; i < len(on) {
		f = on[i]
	} else {
		f = r.begin(row, u, layer, c, inside)
		u.on[layer] = append(on, f)
	}
	switch c.kind {
	case "":
		if _, known := f.value(c.feature); !known && value != "*" {
			f.set(c.feature, annotations.String(tsvUnescaper.Replace(value)))
		}
	case "base":
		r.later = append(r.later, func() { r.ends(row, u, c, f, value, inside) })
	case "role":
		if f.ref(c.feature) == 0 { // later rows of the span say it again
			r.slots(row, f, c, value)
		}
	case "target":
		r.later = append(r.later, func() { r.targets(row, f, c, value) })
	}
}

// begin finds the annotation that goes on in this row, or makes one.
func (r *tsvReader) begin(row tsvLine, u *tsvUnit, layer *tsvLayer, c tsvColumn, inside string) *casFS {
	n, err := strconv.Atoi(inside)
	if layer.kind != "SP" || err != nil || c.kind == "base" {
		return r.anchor(layer.typ, row, u)
	}
	if f := r.numbered[n]; f != nil && f.typ == layer.typ {
		f.end = max(f.end, u.end)
		return f
	}
	f := r.anchor(layer.typ, row, u)
	if r.numbered[n] == nil {
		r.numbered[n] = f
	}
	return f
}

// ends sets the two ends of a relation: "1-1[3_4]" is the unit of the governor
// and the numbers of both.
func (r *tsvReader) ends(row tsvLine, u *tsvUnit, c tsvColumn, f *casFS, value, inside string) {
	from, to, _ := strings.Cut(inside, "_")
	governor, dependent := r.resolve(value, from, c.typ), r.resolveIn(u, to, c.typ)
	if governor == nil || dependent == nil {
		r.problem(row.number, "unknown_span", "%s %q joins %q, where nothing is tagged", shortType(f.typ), short(f.str("value")), short(value))
		f.anchored = false
		return
	}
	f.setRef(casGovernor, governor.id)
	f.setRef(casDependent, dependent.id)
	f.begin, f.end = dependent.begin, dependent.end
}

// resolve finds an annotation of a type by its number or else by its unit.
func (r *tsvReader) resolve(unit, number, typ string) *casFS {
	u := r.units[unit]
	if u == nil {
		return nil
	}
	return r.resolveIn(u, number, typ)
}

func (r *tsvReader) resolveIn(u *tsvUnit, number, typ string) *casFS {
	if n, err := strconv.Atoi(number); err == nil && n > 0 {
		if f := r.numbered[n]; f != nil {
			return f
		}
	}
	for _, layer := range r.layers {
		if on := u.on[layer]; len(on) > 0 && layer.typ == typ {
			return on[0]
		}
	}
	if typ == casAnnotation { // any span
		for _, layer := range r.layers {
			if on := u.on[layer]; len(on) > 0 && layer.kind == "SP" {
				return on[0]
			}
		}
	}
	return u.token
}

// slots makes the links of a slot feature; "*" is a slot without a role.
func (r *tsvReader) slots(row tsvLine, f *casFS, c tsvColumn, value string) {
	var ids []int
	for _, role := range splitEscaped(value, ';') {
		if role == "_" {
			continue
		}
		l := r.add(c.typ, row.number)
		l.sofa = 0
		if role != "*" {
			l.set("role", annotations.String(tsvUnescaper.Replace(role)))
		}
		ids = append(ids, l.id)
	}
	if len(ids) > 0 {
		f.setRef(c.feature, ids...)
	}
}

// targets fills the slots: "1-2;1-3[7]".
func (r *tsvReader) targets(row tsvLine, f *casFS, c tsvColumn, value string) {
	var slots []int
	for _, v := range f.values {
		if v.name == c.feature && v.isRef {
			slots = v.refs
		}
	}
	for i, target := range splitEscaped(value, ';') {
		if i >= len(slots) {
			break
		}
		unit, number := numberOf(target)
		slot := r.list[slots[i]-2]
		if slot.ref("target") != 0 { // another row of the span says it again
			continue
		}
		if to := r.resolve(unit, number, c.typ); to != nil {
			slot.setRef("target", to.id)
		} else {
			r.problem(row.number, "unknown_span", "a slot of %s names %q, where nothing is tagged", shortType(f.typ), short(target))
		}
	}
}

// chain reads the elements of a chain: "label->1-2" is the second element of
// chain 1; the other column has the type of the element.
func (r *tsvReader) chain(row tsvLine, u *tsvUnit, layer *tsvLayer, c tsvColumn, i int, value string) {
	if c.feature != "referenceRelation" {
		r.later = append(r.later, func() {
			if on := u.on[layer]; i < len(on) && value != "*" && on[i].str(c.feature) == "" {
				on[i].set(c.feature, annotations.String(tsvUnescaper.Replace(value)))
			}
		})
		return
	}
	arrow := strings.LastIndex(value, "->")
	number, place, _ := strings.Cut(value[arrow+1:], "-")
	if arrow >= 0 {
		number, place, _ = strings.Cut(value[arrow+2:], "-")
	}
	n, err1 := strconv.Atoi(number)
	k, err2 := strconv.Atoi(place)
	if arrow < 0 || err1 != nil || err2 != nil {
		r.problem(row.number, "bad_line", "%q is no element of a chain", short(value))
		return
	}
	if r.chains[n] == nil {
		r.chains[n] = map[int]*casFS{}
	}
	f := r.chains[n][k]
	if f == nil {
		f = r.anchor(layer.typ, row, u)
		r.chains[n][k] = f
		if label := value[:arrow]; label != "*" {
			f.set(c.feature, annotations.String(tsvUnescaper.Replace(label)))
		}
	}
	f.end = max(f.end, u.end)
	u.on[layer] = append(u.on[layer], f)
}

// link joins the elements of each chain.
func (r *tsvReader) link() {
	var numbers []int
	for n := range r.chains {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		var places []int
		for k := range r.chains[n] {
			places = append(places, k)
		}
		slices.Sort(places)
		for i := 1; i < len(places); i++ {
			r.chains[n][places[i-1]].setRef("next", r.chains[n][places[i]].id)
		}
	}
	slices.SortStableFunc(r.problems, func(a, b *annotations.Error) int { return cmp.Compare(a.Line, b.Line) })
}
