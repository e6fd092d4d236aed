// Package check holds the invariants that run before every save, one a file.
// What passes here may be stored; what does not is refused with an
// annotations.Error that names the field, and changes nothing.
//
// The checks look at one span or link and what it names, never at the whole
// document, so their cost does not grow with it. What a schema merely asks for
// before submitting (required attributes, a source for every quote) is not an
// invariant: unfinished work must be saved too. Complete lists what is missing.
package check
