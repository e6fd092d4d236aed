package store

import (
	"sync"

	"galley/annotations/wire"
)

// feeds are the subscribers of a store.
type feeds struct {
	mu  sync.Mutex
	all map[*Feed]struct{}
}

// Feed tells one subscriber which documents changed. It holds at most the last
// head of each document, so a slow subscriber costs nothing and misses nothing.
type Feed struct {
	feeds   *feeds
	project string
	ready   chan struct{}

	mu    sync.Mutex
	heads map[string]int64
	order []string
}

// Subscribe starts a feed of a project's documents; "" is all projects. New
// documents, ops and states of sets are announced after their commit, those of
// other programs within Options.Poll. The caller must close the feed.
func (s *Store) Subscribe(project string) *Feed {
	f := &Feed{feeds: &s.feeds, project: project, ready: make(chan struct{}, 1), heads: map[string]int64{}}
	s.feeds.mu.Lock()
	defer s.feeds.mu.Unlock()
	if s.feeds.all == nil {
		s.feeds.all = map[*Feed]struct{}{}
	}
	s.feeds.all[f] = struct{}{}
	return f
}

// Ready receives a value when Take has something to give.
func (f *Feed) Ready() <-chan struct{} { return f.ready }

// Take gives the changed documents with their heads, each once, the one that
// changed first in front; nil when there are none. A new version of the schema
// is a head without a document.
func (f *Feed) Take() []wire.Head {
	f.mu.Lock()
	defer f.mu.Unlock()
	var heads []wire.Head
	for _, id := range f.order {
		if id == "" { // a change of the schema
			heads = append(heads, wire.Head{Schema: int(f.heads[id])})
			continue
		}
		heads = append(heads, wire.Head{Document: id, Head: f.heads[id]})
	}
	f.order = nil
	clear(f.heads)
	return heads
}

// Close ends the feed.
func (f *Feed) Close() {
	f.feeds.mu.Lock()
	defer f.feeds.mu.Unlock()
	delete(f.feeds.all, f)
}

func (f *Feed) add(c change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.heads[c.id]; !ok {
		f.order = append(f.order, c.id)
	}
	f.heads[c.id] = max(f.heads[c.id], c.head)
	select {
	case f.ready <- struct{}{}:
	default:
	}
}

// announce hands changes to the subscribers. It never waits for one.
func (fs *feeds) announce(changes []change) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for f := range fs.all {
		for _, c := range changes {
			if f.project == "" || f.project == c.project {
				f.add(c)
			}
		}
	}
}

// publish announces what the group changed.
func (w *writer) publish() { w.s.feeds.announce(w.tx.changed) }

// noticesKept is how many notices a tool leaves for servers to read.
const noticesKept = 10_000

// leaveNotices writes down which documents a tool's transaction changed.
func (t *tx) leaveNotices() error {
	seen := map[int64]bool{}
	for _, c := range t.changed {
		if seen[c.number] || c.id == "" { // a schema has no notice: it is met on the next load
			continue
		}
		seen[c.number] = true
		if _, err := t.exec(`INSERT INTO notice (document) VALUES (?)`, c.number); err != nil {
			return err
		}
	}
	if len(seen) == 0 {
		return nil
	}
	_, err := t.exec(`DELETE FROM notice WHERE number <= (SELECT max(number) FROM notice) - ?`, noticesKept)
	return err
}

// tick looks for other programs' writes and, in a degraded store, at the disk.
func (w *writer) tick() {
	w.probe()
	w.tx.changed = w.tx.changed[:0]
	if err := w.foreign(); err != nil {
		w.s.log.Warn("other programs' writes not read", "error", err)
		return
	}
	w.publish()
}

// foreign notices that another program wrote to the file: what it changed is
// added to the group's changes, and a new epoch empties the caches.
func (w *writer) foreign() error {
	var version int64
	if err := w.tx.row(`PRAGMA data_version`).Scan(&version); err != nil || version == w.dataVersion {
		return err
	}
	if err := w.readEpoch(); err != nil {
		return err
	}
	rows, err := w.tx.rows(`
		SELECT n.number, d.number, d.project, d.id, d.head
		FROM notice n JOIN document d ON d.number = n.document
		WHERE n.number > ?
		ORDER BY n.number`, w.noticed)
	if err != nil {
		return err
	}
	defer rows.Close()
	noticed := w.noticed
	for rows.Next() {
		var c change
		if err := rows.Scan(&noticed, &c.number, &c.project, &c.id, &c.head); err != nil {
			return err
		}
		w.tx.changed = append(w.tx.changed, c)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	w.noticed, w.dataVersion = noticed, version
	return nil
}
