package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/check"
	"galley/annotations/wire"
)

// lack is one row of `galley check`: a gap with where it is.
type lack struct {
	Document string            `json:"document"`
	Owner    annotations.Owner `json:"owner"`
	Label    string            `json:"label"`
	Quote    string            `json:"quote"`
	annotations.Gap
}

func (p *program) checkCommand() *cobra.Command {
	var project, set string
	cmd := &cobra.Command{
		Use: "check --data FOLDER --project NAME", Short: "List what sets lack before they can be submitted", Args: exactly(0, "no arguments"),
		Long: "List what the sets of people and gold lack before they can be submitted: required attributes, rules of the schema, links with empty roles.\n" +
			"Changes nothing. Ends with 1 when something is missing that has to be there.",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.check(cmd.Context(), project, set) },
	}
	cmd.Flags().StringVar(&project, "project", "", "the project's `name`")
	cmd.Flags().StringVar(&set, "set", "", "only this owner's sets, such as user:anna or gold")
	return p.dataFlag(p.jsonFlag(cmd))
}

func (p *program) check(ctx context.Context, project, only string) error {
	if err := needProject(project); err != nil {
		return err
	}
	if only != "" {
		if _, err := annotations.ParseOwner(only); err != nil {
			return usagef("--set: %v", err)
		}
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	if _, err := services.Keeper.Schema(ctx, project); err != nil {
		return err
	}
	found, hard, sets := []lack{}, 0, 0
	for bundle, err := range services.Keeper.Export(ctx, project) {
		if err != nil {
			return err
		}
		for _, s := range bundle.Sets {
			if only != "" && string(s.Owner) != only || only == "" && !work(s.Owner) {
				continue
			}
			sets++
			lacks := lacksOf(bundle.Document.ID, bundle.Schema, s)
			for _, l := range lacks {
				if !l.Soft {
					hard++
				}
			}
			found = append(found, lacks...)
		}
	}
	if err := p.printLacks(found); err != nil {
		return err
	}
	p.say("%d sets looked at, %d things missing, %d of them optional", sets, len(found), len(found)-hard)
	if hard > 0 {
		return errSaid
	}
	return nil
}

// work reports whether a set is a person's or gold: suggestions lack nothing.
func work(o annotations.Owner) bool {
	_, person := o.User()
	return person || o == annotations.Gold
}

func lacksOf(document string, schema *annotations.Schema, s wire.Set) []lack {
	set := s.Set()
	var found []lack
	for _, g := range check.Complete(schema, set) {
		l := lack{Document: document, Owner: s.Owner, Gap: g}
		if sp := set.Span(g.Span); sp != nil {
			l.Label, l.Quote = sp.Label, sp.Quotation()
		}
		found = append(found, l)
	}
	return found
}

func (p *program) printLacks(found []lack) error {
	rows := make([][]string, len(found))
	for i, l := range found {
		must := "must"
		if l.Soft {
			must = "should"
		}
		rows[i] = []string{l.Document, string(l.Owner), must, string(l.Kind), l.What, l.Label, oneLine(l.Quote), strconv.Quote(l.Span)}
	}
	return p.print(found, "DOCUMENT\tOWNER\tRULE\tKIND\tWHAT\tLABEL\tQUOTE\tSPAN", rows)
}
