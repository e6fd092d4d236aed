package formats

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/annotations"
	"galley/annotations/strict"
)

type claimReview struct {
	Context   string        `json:"@context"`
	Type      string        `json:"@type"`
	URL       string        `json:"url,omitempty"`
	Published string        `json:"datePublished,omitempty"`
	Claim     string        `json:"claimReviewed"`
	Author    *reviewAuthor `json:"author,omitempty"`
	Item      reviewedClaim `json:"itemReviewed"`
	Rating    reviewRating  `json:"reviewRating"`
}

type reviewAuthor struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type reviewedClaim struct {
	Type       string        `json:"@type"`
	Author     *reviewAuthor `json:"author,omitempty"`
	Published  string        `json:"datePublished,omitempty"`
	Appearance *creativeWork `json:"appearance,omitempty"`
}

type creativeWork struct {
	Type string `json:"@type"`
	URL  string `json:"url"`
}

type reviewRating struct {
	Type      string      `json:"@type"`
	Value     json.Number `json:"ratingValue,omitempty"`
	Best      int         `json:"bestRating,omitempty"`
	Worst     int         `json:"worstRating,omitempty"`
	Alternate string      `json:"alternateName"`
}

// ratings are the points of a verdict, 5 for true to 1 for false. A claim that
// cannot be decided has a word and no points.
var ratings = map[string]json.Number{"supported": "5", "conflicting": "3", "refuted": "1"}

// claimReviewWriter writes claims with a verdict as schema.org's ClaimReview, a
// JSON-LD array with a claim a line; "</" is escaped, so that a line may stand in
// a script element. Which fields a search engine asks for was not checked.
//
// The page of the review is the document's metadata review_url; without it the
// document is the review, and its url the page. The claim is the attribute
// normalized, else its words; the claimant is who it is linked to. rating_value
// and rating_text come before what the verdict says.
type claimReviewWriter struct {
	base
	w     io.Writer
	count int
}

func newClaimReview(w io.Writer, o Options) Writer { return &claimReviewWriter{base: newBase(o), w: w} }

func (w *claimReviewWriter) Write(it *Item) error {
	if err := w.order.admit(it); err != nil {
		return err
	}
	d := it.Document
	before := w.tally.Spans
	var b bytes.Buffer
	for _, s := range it.sorted() {
		if err := w.set(&b, d, s); err != nil {
			return fmt.Errorf("write document %s: %w", d.ID, err)
		}
	}
	if w.failed != nil {
		return w.failed
	}
	if w.tally.Spans > before {
		w.tally.Documents++
	} else {
		w.lose(d, "", "", NoSpans, "")
	}
	if w.failed != nil {
		return w.failed
	}
	_, err := w.w.Write(b.Bytes())
	return err
}

func (w *claimReviewWriter) Close() (Report, error) {
	if w.failed != nil {
		return w.base.Close()
	}
	end := "\n]\n"
	if w.count == 0 {
		end = "[]\n"
	}
	_, err := io.WriteString(w.w, end)
	return w.tally.Report, err
}

func (w *claimReviewWriter) set(b *bytes.Buffer, d *annotations.Document, s Set) error {
	claimants, named := w.claimants(d, s)
	for _, sp := range s.Spans {
		if sp.Label != "claim" {
			if !named[sp.ID] {
				w.lose(d, s.Owner, sp.ID, LabelNotAllowed, "")
			}
			continue
		}
		rating, ok := w.rating(d, sp)
		if !ok {
			w.lose(d, s.Owner, sp.ID, AttributeMissing, "")
			continue
		}
		raw, err := strict.Marshal(w.review(d, s, sp, rating, claimants[sp.ID]))
		if err != nil {
			return err
		}
		between := ",\n"
		if w.count == 0 {
			between = "[\n"
		}
		b.WriteString(between)
		b.Write(bytes.ReplaceAll(raw, []byte("</"), []byte(`<\/`)))
		w.count++
		w.tally.Spans++
	}
	return nil
}

