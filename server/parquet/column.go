package parquet

import (
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"galley/annotations/formats"
)

// column is a column of a file: a text, a number, a list or a group of columns,
// all of them optional.
type column struct {
	name   string
	number bool
	// classes are the names of a number's values, where they have names.
	classes []string
	element *column  // of a list
	fields  []column // of a group
}

func text(name string) column   { return column{name: name} }
func number(name string) column { return column{name: name, number: true} }

func texts(names ...string) []column {
	var all []column
	for _, n := range names {
		all = append(all, text(n))
	}
	return all
}

// list is a list of groups.
func list(name string, fields ...column) column {
	return column{name: name, element: &column{name: "element", fields: fields}}
}

// Fields stand in alphabetical order, which is the library's.
var (
	attributes = list("attributes", texts("name", "type", "value")...)
	spansRoot  = column{fields: []column{
		text("id"), text("language"),
		list("links", attributes, text("id"), list("roles", texts("role", "span")...), text("type")),
		text("owner"),
		list("relations", texts("head", "label", "tail")...),
		list("spans", attributes, number("end"), list("fragments", number("end"), number("start"), text("text")),
			text("id"), text("label"), text("note"), number("start")),
		text("state"), text("text"), text("title"),
	}}
)

// tokensRoot is the columns of tokens/, which depend on the labels.
func tokensRoot(f formats.HFFeatures) column {
	root := column{fields: []column{text("id"), text("owner"), {name: "tokens", element: &column{name: "element"}}}}
	for _, c := range f.Columns {
		root.fields = append(root.fields, column{name: c.Name, element: &column{name: "element", number: true, classes: c.Names}})
	}
	sortFields(root.fields)
	return root
}

// node is the column for the library.
func (c column) node() parquet.Node {
	switch {
	case c.element != nil:
		return parquet.Optional(parquet.List(c.element.node()))
	case c.fields != nil:
		return parquet.Optional(c.group())
	case c.number:
		return parquet.Optional(parquet.Int(64))
	}
	return parquet.Optional(parquet.String())
}

func (c column) group() parquet.Group {
	g := parquet.Group{}
	for _, f := range c.fields {
		g[f.name] = f.node()
	}
	return g
}

// feature is the column as datasets describes it; a bare list is understood by
// 3.x and by 5.x.
func (c column) feature() any {
	switch {
	case c.element != nil:
		return []any{c.element.feature()}
	case c.fields != nil:
		all := map[string]any{}
		for _, f := range c.fields {
			all[f.name] = f.feature()
		}
		return all
	case c.classes != nil:
		return map[string]any{"names": c.classes, "_type": "ClassLabel"}
	case c.number:
		return map[string]any{"dtype": "int64", "_type": "Value"}
	}
	return map[string]any{"dtype": "string", "_type": "Value"}
}

// leaves lists the paths of the columns that hold values.
func (c column) leaves(path []string) [][]string {
	switch {
	case c.element != nil:
		return c.element.leaves(append(path[:len(path):len(path)], "list", "element"))
	case c.fields != nil:
		var all [][]string
		for _, f := range c.fields {
			all = append(all, f.leaves(append(path[:len(path):len(path)], f.name))...)
		}
		return all
	}
	return [][]string{path}
}

// shredder cuts one row into values (Melnik et al., Dremel, 2010): each with
// how many optional things around it are there, and the list that it continues.
type shredder struct {
	values [][]parquet.Value // by leaf
	leaf   int
}

func shred(root column, row map[string]any) parquet.Row {
	s := &shredder{values: make([][]parquet.Value, len(root.leaves(nil)))}
	for _, f := range root.fields {
		s.put(f, row[f.name], 0, 0, 0)
	}
	return slices.Concat(s.values...)
}

func (s *shredder) put(c column, v any, repeat, define, depth int) {
	switch {
	case v == nil:
		s.missing(c, repeat, define)
	case c.element != nil:
		first := s.leaf
		items := v.([]any)
		if len(items) == 0 {
			s.missing(*c.element, repeat, define+1)
		}
		for i, item := range items {
			if s.leaf = first; i > 0 {
				repeat = depth + 1
			}
			s.put(*c.element, item, repeat, define+2, depth+1)
		}
	case c.fields != nil:
		for _, f := range c.fields {
			s.put(f, v.(map[string]any)[f.name], repeat, define+1, depth)
		}
	default:
		s.add(parquet.ValueOf(v), repeat, define+1)
	}
}

func (s *shredder) missing(c column, repeat, define int) {
	for range c.leaves(nil) {
		s.add(parquet.Value{}, repeat, define)
	}
}

func (s *shredder) add(v parquet.Value, repeat, define int) {
	s.values[s.leaf] = append(s.values[s.leaf], v.Level(repeat, define, s.leaf))
	s.leaf++
}

// assembler puts a row together again.
type assembler struct {
	values [][]parquet.Value // by leaf, what is still to come
	leaf   int
	broken bool
}

func assemble(root column, values [][]parquet.Value) (row map[string]any, ok bool) {
	a := &assembler{values: values}
	row = map[string]any{}
	for _, f := range root.fields {
		row[f.name] = a.take(f, 0, 0)
	}
	return row, !a.broken
}

// next is the value that comes next in a leaf.
func (a *assembler) next(leaf int) (parquet.Value, bool) {
	if leaf >= len(a.values) || len(a.values[leaf]) == 0 {
		return parquet.Value{}, false
	}
	return a.values[leaf][0], true
}

func (a *assembler) take(c column, define, depth int) any {
	v, ok := a.next(a.leaf)
	if !ok {
		a.broken = true
		return nil
	}
	if v.DefinitionLevel() <= define {
		a.skip(c)
		return nil
	}
	switch {
	case c.element != nil:
		return a.items(c, define, depth)
	case c.fields != nil:
		group := map[string]any{}
		for _, f := range c.fields {
			group[f.name] = a.take(f, define+1, depth)
		}
		return group
	}
	a.skip(c)
	if c.number {
		return v.Int64()
	}
	return strings.Clone(string(v.ByteArray()))
}

func (a *assembler) items(c column, define, depth int) any {
	first := a.leaf
	items := []any{}
	if v, _ := a.next(first); v.DefinitionLevel() == define+1 {
		a.skip(*c.element)
		return items
	}
	for !a.broken {
		a.leaf = first
		items = append(items, a.take(*c.element, define+2, depth+1))
		if v, ok := a.next(first); !ok || v.RepetitionLevel() != depth+1 {
			break
		}
	}
	return items
}

// skip passes over one value of every leaf of a column.
func (a *assembler) skip(c column) {
	for range c.leaves(nil) {
		if _, ok := a.next(a.leaf); !ok {
			a.broken = true
		} else {
			a.values[a.leaf] = a.values[a.leaf][1:]
		}
		a.leaf++
	}
}
