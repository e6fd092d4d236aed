package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/wire"
)

func (p *program) findCommand() *cobra.Command {
	var project, owner string
	var q wire.FindQuery
	cmd := &cobra.Command{
		Use: "find --data FOLDER --project NAME WORDS", Short: "Find a passage in a project's texts",
		Long: "Print every place where a passage stands in a project's texts, newest text first: the document, the place in\n" +
			"code points, the labels that --set has there, and the words around it. Whole words are found, whatever\n" +
			"their blanks and soft hyphens, in any case and with a German genitive ending.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s takes the words to look for", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			q.Words, q.Owner, q.Limit, q.Hits = strings.Join(args, " "), annotations.Owner(owner), 100, 1_000
			return p.find(cmd.Context(), project, q)
		},
	}
	cmd.Flags().StringVar(&project, "project", "", "the project's `name`")
	cmd.Flags().StringVar(&owner, "set", "", "whose labels are told at the hits: gold, or an `owner` such as user:anna")
	cmd.Flags().BoolVar(&q.ExactCase, "exact-case", false, "tell capitals from small letters")
	cmd.Flags().BoolVar(&q.NoGenitive, "no-genitive", false, "find no German genitive ending -s")
	return p.dataFlag(p.jsonFlag(cmd))
}

func (p *program) find(ctx context.Context, project string, q wire.FindQuery) error {
	if err := needProject(project); err != nil {
		return err
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	documents := []wire.FoundIn{}
	var rows [][]string
	hits := 0
	for {
		page, err := services.Keeper.Find(ctx, project, q)
		var mistake *annotations.Error
		if errors.As(err, &mistake) && mistake.Code == annotations.Invalid {
			return usagef("%s", mistake.Detail)
		}
		if err != nil {
			return err
		}
		for _, d := range page.Documents {
			hits += d.Count
			if p.asJSON {
				documents = append(documents, d)
				continue
			}
			for _, h := range d.Hits {
				rows = append(rows, hitRow(d, h))
			}
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	if hits == 0 {
		p.say("nothing found")
	}
	return p.print(documents, "DOCUMENT\tPLACE\tLABELS\tPASSAGE", rows)
}

func hitRow(d wire.FoundIn, h wire.Hit) []string {
	var labels []string
	for _, sp := range h.Spans {
		labels = append(labels, sp.Label)
	}
	place := strconv.Itoa(int(h.Fragment.Start)) + "-" + strconv.Itoa(int(h.Fragment.End))
	return []string{d.ID, place, strings.Join(labels, ","), around(h)}
}

// around is a hit in its line, in brackets.
func around(h wire.Hit) string { return oneLine(h.Before + "[" + h.Text + "]" + h.After) }
