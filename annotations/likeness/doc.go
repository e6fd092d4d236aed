// Package likeness finds texts that are nearly the same: an agency's report as
// three papers print it, an article and its correction. They must be known,
// because a data set that has one of them for training and another for testing
// measures memory, not learning.
//
// # Ideas
//
//   - Two texts are as like as the share of their word triples that both have
//     (Jaccard). Case, punctuation, soft hyphens and kinds of blanks do not
//     count; furniture of the page does not either.
//   - A Sketch is 96 minima of hashed triples (Broder, "On the resemblance and
//     containment of documents", 1997): the share of equal minima estimates the
//     likeness with a standard error of at most 0.05.
//   - Bands of three minima each are looked up in an index; two texts of
//     likeness 0.6 share one with a probability of 0.9996, those of 0.2 with
//     0.23, so that a text is compared with few others whatever their number.
//   - Sketches are stored: the hash is part of the format and never changes.
//
// # What it deliberately does not do
//
// It does not find a short text inside a long one, a translation or a
// paraphrase, and it stores nothing.
package likeness
