package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"galley/annotations/schemas"
	"galley/annotations/wire"
)

func (p *program) projectCommand() *cobra.Command {
	group := &cobra.Command{Use: "project", Short: "List and make projects", Args: cobra.ArbitraryArgs, RunE: p.group}
	list := &cobra.Command{
		Use: "list --data FOLDER", Short: "List projects", Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.listProjects(cmd.Context()) },
	}
	var title, preset string
	create := &cobra.Command{
		Use: "create --data FOLDER NAME", Short: "Make a project", Args: exactly(1, "a name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.createProject(cmd.Context(), args[0], title, preset)
		},
	}
	create.Flags().StringVar(&title, "title", "", "the title on screen (default: the name)")
	create.Flags().StringVar(&preset, "schema", "", "the `schema` to start with: "+presetNames()+" (default: the first)")
	show := &cobra.Command{
		Use: "show-schema --data FOLDER NAME", Short: "Print a project's schema as JSON", Args: exactly(1, "a name"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.showSchema(cmd.Context(), args[0], "") },
	}
	group.AddCommand(list, create, show, p.schemaCommand())
	return p.dataFlag(p.jsonFlag(group))
}

func (p *program) listProjects(ctx context.Context) error {
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	all := []wire.Project{}
	for after := ""; ; {
		page, err := services.Keeper.Projects(ctx, "", after, 200)
		if err != nil {
			return err
		}
		all = append(all, page.Projects...)
		if after = page.Next; after == "" {
			break
		}
	}
	return p.printProjects(all, all)
}

func (p *program) printProjects(v any, all []wire.Project) error {
	var rows [][]string
	for _, one := range all {
		rows = append(rows, []string{one.Name, strconv.Itoa(one.Documents), strconv.Itoa(one.Spans), oneLine(one.Title)})
	}
	return p.print(v, "NAME\tDOCUMENTS\tSPANS\tTITLE", rows)
}

func (p *program) createProject(ctx context.Context, name, title, preset string) error {
	schema, err := schemas.Find(preset)
	if err != nil {
		return usagef("--schema: %v; there are %s", err, presetNames())
	}
	if err := checkName("create", name, "a project's name"); err != nil {
		return err
	}
	services, done, err := p.open(ctx, true)
	if err != nil {
		return err
	}
	defer done()
	made, err := services.Keeper.CreateProjectWith(ctx, name, title, schema)
	if err != nil {
		return err
	}
	return p.printProjects(made, []wire.Project{made})
}
