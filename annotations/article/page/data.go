package page

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"galley/annotations/article"
)

// data proposes metadata: what JSON-LD says, else <meta> and <time>, else what
// the words gave. The site and the address come from the page's head alone.
func (d *document) data(r *article.Result) {
	if r.Meta == nil {
		r.Meta = map[string]string{}
	}
	h := d.headData()
	ld := d.linked()
	take := func(key string, from ...string) {
		for _, v := range from {
			if v = clean(v); v != "" {
				r.Meta[key] = v
				return
			}
		}
	}
	shown := r.Meta["title"]
	if shown == "" {
		take("title", ld.headline, h["og:title"], h["title"])
	}
	take("author", ld.author, person(h["author"], h, ld), person(h["article:author"], h, ld), unBy(h["byl"]), r.Meta["author"])
	take("published", when(ld.published), when(first(h, "article:published_time", "datepublished", "dc.date.issued", "dcterms.created", "date", "pubdate")), r.Meta["published"], d.timeTag())
	take("updated", when(ld.modified), when(first(h, "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified")), r.Meta["updated"])
	take("site", ld.publisher, h["og:site_name"], h["application-name"])
	take("url", address(h["canonical"]), address(h["og:url"]), address(ld.url))
	take("keywords", h["news_keywords"], h["keywords"])
	if ld.access != "" {
		r.Meta["access"] = ld.access
	}
	if r.Meta["updated"] == r.Meta["published"] {
		delete(r.Meta, "updated")
	}
	if r.Language == "" {
		r.Language = tag(first(map[string]string{"a": d.lang, "b": strings.ReplaceAll(h["og:locale"], "_", "-")}, "a", "b"))
	}
}

// clean makes one line of a value, of at most 500 bytes.
func clean(v string) string {
	v = strings.Join(strings.Fields(html.UnescapeString(v)), " ")
	if len(v) > 500 {
		return ""
	}
	return strings.ToValidUTF8(v, "")
}

func first(m map[string]string, keys ...string) string {
	for _, k := range keys {
		if v := strings.TrimSpace(m[k]); v != "" {
			return v
		}
	}
	return ""
}

// headData collects <meta>, <title> and the canonical link, names lower-cased.
func (d *document) headData() map[string]string {
	if d.said != nil {
		return d.said
	}
	h := map[string]string{}
	d.said = h
	put := func(k, v string) {
		if k = strings.ToLower(strings.TrimSpace(k)); k != "" && h[k] == "" {
			h[k] = v
		}
	}
	for n := range d.root.Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
				put(attr(n, key), attr(n, "content"))
			}
		case atom.Title:
			if n.Parent.DataAtom == atom.Head {
				put("title", allText(n))
			}
		case atom.Link:
			if hasWord(strings.ToLower(attr(n, "rel")), "canonical") {
				put("canonical", attr(n, "href"))
			}
		}
	}
	return h
}

// person is an author's name in <meta>; empty for an address, and for the site
// that calls itself the author.
//
// Case: <meta name="author" content="Neuländer Zeitung"> on every page of it.
func person(name string, h map[string]string, ld linkedData) string {
	name = strings.TrimSpace(name)
	if name == "" || strings.Contains(name, "://") || strings.Contains(name, "@") {
		return ""
	}
	for _, site := range []string{h["og:site_name"], ld.publisher, h["application-name"], h["publisher"]} {
		if site != "" && letters(site) == letters(name) {
			return ""
		}
	}
	if title := h["title"]; strings.HasSuffix(letters(title), letters(name)) || strings.Contains(name, ".") && !strings.Contains(name, " ") {
		return "" // the site's name ends its titles; or a host
	}
	if !strings.Contains(name, " ") {
		return ""
	}
	return unBy(name)
}

func unBy(s string) string {
	for _, by := range []string{"By ", "Von ", "von ", "by "} {
		s = strings.TrimPrefix(strings.TrimSpace(s), by)
	}
	return s
}

// when makes RFC 3339 of a machine's time; empty when it is none.
func when(s string) string {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.000Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Truncate(time.Second).Format(time.RFC3339)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format("2006-01-02T15:04:05")
		}
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.Format(time.DateOnly)
	}
	return ""
}

