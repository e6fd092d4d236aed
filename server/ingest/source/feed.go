package source

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"galley/annotations"
)

// feed gives the entries of an RSS or Atom feed, each as the web page that it
// carries. A feed that carries only teasers says so in a note.
func (o *opener) feed(name string, raw []byte) {
	s, enc, p := decode(raw, declaredIn(raw))
	if p != nil {
		o.refuse(name, p)
		return
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader([]byte(inUTF8(s))))
	if err != nil {
		o.refuse(name, unreadable("this is no RSS or Atom feed: %v", err))
		return
	}
	if len(f.Items) == 0 {
		o.refuse(name, annotations.Errorf(annotations.Invalid, "empty_feed", "", "the feed has no entries"))
		return
	}
	for i, item := range f.Items {
		if i >= o.o.Limits.Rows {
			o.refuse(name, annotations.Errorf(annotations.TooLarge, "too_many_rows", "", "only the first %d entries were read", o.o.Limits.Rows))
			return
		}
		piece := entry(item, f)
		piece.Name, piece.Encoding = fmt.Sprintf("%s#%d", name, i+1), enc
		if !o.give(piece, nil) {
			return
		}
	}
}

// inUTF8 takes away a declaration of the encoding that has been undone.
func inUTF8(s string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "<?xml")
	if !ok {
		return s
	}
	if _, after, ok := strings.Cut(rest, "?>"); ok {
		return after
	}
	return s
}

func entry(item *gofeed.Item, f *gofeed.Feed) Piece {
	p := Piece{Kind: HTML, Meta: map[string]string{}, Language: strings.ToLower(f.Language)}
	put(p.Meta, "title", item.Title)
	put(p.Meta, "url", item.Link)
	put(p.Meta, "source", f.Title)
	var authors []string
	for _, a := range item.Authors {
		if a != nil && a.Name != "" {
			authors = append(authors, a.Name)
		}
	}
	put(p.Meta, "author", strings.Join(authors, ", "))
	put(p.Meta, "published", when(item.Published, item.PublishedParsed))
	put(p.Meta, "updated", when(item.Updated, item.UpdatedParsed))
	body := item.Content
	if body == "" {
		body = item.Description
		p.Notes = append(p.Notes, Note{Reason: "teaser_only", Detail: "the feed carries only a summary of this entry"})
	}
	var page strings.Builder
	page.WriteString("<!doctype html><html><body><article>")
	if item.Title != "" {
		page.WriteString("<h1>" + html.EscapeString(item.Title) + "</h1>")
	}
	if strings.Contains(body, "<") {
		page.WriteString(body)
	} else {
		page.WriteString("<p>" + html.EscapeString(html.UnescapeString(body)) + "</p>")
	}
	page.WriteString("</article></body></html>")
	p.Page = []byte(page.String())
	return p
}

// when is a time as the feed says it, with its own zone where that can be read.
func when(said string, parsed *time.Time) string {
	for _, layout := range []string{time.RFC1123Z, time.RFC3339, "Mon, 2 Jan 2006 15:04:05 -0700"} {
		if at, err := time.Parse(layout, strings.TrimSpace(said)); err == nil {
			return at.Format(time.RFC3339)
		}
	}
	if parsed == nil {
		return ""
	}
	return parsed.Format(time.RFC3339)
}
