package browser

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Events opens a stream of server-sent events. onMessage gets the data of each
// event without a name; onState hears whether the stream is open, once per
// change. The browser reconnects by itself after a broken connection; after a
// refusal (a status that is not 200) it does not, so the stream is opened again
// here after reopenDelay. closeStream ends it and may be called twice.
func Events(path string, onMessage func(data string), onState func(open bool)) (closeStream func()) {
	if app.IsServer {
		return func() {}
	}
	s := &stream{path: path, onMessage: onMessage, onState: onState}
	s.open()
	return s.close
}

type stream struct {
	path      string
	onMessage func(string)
	onState   func(bool)
	source    app.Value
	stops     []func()
	cancel    func()
	isOpen    bool
	closed    bool
}

func (s *stream) open() {
	s.source = app.Window().Get("EventSource").New(s.path)
	s.stops = []func(){
		Listen(s.source, "open", func(app.Value) { s.say(true) }),
		Listen(s.source, "message", func(e app.Value) { s.onMessage(e.Get("data").String()) }),
		Listen(s.source, "error", func(app.Value) {
			s.say(false)
			if s.source.Get("readyState").Int() == 2 { // CLOSED: the browser has given up
				s.drop()
				s.cancel = After(reopenDelay, func() {
					if !s.closed {
						s.open()
					}
				})
			}
		}),
	}
}

func (s *stream) say(open bool) {
	if open != s.isOpen {
		s.isOpen = open
		s.onState(open)
	}
}

func (s *stream) drop() {
	s.source.Call("close")
	for _, stop := range s.stops {
		stop()
	}
	s.stops = nil
}

func (s *stream) close() {
	if s.closed {
		return
	}
	s.closed = true
	if s.cancel != nil {
		s.cancel()
	}
	s.drop()
}
