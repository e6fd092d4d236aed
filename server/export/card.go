package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotations"
)

// card is the README.md of a folder: own is what the format has written already.
// It holds no time, so that the same data gives the same card.
func (j *Job) card(o Outcome, own string) string {
	var b strings.Builder
	if own == "" {
		title := j.schema.Title.In("en")
		fmt.Fprintf(&b, "---\nlicense: other\ntask_categories:\n- token-classification\npretty_name: %s\n---\n# %s\n\n", quoted(title), title)
		fmt.Fprintf(&b, "Labelled news texts in the format %s. What is not in the files as it was marked is listed in `%s`.\n", j.format.Name, reportName)
	} else {
		b.WriteString(own)
	}
	j.cardNumbers(&b, o)
	j.cardOrigin(&b, o)
	j.cardLabels(&b)
	return b.String()
}

func (j *Job) cardNumbers(b *strings.Builder, o Outcome) {
	parts := slices.Sorted(maps.Keys(o.Splits))
	if j.request.Split.Parts != nil {
		parts = j.request.Split.names()
	}
	b.WriteString("\n## Counts\n\n| Label | " + strings.Join(parts, " | ") + " |\n|---|" + strings.Repeat("---|", len(parts)) + "\n| documents |")
	for _, part := range parts {
		fmt.Fprintf(b, " %d |", o.Splits[part])
	}
	for _, label := range slices.Sorted(maps.Keys(o.Labels)) {
		fmt.Fprintf(b, "\n| `%s` |", label)
		for _, part := range parts {
			fmt.Fprintf(b, " %d |", o.Labels[label][part])
		}
	}
	b.WriteString("\n")
	if rule := j.rule(); rule != "" {
		b.WriteString("\n" + rule + "\n")
	}
	if lost := o.Sentences(); len(lost) > 0 {
		b.WriteString("\n## Not in the files as it was marked\n\n")
		for _, s := range lost {
			fmt.Fprintf(b, "- %s\n", s)
		}
	}
}

// cardOrigin tells where the data come from. People are pseudonyms unless they
// were to be named.
func (j *Job) cardOrigin(b *strings.Builder, o Outcome) {
	b.WriteString("\n## Origin\n\n")
	fmt.Fprintf(b, "Project `%s`", j.request.Project)
	if j.request.Release != "" {
		fmt.Fprintf(b, ", release `%s`", j.request.Release)
	}
	fmt.Fprintf(b, ", schema `%s` version %d.", j.schema.ID, j.schema.Version)
	if choice := j.request.String(); choice != "" {
		fmt.Fprintf(b, " Chosen: `%s`.", choice)
	}
	b.WriteString("\n\n| Annotations by | Documents |\n|---|---|\n")
	for _, owner := range slices.SortedFunc(maps.Keys(o.Owners), func(x, y string) int { return strings.Compare(j.cardName(o, x), j.cardName(o, y)) }) {
		fmt.Fprintf(b, "| %s | %d |\n", j.cardName(o, owner), o.Owners[owner])
	}
}

// cardName is an owner as the card names her.
func (j *Job) cardName(o Outcome, owner string) string {
	name, person := annotations.Owner(owner).User()
	if !person || j.request.Names != "" {
		return owner
	}
	return "annotator " + o.people[name]
}

func (j *Job) cardLabels(b *strings.Builder) {
	b.WriteString("\n## Labels\n\n")
	for _, l := range j.schema.Labels {
		fmt.Fprintf(b, "- `%s` (%s)", l.ID, oneLine(l.Name.In("en")))
		if g := l.Guideline.In("en"); g != "" {
			b.WriteString(": " + oneLine(g))
		}
		b.WriteString("\n")
	}
	if g := j.schema.Guidelines.In("en"); g != "" {
		b.WriteString("\n## Guidelines\n\n" + strings.TrimSpace(g) + "\n")
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoted is a string that YAML takes for nothing else.
func quoted(s string) string { return "'" + strings.ReplaceAll(oneLine(s), "'", "''") + "'" }
