package formats

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/strict"
)

const noteLabelStudio = "make the Label Studio project with the labelling configuration labeling_config.xml before tasks.json is imported"

// The controls of the labelling configuration that are not attributes.
const (
	lsLabels = "label"
	lsText   = "text"
	lsNote   = "note"
)

type lsTask struct {
	Data        lsData         `json:"data"`
	Annotations []lsAnnotation `json:"annotations"`
	Predictions []lsPrediction `json:"predictions"`
}

type lsData struct {
	Text  string `json:"text"`
	DocID string `json:"doc_id"`
	Title string `json:"title"`
	// Owners are whose the annotations are, in order: Label Studio refuses a
	// task that was completed by somebody it does not know.
	Owners []string `json:"owners"`
}

type lsAnnotation struct {
	Result []any `json:"result"`
}

type lsPrediction struct {
	Version string `json:"model_version"`
	Result  []any  `json:"result"`
}

// lsResult is a region, or an attribute of the region with the same id.
type lsResult struct {
	ID    string         `json:"id"`
	From  string         `json:"from_name"`
	To    string         `json:"to_name"`
	Type  string         `json:"type"`
	Value map[string]any `json:"value"`
}

type lsRelation struct {
	Type      string   `json:"type"`
	From      string   `json:"from_id"`
	To        string   `json:"to_id"`
	Direction string   `json:"direction"`
	Labels    []string `json:"labels"`
}

// labelStudioWriter writes Label Studio's tasks as labelstud.io/guide/tasks
// describes them, and the labelling configuration that they need beside them;
// both were checked with the validator of label-studio-sdk.
// A set is one annotation of the task; a suggester's is a prediction.
//
// A span of several fragments becomes one region a fragment, tied by the
// relation "continuation". Attributes are choices or text areas of their
// region. A link becomes relations as in doccano-rel; their attributes have no
// place.
type labelStudioWriter struct {
	base
	folder Folder
	tasks  io.Writer
	config *lsConfig
}

func newLabelStudio(folder Folder, o Options) Writer {
	return &labelStudioWriter{base: newBase(o), folder: folder, config: newLSConfig(o.Schema)}
}

func (w *labelStudioWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	task := lsTask{Data: lsData{Text: d.Text.String(), DocID: d.ID, Title: d.Title(), Owners: []string{}},
		Annotations: []lsAnnotation{}, Predictions: []lsPrediction{}}
	for _, s := range it.sorted() {
		result := w.results(d, s)
		if strings.HasPrefix(string(s.Owner), "suggester:") {
			task.Predictions = append(task.Predictions, lsPrediction{string(s.Owner), result})
			continue
		}
		task.Data.Owners = append(task.Data.Owners, string(s.Owner))
		task.Annotations = append(task.Annotations, lsAnnotation{result})
	}
	if w.failed != nil {
		return w.failed
	}
	raw, err := strict.Marshal(task)
	if err == nil {
		err = w.put(raw)
	}
	if err != nil {
		return fmt.Errorf("write document %s: %w", d.ID, err)
	}
	w.tally.Documents++
	return nil
}

// put writes a task into the array.
func (w *labelStudioWriter) put(task []byte) (err error) {
	between := ",\n"
	if w.tasks == nil {
		between = "[\n"
		if w.tasks, err = w.folder.Create("tasks.json"); err != nil {
			return err
		}
	}
	_, err = w.tasks.Write(append([]byte(between), task...))
	return err
}

func (w *labelStudioWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	end := "\n]\n"
	var err error
	if w.tasks == nil {
		end = "[]\n"
		w.tasks, err = w.folder.Create("tasks.json")
	}
	if err == nil {
		_, err = io.WriteString(w.tasks, end)
	}
	var config io.Writer
	if err == nil {
		config, err = w.folder.Create("labeling_config.xml")
	}
	if err == nil {
		_, err = io.WriteString(config, w.config.xml())
	}
	w.tally.note(noteLabelStudio)
	return w.tally.Report, err
}

