package source

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"

	"galley/annotations"
)

// maxParts is how many parts of a mail are looked at, and how deep they nest.
const (
	maxParts   = 1_000
	maxNesting = 20
)

// leaf is one part of a mail or a saved page that is no container.
type leaf struct {
	kind, charset, location, id string
	attached                    bool
	body                        []byte
}

// mailPiece reads an e-mail (RFC 5322, MIME by RFC 2045 to 2047): its plain text,
// or its web page where it has no text. Press releases come that way.
func mailPiece(raw []byte) (Piece, *annotations.Error) {
	m, leaves, p := message(raw)
	if p != nil {
		return Piece{}, p
	}
	piece, p := body(leaves)
	if p != nil {
		return Piece{}, p
	}
	piece.Meta = mailMeta(m.Header)
	attachments := 0
	for _, l := range leaves {
		if l.attached || !strings.HasPrefix(l.kind, "text/") {
			attachments++
		}
	}
	if attachments > 0 {
		piece.Notes = append(piece.Notes, Note{Reason: "attachments_left_out", Detail: "attachments are not opened; add them as files", Count: attachments})
	}
	return piece, nil
}

// body chooses the part that a reader would read.
func body(leaves []leaf) (Piece, *annotations.Error) {
	for _, want := range []string{"text/plain", "text/html"} {
		for _, l := range leaves {
			if l.kind != want || l.attached || len(bytes.TrimSpace(l.body)) == 0 {
				continue
			}
			if want == "text/html" {
				return page(l.body, l.charset)
			}
			s, enc, p := decode(l.body, l.charset)
			return Piece{Kind: Text, Text: s, Encoding: enc}, p
		}
	}
	return Piece{}, annotations.Errorf(annotations.Invalid, "no_text", "", "the mail holds no text, only attachments or nothing at all")
}

// mhtml reads a saved web page (RFC 2557): the part that the others belong to.
func mhtml(raw []byte) (Piece, *annotations.Error) {
	m, leaves, p := message(raw)
	if p != nil {
		return Piece{}, p
	}
	start := ""
	if _, params, err := mime.ParseMediaType(m.Header.Get("Content-Type")); err == nil {
		start = params["start"]
	}
	var root *leaf
	for i, l := range leaves {
		if strings.HasPrefix(l.kind, "text/html") || l.kind == "application/xhtml+xml" {
			if root == nil || start != "" && l.id == start {
				root = &leaves[i]
			}
		}
	}
	if root == nil {
		return Piece{}, annotations.Errorf(annotations.Invalid, "no_text", "", "the saved page holds no HTML")
	}
	piece, p := page(root.body, root.charset)
	if p != nil {
		return Piece{}, p
	}
	piece.Meta = map[string]string{}
	where := m.Header.Get("Snapshot-Content-Location")
	if where == "" {
		where = root.location
	}
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		put(piece.Meta, "url", where)
	}
	return piece, nil
}

func mailMeta(h mail.Header) map[string]string {
	meta := map[string]string{}
	words := &mime.WordDecoder{CharsetReader: charsetReader}
	header := func(key string) string {
		s, err := words.DecodeHeader(h.Get(key))
		if err != nil {
			return strings.ToValidUTF8(h.Get(key), "\uFFFD")
		}
		return s
	}
	put(meta, "title", header("Subject"))
	parser := &mail.AddressParser{WordDecoder: words}
	if from, err := parser.Parse(h.Get("From")); err == nil && from.Name != "" {
		put(meta, "author", from.Name)
	} else {
		put(meta, "author", header("From"))
	}
	if at, err := h.Date(); err == nil {
		meta["published"] = at.Format(time.RFC3339)
	}
	return meta
}

func charsetReader(charset string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return e.NewDecoder().Reader(r), nil
}

// message reads the header and all parts of a mail.
func message(raw []byte) (*mail.Message, []leaf, *annotations.Error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, nil, unreadable("this is no e-mail: %v", err)
	}
	var leaves []leaf
	if err := parts(textproto.MIMEHeader(m.Header), m.Body, 0, &leaves); err != nil {
		if len(leaves) == 0 {
			return nil, nil, unreadable("the e-mail is broken or cut off: %v", err)
		}
		// What came before the break is kept.
	}
	return m, leaves, nil
}

var errParts = errors.New("it has too many parts")

// parts collects the leaves below one part.
func parts(h textproto.MIMEHeader, r io.Reader, depth int, all *[]leaf) error {
	if depth > maxNesting || len(*all) >= maxParts {
		return errParts
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	kind = strings.ToLower(kind)
	if strings.HasPrefix(kind, "multipart/") {
		m := multipart.NewReader(r, params["boundary"])
		for {
			part, err := m.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := parts(part.Header, part, depth+1, all); err != nil {
				return err
			}
		}
	}
	body, err := io.ReadAll(transfer(h.Get("Content-Transfer-Encoding"), r))
	if err != nil && len(body) == 0 {
		return err
	}
	disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	*all = append(*all, leaf{kind: kind, charset: params["charset"], location: h.Get("Content-Location"), id: h.Get("Content-Id"),
		attached: disposition == "attachment", body: body})
	return nil
}

// transfer undoes a content transfer encoding.
func transfer(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	}
	return r
}
