package parquet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"galley/annotations"
	"galley/annotations/formats"
)

// maxFile is the largest file that is read, in bytes.
const maxFile = 1 << 30

// read reads spans/*.parquet of the folder that Format writes. The files are
// held in memory one at a time.
func read(files []formats.File, o formats.ReadOptions) iter.Seq2[formats.Found, error] {
	return func(yield func(formats.Found, error) bool) {
		some := slices.ContainsFunc(files, func(f formats.File) bool { return f.Name == "README.md" || strings.HasSuffix(f.Name, "/README.md") })
		for _, f := range files {
			if !isSpans(f.Name) {
				continue
			}
			some = true
			if !readFile(f, o, yield) {
				return
			}
		}
		if !some {
			yield(formats.Found{}, annotations.Errorf(annotations.Invalid, "no_files", "", "there is no spans/*.parquet in the folder"))
		}
	}
}

func isSpans(name string) bool {
	return (strings.HasPrefix(name, "spans/") || strings.Contains(name, "/spans/")) && strings.HasSuffix(name, ".parquet")
}

func detect(files []formats.File, head func(formats.File) []byte) bool {
	return slices.ContainsFunc(files, func(f formats.File) bool { return isSpans(f.Name) && bytes.HasPrefix(head(f), []byte("PAR1")) })
}

func readFile(f formats.File, o formats.ReadOptions, yield func(formats.Found, error) bool) (more bool) {
	raw, err := readAll(f)
	if err != nil {
		yield(formats.Found{File: f.Name}, err)
		return false
	}
	rows, err := unpack(raw)
	if err != nil {
		yield(formats.Found{File: f.Name}, annotations.Errorf(annotations.Invalid, "bad_parquet", "", "%s is no Parquet file of texts with spans: %v", f.Name, err))
		return false
	}
	for doc := range formats.ReadHFRows(f.Name, rows, o) {
		if !yield(doc, nil) {
			return false
		}
	}
	return true
}

func readAll(f formats.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	if len(raw) > maxFile {
		return nil, annotations.Errorf(annotations.TooLarge, "too_large", "", "%s is larger than %d bytes", f.Name, maxFile)
	}
	return raw, nil
}

// unpack reads all rows. The library panics on some broken files.
func unpack(raw []byte) (rows []formats.HFSpans, err error) {
	defer func() {
		if p := recover(); p != nil {
			rows, err = nil, errors.New("it cannot be read")
		}
	}()
	file, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	leaf := map[int]int{} // the file's columns
	for i, path := range spansRoot.leaves(nil) {
		c, ok := file.Schema().Lookup(path...)
		if !ok {
			return nil, fmt.Errorf("it has no column %s", strings.Join(path, "."))
		}
		leaf[c.ColumnIndex] = i
	}
	r := parquet.NewReader(file)
	defer r.Close()
	batch := make([]parquet.Row, 16)
	for {
		n, err := r.ReadRows(batch)
		for _, row := range batch[:n] {
			one, err := rowOf(row, leaf)
			if err != nil {
				return nil, err
			}
			rows = append(rows, one)
		}
		if errors.Is(err, io.EOF) || n == 0 && err == nil {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func rowOf(row parquet.Row, leaf map[int]int) (out formats.HFSpans, err error) {
	values := make([][]parquet.Value, len(leaf))
	for _, v := range row {
		if i, ok := leaf[v.Column()]; ok {
			values[i] = append(values[i], v)
		}
	}
	m, ok := assemble(spansRoot, values)
	if !ok {
		return out, errors.New("its levels contradict each other")
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return out, err
	}
	err = json.Unmarshal(raw, &out)
	return out, err
}

// tree is a JSON object with its whole numbers as int64.
func tree(raw []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var m map[string]any
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	return m, whole(m)
}

func whole(v any) error {
	set := func(x any, put func(any)) error {
		if n, ok := x.(json.Number); ok {
			i, err := n.Int64()
			put(i)
			return err
		}
		return whole(x)
	}
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if err := set(x, func(y any) { v[k] = y }); err != nil {
				return err
			}
		}
	case []any:
		for i, x := range v {
			if err := set(x, func(y any) { v[i] = y }); err != nil {
				return err
			}
		}
	}
	return nil
}
