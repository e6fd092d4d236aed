package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/wire"
)

func (s *Server) openapi(w http.ResponseWriter, _ *http.Request) error {
	return sendJSON(w, http.StatusOK, s.spec)
}

var pathParam = regexp.MustCompile(`\{(\w+)\}`)

// describe writes the table as OpenAPI 3.1.
func describe(routes []route, version string) ([]byte, error) {
	types := newTypes()
	paths := map[string]map[string]any{}
	for _, r := range routes {
		op, err := types.operation(r)
		if err != nil {
			return nil, fmt.Errorf("describe %s: %w", r.pattern(), err)
		}
		if paths[r.path] == nil {
			paths[r.path] = map[string]any{}
		}
		paths[r.path][strings.ToLower(r.method)] = op
	}
	if version == "" {
		version = "dev"
	}
	doc := map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "Galley", "version": version,
			"description": "Offsets are Unicode code points, half open: text[start:end] in Python is the quotation. Times are RFC 3339. Refusals are application/problem+json with a stable code."},
		"paths": paths,
		"components": map[string]any{
			"schemas": types.components,
			"securitySchemes": map[string]any{
				"cookie": map[string]string{"type": "apiKey", "in": "cookie", "name": "galley_session"},
				"bearer": map[string]string{"type": "http", "scheme": "bearer"},
			},
		},
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

// types makes a component of every Go type that crosses the wire.
type types struct {
	components map[string]*jsonschema.Schema
	fixed      map[reflect.Type]*jsonschema.Schema
}

// newTypes knows the types whose JSON is not what their fields say.
func newTypes() *types {
	words := func(list ...any) *jsonschema.Schema { return &jsonschema.Schema{Type: "string", Enum: list} }
	str := &jsonschema.Schema{Type: "string"}
	two := 2
	var roles []any
	for _, r := range annotations.Roles {
		roles = append(roles, string(r))
	}
	return &types{components: map[string]*jsonschema.Schema{}, fixed: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[time.Time](): {Type: "string", Format: "date-time"},
		reflect.TypeFor[annotations.Fragment](): {Type: "array", Items: &jsonschema.Schema{Type: "integer"}, MinItems: &two, MaxItems: &two,
			Description: "[start, end) in code points"},
		reflect.TypeFor[annotations.Value](): {AnyOf: []*jsonschema.Schema{str, {Type: "boolean"}, {Type: "array", Items: str}}},
		reflect.TypeFor[annotations.Role]():  words(roles...),
		reflect.TypeFor[annotations.State](): words("open", "submitted", "returned", "accepted"),
		reflect.TypeFor[annotations.Code]():  words("invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "unavailable", "internal"),
		reflect.TypeFor[ops.Kind]():          words("create", "update", "delete", "restore"),
		reflect.TypeFor[ops.Entity]():        words("span", "link", "blocks"),
		reflect.TypeFor[ops.Result]():        words("applied", "merged", "noop", "conflict", "rejected"),
	}}
}

// ref gives a reference to a type's component and makes it when it is new.
func (t *types) ref(v reflect.Type) (*jsonschema.Schema, error) {
	ref := &jsonschema.Schema{Ref: "#/components/schemas/" + v.Name()}
	if t.components[v.Name()] != nil {
		return ref, nil
	}
	known := map[reflect.Type]*jsonschema.Schema{}
	for k, s := range t.fixed {
		known[k] = s
	}
	t.components[v.Name()] = &jsonschema.Schema{}
	for _, field := range reflect.VisibleFields(v) {
		if part := structIn(field.Type); part != nil && !field.Anonymous && t.fixed[part] == nil {
			s, err := t.ref(part)
			if err != nil {
				return nil, err
			}
			known[part] = s
		}
	}
	s, err := jsonschema.ForType(v, &jsonschema.ForOptions{TypeSchemas: known})
	if err != nil {
		return nil, err
	}
	tidy(s)
	t.components[v.Name()] = s
	return ref, nil
}

// structIn is the named struct that a field's type is made of, or nil.
func structIn(v reflect.Type) reflect.Type {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct && v.Name() != "" && strings.HasPrefix(v.PkgPath(), "galley/") {
		return v
	}
	return nil
}

// tidy takes out what reflection cannot know better: lists and references are
// never null in what the server writes.
func tidy(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if s.Ref != "" {
		s.Types = nil
	}
	if len(s.Types) == 2 && s.Types[0] == "null" && s.Types[1] == "array" {
		s.Type, s.Types = "array", nil
	}
	for _, p := range s.Properties {
		tidy(p)
	}
	tidy(s.Items)
	if s.AdditionalProperties != nil && s.AdditionalProperties.Not == nil {
		tidy(s.AdditionalProperties)
	}
}

func (t *types) content(media string, v any) (map[string]any, error) {
	if v == nil {
		return map[string]any{media: map[string]any{"schema": map[string]string{"type": "string"}}}, nil
	}
	ref, err := t.ref(reflect.TypeOf(v))
	if err != nil {
		return nil, err
	}
	return map[string]any{media: map[string]any{"schema": ref}}, nil
}

func (t *types) operation(r route) (map[string]any, error) {
	answer := map[string]any{"description": http.StatusText(r.status)}
	if r.out != nil || r.gives != "" {
		media := r.gives
		if media == "" {
			media = "application/json"
		}
		content, err := t.content(media, r.out)
		if err != nil {
			return nil, err
		}
		answer["content"] = content
	}
	problem, err := t.content("application/problem+json", wire.Problem{})
	if err != nil {
		return nil, err
	}
	op := map[string]any{
		"summary": r.summary, "tags": []string{r.tag()}, "operationId": r.operation(),
		"responses": map[string]any{strconv.Itoa(r.status): answer, "default": map[string]any{"description": "A refusal", "content": problem}},
	}
	if r.right != anyone {
		op["security"] = []map[string][]string{{"cookie": {}}, {"bearer": {}}}
	}
	if params := r.parameters(); len(params) > 0 {
		op["parameters"] = params
	}
	if r.in != nil || r.takes != "" {
		media := r.takes
		if media == "" {
			media = "application/json"
		}
		content, err := t.content(media, r.in)
		if err != nil {
			return nil, err
		}
		op["requestBody"] = map[string]any{"required": true, "content": content}
	}
	return op, nil
}

func (r route) parameters() []map[string]any {
	var all []map[string]any
	text := map[string]string{"type": "string"}
	for _, m := range pathParam.FindAllStringSubmatch(r.path, -1) {
		all = append(all, map[string]any{"name": m[1], "in": "path", "required": true, "schema": text})
	}
	for _, p := range r.query {
		all = append(all, map[string]any{"name": p.name, "in": "query", "description": p.about, "schema": text})
	}
	return all
}

// operation is a name for the row: "put_documents_document_ops".
func (r route) operation() string {
	path := strings.TrimPrefix(strings.TrimPrefix(r.path, v1), "/")
	return strings.ToLower(r.method) + "_" + strings.Trim(regexp.MustCompile(`\W+`).ReplaceAllString(path, "_"), "_")
}
