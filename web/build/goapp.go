package main

import (
	"os"
	"path/filepath"
	"strings"
)

// goApp is the module of the user interface library.
const goApp = "github.com/maxence-charriere/go-app/v10"

// workDir is where the copy of go-app lies, below the module's root. Its name is
// the same everywhere, because the Go tool writes it into the program.
const workDir = ".build"

// browserHalf makes a copy of go-app, at the version that go.mod names, with the
// changes of standins.go, and a go.mod beside it that takes the copy and the
// stand-in for google/uuid. It returns the path of that go.mod, for -modfile.
func browserHalf(root string) (modfile string, err error) {
	from, err := output(root, nil, "go", "list", "-m", "-f", "{{.Dir}}", goApp)
	if err != nil {
		return "", err
	}
	if from == "" {
		if err := command(root, nil, "go", "mod", "download", goApp); err != nil {
			return "", err
		}
		if from, err = output(root, nil, "go", "list", "-m", "-f", "{{.Dir}}", goApp); err != nil {
			return "", err
		}
	}
	return copyHalf(root, from, filepath.Join(root, workDir))
}

func copyHalf(root, from, dir string) (modfile string, err error) {
	copied := filepath.Join(dir, "go-app")
	if err := copyGo(filepath.Join(from, "pkg", "errors"), filepath.Join(copied, "pkg", "errors"), nil); err != nil {
		return "", err
	}
	folder := filepath.Join(copied, "pkg", "app")
	if err := copyGo(filepath.Join(from, "pkg", "app"), folder, changed); err != nil {
		return "", err
	}
	if err := borrow(filepath.Join(root, "web", "build", "route", "fits.go"), "package route", filepath.Join(folder, "fits.go")); err != nil {
		return "", err
	}
	if err := copyGo(filepath.Join(root, "web", "build", "uuid"), filepath.Join(dir, "uuid"), nil); err != nil {
		return "", err
	}
	if err := writeIfChanged(filepath.Join(dir, "uuid", "go.mod"), []byte("module github.com/google/uuid\n\ngo 1.26\n")); err != nil {
		return "", err
	}
	for from, to := range map[string]string{
		filepath.Join(from, "go.mod"): filepath.Join(copied, "go.mod"),
		filepath.Join(root, "go.mod"): filepath.Join(dir, "go.mod"),
		filepath.Join(root, "go.sum"): filepath.Join(dir, "go.sum"),
	} {
		text, err := os.ReadFile(from)
		if err != nil {
			return "", err
		}
		if err := writeIfChanged(to, text); err != nil {
			return "", err
		}
	}
	modfile = filepath.Join(dir, "go.mod")
	// The paths are relative to the module's root, not to this file.
	return modfile, command(root, nil, "go", "mod", "edit", "-replace="+goApp+"=./"+workDir+"/go-app",
		"-replace=github.com/google/uuid=./"+workDir+"/uuid", modfile)
}

// copyGo copies the Go files of one folder as change makes them, tests left out.
func copyGo(from, to string, change func(name string, text []byte) ([]byte, error)) error {
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
		text, err := os.ReadFile(filepath.Join(from, e.Name()))
		if err != nil {
			return err
		}
		if change != nil {
			if text, err = change(e.Name(), text); err != nil {
				return err
			}
		}
		if err := writeIfChanged(filepath.Join(to, e.Name()), text); err != nil {
			return err
		}
	}
	return nil
}

// borrow gives go-app a file of ours.
func borrow(from, clause, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeIfChanged(to, []byte(strings.Replace(string(text), clause, "package app", 1)))
}