// claimants are who made each claim, and the spans that say so.
func (w *claimReviewWriter) claimants(d *annotations.Document, s Set) (map[string]*reviewAuthor, map[string]bool) {
	byID := map[string]*annotations.Span{}
	for _, sp := range s.Spans {
		byID[sp.ID] = sp
	}
	all, named := map[string]*reviewAuthor{}, map[string]bool{}
	for _, l := range s.Links {
		who := slices.Concat(l.Roles["speaker"], l.Roles["claimer"])
		if l.Type != "claimer" || len(l.Roles["claim"]) != 1 || len(who) != 1 || byID[who[0]] == nil || all[l.Roles["claim"][0]] != nil {
			w.lose(d, s.Owner, l.ID, LinkUnsupported, "")
			continue
		}
		claim := byID[l.Roles["claim"][0]]
		if claim == nil {
			w.lose(d, s.Owner, l.ID, EndpointMissing, "")
			continue
		}
		if _, ok := w.rating(d, claim); !ok {
			w.lose(d, s.Owner, l.ID, EndpointMissing, "")
			continue
		}
		by := byID[who[0]]
		kind := "Person"
		if by.Label == "ORG" {
			kind = "Organization"
		}
		all[claim.ID] = &reviewAuthor{Type: kind, Name: strings.Join(by.Quote, " ")}
		named[by.ID] = true
		w.tally.Links++
	}
	return all, named
}

func (w *claimReviewWriter) review(d *annotations.Document, s Set, sp *annotations.Span, rating reviewRating, by *reviewAuthor) claimReview {
	r := claimReview{Context: "https://schema.org", Type: "ClaimReview", Claim: sp.Quotation(), Rating: rating,
		Item: reviewedClaim{Type: "Claim", Author: by}}
	r.URL = webAddress(d.Meta["review_url"])
	page := webAddress(d.Meta["url"])
	switch {
	case r.URL != "" && page != "":
		r.Item.Appearance = &creativeWork{"CreativeWork", page}
	case r.URL == "":
		r.URL = page
	}
	if r.URL == "" {
		w.lose(d, s.Owner, sp.ID, AttributeMissing, "the review without the address of its page")
	}
	r.Published = day(d.Meta["published"])
	if name := d.Meta["publisher"]; name != "" {
		r.Author = &reviewAuthor{Type: "Organization", Name: name}
	} else if u, err := url.Parse(r.URL); err == nil && u.Host != "" {
		r.Author = &reviewAuthor{Type: "Organization", Name: u.Host, URL: u.Scheme + "://" + u.Host}
	}
	used := 1 // the verdict
	for _, id := range []string{"normalized", "claim_date", "rating_value", "rating_text"} {
		v, _ := sp.Attributes[id].Str()
		if v == "" {
			continue
		}
		used++
		switch id {
		case "normalized":
			r.Claim = v
		case "claim_date":
			r.Item.Published = day(v)
		}
	}
	if sp.Attributes["verdict"].Text() == "" {
		used--
	}
	if len(sp.Attributes) > used {
		w.lose(d, s.Owner, sp.ID, AttributeUnsupported, "the review without them")
	}
	if sp.Note != "" {
		w.lose(d, s.Owner, sp.ID, NoteUnsupported, "the review without it")
	}
	return r
}

// rating is what a claim's verdict says; not ok when it has none.
func (w *claimReviewWriter) rating(d *annotations.Document, sp *annotations.Span) (reviewRating, bool) {
	verdict, _ := sp.Attributes["verdict"].Str()
	r := reviewRating{Type: "Rating", Value: ratings[verdict], Alternate: verdict}
	if w.o.Schema != nil {
		if a := w.o.Schema.Attribute("verdict"); a != nil && a.Choice(verdict) != nil {
			r.Alternate = a.Choice(verdict).Name.In(d.Language)
		}
	}
	if v, _ := sp.Attributes["rating_value"].Str(); v != "" {
		if _, err := strconv.ParseFloat(v, 64); err == nil && json.Valid([]byte(v)) {
			r.Value = json.Number(v)
		}
	}
	if v, _ := sp.Attributes["rating_text"].Str(); v != "" {
		r.Alternate = v
	}
	if r.Value != "" {
		r.Best, r.Worst = 5, 1
	}
	return r, r.Alternate != ""
}

// webAddress is the address if it is one of the web.
func webAddress(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return s
}

// day is the date of a date or time; "" when it is none.
func day(s string) string {
	if len(s) < len(time.DateOnly) {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)]); err != nil {
		return ""
	}
	return s[:len(time.DateOnly)]
}
