// Package schemas holds schemas to start a project with: the default one for
// news, and others for common kinds of training data. They are files, read once,
// and kept out of package annotations so that the browser does not download what
// the server can send.
//
// A project gets a copy; what is changed here later does not reach it.
package schemas
