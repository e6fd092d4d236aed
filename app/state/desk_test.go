package state

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

const article = "Startseite\n\nOrbán freut sich\n\n😀 Ungarns Premier Viktor Orbán schrieb auf X, die Planung sei eine „großartige Nachricht“, und fügte hinzu: „Wir sind bereit!“ Mehr nicht.\n\nAnzeige\n\nStrom billiger\n\nDas Treffen soll in Budapest sein.\n"

// desk is a Model with a server made of a Fold, and a network that can be cut.
type desk struct {
	t      *testing.T
	m      *Model
	server *ops.Fold
	doc    *wire.Document
	log    []ops.Entry
	cut    bool
	last   Effects
	blocks map[int]bool
	// rests are the numbers of the log after which another act begins.
	rests []int64
}

// mustDesk loads the article. Blocks are its paragraphs, the first and the
// advert's two are furniture.
func mustDesk(t *testing.T) *desk {
	t.Helper()
	txt := text.New(article)
	roles := []annotations.Role{annotations.Breadcrumb, annotations.Headline, annotations.Body, annotations.Advert, annotations.Advert, annotations.Body}
	var blocks []annotations.Block
	at := text.Rune(0)
	for i, p := range strings.SplitAfter(article, "\n\n") {
		end := at + text.Rune(len([]rune(p)))
		blocks = append(blocks, annotations.Block{Role: roles[i], Start: at, End: end})
		at = end
	}
	require.NoError(t, annotations.CheckBlocks(blocks, txt.Len()))
	d := &desk{t: t, m: New("de"), server: ops.NewFold(txt, annotations.News()), blocks: map[int]bool{}}
	d.server.LoadBlocks(blocks)
	d.doc = &wire.Document{ID: "d1", Project: "demo", Revision: 1, Text: article, SHA256: txt.SHA256(), Blocks: blocks,
		Schema: annotations.News(), Epoch: "e1", Set: wire.Set{Owner: "user:anna", State: annotations.Open}}
	d.run(d.m.Load(d.doc, "tab", nil))
	return d
}

// load shows another document, with a server of its own.
func (d *desk) load(doc *wire.Document) {
	d.t.Helper()
	d.doc, d.log, d.blocks = doc, nil, map[int]bool{}
	d.server = ops.NewFold(text.New(doc.Text), doc.Schema)
	d.server.LoadBlocks(doc.Blocks)
	d.m = New("de")
	d.run(d.m.Load(doc, "tab", nil))
}

// do sends a message and lets the server answer what the model sends.
func (d *desk) do(msg Msg) Effects {
	d.t.Helper()
	first := d.m.Update(msg)
	d.run(first)
	return first
}

func (d *desk) run(e Effects) {
	d.last = e
	for _, b := range e.Blocks {
		d.blocks[b] = true
	}
	switch {
	case e.Send != nil && d.cut:
		d.run(d.m.Update(SendFailed{}))
	case e.Send != nil:
		d.run(d.m.Update(Answered{d.answer(e.Send)}))
	case e.Pull && !d.cut:
		d.run(d.m.Update(Pulled{d.pull()}))
	}
}

func (d *desk) answer(b *wire.Batch) *wire.Answer {
	a := &wire.Answer{Epoch: "e1"}
	for _, op := range b.Ops {
		a.Outcomes = append(a.Outcomes, d.enter(op, b.ClientID))
	}
	a.Head = d.server.Head()
	return a
}

// enter puts an op into the server's log, once.
func (d *desk) enter(op ops.Op, client string) ops.Outcome {
	for _, e := range d.log {
		if e.ID == op.ID {
			return ops.Outcome{Result: e.Result, Seq: e.Seq}
		}
	}
	out := d.server.Do(op, client, "anna")
	if out.Seq > 0 {
		d.log = append(d.log, ops.Entry{Op: op, Seq: out.Seq, Client: client, Result: out.Result})
	}
	return out
}

func (d *desk) pull() *wire.Log {
	return &wire.Log{Epoch: "e1", Head: d.server.Head(), Entries: d.log[min(int(d.m.Client().Head()), len(d.log)):]}
}

// mark marks the nth occurrence of a quotation.
func (d *desk) mark(quotation string) {
	d.t.Helper()
	start, end := d.find(quotation)
	d.do(Selection{Start: start, End: end})
}

func (d *desk) find(quotation string) (start, end text.Rune) {
	d.t.Helper()
	i := strings.Index(article, quotation)
	require.GreaterOrEqual(d.t, i, 0, "no %q in the article", quotation)
	start = text.Rune(len([]rune(article[:i])))
	return start, start + text.Rune(len([]rune(quotation)))
}

// tag marks and tags, and gives the new span's id.
func (d *desk) tag(quotation, label string) string {
	d.t.Helper()
	d.mark(quotation)
	d.do(Tag{Label: label})
	return d.m.Selected()
}

func (d *desk) span(id string) *annotations.Span { return d.m.Client().Set().Span(id) }

// agrees checks that the server's set is the one on screen.
func (d *desk) agrees() {
	d.t.Helper()
	require.Empty(d.t, d.m.Queue())
	require.Equal(d.t, d.server.Set("user:anna").Spans(), d.m.Client().Set().Spans())
	require.Equal(d.t, d.server.Set("user:anna").Links(), d.m.Client().Set().Links())
}
