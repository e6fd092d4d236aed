package browser

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

var stopped atomic.Bool

// Stopped reports whether a panic has ended the program's work: the crash sheet
// is on screen and callbacks are no longer served.
func Stopped() bool { return stopped.Load() }

// wills are run when a panic has ended the program's work.
var wills = map[*func()]bool{}

// BeforeCrash registers what must be saved when a panic ends the program's work,
// until stop. It runs on what is in memory then, so it must only write down what
// the person did, and may panic itself.
func BeforeCrash(will func()) (stop func()) {
	wills[&will] = true
	return func() { delete(wills, &will) }
}

// Guard runs f. A panic in it ends the program's work: the crash sheet is shown
// (js/crash.js, which needs nothing of ours to be alive), the stack goes to the
// console, and from then on Guard runs nothing, because what is in memory can
// no longer be trusted. Unsent edits are on the device already, but for those of
// the last moment, which BeforeCrash writes. Natively the panic goes on, so that
// tests see it.
func Guard(f func()) {
	if stopped.Load() {
		return
	}
	defer func() {
		if app.IsServer {
			return
		}
		if reason := recover(); reason != nil {
			Crash(fmt.Sprint(reason), string(debug.Stack()))
		}
	}()
	f()
}

// Crash shows the crash sheet for a fault that the caller has caught, and stops
// the program's work as Guard does. The reason and stack go to the console and
// into the file that the sheet offers; the person reads a plain sentence.
func Crash(reason, stack string) {
	if stopped.Swap(true) {
		return
	}
	for will := range wills {
		leave(*will)
	}
	app.Window().Get("console").Call("error", "galley stopped: "+reason+"\n"+stack)
	if crash := script("crash"); crash.Truthy() {
		crash.Invoke(reason, stack)
	}
}

// leave runs a will; one that fails is passed over.
func leave(will func()) {
	defer func() { _ = recover() }()
	will()
}
