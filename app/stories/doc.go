// Package stories shows every component on its own with its awkward cases:
// nothing there, very long German words, three deep, an error, another script.
//
// The page is at /stories; it needs no server data and nobody signed in. A
// change of a component is looked at there, in both themes, both languages and
// at 360 pixels, before it is called done. A test checks that every component
// has a story.
package stories
