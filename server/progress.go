package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// pace is how long a progress line stands at least.
const pace = 100 * time.Millisecond

// progress is a line that counts documents for a person who waits. A nil one
// shows nothing.
type progress struct {
	w     io.Writer
	shown time.Time
}

// newProgress counts on errs where that is a terminal, unless the lines on out
// tell the same person the same.
func newProgress(errs, out io.Writer, lines bool) *progress {
	if !terminal(errs) || lines && terminal(out) {
		return nil
	}
	return &progress{w: errs}
}

// terminal reports whether somebody reads along.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// step says that n documents are done.
func (p *progress) step(n int) {
	if p == nil || time.Since(p.shown) < pace {
		return
	}
	p.shown = time.Now()
	fmt.Fprintf(p.w, "\r\x1b[K%d documents", n)
}

// clear takes the line away.
func (p *progress) clear() {
	if p == nil || p.shown.IsZero() {
		return
	}
	p.shown = time.Time{}
	fmt.Fprint(p.w, "\r\x1b[K")
}
