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

// outOfLine are packages whose functions are not put into their callers: what
// they do waits for a person or for the network, and copies of small functions
// are a thirtieth of the program. What runs between a key and the painted frame
// is not among them: app/state, app/browser, annotations with text and ops.
var outOfLine = []string{
	"galley/app/pages", "galley/app/components", "galley/app/draft", "galley/app/stories", "galley/app/locale", "galley/app/client",
	"galley/annotations/article", "galley/annotations/check", "galley/annotations/formats", "galley/annotations/occurrences",
	"galley/annotations/quotation", "galley/annotations/schemas", "galley/annotations/strict", "galley/annotations/wire",
	goApp + "/pkg/app", goApp + "/pkg/errors", "fmt", "net/url", "time",
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
	linked := filepath.Join(root, workDir, "app.wasm")
	args := []string{"build", "-modfile=" + modfile, "-buildvcs=false", "-trimpath", "-ldflags=-s -w"}
	for _, unhurried := range outOfLine {
		args = append(args, "-gcflags="+unhurried+"=-l")
	}
	err = command(root, []string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0"}, "go", append(args, "-o", linked, "./app")...)
	if err != nil {
		return err
	}
	if err := packFile(linked, program); err != nil {
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

// packFile writes the packed form of a linked program.
func packFile(linked, program string) error {
	content, err := os.ReadFile(linked)
	if err != nil {
		return err
	}
	if content, err = pack(content); err != nil {
		return fmt.Errorf("pack %s: %w", linked, err)
	}
	return writeIfChanged(program, content)
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
