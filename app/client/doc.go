// Package client calls the server's API: a method for every endpoint, one file
// per resource, with the requests and answers of package wire.
//
// Every method blocks until the answer is there, so it belongs in a goroutine
// (app.Context.Async), and takes a context that ends it. A refusal is a
// *wire.Problem; when no answer came the error wraps browser.ErrOffline.
// Nothing is retried here: who calls knows whether sending twice is harmless.
//
// It does not decide what a refusal means to a person; package locale does.
package client