// results are a set's regions with their attributes, then its relations.
func (w *labelStudioWriter) results(d *annotations.Document, s Set) []any {
	all := []any{}
	pieces := w.pieces(d, s, "regions tied by the relation continuation")
	region := func(id string, n int) string {
		if n > 0 {
			return id + "." + strconv.Itoa(n+1)
		}
		return id
	}
	for _, p := range pieces {
		w.config.label(p.span.Label)
		add := func(from, kind, key string, value any) {
			all = append(all, lsResult{region(p.span.ID, p.n), from, lsText, kind,
				map[string]any{"start": int(p.Start), "end": int(p.End), "text": d.Text.Slice(p.Start, p.End), key: value}})
		}
		add(lsLabels, "labels", "labels", []string{p.span.Label})
		if p.n > 0 {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(p.span.Attributes)) {
			values := valueItems(p.span.Attributes[id])
			if len(values) == 0 {
				w.lose(d, s.Owner, p.span.ID, AttributeUnsupported, "the span without it")
				continue
			}
			if w.config.attribute(id, p.span.Label, values, p.span.Attributes[id]) {
				add(lsAttribute(id), "choices", "choices", values)
			} else {
				add(lsAttribute(id), "textarea", "text", values)
			}
		}
		if p.span.Note != "" {
			add(lsNote, "textarea", "text", []string{p.span.Note})
		}
	}
	relate := func(from, to, name string) {
		w.config.relation(name)
		all = append(all, lsRelation{"relation", from, to, "right", []string{name}})
	}
	in := inFile(pieces)
	for _, sp := range s.Spans {
		for i := 1; i < len(sp.Fragments) && in[sp.ID]; i++ {
			relate(region(sp.ID, i-1), region(sp.ID, i), continuation)
		}
	}
	var written []*annotations.Link
	for _, l := range s.Links {
		pairs := w.relations(d, s, l, in)
		for _, r := range pairs {
			relate(r.from, r.to, r.name)
		}
		if len(pairs) == 0 {
			continue
		}
		written = append(written, l)
		w.tally.Links++
		if len(l.Attributes) > 0 {
			w.lose(d, s.Owner, l.ID, AttributeUnsupported, "the relations without them")
		}
	}
	w.reportMerged(d, s, written)
	return all
}

// valueItems are the strings of a value; none for one that says nothing, which
// formats that name only what is there cannot hold.
func valueItems(v annotations.Value) []string {
	if items, ok := v.Items(); ok {
		if slices.Contains(items, "") {
			return nil
		}
		return items
	}
	if s := v.Text(); s != "" {
		return []string{s}
	}
	return nil
}

// lsAttribute is the control of an attribute; the names of the other controls
// are taken.
func lsAttribute(id string) string {
	if id == lsLabels || id == lsText || id == lsNote || id == "relation" {
		return "attribute_" + id
	}
	return id
}

// lsConfig collects what the tasks need in the labelling configuration: what
// the schema has, and what comes beside it.
type lsConfig struct {
	labels    []string
	relations map[string]bool
	order     []string
	controls  map[string]*lsControl
}

// lsControl is an attribute's: choices, or a text area when it has none.
type lsControl struct {
	choices  []string
	multiple bool
	text     bool
	labels   []string
}

