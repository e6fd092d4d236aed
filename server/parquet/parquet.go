package parquet

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"galley/annotations/formats"
)

// Format is the folder with Parquet files.
var Format = formats.Format{
	Name: "hf-parquet", Extension: ".hf-parquet", MediaType: "application/zip",
	NewFolder: newWriter, Splits: true, Read: read, Detect: detect,
}

func init() { formats.Register(Format) }

// groupRows is how many rows are kept in memory before they are written.
const groupRows = 1000

func newWriter(f formats.Folder, o formats.Options) formats.Writer {
	return formats.NewHFWriter(f, o, func(features formats.HFFeatures) formats.HFRows {
		return &rows{folder: f, tokens: tokensRoot(features), files: map[string]*parquet.GenericWriter[any]{}}
	})
}

// rows are the open files of a folder.
type rows struct {
	folder formats.Folder
	tokens column
	files  map[string]*parquet.GenericWriter[any]
}

// Spans writes a row of spans/.
func (r *rows) Spans(split string, row *formats.HFSpans) error {
	raw, err := json.Marshal(row)
	if err != nil {
		return err
	}
	values, err := tree(raw)
	if err != nil {
		return err
	}
	return r.write("spans", split, spansRoot, values)
}

// Tokens writes a row of tokens/.
func (r *rows) Tokens(split string, row *formats.HFTokens) error {
	values := map[string]any{"id": row.ID, "owner": row.Owner, "tokens": items(row.Tokens)}
	for name, tags := range row.Tags {
		values[name] = items(tags)
	}
	return r.write("tokens", split, r.tokens, values)
}

func (r *rows) write(config, split string, root column, values map[string]any) error {
	name := config + "/" + split + "-00000.parquet"
	w := r.files[name]
	if w == nil {
		out, err := r.folder.Create(name)
		if err != nil {
			return fmt.Errorf("start %s: %w", name, err)
		}
		info, err := json.Marshal(map[string]any{"info": map[string]any{"features": root.feature()}})
		if err != nil {
			return err
		}
		w = parquet.NewGenericWriter[any](out, parquet.NewSchema(config, root.group()), parquet.MaxRowsPerRowGroup(groupRows),
			parquet.Compression(&zstd.Codec{}), parquet.CreatedBy("galley", "", ""), parquet.KeyValueMetadata("huggingface", string(info)))
		r.files[name] = w
	}
	_, err := w.WriteRows([]parquet.Row{shred(root, values)})
	return err
}

// Pattern names the files of a configuration and a part.
func (r *rows) Pattern(config, split string) string { return config + "/" + split + "-*.parquet" }

// Close ends all files.
func (r *rows) Close() error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		errs = append(errs, r.files[name].Close())
	}
	return errors.Join(errs...)
}

func items[T any](all []T) []any {
	out := make([]any, len(all))
	for i, a := range all {
		out[i] = a
	}
	return out
}

// sortFields puts columns into the library's order.
func sortFields(all []column) {
	slices.SortFunc(all, func(a, b column) int { return cmp.Compare(a.name, b.name) })
}
