package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The budget of the download, and by how much it may grow before somebody says that it should (make size RECORD=1), in
// bytes. What a screen costs is 50 to 100 kB raw.
const (
	budgetRaw    = 8_500_000
	budgetBrotli = 1_750_000
	growthRaw    = 50_000
)

// size is what web/size.json remembers: the size of app.wasm at the last change that was meant to alter it, in bytes.
type size struct {
	Raw    int64 `json:"raw"`
	Brotli int64 `json:"brotli"`
}

// reportSize prints the size of the built app, its budget and the growth since it was recorded. It fails above the
// budget, and where the app has grown by more than growthRaw and record does not say that this is meant.
func reportSize(root string, record bool) error {
	program := filepath.Join(root, "web", "static", "app.wasm")
	raw, err := os.Stat(program)
	if err != nil {
		return err
	}
	packed, err := os.Stat(program + ".br")
	if err != nil {
		return err
	}
	now := size{raw.Size(), packed.Size()}
	ledger := filepath.Join(root, "web", "size.json")
	var last size
	switch text, err := os.ReadFile(ledger); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(text, &last); err != nil {
			return fmt.Errorf("read %s: %w", ledger, err)
		}
	}
	fmt.Print(table(now, last))
	if record {
		text, err := json.MarshalIndent(now, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(ledger, append(text, '\n'), 0o644); err != nil {
			return err
		}
	}
	if record {
		last = now
	}
	return errors.Join(now.check(), now.growth(last))
}

// check reports what is over the budget.
func (s size) check() error {
	var over []error
	if s.Raw > budgetRaw {
		over = append(over, fmt.Errorf("app.wasm has %.2f MB, the budget is %.2f MB", mb(s.Raw), mb(budgetRaw)))
	}
	if s.Brotli > budgetBrotli {
		over = append(over, fmt.Errorf("app.wasm.br has %.2f MB, the budget is %.2f MB", mb(s.Brotli), mb(budgetBrotli)))
	}
	return errors.Join(over...)
}

// growth reports a growth that nobody recorded.
func (s size) growth(last size) error {
	if last.Raw == 0 || s.Raw <= last.Raw+growthRaw {
		return nil
	}
	return fmt.Errorf("app.wasm has grown by %.1f kB since its size was recorded: look what came with the change, "+
		"and record it with `make size RECORD=1` if it is worth that (up to %.0f kB pass without)",
		float64(s.Raw-last.Raw)/1e3, float64(growthRaw)/1e3)
}

// table is the report, one line a form.
func table(now, last size) string {
	line := func(form string, now, last, budget int64) string {
		return fmt.Sprintf("%-10s %6.3f MB   recorded %6.3f MB (%+.1f kB)   budget %5.2f MB\n",
			form, mb(now), mb(last), float64(now-last)/1e3, mb(budget))
	}
	return line("app.wasm", now.Raw, last.Raw, budgetRaw) + line("  Brotli", now.Brotli, last.Brotli, budgetBrotli)
}

// mb is the number of megabytes (millions of bytes).
func mb(bytes int64) float64 { return float64(bytes) / 1e6 }
