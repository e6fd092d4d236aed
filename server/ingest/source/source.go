package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"galley/annotations"
)

// Kind is what a file is.
type Kind string

// The kinds.
const (
	Text     Kind = "text"
	Markdown Kind = "markdown"
	HTML     Kind = "html"
	MHTML    Kind = "mhtml"
	Word     Kind = "docx"
	PDF      Kind = "pdf"
	Mail     Kind = "eml"
	Table    Kind = "table"
	Lines    Kind = "jsonl"
	Feed     Kind = "feed"
	Zip      Kind = "zip"
)

// File is a file that came in.
type File struct {
	// Name is its name or path, for people and for telling the kind.
	Name string
	// Data is read at random and may be a file on disk.
	Data io.ReaderAt
	Size int64
}

// Bytes is a File that is in memory.
func Bytes(name string, data []byte) File {
	return File{Name: name, Data: bytes.NewReader(data), Size: int64(len(data))}
}

// head gives the first n bytes, or all there are.
func (f File) head(n int64) []byte {
	b := make([]byte, min(n, f.Size))
	got, _ := f.Data.ReadAt(b, 0) // a failing read comes again when all is read
	return b[:got]
}

// all reads the whole file. Returns too_large for one over most bytes.
func (f File) all(most int64) ([]byte, *annotations.Error) {
	if f.Size > most {
		return nil, tooLarge(f.Size, most)
	}
	b, err := io.ReadAll(io.NewSectionReader(f.Data, 0, f.Size))
	if err != nil {
		return nil, unreadable("cannot be read: %v", err)
	}
	return b, nil
}

// Piece is one text that a file holds.
type Piece struct {
	// Name says where it stands: the file's name, in an archive with the
	// member's path, in a table with the row ("tabelle.csv:12").
	Name string
	// Kind is what the piece itself is: Text, Markdown or HTML. A page's bytes
	// are in Page, everything else is in Text.
	Kind Kind
	Text string
	// Page is a web page in UTF-8; its address is in Meta["url"] when the
	// source says it.
	Page []byte
	// Meta is what the source says about the text: title, author, published,
	// url, source … Only what a file says, nothing recognised.
	Meta map[string]string
	// Language is what the source declares; a BCP 47 tag or empty.
	Language string
	// Encoding is how the bytes were read, and whether that was said or found.
	Encoding Encoding
	// Notes say what was left out or must be looked at.
	Notes []Note
}

// Note is something that a person should know about a piece although it was
// taken in.
type Note struct {
	// Reason is a stable word ("deletions_left_out", "check_line_breaks" …).
	Reason string `json:"reason"`
	Detail string `json:"detail"`
	// Count is how many are meant; 0 when there is nothing to count.
	Count int `json:"count,omitempty"`
}

// Opened is one thing that Open found: a piece, or why there is none.
type Opened struct {
	Piece Piece
	// Problem says what is wrong with the member named by Piece.Name; nil when
	// the piece is good. What it says was kept is in the pieces beside it.
	Problem *annotations.Error
}

// Limits bound what one file may hold.
type Limits struct {
	// File is the largest file, in bytes; Unpacked what all members of an
	// archive may hold together; Members how many there may be; Ratio how many
	// times larger than packed one member may be.
	File, Unpacked int64
	Members        int
	Ratio          int64
	// Rows is how many rows of a table, lines or entries of a feed are taken.
	Rows int
}

// Usual are the limits of the server: a text is 2 MB at most, and so a file of
// one text is not much larger.
var Usual = Limits{File: 200 << 20, Unpacked: 200 << 20, Members: 10_000, Ratio: 100, Rows: 200_000}

// oneText is the largest file that holds a single text, in bytes. A PDF or a
// saved page may carry pictures.
const oneText = 50 << 20

// Options are a person's choices.
type Options struct {
	// Kind is what the file is, if the person knows better; "" to find out.
	Kind Kind
	// Columns names the columns of a table or the keys of a line: "text" and, as
	// wanted, "title", "url", "author", "published", "language", "source", "id".
	// Without "text" they are proposed (see Preview).
	Columns map[string]string
	// Skip names members of an archive that somebody else reads; nil for none.
	Skip func(member string) bool
	// Limits are Usual when zero.
	Limits Limits
}

// Open gives what a file holds, in order, one after the other in memory that
// does not grow with their number. A file that is none of the kinds gives one
// Opened with a Problem that says what it is.
func Open(ctx context.Context, f File, o Options) iter.Seq[Opened] {
	if o.Limits == (Limits{}) {
		o.Limits = Usual
	}
	return func(yield func(Opened) bool) {
		opener := &opener{ctx: ctx, o: o, yield: yield}
		opener.open(f, false)
	}
}

// opener is one run of Open.
type opener struct {
	ctx   context.Context
	o     Options
	yield func(Opened) bool
	// done is set when the caller wants no more.
	done bool
}

