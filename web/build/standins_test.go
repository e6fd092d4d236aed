package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// library is the folder of go-app's package app, as go.mod names it.
func library(t *testing.T) string {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", goApp+"/pkg/app").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(dir))
}

func TestEveryStandInHasItsFileAndEveryChangeItsPlace(t *testing.T) {
	t.Parallel()
	dir := library(t)
	for name := range standIns {
		require.FileExists(t, filepath.Join(dir, name))
	}
	for name := range changes {
		source, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		text, err := changed(name, source)
		require.NoError(t, err)
		require.Less(t, len(text), len(source)+200, name)
	}
}

func TestAChangeThatHasNoPlaceIsNamed(t *testing.T) {
	t.Parallel()
	_, err := changed("route.go", []byte("package app"))
	require.EqualError(t, err, `go-app's route.go has no "\t\"regexp\"\n" any more; see web/build/standins.go`)
	_, err = changed("engine.go", []byte("document.(HTML).body()\n\t\tobserveState: x"))
	require.EqualError(t, err, `go-app's engine.go has no "\n\t\tnotifyComponentEvent: " after "\t\tobserveState: " any more; see web/build/standins.go`)
	_, err = changed("html_gen.go", []byte("package app"))
	require.ErrorContains(t, err, "not as oneElement knows it")
	text, err := changed("node_unknown.go", []byte("as it is"))
	require.NoError(t, err)
	require.Equal(t, "as it is", string(text))
}

func TestAllElementsAreOneTypeThatHasTheMethodsOfAll(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(filepath.Join(library(t), "html_gen.go"))
	require.NoError(t, err)
	text, err := oneElement(source)
	require.NoError(t, err)
	for _, want := range []string{
		"type HTMLDiv = *htmlElem\n", "func Div() *htmlElem {\n", "func Elem(tag string) *htmlElem {\n",
		"func (e *htmlElem) Class(v ...string) *htmlElem {\n", "func (e *htmlElem) Checked(v bool) *htmlElem {\n",
		"func (e *htmlElem) setBody(v []UI) HTML {\n", "func (e *htmlElem) Text(v any) *htmlElem {\n\treturn e.Body(Text(v))\n}",
	} {
		require.Contains(t, string(text), want)
	}
	require.NotContains(t, string(text), "interface")
	require.NotContains(t, string(text), "func Textarea", "its Text is another: it must not compile rather than do something else")
}
