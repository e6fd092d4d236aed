package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/andybalholm/brotli"
)

// How hard Brotli tries: hard is 20 s of work on the app and what is shipped; quick is under a second for a download
// that is a quarter larger, enough between two edits.
const (
	hard  = brotli.BestCompression
	quick = 5
)

// compress writes name.br and name.gz (gzip 9) beside the file, unless they were made from the same bytes with at
// least that quality before. The .gz is written last and carries hash and quality in its header's comment, so it
// vouches for both.
func compress(name string, quality int) error {
	raw, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	source := hex.EncodeToString(sum[:])
	if _, err := os.Stat(name + ".br"); err == nil {
		if made, with := madeFrom(name + ".gz"); made == source && with >= quality {
			return nil
		}
	}
	fmt.Fprintln(os.Stderr, "compressing app.wasm …")

	var packed bytes.Buffer
	b := brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: quality, LGWin: 24})
	if _, err := b.Write(raw); err != nil {
		return err
	}
	if err := b.Close(); err != nil {
		return err
	}
	if err := replace(name+".br", packed.Bytes()); err != nil {
		return err
	}

	packed.Reset()
	g, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	g.Comment = fmt.Sprint(source, " ", quality)
	if _, err := g.Write(raw); err != nil {
		return err
	}
	if err := g.Close(); err != nil {
		return err
	}
	return replace(name+".gz", packed.Bytes())
}

// madeFrom returns the hash and the quality in the comment of a gzip file, and "" if there is none to read.
func madeFrom(name string) (source string, quality int) {
	file, err := os.Open(name)
	if err != nil {
		return "", 0
	}
	defer file.Close()
	r, err := gzip.NewReader(file)
	if err != nil {
		return "", 0
	}
	if _, err := fmt.Sscan(r.Comment, &source, &quality); err != nil {
		return "", 0
	}
	return source, quality
}

// writeIfChanged leaves a file with the same content alone, so that nothing built from it is built again.
func writeIfChanged(name string, content []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, content) {
		return nil
	}
	return replace(name, content)
}

// replace writes a file whole or not at all.
func replace(name string, content []byte) error {
	if err := os.WriteFile(name+".new", content, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
