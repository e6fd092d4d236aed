package formats

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotations"
	"galley/annotations/text"
)

// readLabelStudio reads Label Studio's JSON export, tasks that were made to be
// imported there, and JSON-MIN, which has lost relations and the ties between
// a region and its attributes. Annotations that were cancelled are left out; of
// several people's each is a set; predictions are sets that are Suggested.
func readLabelStudio(files []File, o ReadOptions) iter.Seq2[Found, error] {
	files = slices.DeleteFunc(slices.Clone(files), func(f File) bool { return strings.HasSuffix(strings.ToLower(f.Name), ".xml") })
	return func(yield func(Found, error) bool) {
		for rec, err := range records(files) {
			if err != nil {
				yield(rec.found(), err)
				return
			}
			if !yield(labelStudioFound(rec, o), nil) {
				return
			}
		}
	}
}

// lsWork is one annotation or prediction.
type lsWork struct {
	Result    []json.RawMessage `json:"result"`
	Cancelled bool              `json:"was_cancelled"`
	Truth     bool              `json:"ground_truth"`
	By        json.RawMessage   `json:"completed_by"`
	Version   json.RawMessage   `json:"model_version"`
}

func labelStudioFound(rec record, o ReadOptions) Found {
	f := rec.found()
	task, p := rec.object()
	if p == nil && !task.has("data") {
		return f.labelStudioMin(task, o)
	}
	var data object
	var annotated, predicted []lsWork
	if p == nil {
		p = task.member("data", rec.place, &data)
	}
	key := lsTextKey(data, o)
	if p == nil {
		p = data.member(key, pathOf(rec.place, "data"), &f.Text)
	}
	if p == nil && f.Text == "" {
		p = invalid("no_text", pathOf(rec.place, "data."+key), "the task has no text")
	}
	if p == nil {
		p = task.member("annotations", rec.place, &annotated)
	}
	if p == nil {
		p = task.member("predictions", rec.place, &predicted)
	}
	if p != nil {
		f.Problems, f.Text = nil, ""
		f.trouble(p)
		return f
	}
	if f.ID = word(data["doc_id"]); f.ID == "" {
		f.ID = word(task["id"])
	}
	var owners []string
	_ = data.member("owners", "", &owners)
	f.addMeta(data, key, "doc_id", "owners")
	for i, a := range annotated {
		author := lsAuthor(a.By)
		if author == "" && len(owners) == len(annotated) {
			author = owners[i]
		}
		set := FoundSet{Author: author, State: annotations.Submitted}
		if a.Truth {
			set.State = annotations.Accepted
		}
		if !a.Cancelled {
			f.labelStudioWork(a.Result, set, fmt.Sprintf("annotations[%d].result", i))
		}
	}
	for i, a := range predicted {
		f.labelStudioWork(a.Result, FoundSet{Author: word(a.Version), Suggested: true}, fmt.Sprintf("predictions[%d].result", i))
	}
	return f
}

// pathOf joins the parts of a place.
func pathOf(place, field string) string { return strings.TrimPrefix(place+"."+field, ".") }

// lsTextKey is the member of a task's data that holds its text: the caller's,
// "text", or the only string there is.
func lsTextKey(data object, o ReadOptions) string {
	if c := o.Column["text"]; c != "" {
		return c
	}
	if data.has("text") {
		return "text"
	}
	var strs []string
	for _, k := range slices.Sorted(maps.Keys(data)) {
		if len(data[k]) > 0 && data[k][0] == '"' {
			strs = append(strs, k)
		}
	}
	if len(strs) == 1 {
		return strs[0]
	}
	return "text"
}

// lsAuthor is an id, or the e-mail address of {"id":…,"email":…}.
func lsAuthor(by json.RawMessage) string {
	if o, p := parseObject(by, ""); p == nil {
		if mail := word(o["email"]); mail != "" {
			return mail
		}
		return word(o["id"])
	}
	return word(by)
}

