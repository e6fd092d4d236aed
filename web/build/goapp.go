package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// goApp is the module of the user interface library.
const goApp = "github.com/maxence-charriere/go-app/v10"

// serverHalf are the files of go-app that serve pages, with what stands in for
// them in the browser. Nothing in a browser calls them, but they import net/http,
// and with it the start-up code of TLS and X.509: 2.2 MB of the program, a fifth.
// The stand-ins keep the two names that the browser's half mentions.
var serverHalf = map[string]string{
	"http.go": "package app\n\n// Handler serves pages; there are none to serve in a browser.\ntype Handler struct{}\n",
	"resource.go": "package app\n\n// clientResourceResolver leaves locations as they are: static resources come from this origin.\n" +
		"func clientResourceResolver(string) func(string) string { return func(l string) string { return l } }\n",
}

// browserHalf makes a copy of go-app, at the version that go.mod names, without
// its server half, and a go.mod beside it that takes the copy. It returns the
// path of that go.mod for -modfile, and a function that removes both. The copy
// lies in a folder of its own, and -trimpath keeps the folder's name out of the
// program, so that builds are alike everywhere.
func browserHalf(root string) (modfile string, remove func(), err error) {
	from, err := output(root, nil, "go", "list", "-m", "-f", "{{.Dir}}", goApp)
	if err != nil {
		return "", nil, err
	}
	if from == "" {
		if err := command(root, nil, "go", "mod", "download", goApp); err != nil {
			return "", nil, err
		}
		if from, err = output(root, nil, "go", "list", "-m", "-f", "{{.Dir}}", goApp); err != nil {
			return "", nil, err
		}
	}
	dir, err := os.MkdirTemp("", "galley-build-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	if modfile, err = copyHalf(root, from, dir); err != nil {
		remove()
		return "", nil, err
	}
	return modfile, remove, nil
}

func copyHalf(root, from, dir string) (modfile string, err error) {
	copied := filepath.Join(dir, "go-app")
	for _, folder := range []string{"pkg/app", "pkg/errors"} {
		if err := copyGo(filepath.Join(from, folder), filepath.Join(copied, folder)); err != nil {
			return "", err
		}
	}
	for name, standIn := range serverHalf {
		path := filepath.Join(copied, "pkg", "app", name)
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("go-app has no %s any more; see serverHalf: %w", name, err)
		}
		if err := os.WriteFile(path, []byte(standIn), 0o644); err != nil {
			return "", err
		}
	}
	for from, to := range map[string]string{
		filepath.Join(from, "go.mod"): filepath.Join(copied, "go.mod"),
		filepath.Join(root, "go.mod"): filepath.Join(dir, "go.mod"),
		filepath.Join(root, "go.sum"): filepath.Join(dir, "go.sum"),
	} {
		if err := copyFile(from, to); err != nil {
			return "", err
		}
	}
	modfile = filepath.Join(dir, "go.mod")
	return modfile, command(root, nil, "go", "mod", "edit", "-replace="+goApp+"="+copied, modfile)
}

// copyGo copies the Go files of one folder, tests left out.
func copyGo(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		if err := copyFile(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}