// give hands over what was found and reports whether to go on.
func (o *opener) give(p Piece, problem *annotations.Error) bool {
	if o.done || o.ctx.Err() != nil {
		o.done = true
		return false
	}
	o.done = !o.yield(Opened{Piece: p, Problem: problem})
	return !o.done
}

// refuse says that a file cannot be taken.
func (o *opener) refuse(name string, problem *annotations.Error) {
	o.give(Piece{Name: name}, problem)
}

// open reads one file; packed says that it came out of an archive.
func (o *opener) open(f File, packed bool) {
	if f.Size > o.o.Limits.File {
		o.refuse(f.Name, tooLarge(f.Size, o.o.Limits.File))
		return
	}
	if f.Size == 0 {
		o.refuse(f.Name, annotations.Errorf(annotations.Invalid, "empty_file", "", "the file is empty"))
		return
	}
	kind, problem := o.o.Kind, (*annotations.Error)(nil)
	if kind == "" || packed {
		kind, problem = Detect(f)
	}
	if problem != nil {
		o.refuse(f.Name, problem)
		return
	}
	switch kind {
	case Zip:
		if packed {
			o.refuse(f.Name, annotations.Errorf(annotations.Invalid, "nested_archive", "", "an archive inside an archive is not opened; unpack it and add its files"))
			return
		}
		o.zip(f)
	case Table:
		o.table(f)
	case Lines:
		o.lines(f)
	default:
		o.single(f, kind)
	}
}

// single reads the kinds that are read as a whole.
func (o *opener) single(f File, kind Kind) {
	if kind == Word {
		o.result(f.Name)(word(f))
		return
	}
	raw, problem := f.all(oneText)
	if problem != nil {
		o.refuse(f.Name, problem)
		return
	}
	switch kind {
	case HTML:
		o.result(f.Name)(page(raw, ""))
	case MHTML:
		o.result(f.Name)(mhtml(raw))
	case PDF:
		o.result(f.Name)(pdfText(raw))
	case Mail:
		o.result(f.Name)(mailPiece(raw))
	case Feed:
		o.feed(f.Name, raw)
	case Markdown:
		o.result(f.Name)(plain(raw, Markdown))
	default:
		o.result(f.Name)(plain(raw, Text))
	}
}

// result names a piece and hands it over.
func (o *opener) result(name string) func(Piece, *annotations.Error) {
	return func(p Piece, problem *annotations.Error) {
		p.Name = name
		if p.Meta == nil {
			p.Meta = map[string]string{}
		}
		o.give(p, problem)
	}
}

// plain is a text file.
func plain(raw []byte, kind Kind) (Piece, *annotations.Error) {
	s, enc, problem := decode(raw, "")
	if problem != nil {
		return Piece{}, problem
	}
	return Piece{Kind: kind, Text: s, Encoding: enc}, nil
}

// page is a web page; declared is the encoding that stands outside it.
func page(raw []byte, declared string) (Piece, *annotations.Error) {
	if declared == "" {
		declared = declaredIn(raw)
	}
	s, enc, problem := decode(raw, declared)
	if problem != nil {
		return Piece{}, problem
	}
	return Piece{Kind: HTML, Page: []byte(s), Encoding: enc}, nil
}

func unreadable(format string, args ...any) *annotations.Error {
	return annotations.Errorf(annotations.Invalid, "unreadable_file", "", format, args...)
}

func tooLarge(size, most int64) *annotations.Error {
	return annotations.Errorf(annotations.TooLarge, "file_too_large", "", "the file has %s; at most %s are read", mega(size), mega(most))
}

func mega(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", (n+1023)>>10)
	}
	return fmt.Sprintf("%d MB", (n+1<<20-1)>>20)
}

// counted reads at most n bytes and then fails, whatever the source promised.
type counted struct {
	r io.Reader
	n int64
}

var errTooMuch = errors.New("holds more than it may")

func (c *counted) Read(b []byte) (int, error) {
	if c.n <= 0 {
		// One byte more tells the end from too much.
		var one [1]byte
		if n, err := c.r.Read(one[:]); n == 0 {
			return 0, err
		}
		return 0, errTooMuch
	}
	if int64(len(b)) > c.n {
		b = b[:c.n]
	}
	n, err := c.r.Read(b)
	c.n -= int64(n)
	return n, err
}

// OpenPage is Open for what an address answered: its media type and charset are
// the header's. The pieces know the address.
func OpenPage(ctx context.Context, address, mediaType, charset string, body []byte) iter.Seq[Opened] {
	return func(yield func(Opened) bool) {
		o := &opener{ctx: ctx, o: Options{Limits: Usual}, yield: func(got Opened) bool {
			if got.Problem == nil && got.Piece.Meta["url"] == "" {
				got.Piece.Meta["url"] = address
			}
			return yield(got)
		}}
		switch mediaType {
		case "text/html", "application/xhtml+xml":
			o.result(address)(page(body, charset))
		case "text/plain":
			s, enc, problem := decode(body, charset)
			o.result(address)(Piece{Kind: Text, Text: s, Encoding: enc}, problem)
		default:
			o.feed(address, body)
		}
	}
}
