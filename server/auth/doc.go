// Package auth says who is asking. It signs people in, recognises them, and
// decides where a server may listen.
//
// # Ideas
//
//   - Nobody has a default password. A person gets a one-time link: 256 bits of
//     chance, good for an hour and for one visit. The token stands in the
//     address's fragment, which browsers send to nobody, so that it is in no
//     log; the page posts it and gets a session.
//   - A session is a random token too. The browser keeps it in a cookie that
//     scripts cannot read and other sites cannot send; a script of a person's
//     own sends it as "Authorization: Bearer …". The store keeps hashes only, so
//     nothing in the data folder opens the door.
//   - Without TLS a server listens on loopback only: a session must not cross a
//     network in the clear.
//   - There is no signing key, so none can leak.
//
// # What it deliberately does not do
//
// It does not say what a person may do: the table of routes does. It keeps no
// sessions itself and knows no SQL.
package auth
