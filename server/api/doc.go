// Package api is the HTTP interface. It is the only package that says HTTP status.
//
// # Ideas
//
//   - routes.go is the whole API in one table: method, path, right, types and
//     handler. The mux, the OpenAPI description and the readable pages are made
//     from it, so that none of them can lag behind.
//   - The API has a mux of its own: an unknown path is 404 and a wrong method 405
//     with Allow, never a page of the app.
//   - Handlers decode, call one service, encode, and return an error. One table in
//     problem.go turns codes into statuses; every refusal is an RFC 9457 problem
//     with our code, reason and field. What is not a refusal is a 500 that carries
//     the request's id and nothing else.
//   - Reading JSON is strict (package strict): unknown fields, fields that come
//     twice, trailing data and bad UTF-8 are refused. Bodies have a limit each.
//   - GET changes nothing. What changes something asks for a JSON content type and
//     passes http.CrossOriginProtection, so no foreign page can do it.
//   - Who may not see a thing is told that it does not exist. Who may see but not
//     change it is told that.
//   - One log line per request, without article text, names of files or queries.
//
// # Words
//
//	visitor  who sent a request, signed in or not
//	right    what a route asks of the visitor
//
// # What it deliberately does not do
//
// It keeps nothing, checks no annotations and knows no SQL: services and store
// do. It serves neither the app nor its files.
package api