// timeTag is the first <time datetime> that is seen before the body's end.
func (d *document) timeTag() string {
	for n := range d.root.Descendants() {
		if n.DataAtom != atom.Time {
			continue
		}
		if e, seen := d.extent[n]; seen && e.start < d.ground.tail && !d.boilerplate(n, false) {
			if t := when(attr(n, "datetime")); t != "" {
				return t
			}
		}
	}
	return ""
}

func address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(s) > 2_000 {
		return ""
	}
	return u.String()
}

// tag is the language part of a language tag, where it looks like one.
func tag(s string) string {
	s, _, _ = strings.Cut(s, "-")
	if s = strings.ToLower(s); len(s) < 2 || len(s) > 3 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return s
}

// linkedData is what a page's JSON-LD says of its article.
type linkedData struct {
	headline, author, published, modified, publisher, url, access string
	found                                                         bool
}

// maxLinked is how many bytes of JSON-LD are read, per script.
const maxLinked = 1 << 20

// linked reads the JSON-LD of the page: an object, a list of objects, or a
// @graph; of several the first that is an article counts.
func (d *document) linked() linkedData {
	if d.ld != nil {
		return *d.ld
	}
	var best linkedData
	d.ld = &best
	for n := range d.root.Descendants() {
		if n.DataAtom != atom.Script || !strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") || best.found {
			continue
		}
		raw := strings.TrimSpace(allText(n))
		if len(raw) > maxLinked {
			continue
		}
		raw = strings.TrimSuffix(strings.TrimPrefix(raw, "<!--"), "-->")
		var v any
		if json.Unmarshal([]byte(raw), &v) == nil {
			best = articleIn(v, 0)
		}
	}
	return best
}

func articleIn(v any, depth int) (ld linkedData) {
	if depth > 6 {
		return ld
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if ld = articleIn(x, depth+1); ld.found {
				return ld
			}
		}
	case map[string]any:
		if isArticle(v["@type"]) {
			return linkedData{
				headline: str(v["headline"], v["name"]), author: names(v["author"], v["creator"]), published: str(v["datePublished"], v["dateCreated"]),
				modified: str(v["dateModified"]), publisher: names(v["publisher"]), url: str(v["url"], v["mainEntityOfPage"]), access: access(v["isAccessibleForFree"]), found: true,
			}
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if ld = articleIn(v[key], depth+1); ld.found {
				return ld
			}
		}
	}
	return ld
}

func isArticle(v any) bool {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if isArticle(x) {
				return true
			}
		}
	case string:
		v = v[strings.LastIndexByte(v, '/')+1:]
		switch v {
		case "LiveBlogPosting", "BlogPosting", "Report", "SocialMediaPosting":
			return true
		}
		return strings.HasSuffix(v, "Article")
	}
	return false
}

// str is the first value that is a string, or names an address by @id.
func str(values ...any) string {
	for _, v := range values {
		switch v := v.(type) {
		case string:
			if v != "" {
				return v
			}
		case map[string]any:
			if s, ok := v["@id"].(string); ok && s != "" {
				return s
			}
		case []any:
			if s := str(v...); s != "" {
				return s
			}
		}
	}
	return ""
}

// names joins the names of people or organisations with commas.
func names(values ...any) string {
	for _, v := range values {
		switch v := v.(type) {
		case string:
			if v != "" && !strings.Contains(v, "://") {
				return unBy(v)
			}
		case map[string]any:
			if s := str(v["name"]); s != "" {
				return unBy(s)
			}
		case []any:
			var all []string
			for _, x := range v {
				if s := names(x); s != "" {
					all = append(all, s)
				}
			}
			if len(all) > 0 {
				return strings.Join(all, ", ")
			}
		}
	}
	return ""
}

// access is "free" or "paid" as isAccessibleForFree says, or empty.
func access(v any) string {
	switch s, _ := v.(string); {
	case v == true || strings.EqualFold(s, "true"):
		return "free"
	case v == false || strings.EqualFold(s, "false"):
		return "paid"
	}
	return ""
}
