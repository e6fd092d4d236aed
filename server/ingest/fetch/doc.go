// Package fetch gets a web page by its address without being led to places that
// only this server can reach.
//
// # Ideas
//
//   - The address that is really dialled is looked at, after the name was
//     resolved and on every redirect, in the dialer's Control: a name that
//     answers with a public address first and a private one later gains nothing.
//   - What is allowed is said by exclusion of every range that IANA's special
//     registries list, IPv4 addresses hidden in IPv6 included.
//   - An answer is bounded in time, size, redirects and type, goes through no
//     proxy of the environment, and carries and keeps no cookies.
//   - An error never repeats what the other side answered.
//
// # What it deliberately does not do
//
// It is off unless the administrator switches it on. It does not crawl: one
// address, one page, at a person's wish. It runs no scripts.
package fetch
