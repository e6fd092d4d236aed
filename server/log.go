package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"galley/annotations/ops"
	"galley/annotations/text"
)

func (p *program) logCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "log --data FOLDER DOCUMENT", Short: "Print who did what on a document, oldest first", Args: exactly(1, "a document's id"),
		Long: "Print every entry of a document's log: when, who, in whose set, what, and the words it is about.\n" +
			"With --json the entries as they are kept. The id is the one in the address, /d/ID.",
		RunE: func(cmd *cobra.Command, args []string) error { return p.log(cmd.Context(), args[0]) },
	}
	return p.dataFlag(p.jsonFlag(cmd))
}

func (p *program) log(ctx context.Context, document string) error {
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	d, err := services.Keeper.Document(ctx, document, "")
	if err != nil {
		return err
	}
	entries := []ops.Entry{}
	for after := int64(0); ; {
		page, err := services.Keeper.Log(ctx, document, after, 0)
		if err != nil {
			return err
		}
		entries = append(entries, page.Entries...)
		if len(page.Entries) == 0 || page.Entries[len(page.Entries)-1].Seq == page.Head {
			break
		}
		after = page.Entries[len(page.Entries)-1].Seq
	}
	fold := ops.NewFold(text.New(d.Text), d.Schema)
	rows := make([][]string, len(entries))
	for i, e := range entries {
		fold.Append(e)
		r, _ := fold.Record(e.Target)
		rows[i] = []string{strconv.FormatInt(e.Seq, 10), e.At.Format(time.RFC3339), cmp.Or(e.Actor, "-"), string(e.Owner),
			string(e.Kind), what(e, r), string(e.Result)}
	}
	return p.print(entries, "SEQ\tTIME\tWHO\tSET\tDID\tWHAT\tRESULT", rows)
}

// what names an entry's target for a person: its label and words, or a link's
// type and roles, the blocks that an edit put in place, and for an update the fields that it set.
func what(e ops.Entry, r *ops.Record) string {
	name := string(e.Entity) + " " + e.Target
	switch {
	case e.Set.Blocks != nil:
		parts := make([]string, len(e.Set.Blocks.Blocks))
		for i, b := range e.Set.Blocks.Blocks {
			parts[i] = fmt.Sprintf("%s [%d, %d)", b.Role, b.Start, b.End)
		}
		return string(e.Entity) + " " + strings.Join(parts, ", ")
	case r != nil && r.Span != nil:
		name = r.Span.Label + " " + oneLine(r.Span.Quotation())
	case r != nil && r.Link != nil:
		name = r.Link.Type + " " + strings.Join(slices.Sorted(maps.Keys(r.Link.Roles)), "+")
	}
	if e.Kind == ops.Update {
		name += " (" + strings.Join(e.Set.Fields(), ", ") + ")"
	}
	return name
}