// lsItem is one element of a result.
type lsItem struct {
	ID    json.RawMessage `json:"id"`
	Type  string          `json:"type"`
	From  string          `json:"from_name"`
	Value lsValue         `json:"value"`
	// Of a relation.
	FromID    json.RawMessage `json:"from_id"`
	ToID      json.RawMessage `json:"to_id"`
	Direction string          `json:"direction"`
	Labels    []string        `json:"labels"`
}

type lsValue struct {
	Start   json.RawMessage `json:"start"`
	End     json.RawMessage `json:"end"`
	Text    json.RawMessage `json:"text"`
	Labels  []string        `json:"labels"`
	Hyper   []string        `json:"hypertextlabels"`
	Choices []string        `json:"choices"`
	Global  json.RawMessage `json:"globalOffsets"`
}

// labelStudioWork reads one person's results: regions first, then what is said
// of them, then their relations.
func (f *Found) labelStudioWork(result []json.RawMessage, head FoundSet, place string) {
	w := &lsReading{f: f, set: &foundSet{FoundSet: head, used: map[string]bool{}}, spans: map[string][]int{}}
	for i, raw := range result {
		var it lsItem
		here := fmt.Sprintf("%s[%d]", place, i)
		o, p := parseObject(raw, here)
		for _, m := range []struct {
			name string
			v    any
		}{{"id", &it.ID}, {"type", &it.Type}, {"from_name", &it.From}, {"value", &it.Value}, {"from_id", &it.FromID},
			{"to_id", &it.ToID}, {"direction", &it.Direction}, {"labels", &it.Labels}} {
			if p == nil {
				p = o.member(m.name, here, m.v)
			}
		}
		if p != nil {
			f.trouble(p)
			continue
		}
		w.items, w.places = append(w.items, it), append(w.places, here)
	}
	w.regions()
	w.attributes()
	w.relations()
	f.Sets = append(f.Sets, w.set.FoundSet)
}

type lsReading struct {
	f      *Found
	items  []lsItem
	places []string
	set    *foundSet
	// spans are the set's spans of a region; several when it has several labels.
	spans map[string][]int
}

func (w *lsReading) regions() {
	var at []located
	var of []int
	for i, it := range w.items {
		labels := slices.Concat(it.Value.Labels, it.Value.Hyper)
		if it.Type == "relation" || len(labels) == 0 {
			continue
		}
		start, okStart := whole(it.Value.Start)
		end, okEnd := whole(it.Value.End)
		if !okStart || !okEnd {
			w.f.trouble(invalid("hypertext", w.places[i], "the region lies in the tags of a page, not in a text; only projects of plain text can be read"))
			continue
		}
		var quote string
		quoted := json.Unmarshal(it.Value.Text, &quote) == nil && quote != ""
		at = append(at, located{start: start, end: end, quote: quote, quoted: quoted, place: w.places[i]})
		of = append(of, i)
	}
	unit, fragments, problems := ground(text.New(w.f.Text), at, CodePoint)
	if len(at) > 0 {
		w.f.Unit = unit
	}
	for _, p := range problems {
		w.f.trouble(p)
	}
	for k, i := range of {
		if fragments[k].End == 0 {
			continue
		}
		region := word(w.items[i].ID)
		for _, label := range slices.Concat(w.items[i].Value.Labels, w.items[i].Value.Hyper) {
			if label == "" {
				w.f.trouble(invalid("bad_span", w.places[i], "the region has an empty label"))
				continue
			}
			if region != "" {
				w.spans[region] = append(w.spans[region], len(w.set.Spans))
			}
			w.set.Spans = append(w.set.Spans, FoundSpan{ID: w.set.fresh(region, i), Label: label, Fragments: []annotations.Fragment{fragments[k]}})
		}
	}
}

