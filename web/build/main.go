// Command build makes what a browser downloads and the server that has it inside.
//
//	go run ./web/build            app.wasm, its compressed forms, bin/galley
//	go run ./web/build -app       app.wasm and its compressed forms only
//	go run ./web/build -quick     the same with light compression, for use while developing
//	go run ./web/build -size      print the size of app.wasm against its budget; -record writes it to web/size.json
//
// It runs from any folder of the module. Work whose inputs did not change is not done again: the Go tool knows that of
// its own, and the compressed forms carry the hash of what they were made from.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	onlyApp := flag.Bool("app", false, "build app.wasm and its compressed forms only")
	showSize := flag.Bool("size", false, "print the size of app.wasm, and fail if it is over its budget")
	record := flag.Bool("record", false, "with -size: remember the size in web/size.json")
	light := flag.Bool("quick", false, "compress lightly")
	flag.Parse()
	quality := hard
	if *light && !*showSize {
		quality = quick
	}
	if err := run(quality, *onlyApp, *showSize, *record); err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

func run(quality int, onlyApp, showSize, record bool) error {
	root, err := output("", nil, "go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return err
	}
	if err := buildApp(root, quality); err != nil {
		return err
	}
	if showSize {
		return reportSize(root, record)
	}
	if onlyApp {
		return nil
	}
	return command(root, nil, "go", "build", "-tags", "sqlite_fts5", "-trimpath", "-o", "bin/galley", "./server")
}

// buildApp compiles the app into web/static, puts the toolchain's start script beside it (the two must be of one Go
// version), and compresses the program.
func buildApp(root string, quality int) error {
	static := filepath.Join(root, "web", "static")
	program := filepath.Join(static, "app.wasm")
	modfile, err := browserHalf(root)
	if err != nil {
		return err
	}
	err = command(root, []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0"},
		"go", "build", "-modfile="+modfile, "-buildvcs=false", "-trimpath", "-ldflags=-s -w", "-o", program, "./app")
	if err != nil {
		return err
	}
	goroot, err := output(root, nil, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	script, err := os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return fmt.Errorf("find the start script of the Go toolchain: %w", err)
	}
	if err := writeIfChanged(filepath.Join(static, "wasm_exec.js"), script); err != nil {
		return err
	}
	return compress(program, quality)
}

// command runs a program in dir with more environment, its output on ours.
func command(dir string, env []string, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Dir, c.Env, c.Stdout, c.Stderr = dir, append(os.Environ(), env...), os.Stderr, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}

// output runs a program and returns what it printed, without the line end.
func output(dir string, env []string, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir, c.Env, c.Stderr = dir, append(os.Environ(), env...), os.Stderr
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}
