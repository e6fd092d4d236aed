package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/schemas"
	"galley/server/wiring"
)

// largestSchema bounds what is read as a schema, in bytes.
const largestSchema = 5 << 20

func (p *program) schemaCommand() *cobra.Command {
	var out, set, check string
	var retire, used bool
	cmd := &cobra.Command{
		Use: "schema --data FOLDER NAME", Short: "Print a project's schema, or set it from a file", Args: exactly(1, "a name"),
		Long: "Print a project's schema as JSON, or set it from a file (- is standard input). The version in the file is not looked at:\n" +
			"what is set becomes the next version. What is used in annotations cannot be removed, only retired: --retire does\n" +
			"that with what the file lacks. --check says what the file would change and sets nothing; --used counts how often\n" +
			"the parts of the schema are used.",
		RunE: func(cmd *cobra.Command, args []string) error {
			asked := 0
			for _, one := range []bool{out != "", set != "", check != "", used} {
				if one {
					asked++
				}
			}
			switch {
			case asked > 1:
				return usagef("--out, --set, --check and --used exclude each other")
			case retire && set == "":
				return usagef("--retire goes with --set")
			case set != "":
				return p.setSchema(cmd.Context(), args[0], set, retire)
			case check != "":
				return p.checkSchema(cmd.Context(), args[0], check)
			case used:
				return p.showUsage(cmd.Context(), args[0])
			}
			return p.showSchema(cmd.Context(), args[0], out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the `file` to write (default: standard output)")
	cmd.Flags().StringVar(&set, "set", "", "the `file` with the new schema")
	cmd.Flags().StringVar(&check, "check", "", "a `file` of which to say what it would change")
	cmd.Flags().BoolVar(&retire, "retire", false, "with --set: retire what is used and not in the file")
	cmd.Flags().BoolVar(&used, "used", false, "count spans and links, documents and people by the schema's parts")
	return cmd
}

// presetNames lists the schemas to start with, for the help.
func presetNames() string {
	var names []string
	for _, s := range schemas.All() {
		names = append(names, s.ID)
	}
	return strings.Join(names, ", ")
}

func (p *program) showSchema(ctx context.Context, name, out string) error {
	if err := checkOut("--out", out); err != nil {
		return err
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	schema, err := services.Keeper.Schema(ctx, name)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(schema)
	}
	if out == "" || out == "-" {
		return write(p.out)
	}
	return replaceFile(out, write)
}

func (p *program) setSchema(ctx context.Context, name, path string, retire bool) error {
	return p.withSchema(ctx, name, path, func(services wiring.Services, schema *annotations.Schema) error {
		now, err := services.Keeper.Schema(ctx, name)
		if err != nil {
			return err
		}
		var kept []string
		if retire {
			found, err := services.Keeper.CheckSchema(ctx, name, 0, schema)
			if err != nil {
				return err
			}
			schema, kept = &found.Schema, found.Kept
		}
		schema.Version = now.Version + 1
		if err := services.Keeper.PutSchema(ctx, name, schema); err != nil {
			return err
		}
		for _, part := range kept {
			p.say("%s is used and was kept", part)
		}
		p.say("the schema of %s has version %d now", name, schema.Version)
		return nil
	})
}

// withSchema reads a schema from a file for something that a project's data is needed for.
func (p *program) withSchema(ctx context.Context, name, path string, do func(wiring.Services, *annotations.Schema) error) error {
	raw, err := p.readSchema(path)
	if err != nil {
		return err
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	if _, err := services.Keeper.Schema(ctx, name); err != nil {
		return err
	}
	schema, err := annotations.ParseSchema(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return do(services, schema)
}

// checkSchema prints what a file would change.
func (p *program) checkSchema(ctx context.Context, name, path string) error {
	return p.withSchema(ctx, name, path, func(services wiring.Services, schema *annotations.Schema) error {
		found, err := services.Keeper.CheckSchema(ctx, name, 0, schema)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, c := range found.Changes {
			rows = append(rows, []string{string(c.Kind), c.Path, oneLine(c.Old), oneLine(c.New)})
		}
		if err := p.print(found, "CHANGE\tPLACE\tNOW\tTHEN", rows); err != nil {
			return err
		}
		for _, part := range found.Kept {
			p.say("%s is used: --set refuses this file, --set with --retire keeps it", part)
		}
		for _, problem := range found.Problems {
			p.say("%s: %s", problem.Field, problem.Detail)
		}
		return nil
	})
}

// showUsage prints how often the parts of a schema are used.
func (p *program) showUsage(ctx context.Context, name string) error {
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	found, err := services.Keeper.Usage(ctx, name)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, path := range slices.Sorted(maps.Keys(found.Counts)) {
		rows = append(rows, []string{path, strconv.Itoa(found.Counts[path]), strconv.Itoa(found.Documents[path]), strconv.Itoa(found.People[path])})
	}
	return p.print(found, "PART\tCOUNT\tDOCUMENTS\tPEOPLE", rows)
}

func (p *program) readSchema(path string) ([]byte, error) {
	in := p.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(in, largestSchema+1))
	if err == nil && n > largestSchema {
		err = fmt.Errorf("%s is larger than %d bytes; that is no schema", path, largestSchema)
	}
	return b.Bytes(), err
}