// attributes reads choices and texts: of their region, or of the document.
func (w *lsReading) attributes() {
	for i, it := range w.items {
		values := it.Value.Choices
		switch {
		case it.Type == "relation" || len(it.Value.Labels) > 0 || len(it.Value.Hyper) > 0:
			continue
		case it.Type == "textarea":
			if json.Unmarshal(it.Value.Text, &values) != nil {
				values = []string{word(it.Value.Text)}
			}
		case it.Type != "choices":
			w.f.trouble(invalid("unknown_result", w.places[i], "a result of the kind %q is not read", short(it.Type)))
			continue
		}
		if len(it.Value.Start) == 0 {
			w.f.addMeta(object{it.From: mustJSON(strings.Join(values, ", "))})
			continue
		}
		if len(w.spans[word(it.ID)]) == 0 {
			w.f.trouble(invalid("unknown_span", w.places[i], "says something of a region that could not be read"))
		}
		for _, k := range w.spans[word(it.ID)] {
			sp := &w.set.Spans[k]
			if it.From == lsNote && it.Type == "textarea" {
				sp.Note = strings.Join(values, "\n")
				continue
			}
			if sp.Attributes == nil {
				sp.Attributes = map[string]annotations.Value{}
			}
			if sp.Attributes[it.From] = annotations.List(values...); len(values) == 1 {
				sp.Attributes[it.From] = annotations.String(values[0])
			}
		}
	}
}

func mustJSON(s string) json.RawMessage {
	raw, _ := json.Marshal(s)
	return raw
}

func (w *lsReading) relations() {
	for i, it := range w.items {
		if it.Type != "relation" {
			continue
		}
		from, to := w.spans[word(it.FromID)], w.spans[word(it.ToID)]
		if len(from) == 0 || len(to) == 0 {
			w.f.trouble(invalid("unknown_span", w.places[i], "relates regions of which one could not be read"))
			continue
		}
		if it.Direction == "left" {
			from, to = to, from
		}
		if len(it.Labels) == 0 {
			it.Labels = []string{"relation"}
		}
		for _, kind := range it.Labels {
			w.set.Links = append(w.set.Links, FoundLink{ID: strconv.Itoa(len(w.set.Links)), Type: kind,
				Roles: map[string][]string{"from": {w.set.Spans[from[0]].ID}, "to": {w.set.Spans[to[0]].ID}}})
		}
	}
	rejoin(&w.set.FoundSet)
}

// labelStudioMin reads a record of JSON-MIN: the text and a member for each
// control, one record for each annotation.
func (f Found) labelStudioMin(o object, ro ReadOptions) Found {
	key := lsTextKey(o, ro)
	if p := o.member(key, "", &f.Text); p != nil || f.Text == "" {
		if p == nil {
			p = invalid("no_text", key, "the record has neither data nor a text")
		}
		f.trouble(p)
		return f
	}
	f.ID = word(o["id"])
	set := FoundSet{Author: lsAuthor(o["annotator"]), State: annotations.Submitted}
	var items []json.RawMessage
	read := []string{key, "id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"}
	for _, k := range slices.Sorted(maps.Keys(o)) {
		regions, ok := list(o[k])
		if !ok || slices.Contains(read, k) {
			continue
		}
		for _, r := range regions {
			v, p := parseObject(r, k)
			if p != nil || !v.has("start", "end") {
				ok = false
				continue
			}
			raw, _ := json.Marshal(map[string]any{"type": "labels", "from_name": k, "value": v})
			items = append(items, raw)
		}
		if ok && len(regions) > 0 {
			read = append(read, k)
		}
	}
	f.addMeta(o, read...)
	f.labelStudioWork(items, set, "label")
	return f
}

// detectLabelStudio is sure of tasks with data and annotations or predictions,
// and of JSON-MIN by the keys that only it has.
func detectLabelStudio(files []File, head func(File) []byte) bool {
	if !only(files, ".json", ".xml", ".jsonl") {
		return false
	}
	for _, f := range files {
		if strings.HasSuffix(strings.ToLower(f.Name), ".xml") {
			continue
		}
		first, _ := sniff(head(f))
		if len(first["data"]) > 0 && first["data"][0] != '{' {
			return false
		}
		return first.has("data") && (first.has("annotations") || first.has("predictions")) || first.has("annotation_id", "lead_time")
	}
	return false
}
