package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
)

// oneElement returns a stand-in for go-app's html_gen.go, in which 110 types and
// as many interfaces of a hundred methods each stand for the HTML elements. Here
// all of them are one type with the methods of all, and HTMLDiv, HTMLInput … are
// other names of it, so that the linker keeps the methods that are called and no
// interface keeps the rest. An element type whose method differs from that of the
// others is left out: a program that uses it does not compile.
func oneElement(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "html_gen.go", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	text := func(n ast.Node) string {
		return string(source[files.Position(n.Pos()).Offset:files.Position(n.End()).Offset])
	}
	var order []string             // of method names
	methods := map[string]string{} // the method as the stand-in has it
	left := map[string]bool{}      // element types that are left out
	makers := map[string]string{}  // what makes an element, by its type
	var makersOrder []string
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		switch {
		case !ok:
		case f.Recv == nil:
			made := f.Type.Results.List[0].Type
			of := strings.TrimPrefix(text(made), "HTML")
			makersOrder = append(makersOrder, of)
			makers[of] = renamed(text(f), of)
		default:
			of := strings.TrimPrefix(text(f.Recv.List[0].Type), "*html")
			name, method := f.Name.Name, "//go:noinline\n"+renamed(text(f), of)
			switch known, ok := methods[name]; {
			case !ok:
				order = append(order, name)
				methods[name] = method
			case known != method:
				left[of] = true
			}
		}
	}
	if methods["Attr"] == "" || makers["Div"] == "" || len(left) > 3 {
		return nil, fmt.Errorf("go-app's html_gen.go is not as oneElement knows it: %d methods, %d elements, %d left out",
			len(methods), len(makers), len(left))
	}
	var out bytes.Buffer
	out.WriteString("package app\n\nimport \"strings\"\n\n// htmlElem is every HTML element.\ntype htmlElem struct { htmlElement }\n\n")
	for _, of := range makersOrder {
		if !left[of] {
			fmt.Fprintf(&out, "type HTML%s = *htmlElem\n\n%s\n\n", of, makers[of])
		}
	}
	for _, name := range order {
		out.WriteString(methods[name] + "\n\n")
	}
	return format.Source(out.Bytes())
}

// renamed puts the one type in place of an element's own.
func renamed(code, of string) string {
	return regexp.MustCompile(`\b(\*?html`+of+`|HTML`+of+`)\b`).ReplaceAllStringFunc(code, func(name string) string {
		if name == "html"+of {
			return "htmlElem"
		}
		return "*htmlElem"
	})
}
