package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"galley/annotations"
	"galley/annotations/wire"
)

const (
	// heartbeat keeps proxies from ending a quiet stream, and finds out who left.
	heartbeat = 20 * time.Second
	// patience is how long one write may take.
	patience = 10 * time.Second
	// retry is when a browser comes back after its stream ended.
	retry = 2 * time.Second
	// rest is how long a stream is quiet after an event: under load it then tells
	// each head once for many edits, instead of one event for every edit to everybody.
	rest = 100 * time.Millisecond
	// MaxListeners is the largest number of streams at a time.
	MaxListeners = 2_000
)

// Feed gathers the heads of one project for one listener.
type Feed interface {
	// Ready gets a value when Take has something.
	Ready() <-chan struct{}
	// Take gives the latest head of every document that changed since.
	Take() []wire.Head
	Close()
}

// Hub holds the streams that are open. It is safe for concurrent use.
type Hub struct {
	subscribe func(project string) Feed

	mu        sync.Mutex
	listeners int
	closed    bool
	done      chan struct{}
	gone      sync.WaitGroup
}

// New is a Hub that gets its feeds from subscribe; "" asks for all projects.
func New(subscribe func(project string) Feed) *Hub {
	return &Hub{subscribe: subscribe, done: make(chan struct{})}
}

// Close ends all streams and waits until they are gone. Later ones are refused.
func (h *Hub) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
	h.mu.Unlock()
	h.gone.Wait()
}

func (h *Hub) enter() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return annotations.Errorf(annotations.Unavailable, "stopping", "", "the server is stopping")
	case h.listeners >= MaxListeners:
		return annotations.Errorf(annotations.Unavailable, "too_many_listeners", "", "%d streams are open already", h.listeners)
	}
	h.listeners++
	h.gone.Add(1)
	return nil
}

func (h *Hub) leave() {
	h.mu.Lock()
	h.listeners--
	h.mu.Unlock()
	h.gone.Done()
}

// Stream writes the heads of a project until the request ends, the hub closes,
// a write takes too long, or may says no: it is asked before every event and
// every heartbeat. An error means that nothing was written; a stream that
// ended is not an error.
func (h *Hub) Stream(w http.ResponseWriter, r *http.Request, project string, may func(context.Context) error) error {
	if err := h.enter(); err != nil {
		return err
	}
	defer h.leave()
	feed := h.subscribe(project)
	defer feed.Close()

	head := w.Header()
	head.Set("Content-Type", "text/event-stream; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no") // some proxies gather answers unless told
	s := stream{w: w, control: http.NewResponseController(w), name: project}
	if !s.send(fmt.Appendf(nil, "retry: %d\n\n", retry.Milliseconds())) {
		return nil
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	ready, rested := feed.Ready(), (<-chan time.Time)(nil)
	for {
		var out []byte
		select {
		case <-r.Context().Done():
			return nil
		case <-h.done:
			return nil
		case <-beat.C:
			out = []byte(": still here\n\n")
		case <-rested:
			ready = feed.Ready()
			continue
		case <-ready:
			out = s.events(feed.Take())
			ready, rested = nil, time.After(rest)
		}
		if may(r.Context()) != nil || !s.send(out) {
			return nil
		}
	}
}

// stream is one listener.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	name    string
	n       int
}

// events writes heads as events. The id counts the events of this stream; a
// browser sends it back, and it means nothing to us.
func (s *stream) events(heads []wire.Head) []byte {
	var b bytes.Buffer
	for _, head := range heads {
		data, err := json.Marshal(head)
		if err != nil {
			panic("live: a head does not encode: " + err.Error()) // a string and a number always do
		}
		s.n++
		fmt.Fprintf(&b, "id: %s:%d\ndata: %s\n\n", s.name, s.n, data)
	}
	return b.Bytes()
}

// send reports whether the bytes were written in time.
func (s *stream) send(b []byte) bool {
	if err := s.control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return false
	}
	if _, err := s.w.Write(b); err != nil {
		return false
	}
	return s.control.Flush() == nil
}
