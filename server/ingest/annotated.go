package ingest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/formats"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/ingest/source"
)

// asFile is a file as the readers of annotated formats see it.
func asFile(f source.File) formats.File {
	return formats.File{Name: path.Base(f.Name), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(f.Data, 0, f.Size)), nil
	}}
}

// annotated takes a file or an archive in if it is of an annotated format; skip
// names the members of an archive that were taken in.
func (t *Taker) annotated(ctx context.Context, number int, f source.File) (done bool, skip map[string]bool, goOn bool, err error) {
	if want, ok := reader(t.in.Choice.Format); ok {
		files, problem := t.members(f)
		if problem != nil {
			on, err := t.put(ctx, waiting{file: number, outcome: wire.ImportOutcome{Name: f.Name, Result: "refused", Problem: problem}})
			return true, nil, on, err
		}
		on, err := t.Group(ctx, number, f.Name, Group{Format: want, Files: files})
		return true, nil, on, err
	}
	if t.in.Choice.Format != "" {
		return false, nil, true, nil
	}
	if format, ok := single(asFile(f)); ok {
		on, err := t.Group(ctx, number, f.Name, Group{Format: format, Files: []formats.File{asFile(f)}})
		return true, nil, on, err
	}
	members, problem := source.Members(f, source.Limits{})
	if problem != nil {
		return false, nil, true, nil // what it is is said by whoever opens it
	}
	skip, goOn, err = t.archive(ctx, number, f.Name, members)
	return len(skip) == len(members) && len(skip) > 0, skip, goOn, err
}

// members are the files of an archive, or the file itself.
func (t *Taker) members(f source.File) ([]formats.File, *annotations.Error) {
	if kind, _ := source.Detect(f); kind != source.Zip {
		return []formats.File{asFile(f)}, nil
	}
	all, problem := source.Members(f, source.Limits{})
	files := make([]formats.File, len(all))
	for i, m := range all {
		files[i] = formats.File(m)
	}
	return files, problem
}

// archive takes in what annotated formats find among the members of an archive,
// in groups and one by one, and names these members.
func (t *Taker) archive(ctx context.Context, number int, name string, members []source.Member) (skip map[string]bool, goOn bool, err error) {
	entries := make([]Entry, len(members))
	for i, m := range members {
		entries[i] = Entry{Number: i, File: formats.File(m)}
	}
	groups, taken := Grouped(entries)
	for i, e := range entries {
		if taken[i] {
			continue
		}
		if format, ok := single(e.File); ok {
			groups, taken[i] = append(groups, Group{Format: format, First: i, Files: []formats.File{e.File}}), true
		}
	}
	skip = map[string]bool{}
	for i := range taken {
		skip[members[i].Name] = true
	}
	for _, g := range groups {
		if on, err := t.Group(ctx, number, name, g); err != nil || !on {
			return skip, false, err
		}
	}
	return skip, true, nil
}

// Group takes in files of an annotated format: a first reading surveys their
// words where no mapping was chosen for all of them, a second one takes the
// documents in. Every document is an outcome with what had no place.
func (t *Taker) Group(ctx context.Context, number int, name string, g Group) (goOn bool, err error) {
	if on, err := t.Flush(ctx); err != nil || !on {
		return on, err
	}
	schema, err := t.s.keep.Schema(ctx, t.in.Project)
	if err != nil {
		return false, err
	}
	_, mapping, problem := t.survey(g, schema)
	if problem != nil {
		return t.tell(number, wire.ImportOutcome{Name: cmp.Or(name, g.Files[0].Name), Read: g.Format.Name, Result: "refused", Problem: problem}), nil
	}
	n := 0
	for found, err := range g.Format.Read(g.Files, t.readOptions()) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			if problem := refusal(err); problem != nil {
				return t.tell(number, wire.ImportOutcome{Name: cmp.Or(name, g.Files[0].Name), Read: g.Format.Name, Result: "refused", Problem: problem}), nil
			}
			return false, fmt.Errorf("%s: %w", name, err)
		}
		n++
		o, err := t.found(ctx, g.Format, mapping, schema, found)
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		o.Name = placeOf(name, found, len(g.Files), n)
		if !t.tell(number, o) {
			return false, nil
		}
	}
	if n == 0 {
		empty := annotations.Errorf(annotations.Invalid, "no_documents", "", "the file holds no document")
		return t.tell(number, wire.ImportOutcome{Name: cmp.Or(name, g.Files[0].Name), Read: g.Format.Name, Result: "refused", Problem: empty}), nil
	}
	return true, nil
}

