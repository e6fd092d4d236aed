package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"strings"
	"unicode/utf8"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/formats"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// Keeper keeps what came in.
type Keeper interface {
	Schema(ctx context.Context, project string) (*annotations.Schema, error)
	// Add adds a document, or finds the one with its text.
	Add(ctx context.Context, project string, d *annotations.Document) (wire.Added, error)
	// AddAll is Add for several documents at once, each for itself, in order. An
	// error means that none was added.
	AddAll(ctx context.Context, project string, all []*annotations.Document) ([]Kept, error)
	// Import adds a document with its sets, all or nothing.
	Import(ctx context.Context, project, actor string, it *formats.Item) (Imported, error)
}

// Kept is what became of one document of several.
type Kept struct {
	wire.Added
	Err error
}

// Imported says what became of one document with its sets.
type Imported struct {
	wire.Added
	Spans, Links int
	// Line is where the document stands in its file, from 1; 0 for none.
	Line int
}

// Service takes documents in. It is safe for concurrent use.
type Service struct{ keep Keeper }

// New is a Service that hands documents to keep.
func New(keep Keeper) *Service { return &Service{keep} }

// Limits of what a person says about a text, in code points.
const (
	maxTitle  = 1_000
	maxSource = 2_000
)

// Text adds a document made of a plain text. Returns invalid or too_large with
// the text's reason ("not_utf8", "nul", "empty" …) and line, invalid for a bad
// title, source, address or language, and the keeper's refusals.
func (s *Service) Text(ctx context.Context, project string, n wire.NewDocument) (wire.Added, error) {
	d, err := Document(n)
	if err != nil {
		return wire.Added{}, err
	}
	return s.keep.Add(ctx, project, d)
}

// Document makes a document of a plain text, without adding it.
func Document(n wire.NewDocument) (*annotations.Document, error) {
	if err := checkWords(n); err != nil {
		return nil, err
	}
	t, err := text.Parse(n.Text)
	if err != nil {
		return nil, textProblem(err)
	}
	found := article.Recognise(t)
	d := &annotations.Document{
		Revision: 1, Text: t, SHA256: t.SHA256(), Language: found.Language,
		Meta: maps.Clone(found.Meta), Blocks: found.Blocks,
	}
	if d.Meta == nil {
		d.Meta = map[string]string{}
	}
	for key, said := range map[string]string{"title": n.Title, "source": n.Source, "url": n.URL} {
		if said = strings.TrimSpace(said); said != "" {
			d.Meta[key] = said
		}
	}
	if n.Language != "" {
		d.Language = n.Language
	}
	return d, nil
}

func checkWords(n wire.NewDocument) error {
	bad := func(field, format string, args ...any) error {
		return annotations.Errorf(annotations.Invalid, "bad_meta", field, format, args...)
	}
	for _, w := range []struct {
		field, value string
		most         int
	}{{"title", n.Title, maxTitle}, {"source", n.Source, maxSource}, {"url", n.URL, maxSource}} {
		if utf8.RuneCountInString(w.value) > w.most || strings.ContainsFunc(w.value, func(r rune) bool { return r < ' ' && r != '\t' }) {
			return bad(w.field, "has at most %d characters on one line", w.most)
		}
	}
	if n.URL != "" {
		if u, err := url.Parse(strings.TrimSpace(n.URL)); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return bad("url", "is not an http or https address")
		}
	}
	if p := formats.CheckLanguage(n.Language); p != nil {
		return p
	}
	return nil
}

// Galley adds the documents of a native JSONL file, line by line in constant
// memory, in the name of actor. each is told of every line as it was dealt with,
// a document or a problem, and says whether to go on. An error means that reading
// or keeping had to stop; what each was told of before is kept.
func (s *Service) Galley(ctx context.Context, project, actor string, r io.Reader, each func(Imported, *wire.LineProblem) bool) error {
	schema, err := s.keep.Schema(ctx, project)
	if err != nil {
		return err
	}
	for line, err := range formats.ReadGalley(r, schema) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		got, problem := Imported{}, line.Problem
		if problem == nil {
			if got, err = s.keep.Import(ctx, project, actor, line.Item); err != nil {
				if problem = refusal(err); problem == nil {
					return fmt.Errorf("line %d: %w", line.Number, err)
				}
			}
		}
		var bad *wire.LineProblem
		if problem != nil {
			got, bad = Imported{}, &wire.LineProblem{Line: line.Number, Problem: problem}
		}
		got.Line = line.Number
		if !each(got, bad) {
			return nil
		}
	}
	return nil
}

// refusal is the problem of one line that the next may not have; nil when the
// keeper itself is in trouble.
func refusal(err error) *annotations.Error {
	var p *annotations.Error
	if !errors.As(err, &p) {
		return nil
	}
	switch p.Code {
	case annotations.Invalid, annotations.Conflict, annotations.TooLarge:
		return p
	}
	return nil
}
