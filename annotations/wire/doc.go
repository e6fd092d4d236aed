// Package wire holds what crosses the network between the app and the server:
// requests, responses, problems and paths. Both programs use these types and no
// others, so that a change of the contract does not compile on one side only.
//
// All offsets are code points, half open. Times are RFC 3339 in UTC. Fields are
// added, never repurposed.
package wire
