package strict

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotations"
)

// Unmarshal reads one JSON value into v, a pointer. It returns an
// *annotations.Error with code invalid and one of the reasons "bad_json",
// "not_utf8", "duplicate_field", "unknown_field", "wrong_type", or the error
// that a type's own UnmarshalJSON gave, with the place as its field.
func Unmarshal(raw []byte, v any) *annotations.Error {
	p := problem(json2.Unmarshal(raw, v, json2.RejectUnknownMembers(true)))
	if p != nil && p.Reason == "bad_json" && !utf8.Valid(raw) {
		p.Reason = "not_utf8"
	}
	return p
}

// Loose reads one JSON value of another tool into v, a pointer: it passes over
// fields that v does not have, and refuses everything else that Unmarshal does.
func Loose(raw []byte, v any) *annotations.Error {
	p := problem(json2.Unmarshal(raw, v))
	if p != nil && p.Reason == "bad_json" && !utf8.Valid(raw) {
		p.Reason = "not_utf8"
	}
	return p
}

// UnmarshalRead does what Unmarshal does for everything r holds. An error of
// the reader itself comes back as it is.
func UnmarshalRead(r io.Reader, v any) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if p := Unmarshal(raw, v); p != nil {
		return p
	}
	return nil
}

func problem(err error) *annotations.Error {
	if err == nil {
		return nil
	}
	bad := func(reason string, at jsontext.Pointer, format string, args ...any) *annotations.Error {
		return annotations.Errorf(annotations.Invalid, reason, Field(string(at)), format, args...)
	}
	var own *annotations.Error
	var syntax *jsontext.SyntacticError
	var meaning *json2.SemanticError
	switch {
	case errors.As(err, &meaning) && errors.As(meaning.Err, &own):
		p := *own
		p.Field = Field(string(meaning.JSONPointer))
		return &p
	case errors.Is(err, jsontext.ErrDuplicateName):
		errors.As(err, &syntax)
		return bad("duplicate_field", syntax.JSONPointer, "comes twice")
	case errors.Is(err, json2.ErrUnknownName):
		errors.As(err, &meaning)
		return bad("unknown_field", meaning.JSONPointer, "is not a field that is known here")
	case errors.As(err, &syntax):
		return bad("bad_json", syntax.JSONPointer, "not valid JSON at byte %d: %s", syntax.ByteOffset, why(syntax.Err))
	case errors.As(err, &meaning):
		return bad("wrong_type", meaning.JSONPointer, "%s does not fit here%s", kind(meaning.JSONKind), wanted(meaning))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return bad("bad_json", "", "the JSON value is missing or ends too early")
	}
	return bad("bad_json", "", "not valid JSON: %v", err)
}

func why(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends too early"
	}
	return fmt.Sprint(err)
}

func kind(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "a boolean"
	case '"':
		return "a string"
	case '0':
		return "this number"
	case '{':
		return "an object"
	case '[':
		return "a list"
	}
	return "this value"
}

func wanted(e *json2.SemanticError) string {
	if e.GoType == nil {
		return ""
	}
	switch k := e.GoType.Kind().String(); {
	case strings.HasPrefix(k, "int"), strings.HasPrefix(k, "uint"):
		return "; a whole number does"
	case k == "string":
		return "; a string does"
	case k == "bool":
		return "; true or false does"
	case k == "slice":
		return "; a list does"
	case k == "map", k == "struct":
		return "; an object does"
	}
	return ""
}

// Field turns a JSON pointer ("/sets/0/note") into the way places are written
// in this product ("sets[0].note").
func Field(pointer string) string {
	var b strings.Builder
	for token := range jsontext.Pointer(pointer).Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + short(token))
		default:
			b.WriteString(short(token))
		}
	}
	return b.String()
}

// short keeps a foreign name readable in a message.
func short(s string) string {
	if utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return string([]rune(s)[:59]) + "…"
}

// Marshal writes v as JSON on one line without a line end. Unlike
// json.Marshal it leaves <, > and & readable; U+2028 and U+2029 are escaped,
// because readers that split on them would break the line.
func Marshal(v any) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}
