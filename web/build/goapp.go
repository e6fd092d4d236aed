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

// workDir is where the copy of go-app lies, below the module's root. Its name is
// the same everywhere, because the Go tool writes it into the program.
const workDir = ".build"

// browserHalf makes a copy of go-app, at the version that go.mod names, without
// its server half, and a go.mod beside it that takes the copy. It returns the
// path of that go.mod, for -modfile.
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
	for _, folder := range []string{"pkg/app", "pkg/errors"} {
		if err := copyGo(filepath.Join(from, folder), filepath.Join(copied, folder)); err != nil {
			return "", err
		}
	}
	for name, standIn := range serverHalf {
		path := filepath.Join(copied, "pkg", "app", name)
		if _, err := os.Stat(filepath.Join(from, "pkg", "app", name)); err != nil {
			return "", fmt.Errorf("go-app has no %s any more; see serverHalf: %w", name, err)
		}
		if err := writeIfChanged(path, []byte(standIn)); err != nil {
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
	if err := withoutRegexp(root, copied); err != nil {
		return "", err
	}
	modfile = filepath.Join(dir, "go.mod")
	// The path is relative to the module's root, not to this file.
	return modfile, command(root, nil, "go", "mod", "edit", "-replace="+goApp+"=./"+workDir+"/go-app", modfile)
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
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") || serverHalf[e.Name()] != "" {
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
	return writeIfChanged(to, text)
}

// withoutRegexp makes the copy's router match paths with web/build/route.
func withoutRegexp(root, copied string) error {
	folder := filepath.Join(copied, "pkg", "app")
	router, err := os.ReadFile(filepath.Join(folder, "route.go"))
	if err != nil {
		return err
	}
	text := string(router)
	for _, change := range [][2]string{
		{"\t\"regexp\"\n", ""},
		{"regexp.MustCompile(pattern)", "pattern"},
		{"rwr.regexp.MatchString(path)", "fits(rwr.regexp, path)"},
		{"*regexp.Regexp", "string"},
	} {
		if !strings.Contains(text, change[0]) {
			return fmt.Errorf("go-app's router has no %q any more; see withoutRegexp", change[0])
		}
		text = strings.ReplaceAll(text, change[0], change[1])
	}
	if err := writeIfChanged(filepath.Join(folder, "route.go"), []byte(text)); err != nil {
		return err
	}
	fits, err := os.ReadFile(filepath.Join(root, "web", "build", "route", "fits.go"))
	if err != nil {
		return err
	}
	return writeIfChanged(filepath.Join(folder, "fits.go"), []byte(strings.Replace(string(fits), "package route", "package app", 1)))
}
