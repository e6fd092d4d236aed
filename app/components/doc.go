// Package components holds what the pages are made of, one component a file.
//
// Components get values (views of package state, a language) and send messages:
// Send for what concerns the annotating screen, Tell for what concerns the page
// around it. They carry no callbacks and keep no state of their own but what a
// person is typing, so that the same values always draw the same thing.
//
// Every word comes from package locale and every colour from tokens.css. A
// label's hue becomes a class ("hue-255"), because the content security policy
// drops style attributes. Meaning is never colour alone: a family of labels has
// a form, a label has a letter, a state has a word.
//
// The article and the list of annotations are not here: they are islands that
// package browser draws.
package components
