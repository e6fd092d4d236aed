package store

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// encode writes a value as JSON for a column: keys sorted, nothing escaped that
// need not be, so that it can be read in the file.
func encode(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimRight(b.Bytes(), "\n")), nil
}

// decode reads a column that encode wrote.
func decode(column, raw string, into any) error {
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		return fmt.Errorf("column %s holds %.60q: %w", column, raw, err)
	}
	return nil
}
