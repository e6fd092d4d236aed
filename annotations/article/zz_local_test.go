package article_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"galley/annotations/article"
	"galley/annotations/text"
)

func TestLocalShared(t *testing.T) {
	raw, err := os.ReadFile("/work/shared/articles/000_83fdf16379f5174a.txt")
	if err != nil {
		t.Skip()
	}
	var want struct {
		Meta   map[string]string
		Blocks []struct {
			Role       string
			Start, End int
		}
	}
	j, _ := os.ReadFile("/work/shared/articles/000_83fdf16379f5174a.roles.json")
	if err := json.Unmarshal(j, &want); err != nil {
		t.Fatal(err)
	}
	txt := text.New(string(raw))
	r := article.Recognise(txt)
	if len(r.Blocks) != len(want.Blocks) {
		t.Errorf("%d blocks, want %d", len(r.Blocks), len(want.Blocks))
	}
	for i, b := range r.Blocks {
		w := want.Blocks[i]
		got := strings.TrimSpace(txt.Slice(b.Start, b.End))
		exp := strings.TrimSpace(txt.Slice(text.Rune(w.Start), text.Rune(w.End)))
		if string(b.Role) != w.Role || got != exp {
			t.Errorf("%d: %s %q want %s %q", i, b.Role, got, w.Role, exp)
		}
	}
	t.Log(r.Meta, r.Language)
}
