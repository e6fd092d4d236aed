package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/history"
	"galley/annotations/ops"
	"galley/annotations/wire"
	"galley/server/wiring"
)

// logRequest is what the log command was asked for.
type logRequest struct {
	document, project, target, owner string
	raw                              bool
}

func (p *program) logCommand() *cobra.Command {
	var r logRequest
	cmd := &cobra.Command{
		Use: "log --data FOLDER DOCUMENT", Short: "Print who did what on a document, newest first",
		Long: "Print what happened on a document, or with --project on all documents of a project: when, who, in whose\n" +
			"set, and what each value was before and is after. Edits made at once are told together. The id is the one\n" +
			"in the address, /d/ID. With --json the same in full; with --ops the entries of the log as they are kept,\n" +
			"oldest first, as JSON.",
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 1 && r.project == "", len(args) == 0 && r.project != "" && r.target == "" && !r.raw:
				return nil
			case r.project != "" && (r.target != "" || r.raw):
				return usagef("%s: --span and --ops are about one document", cmd.CommandPath())
			}
			return usagef("%s takes a document's id, or --project NAME", cmd.CommandPath())
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r.document = strings.Join(args, "")
			return p.log(cmd.Context(), r)
		},
	}
	cmd.Flags().StringVar(&r.project, "project", "", "the project's `name`: print what happened on all its documents")
	cmd.Flags().StringVar(&r.target, "span", "", "the `id` of one span or link; of a span, its links are told too")
	cmd.Flags().StringVar(&r.owner, "set", "", "whose set: gold, or an `owner` such as user:anna (default: all)")
	cmd.Flags().BoolVar(&r.raw, "ops", false, "print the entries as they are kept, as JSON")
	return p.dataFlag(p.jsonFlag(cmd))
}

func (p *program) log(ctx context.Context, r logRequest) error {
	if r.project != "" {
		if err := needProject(r.project); err != nil {
			return err
		}
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	if r.raw {
		return p.rawLog(ctx, services.Keeper, r.document)
	}
	out := p.actPrinter(r.project != "")
	if r.project == "" {
		err = out.document(ctx, services.Keeper, r, r.document)
	} else {
		err = eachDocument(ctx, services.Keeper, r.project, func(d wire.DocumentItem) error {
			return out.document(ctx, services.Keeper, r, d.ID)
		})
	}
	if err != nil {
		return err
	}
	return out.end()
}

// eachDocument goes through a project's documents, newest first.
func eachDocument(ctx context.Context, k wiring.Keeper, project string, do func(wire.DocumentItem) error) error {
	for after := ""; ; {
		page, err := k.Documents(ctx, project, "", "", after, 200)
		if err != nil {
			return err
		}
		for _, d := range page.Documents {
			if err := do(d); err != nil {
				return err
			}
		}
		if after = page.Next; after == "" {
			return nil
		}
	}
}

// rawLog prints a log's entries.
func (p *program) rawLog(ctx context.Context, k wiring.Keeper, document string) error {
	entries := []ops.Entry{}
	for after := int64(0); ; {
		page, err := k.Log(ctx, document, after, 0)
		if err != nil {
			return err
		}
		entries = append(entries, page.Entries...)
		if after = after + int64(len(page.Entries)); len(page.Entries) == 0 || after == page.Head {
			break
		}
	}
	p.asJSON = true
	return p.print(entries, "", nil)
}

// documentAct is an act in JSON output.
type documentAct struct {
	Document string `json:"document"`
	history.Act
}

// actPrinter prints acts while they are read, as a table or as a JSON array.
type actPrinter struct {
	p     *program
	all   bool // of several documents
	table *tabwriter.Writer
	n     int
}

func (p *program) actPrinter(all bool) *actPrinter {
	a := &actPrinter{p: p, all: all}
	if !p.asJSON {
		a.table = tabwriter.NewWriter(p.out, 0, 8, 2, ' ', 0)
		head := "TIME\tWHO\tSET\tWHAT"
		if all {
			head = "DOCUMENT\t" + head
		}
		fmt.Fprintln(a.table, head)
	}
	return a
}

func (a *actPrinter) document(ctx context.Context, k wiring.Keeper, r logRequest, id string) error {
	q := wire.HistoryQuery{Target: r.target, Owner: annotations.Owner(r.owner), Limit: 200}
	for {
		page, err := k.History(ctx, id, q)
		if err != nil {
			return err
		}
		for _, act := range page.Acts {
			if err := a.print(id, act); err != nil {
				return err
			}
		}
		if a.table != nil {
			if err := a.table.Flush(); err != nil {
				return err
			}
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

func (a *actPrinter) print(id string, act history.Act) error {
	a.n++
	if a.table != nil {
		cells := []string{act.At.Format(time.RFC3339), act.Actor, string(act.Owner), sentence(act)}
		if a.all {
			cells = append([]string{id}, cells...)
		}
		_, err := fmt.Fprintln(a.table, strings.Join(cells, "\t"))
		return err
	}
	begin := ",\n"
	if a.n == 1 {
		begin = "[\n"
	}
	if _, err := fmt.Fprint(a.p.out, begin); err != nil {
		return err
	}
	enc := json.NewEncoder(a.p.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(documentAct{id, act})
}

func (a *actPrinter) end() error {
	if a.table != nil {
		return a.table.Flush()
	}
	if a.n == 0 {
		_, err := fmt.Fprintln(a.p.out, "[]")
		return err
	}
	_, err := fmt.Fprintln(a.p.out, "]")
	return err
}

// many is how many steps of an act are told one by one.
const many = 4

// sentence tells an act in a line.
func sentence(act history.Act) string {
	if act.State != "" {
		return "set " + string(act.State)
	}
	var parts []string
	if len(act.Steps) <= many {
		for _, s := range act.Steps {
			parts = append(parts, stepWords(s))
		}
		return strings.Join(parts, "; ")
	}
	for _, g := range history.SumUp(act) {
		parts = append(parts, string(g.Kind)+" "+strconv.Itoa(g.N)+" × "+g.Label)
	}
	return strings.Join(parts, "; ")
}

// stepWords tells a step: "update quote „Ja“: note „a“ → „b“".
func stepWords(s history.Step) string {
	line := string(s.Kind) + " " + s.Label + " " + oneLine(strings.Join(s.Quote, " … "))
	if s.Entity == ops.BlocksEntity {
		line = fmt.Sprintf("%s blocks [%d, %d)", s.Kind, s.Fragments[0].Start, s.Fragments[0].End)
	}
	if !s.Result.TookEffect() {
		line += " (" + string(s.Result) + ")"
	}
	var changes []string
	if s.Entity == ops.SpanEntity || s.Kind == ops.Update {
		for _, c := range s.Changes {
			changes = append(changes, fmt.Sprintf("%s %s → %s", strings.TrimPrefix(c.Field, "attributes."), orNone(c.Before), orNone(c.After)))
		}
	}
	if len(changes) > 0 {
		line += ": " + strings.Join(changes, ", ")
	}
	return line
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "∅"
	}
	return oneLine(strings.Join(words, " … "))
}
