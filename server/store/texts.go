package store

import (
	"container/list"
	"sync"

	"galley/annotations"
	"galley/annotations/text"
)

// textCacheBytes is how much text is kept parsed, in UTF-8 bytes.
const textCacheBytes = 32 << 20

// ground is what never changes about a document and every op needs.
type ground struct {
	id      string
	number  int64
	project string
	text    text.Text
	sha     string
}

// texts keeps the grounds of the documents used last, by document id.
type texts struct {
	mu    sync.Mutex
	bound int
	size  int
	order *list.List // of *ground, the last used in front
	byID  map[string]*list.Element
}

func newTexts(bound int) *texts {
	return &texts{bound: bound, order: list.New(), byID: map[string]*list.Element{}}
}

func (c *texts) get(id string) *ground {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byID[id]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*ground)
}

func (c *texts) put(g *ground) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID[g.id] != nil {
		return
	}
	c.byID[g.id] = c.order.PushFront(g)
	c.size += len(g.text.String())
	for c.size > c.bound && c.order.Len() > 1 {
		old := c.order.Remove(c.order.Back()).(*ground)
		delete(c.byID, old.id)
		c.size -= len(old.text.String())
	}
}

func (c *texts) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.Init()
	clear(c.byID)
	c.size = 0
}

// schemas keeps parsed schemas, which are few.
type schemas struct {
	mu  sync.Mutex
	all map[schemaKey]*annotations.Schema
}

type schemaKey struct {
	project string
	version int
}

func (c *schemas) get(key schemaKey) *annotations.Schema {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[key]
}

func (c *schemas) put(key schemaKey, s *annotations.Schema) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = map[schemaKey]*annotations.Schema{}
	}
	c.all[key] = s
}

func (c *schemas) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.all)
}
