// Package formats writes and reads training data, one format a file. It does
// no I/O of its own: writers write to an io.Writer document by document in
// constant memory, readers read line by line, so both also run in the browser.
//
// # Ideas
//
//   - An Item is one document with its sets: what every format is made from and
//     what every reader gives.
//   - Offsets are code points, half open, unless a format's reader counts
//     otherwise; every writer checks text[start:end] against the quotation and
//     refuses to write an offset that is wrong.
//   - The same data gives the same bytes: documents come in order of id, sets in
//     order of owner ("gold" before "suggester:…" before "user:…"), spans by
//     (start, -end, label, id), links by (type, id), map keys sorted.
//   - What a format cannot hold is never lost in silence: a writer reports each
//     Loss with its reason and what was written instead, and counts them in its
//     Report.
//   - A set that is open and empty says nothing and is not written: it is what
//     every person has on a document she never opened.
//   - What a format cannot hold is flattened to the nearest it can, left out, or
//     ends writing: the Policy says which. Attributes and notes without a place
//     are left out and reported under the first two.
//   - A reader keeps what is good and reports what is bad. Reading native JSONL,
//     its unit is the document: a line with one bad span is refused as a whole,
//     naming the first thing that is wrong, so that nothing is half imported.
//     Readers of other tools' files give a Found with what could be read, and
//     a problem with its place for everything that could not.
//   - A file of another tool says seldom in what unit it counts. Where it has
//     quotations, every range is compared with its own, and the first unit that
//     fits them all is the file's (units.go).
//   - A Found speaks the other tool's words. A Survey counts them, Propose finds
//     the schema's words for them, an editor corrects the Mapping, and
//     Mapping.Apply makes an Item and lists all that has no place in it.
//   - In formats whose relations join two spans, a link is relations from the
//     spans of its first filled role to those of every other, called by the type
//     ("claimer") or by type and role ("attribution:speaker"). A format that has
//     room names the link, so that they can be put together again.
//
// # Formats
//
//	galley         native JSONL, lossless; read and written
//	doccano        doccano JSONL for sequence labelling; read and written
//	doccano-rel    doccano JSONL with relations; read and written
//	prodigy        Prodigy's tasks; read and written
//	labelstudio    Label Studio's tasks with their labelling configuration; read and written
//	w3c            W3C Web Annotations with their texts; read and written
//	quotations-de  the German news quotation corpus; read and written
//	spkatt         the SpkAtt-2023 shared task; read and written
//	csv            a table of spans; read and written
//	csv-excel      the same for Excel; read and written
//	checkthat      CheckThat!'s check-worthy sentences; written
//	claimreview    schema.org ClaimReview; written
//	chat           conversations to fine-tune chat models with; written
//	gliner         GLiNER's training data; written
//	brat           brat's standoff files with their configuration; read and written
//	casjson        UIMA JSON CAS 0.4, INCEpTION's exchange format; read and written
//	xmi            UIMA CAS as XMI with its type system; read and written
//	webanno        WebAnno TSV 3.3; 3.0 to 3.3 read
//	tei            TEI P5 with the annotations in standOff; read and written
//	spacy          spaCy's DocBin; read and written
//	hf             a folder for Hugging Face's datasets, JSONL; read and written
//	conll, bioes   CoNLL-2003 in IOB2 or BIOES; read in any scheme, and written
//	conllup        CoNLL-U Plus, a column for each label; read and written
//	conllu         CoNLL-U, all labels in MISC; read and written
//	germeval       GermEval 2014's TSV of two levels; read and written
//	flair          Flair's columns; read and written
//
// Another package adds hf-parquet, because of what it links.
//
// # Files
//
// A format is NAME.go with its writer and NAME_read.go with its reader, or both
// in one. What several share: policy.go (losses), relations.go, pieces.go (spans
// of several fragments), tokens.go, passages.go (parts of long articles),
// speech.go (attributions), records.go (JSON lines and arrays), units.go,
// rebuild.go (texts of words), names.go and shelf.go (file names, a file for each
// set), wordbook.go (words that a format can hold), links.go (links as pairs and
// back), slurp.go (files of others as a whole). The CAS formats and WebAnno TSV
// share cas.go, cas_types.go and cas_read.go. Formats of words share words.go
// (words and sentences, what fits them, what overlaps), tags.go (IOB and its
// like) and builder.go (a text from words); CoNLL-2003 and Flair are columns.go
// and columns_read.go. spaCy's file is msgpack.go and spacy_ids.go below.
//
// # What it deliberately does not do
//
// It does not choose which documents or sets belong into a data set, does not
// split them, and knows no files, archives or databases.
package formats