func newLSConfig(schema *annotations.Schema) *lsConfig {
	c := &lsConfig{relations: map[string]bool{}, controls: map[string]*lsControl{}}
	if schema == nil {
		return c
	}
	for _, l := range schema.Labels {
		if l.Retired {
			continue
		}
		c.label(l.ID)
		for _, id := range l.Attributes {
			a := schema.Attribute(id)
			if a.Retired {
				continue
			}
			k := c.control(id)
			k.multiple = a.Multi
			k.labels = append(k.labels, l.ID)
			switch a.Type {
			case annotations.EnumAttribute:
				k.choices = nil
				for _, v := range a.Values {
					k.choices = append(k.choices, v.ID)
				}
			case annotations.BoolAttribute:
				k.choices = []string{"true", "false"}
			default:
				k.text = true
			}
		}
	}
	for _, t := range schema.Links {
		for i, r := range t.Roles {
			if len(t.Roles) == 2 {
				c.relation(t.ID)
			} else if i > 0 {
				c.relation(t.ID + ":" + r.ID)
			}
		}
	}
	c.relation(continuation)
	return c
}

func (c *lsConfig) label(id string) {
	if !slices.Contains(c.labels, id) {
		c.labels = append(c.labels, id)
	}
}

func (c *lsConfig) relation(name string) { c.relations[name] = true }

func (c *lsConfig) control(id string) *lsControl {
	if c.controls[id] == nil {
		c.controls[id] = &lsControl{}
		c.order = append(c.order, id)
	}
	return c.controls[id]
}

// attribute makes sure that a control can take the values, and reports whether
// it is one of choices.
func (c *lsConfig) attribute(id, label string, values []string, v annotations.Value) bool {
	known := c.controls[id] != nil
	k := c.control(id)
	if !known {
		_, yes := v.Yes()
		if k.text = !yes; yes {
			k.choices = []string{"true", "false"}
		}
	}
	if !slices.Contains(k.labels, label) {
		k.labels = append(k.labels, label)
	}
	if k.text {
		return false
	}
	k.multiple = k.multiple || len(values) > 1
	for _, s := range values {
		if !slices.Contains(k.choices, s) {
			k.choices = append(k.choices, s)
		}
	}
	return true
}

// xml is the configuration. The text is tagged letter by letter (granularity
// symbol): Label Studio would widen a mark to whole words otherwise.
func (c *lsConfig) xml() string {
	var b strings.Builder
	b.WriteString("<View>\n")
	fmt.Fprintf(&b, "  <Labels name=%s toName=%s>\n", quoteXML(lsLabels), quoteXML(lsText))
	for _, l := range c.labels {
		fmt.Fprintf(&b, "    <Label value=%s/>\n", quoteXML(l))
	}
	b.WriteString("  </Labels>\n")
	if len(c.relations) > 0 {
		b.WriteString("  <Relations>\n")
		for _, r := range slices.Sorted(maps.Keys(c.relations)) {
			fmt.Fprintf(&b, "    <Relation value=%s/>\n", quoteXML(r))
		}
		b.WriteString("  </Relations>\n")
	}
	for _, id := range c.order {
		k := c.controls[id]
		common := fmt.Sprintf("name=%s toName=%s perRegion=\"true\" visibleWhen=\"region-selected\" whenLabelValue=%s",
			quoteXML(lsAttribute(id)), quoteXML(lsText), quoteXML(strings.Join(k.labels, ",")))
		if k.text {
			fmt.Fprintf(&b, "  <TextArea %s editable=\"true\"/>\n", common)
			continue
		}
		choice := "single"
		if k.multiple {
			choice = "multiple"
		}
		fmt.Fprintf(&b, "  <Choices %s choice=%q>\n", common, choice)
		for _, v := range k.choices {
			fmt.Fprintf(&b, "    <Choice value=%s/>\n", quoteXML(v))
		}
		b.WriteString("  </Choices>\n")
	}
	fmt.Fprintf(&b, "  <TextArea name=%s toName=%s perRegion=\"true\" editable=\"true\"/>\n", quoteXML(lsNote), quoteXML(lsText))
	fmt.Fprintf(&b, "  <Text name=%s value=\"$text\" granularity=\"symbol\"/>\n</View>\n", quoteXML(lsText))
	return b.String()
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;")

// quoteXML is an attribute's value in its quotation marks.
func quoteXML(s string) string { return `"` + xmlEscapes.Replace(s) + `"` }