// placeOf names where a document stands: the file, in an archive or group with
// the member, and the line.
func placeOf(name string, f formats.Found, files, n int) string {
	switch {
	case name == "":
		name = f.File
	case files > 1 && f.File != "":
		name += "/" + f.File
	}
	switch {
	case f.Line > 0:
		return fmt.Sprintf("%s:%d", name, f.Line)
	case files == 1 && n > 1:
		return fmt.Sprintf("%s#%d", name, n)
	}
	return name
}

func (t *Taker) readOptions() formats.ReadOptions {
	return formats.ReadOptions{Language: t.in.Choice.Language, Column: t.in.Choice.Columns}
}

// survey reads a group once and gives its words with the mapping: the chosen
// one, completed by what is proposed for words that it does not hold.
func (t *Taker) survey(g Group, schema *annotations.Schema) (*formats.Survey, formats.Mapping, *annotations.Error) {
	var chosen formats.Mapping
	if t.in.Choice.Mapping != nil {
		raw, err := json.Marshal(t.in.Choice.Mapping)
		if err == nil {
			chosen, err = formats.ParseMapping(raw)
		}
		if err == nil {
			err = chosen.Check(schema)
		}
		if err != nil {
			return nil, chosen, asProblem(err)
		}
	}
	survey, err := formats.SurveyOf(g.Format.Read(g.Files, t.readOptions()))
	if err != nil {
		return survey, chosen, asProblem(err)
	}
	m := formats.Propose(survey, schema)
	if m.Owners == nil {
		m.Owners = map[string]annotations.Owner{}
	}
	merge(m.Labels, chosen.Labels)
	merge(m.Attributes, chosen.Attributes)
	merge(m.Links, chosen.Links)
	merge(m.Owners, chosen.Owners)
	if as := t.in.Choice.As; as != "" {
		for author := range survey.Authors {
			m.Owners[author] = annotations.Owner(as)
		}
	}
	return survey, m, nil
}

func merge[V any](into, from map[string]V) {
	if into != nil {
		maps.Copy(into, from)
	}
}

// asProblem is an error of a file as a refusal.
func asProblem(err error) *annotations.Error {
	var p *annotations.Error
	if errors.As(err, &p) {
		return p
	}
	return annotations.Errorf(annotations.Invalid, "unreadable_file", "", "cannot be read: %v", err)
}

// Survey says what the words of an annotated file are and how they would be
// mapped. Returns invalid for a file of no annotated format.
func (s *Service) Survey(ctx context.Context, in Intake, f source.File) (string, *formats.Survey, formats.Mapping, error) {
	t := s.Taker(in, nil)
	g := Group{Files: []formats.File{asFile(f)}}
	var ok bool
	if g.Format, ok = reader(in.Choice.Format); !ok {
		g.Format, ok = single(g.Files[0])
	}
	if members, problem := t.members(f); problem == nil && (len(members) > 1 || members[0].Name != g.Files[0].Name) {
		entries := make([]Entry, len(members))
		for i, m := range members {
			entries[i] = Entry{Number: i, File: m}
		}
		if groups, _ := Grouped(entries); len(groups) > 0 {
			g, ok = groups[0], true
		} else if len(members) > 0 {
			g.Format, ok = single(members[0])
			g.Files = members[:1]
		}
	}
	if !ok {
		return "", nil, formats.Mapping{}, annotations.Errorf(annotations.Invalid, "not_annotated", "", "is of no annotated format")
	}
	schema, err := s.keep.Schema(ctx, in.Project)
	if err != nil {
		return "", nil, formats.Mapping{}, err
	}
	survey, m, problem := t.survey(g, schema)
	if problem != nil {
		return g.Format.Name, survey, m, problem
	}
	return g.Format.Name, survey, m, nil
}

