// Package locale holds every sentence the app shows, in German and in English.
//
// A sentence is named by a Key, a Go constant, and chosen by a Lang; a test
// fails when a language lacks a key or fills other blanks than the other one.
// The blanks are {0}, {1} …; a text with two forms divided by a bar, "{0} edit
// waits|{0} edits wait", takes the first form when the first argument is 1.
//
// Sentences that a refusal or a conflict is told by are named by its reason, a
// stable word of the domain: what happened, what was kept, what to do. A test
// walks the domain's source and fails for a reason without a sentence.
//
// It knows neither the browser nor the page; numbers and dates are written here
// in a few lines, because a library for them costs half a megabyte of download.
package locale
