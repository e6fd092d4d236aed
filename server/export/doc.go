// Package export streams a project in a format, in constant memory: documents
// come one by one from whoever keeps them and go straight to the writer.
//
// What is asked for is checked before the first byte is written, so that a
// refusal is still a refusal. File names are made here, never taken from data.
//
// It deliberately makes no splits and draws no samples, and it writes to no
// path: the caller opens the file or the connection.
package export