// found takes one document in.
func (t *Taker) found(ctx context.Context, format formats.Format, m formats.Mapping, schema *annotations.Schema, f formats.Found) (wire.ImportOutcome, error) {
	o := wire.ImportOutcome{Read: format.Name, Result: "refused", Notes: foundNotes(f)}
	if f.Text == "" && len(f.Problems) > 0 {
		o.Problem = f.Problems[0]
		return o, nil
	}
	item, missed := m.Apply(f, schema)
	o.Notes = append(o.Notes, missedNotes(missed)...)
	if item == nil {
		_, err := text.Parse(f.Text)
		o.Problem = textProblem(err)
		return o, nil
	}
	recognise(item.Document, f, t.in.Choice.Language)
	got, err := t.s.keep.Import(ctx, t.in.Project, t.in.Actor, item)
	if err != nil {
		if o.Problem = refusal(err); o.Problem == nil {
			return o, err
		}
		return o, nil
	}
	o.Spans, o.Links = got.Spans, got.Links
	return o, became(&o, Kept{Added: got.Added})
}

// recognise fills in what the format does not know of a document.
func recognise(d *annotations.Document, f formats.Found, language string) {
	found := article.Recognise(d.Text)
	if len(f.Blocks) == 0 {
		d.Blocks = found.Blocks
	}
	if d.Meta == nil {
		d.Meta = map[string]string{}
	}
	for key, value := range found.Meta {
		if d.Meta[key] == "" {
			d.Meta[key] = value
		}
	}
	if d.Meta["source"] == "" {
		d.Meta["source"] = oneLine(f.File)
	}
	for _, lang := range []string{found.Language, language} {
		if d.Language == "" && formats.CheckLanguage(lang) == nil {
			d.Language = lang
		}
	}
}

// manyNotes is how many different notes one document has at most.
const manyNotes = 50

// foundNotes say what the reader had to say of a document.
func foundNotes(f formats.Found) []wire.ImportNote {
	var all []wire.ImportNote
	if f.Rebuilt {
		all = append(all, wire.ImportNote{Reason: "text_rebuilt", Detail: "the format holds words; the text between them was put together by rule"})
	}
	if f.Unit != "" && f.Unit != formats.CodePoint {
		all = append(all, wire.ImportNote{Reason: "other_unit", Detail: "the file counts positions in " + string(f.Unit)})
	}
	for i, p := range f.Problems {
		if i == manyNotes {
			all = append(all, wire.ImportNote{Reason: "part_unreadable", Detail: "more parts could not be read", Count: len(f.Problems) - i})
			break
		}
		all = append(all, wire.ImportNote{Reason: "part_unreadable", Detail: p.Error()})
	}
	return all
}

// missedNotes count what had no place, by what it was.
func missedNotes(missed []formats.Unmapped) []wire.ImportNote {
	var all []wire.ImportNote
	at := map[string]int{}
	for _, u := range missed {
		reason := "not_mapped"
		if u.Chosen {
			reason = "left_out"
		}
		detail := fmt.Sprintf("%s %q: %s", u.Kind, u.Name, u.Detail)
		i, known := at[reason+detail]
		if !known {
			if len(all) == manyNotes {
				continue
			}
			i = len(all)
			at[reason+detail] = i
			all = append(all, wire.ImportNote{Reason: reason, Detail: detail})
		}
		all[i].Count++
	}
	return all
}
