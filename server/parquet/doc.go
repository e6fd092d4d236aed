// Package parquet writes the folder for Hugging Face's datasets with Parquet
// files instead of JSONL, and reads it. Importing it adds the format
// "hf-parquet" to formats.All.
//
// It is a package of its own, outside the domain, because it links a large
// library: the server imports it, the browser must not.
//
// Every column and every element of a list is optional, and the features are in
// the file's metadata under "huggingface": datasets takes them from there only
// when the columns are equal to them, including what may be missing. The
// library takes such lists of Go values apart with wrong levels (v0.25.1: all
// elements come out as null), so rows are cut into values here.
package parquet
