package api

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// call is one request on its way through the server: what the log line says of
// it. It is the response writer that handlers see.
type call struct {
	http.ResponseWriter
	id, user, pattern string
	start             time.Time
	status            int
	bytes             int64
}

type callKey struct{}

func callOf(r *http.Request) *call { return r.Context().Value(callKey{}).(*call) }

// Unwrap lets http.ResponseController reach the connection.
func (c *call) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// WriteHeader notes the status.
func (c *call) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (c *call) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// newRequestID is 130 bits of chance, to find a request in the log.
func newRequestID() string { return rand.Text() }

// finish turns a panic into a 500 and writes the log line. The stack goes to
// the log, never into the answer.
func (s *Server) finish(c *call, r *http.Request) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler {
			// The connection must break, so that a cut-off answer is not taken for a whole one.
			defer panic(p)
		} else {
			s.Log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.Any("panic", p),
				slog.String("stack", string(debug.Stack())), slog.String("request_id", c.id))
			if c.status == 0 {
				s.refuse(c, r, errPanic)
			} else {
				defer panic(http.ErrAbortHandler)
			}
		}
	}
	level := slog.LevelInfo
	if c.status >= 500 {
		level = slog.LevelWarn
	}
	s.Log.LogAttrs(r.Context(), level, "request",
		slog.String("method", r.Method), slog.String("route", c.pattern), slog.Int("status", c.status),
		slog.Float64("dur_ms", float64(time.Since(c.start).Microseconds())/1000), slog.Int64("bytes", c.bytes),
		slog.String("user", c.user), slog.String("request_id", c.id))
}

// deadlines bounds how long a client may take to send and to receive; streams
// set their own. A writer without deadlines, as in tests, is left alone.
func (r route) deadlines(w http.ResponseWriter) {
	if r.stream {
		return
	}
	control := http.NewResponseController(w)
	wait := 30 * time.Second
	if r.body > smallBody {
		wait = 5 * time.Minute
	}
	_ = control.SetReadDeadline(time.Now().Add(wait))
	_ = control.SetWriteDeadline(time.Now().Add(wait + 30*time.Second))
}
