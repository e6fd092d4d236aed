// Package pages holds one file for each page of the app; routes.go lists them.
//
// A page embeds visit, which is what they have in common: who is here, in which
// language and theme, what went wrong and how it is tried again. go-app keeps a
// page when the address changes to another of the same kind, so a page reads
// its address in OnNav, not in OnMount.
//
// Both programs call Register, because the server has to know the routes too;
// nothing here runs natively but Render.
package pages
