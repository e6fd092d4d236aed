package formats

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// card is the README.md with the YAML that load_dataset reads.
func (h *hfWriter) card() string {
	var b strings.Builder
	b.WriteString("---\n")
	langs := slices.Sorted(maps.Keys(h.langs))
	if len(langs) > 0 {
		b.WriteString("language:\n")
		for _, l := range langs {
			fmt.Fprintf(&b, "- %s\n", yamlString(l))
		}
	}
	b.WriteString("license: other\ntask_categories:\n- token-classification\n")
	if h.o.Schema != nil {
		title := h.o.Schema.Title.In("en")
		fmt.Fprintf(&b, "pretty_name: %s\n", yamlString(title))
	}
	splits := slices.SortedFunc(maps.Keys(h.splits), splitOrder)
	if len(splits) > 0 {
		b.WriteString("configs:\n")
		for i, config := range []string{"spans", "tokens"} {
			h.config(&b, config, i, splits)
		}
	}
	b.WriteString("dataset_info:\n- config_name: spans\n  features:\n")
	b.WriteString(spansFeatures)
	b.WriteString("- config_name: tokens\n  features:\n  - name: id\n    dtype: string\n  - name: owner\n    dtype: string\n  - name: tokens\n    list: string\n")
	for _, c := range h.feats.Columns {
		fmt.Fprintf(&b, "  - name: %s\n    list:\n      class_label:\n        names:\n", yamlString(c.Name))
		for i, name := range c.Names {
			fmt.Fprintf(&b, "          '%d': %s\n", i, yamlString(name))
		}
	}
	b.WriteString("---\n")
	b.WriteString(h.prose(splits))
	return b.String()
}

func (h *hfWriter) config(b *strings.Builder, config string, i int, splits []string) {
	head := false
	for _, split := range splits {
		if h.splits[split][i] == 0 {
			continue
		}
		if !head {
			fmt.Fprintf(b, "- config_name: %s\n", config)
			if i == 0 {
				b.WriteString("  default: true\n")
			}
			b.WriteString("  data_files:\n")
			head = true
		}
		fmt.Fprintf(b, "  - split: %s\n    path: %s\n", yamlString(split), yamlString(h.rows.Pattern(config, split)))
	}
}

// spansFeatures are the columns of HFSpans in the order of its fields.
const spansFeatures = `  - name: id
    dtype: string
  - name: owner
    dtype: string
  - name: state
    dtype: string
  - name: language
    dtype: string
  - name: title
    dtype: string
  - name: text
    dtype: string
  - name: spans
    list:
    - name: id
      dtype: string
    - name: label
      dtype: string
    - name: start
      dtype: int64
    - name: end
      dtype: int64
    - name: fragments
      list:
      - name: start
        dtype: int64
      - name: end
        dtype: int64
      - name: text
        dtype: string
    - name: attributes
      list:
      - name: name
        dtype: string
      - name: type
        dtype: string
      - name: value
        dtype: string
    - name: note
      dtype: string
  - name: relations
    list:
    - name: label
      dtype: string
    - name: head
      dtype: string
    - name: tail
      dtype: string
  - name: links
    list:
    - name: id
      dtype: string
    - name: type
      dtype: string
    - name: roles
      list:
      - name: role
        dtype: string
      - name: span
        dtype: string
    - name: attributes
      list:
      - name: name
        dtype: string
      - name: type
        dtype: string
      - name: value
        dtype: string
`

// splitOrder puts train, validation and test first.
func splitOrder(a, b string) int {
	rank := func(s string) int {
		if i := slices.Index([]string{"train", "validation", "test"}, s); i >= 0 {
			return i
		}
		return 3
	}
	if n := rank(a) - rank(b); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

// prose is what the card tells a person.
func (h *hfWriter) prose(splits []string) string {
	var b strings.Builder
	title := "Annotated texts"
	if h.o.Schema != nil && h.o.Schema.Title.In("en") != "" {
		title = h.o.Schema.Title.In("en")
	}
	fmt.Fprintf(&b, "# %s\n\n", title)
	b.WriteString("Offsets count Unicode code points, half open: `text[start:end]` in Python is a fragment's `text`. " +
		"`spans` has every span with its fragments, attributes and note, `links` every link; `relations` has the links as pairs. " +
		"`tokens` has the sentences in words with tags in IOB2.\n\n")
	b.WriteString("```python\nfrom datasets import load_dataset\nspans = load_dataset(\"PATH\", \"spans\")\ntokens = load_dataset(\"PATH\", \"tokens\")\n```\n\n")
	b.WriteString("| Part | Documents | Rows of spans | Rows of tokens |\n|---|---|---|---|\n")
	for _, s := range splits {
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", s, h.docs[s], h.splits[s][0], h.splits[s][1])
	}
	if lost := h.tally.Sentences(); len(lost) > 0 {
		b.WriteString("\nWhat `tokens` does not hold as it was marked, and what there is to know:\n\n")
		for _, s := range lost {
			fmt.Fprintf(&b, "- %s\n", s)
		}
	}
	return b.String()
}

// yamlString writes a string so that no reader takes it for a number, a truth
// value or structure.
func yamlString(s string) string {
	return "'" + strings.ReplaceAll(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s), "'", "''") + "'"
}
