package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"galley/annotations"
	"galley/annotations/schemas"
)

// largestSchema bounds what is read as a schema, in bytes.
const largestSchema = 5 << 20

func (p *program) schemaCommand() *cobra.Command {
	var out, set string
	cmd := &cobra.Command{
		Use: "schema --data FOLDER NAME", Short: "Print a project's schema, or set it from a file", Args: exactly(1, "a name"),
		Long: "Print a project's schema as JSON, or set it from a file (- is standard input). The version in the file is not looked at:\n" +
			"what is set becomes the next version. What is used in annotations cannot be removed, only retired.",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case set != "" && out != "":
				return usagef("--set and --out exclude each other")
			case set != "":
				return p.setSchema(cmd.Context(), args[0], set)
			}
			return p.showSchema(cmd.Context(), args[0], out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the `file` to write (default: standard output)")
	cmd.Flags().StringVar(&set, "set", "", "the `file` with the new schema")
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
	if err := checkOut(out); err != nil {
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

func (p *program) setSchema(ctx context.Context, name, path string) error {
	raw, err := p.readSchema(path)
	if err != nil {
		return err
	}
	services, done, err := p.open(ctx, false)
	if err != nil {
		return err
	}
	defer done()
	now, err := services.Keeper.Schema(ctx, name)
	if err != nil {
		return err
	}
	schema, err := annotations.ParseSchema(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	schema.Version = now.Version + 1
	if err := services.Keeper.PutSchema(ctx, name, schema); err != nil {
		return err
	}
	p.say("the schema of %s has version %d now", name, schema.Version)
	return nil
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
