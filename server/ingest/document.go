package ingest

import (
	"errors"
	"maps"
	"strings"

	"galley/annotations"
	"galley/annotations/article"
	"galley/annotations/article/page"
	"galley/annotations/formats"
	"galley/annotations/text"
	"galley/annotations/wire"
	"galley/server/ingest/source"
)

// document makes a document of a piece: what the source says goes before what
// is recognised. note says what a page is that is no article.
func document(p source.Piece, language string) (d *annotations.Document, note *wire.ImportNote, problem *annotations.Error) {
	t, found, note, problem := recognised(p)
	if problem != nil {
		return nil, nil, problem
	}
	d = &annotations.Document{Revision: 1, Text: t, SHA256: t.SHA256(), Language: found.Language, Meta: map[string]string{}, Blocks: found.Blocks}
	maps.Copy(d.Meta, found.Meta)
	for key, said := range p.Meta {
		if said = oneLine(said); said != "" {
			d.Meta[key] = said
		}
	}
	if d.Meta["source"] == "" {
		d.Meta["source"] = oneLine(p.Name)
	}
	if p.Encoding.Name != "" && p.Encoding.Name != "utf-8" {
		d.Meta["encoding"] = p.Encoding.String()
	}
	for _, lang := range []string{p.Language, found.Language, language} {
		if lang != "" && formats.CheckLanguage(lang) == nil {
			d.Language = lang
			break
		}
	}
	return d, note, nil
}

// recognised is a piece's text with its blocks.
func recognised(p source.Piece) (t text.Text, found article.Result, note *wire.ImportNote, problem *annotations.Error) {
	if p.Kind != source.HTML {
		t, err := text.Parse(p.Text)
		if err != nil {
			return t, found, nil, textProblem(err)
		}
		return t, article.Recognise(t), nil, nil
	}
	read := page.Read(string(p.Page))
	said := read.Kind.Problem()
	if read.Text.Len() == 0 {
		return t, found, nil, said
	}
	if said != nil {
		note = &wire.ImportNote{Reason: said.Reason, Detail: said.Detail}
	}
	return read.Text, read.Result, note, checked(read.Text.String())
}

// checked refuses a text that a page gave and no store can hold.
func checked(s string) *annotations.Error {
	parsed, err := text.Parse(s)
	if err != nil {
		return textProblem(err)
	}
	if parsed.String() != s {
		return annotations.Errorf(annotations.Internal, "text_changed", "text", "the page's text is not in its stored form")
	}
	return nil
}

// textProblem is text.Parse's refusal as ours.
func textProblem(err error) *annotations.Error {
	var bad *text.Problem
	if !errors.As(err, &bad) {
		return annotations.Errorf(annotations.Invalid, "bad_text", "text", "%v", err)
	}
	code := annotations.Invalid
	if bad.Reason == "too_large" {
		code = annotations.TooLarge
	}
	refused := annotations.Errorf(code, bad.Reason, "text", "%v", bad)
	refused.Line = bad.Line
	return refused
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxSource {
		s = string(r[:maxSource])
	}
	return s
}
