package pages

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"galley/annotations/wire"
	"galley/app/components"
)

// similarHash in a document's address asks for the comparison with the text that
// is nearly the same.
const similarHash = "similar"

// similar is what the page knows about texts that are nearly the same.
type similar struct {
	documents []wire.SimilarDocument
	other     string
	stretches []wire.Stretch
	problem   string
}

// askSimilar asks which texts are nearly the same. It is a comfort: without an
// answer the line is missing.
func (p *annotate) askSimilar() {
	id := p.id
	p.ctx.Async(func() {
		found, err := api.Similar(p.life, id)
		p.ctx.Dispatch(func(app.Context) {
			if err != nil || p.id != id {
				return
			}
			slices.SortStableFunc(found.Documents, func(a, b wire.SimilarDocument) int {
				return int(b.Likeness*1000) - int(a.Likeness*1000)
			})
			p.similar.documents = found.Documents
			if p.wanted == similarHash {
				p.wanted = ""
				p.address()
				if len(found.Documents) > 0 {
					p.compare(found.Documents[0].ID)
				}
			}
		})
	})
}

// compare asks for the difference to another text and shows it; "" closes the
// comparison.
func (p *annotate) compare(other string) {
	s := &p.similar
	if s.other == other {
		return
	}
	s.other, s.stretches, s.problem = other, nil, ""
	if other == "" {
		return
	}
	id := p.id
	p.ctx.Async(func() {
		d, err := api.Difference(p.life, id, other)
		p.ctx.Dispatch(func(app.Context) {
			switch {
			case p.id != id || p.similar.other != other:
			case err != nil:
				p.similar.problem = p.sentence(err)
			default:
				p.similar.stretches = d.Stretches
			}
		})
	})
}

func (p *annotate) similarLine() app.UI {
	s := &p.similar
	language := ""
	if p.m != nil && p.m.Ready() {
		language = p.m.Document().Language
	}
	return &components.Similar{Lang: p.lang, Documents: s.documents, Other: s.other, Stretches: s.stretches, Problem: s.problem, TextLang: language}
}
