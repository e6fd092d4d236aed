package browser

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// JSError is what a rejected promise or a throwing browser function said.
type JSError struct {
	// Name is the DOMException's or error's name, such as "QuotaExceededError".
	Name string
	// Message is the browser's own sentence, for developers.
	Message string
}

// Error is "NAME: MESSAGE".
func (e *JSError) Error() string {
	if e.Message == "" {
		return e.Name
	}
	return e.Name + ": " + e.Message
}

// asError turns whatever a promise was rejected with into a *JSError.
func asError(v app.Value) error {
	if v == nil || !v.Truthy() {
		return &JSError{Name: "Error", Message: "rejected without a reason"}
	}
	if v.Type() != app.TypeObject {
		return &JSError{Name: "Error", Message: v.String()}
	}
	e := &JSError{Name: "Error"}
	if n := v.Get("name"); n.Truthy() {
		e.Name = n.String()
	}
	if m := v.Get("message"); m.Truthy() {
		e.Message = m.String()
	}
	return e
}

// Func makes a guarded function for the browser to call. The caller releases it
// when the browser can no longer call it.
func Func(f func(args []app.Value) any) app.Func {
	return app.FuncOf(func(_ app.Value, args []app.Value) (result any) {
		Guard(func() { result = f(args) })
		return result
	})
}

// Then calls done once: with the promise's value, or with a *JSError when it is
// rejected. It returns at once. Natively done is never called.
func Then(promise app.Value, done func(app.Value, error)) {
	if app.IsServer {
		return
	}
	var kept, broken app.Func
	settle := func(value app.Value, err error) {
		kept.Release()
		broken.Release()
		done(value, err)
	}
	first := func(args []app.Value) app.Value {
		if len(args) == 0 {
			return app.Undefined()
		}
		return args[0]
	}
	kept = Func(func(args []app.Value) any { settle(first(args), nil); return nil })
	broken = Func(func(args []app.Value) any { settle(nil, asError(first(args))); return nil })
	promise.Call("then", kept, broken)
}

// Await waits for a promise: its value, a *JSError when it is rejected, or
// ctx.Err() when ctx ends first. It blocks, so it belongs in a goroutine, never
// in a callback from the browser. Natively it waits for ctx.
func Await(ctx context.Context, promise app.Value) (app.Value, error) {
	type answer struct {
		value app.Value
		err   error
	}
	got := make(chan answer, 1)
	Then(promise, func(v app.Value, err error) { got <- answer{v, err} })
	select {
	case a := <-got:
		return a.value, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Listen calls f for every event of a kind on target until stop is called.
// stop may be called twice, and from inside f.
func Listen(target app.Value, event string, f func(event app.Value)) (stop func()) {
	return listen(target, event, false, f)
}

// ListenCapture is Listen in the capturing phase: before any listener on the
// way down to the event's target.
func ListenCapture(target app.Value, event string, f func(event app.Value)) (stop func()) {
	return listen(target, event, true, f)
}

func listen(target app.Value, event string, capture bool, f func(app.Value)) func() {
	fn := Func(func(args []app.Value) any {
		if len(args) > 0 {
			f(args[0])
		}
		return nil
	})
	target.Call("addEventListener", event, fn, capture)
	stopped := false
	return func() {
		if stopped {
			return
		}
		stopped = true
		target.Call("removeEventListener", event, fn, capture)
		fn.Release()
	}
}

// script is a part of window.galley, the functions of our own scripts;
// undefined natively and where the script did not load.
func script(name string) app.Value {
	galley := app.Window().Get("galley")
	if !galley.Truthy() {
		return app.Undefined()
	}
	return galley.Get(name)
}

func document() app.Value { return app.Window().Get("document") }
