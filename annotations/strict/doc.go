// Package strict reads JSON that somebody else wrote, without guessing. A
// member that the Go type does not have, a member that comes twice, invalid
// UTF-8, a lone surrogate and anything after the value are refused; every
// refusal is an annotations.Error that names the place ("sets[0].spans[2].note").
//
// The API reads its requests with it and package formats its files, so that the
// same mistake gets the same sentence in both. The standard library's decoder
// lets the last of two equal members win and replaces bad UTF-8 in silence:
// both have moved offsets in other programs.
//
// It deliberately checks no meaning: what a value may be is its owner's to say.
package strict
