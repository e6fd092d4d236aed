// Package live tells browsers what changed, as server-sent events.
//
// An event says no more than which document has a new head; the browser then
// asks for the entries it lacks. So an event that is lost costs nothing, several
// can become one, and nothing secret is in the stream.
//
// A listener that does not read holds nobody up: its heads are gathered, the
// latest of each document, and a write that does not get through within ten
// seconds ends its stream. The browser then comes back by itself.
//
// It deliberately keeps no history and no list of who is here.
package live
