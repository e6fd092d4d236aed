package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"galley/annotations/wire"

	"galley/annotations/formats/formatstest"
)

// A shell runs command lines in one process, each with a data folder of the test.
type shell struct {
	t    *testing.T
	data string
	env  map[string]string
	in   string
	out  string
	err  string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	return &shell{t: t, data: filepath.Join(t.TempDir(), "data"), env: map[string]string{}}
}

// run runs a line and requires its exit code; $DATA stands for the folder.
func (s *shell) run(code int, args ...string) *shell {
	s.t.Helper()
	var out, errs bytes.Buffer
	p := program{in: strings.NewReader(s.in), out: &out, err: &errs, env: func(k string) string { return s.env[k] }}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "$DATA", s.data)
	}
	got := p.run(s.t.Context(), args)
	s.out, s.err = out.String(), errs.String()
	require.Equal(s.t, code, got, "%v\n%s%s", args, s.out, s.err)
	return s
}

func (s *shell) file(name, content string) string {
	s.t.Helper()
	path := filepath.Join(filepath.Dir(s.data), name)
	require.NoError(s.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(s.t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

// sample is a native file with three documents.
func (s *shell) sample() string {
	s.t.Helper()
	b, err := os.ReadFile("../annotations/formats/testdata/articles.galley.jsonl")
	require.NoError(s.t, err)
	return s.file("in.jsonl", string(b))
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}

func TestNativeJSONLGoesRoundByteForByte(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	in := s.sample()
	s.run(0, "import", "--data", "$DATA", "--project", "demo", in)
	require.Equal(t, formatstest.Bridge().Document.ID+"\tStreit um die Brücke 🌉", strings.SplitN(s.out, "\n", 2)[0])
	require.Equal(t, 3, strings.Count(s.out, "\n"))
	require.Empty(t, s.err)

	s.run(0, "export", "--data", "$DATA", "--project", "demo")
	require.Equal(t, read(t, in), s.out)
	require.Empty(t, s.err)
	first := s.out
	s.run(0, "export", "--data", "$DATA", "--project", "demo", "--format", "galley", "--set", "all")
	require.Equal(t, first, s.out, "repeated")

	other := newShell(t)
	other.in = first
	other.run(0, "import", "--data", "$DATA", "--project", "anderswo", "-")
	other.run(0, "export", "--data", "$DATA", "--project", "anderswo")
	require.Equal(t, strings.ReplaceAll(first, `"project":"demo"`, `"project":"anderswo"`), other.out)
	other.run(0, "verify", "--data", "$DATA")
	require.Contains(t, other.out, "DOCUMENTS")
}

func TestAFileGoesThroughASecondProjectOfTheSameFolderUnchanged(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	in := s.file("in.jsonl", strings.Replace(read(t, s.sample()), `"revision":1`, `"revision":2`, 1))
	s.run(0, "import", "--data", "$DATA", "--project", "a", in)
	addresses := s.out
	s.run(0, "export", "--data", "$DATA", "--project", "a")
	first := s.out
	require.Contains(t, first, `"revision":2`)
	s.in = first
	s.run(0, "import", "--data", "$DATA", "--project", "b", "-")
	require.NotEqual(t, addresses, s.out)
	require.Empty(t, s.err)
	s.run(0, "export", "--data", "$DATA", "--project", "b")
	require.Equal(t, strings.ReplaceAll(first, `"project":"a"`, `"project":"b"`), s.out)
	s.run(0, "import", "--data", "$DATA", "--project", "b", "-")
	require.Equal(t, 3, strings.Count(s.err, "nothing was added"))
}

func TestImportingAgainSaysThatNothingWasAdded(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	in := s.sample()
	s.run(0, "import", "--data", "$DATA", "--project", "demo", in)
	first := s.out
	s.run(0, "import", "--data", "$DATA", "--project", "demo", in)
	require.Equal(t, first, s.out)
	require.Equal(t, 3, strings.Count(s.err, "already there"))
	require.Contains(t, s.err, "nothing was added")
}

func TestImportNamesWhatIsBadAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	sample := read(t, s.sample())
	paths := []string{
		s.file("gut.txt", "\uFEFFErster Text\r\nmit Zeilen"), s.file("nul.txt", "eins\nzwei\x00"), s.file("latin.txt", "stra\xdfe"), s.file("leer.md", " \n"),
		s.file("bild.png", "\x89PNG\r\n\x1a\n"), filepath.Join(t.TempDir(), "weg.txt"),
		s.file("halb.jsonl", strings.Replace(sample, `"label":"cue"`, `"label":"verb"`, 1)), s.file("zuletzt.md", "Letzter Text"),
	}
	s.run(1, append([]string{"import", "--data", "$DATA", "--project", "p"}, paths...)...)
	titles := regexp.MustCompile(`(?m)^[0-9a-f-]{36}\t(.+)$`).FindAllStringSubmatch(s.out, -1)
	require.Len(t, titles, 5, s.out)
	require.Equal(t, "Erster Text", titles[0][1])
	require.Equal(t, "straße", titles[1][1])
	require.Equal(t, "Letzter Text", titles[4][1])
	for _, part := range []string{
		"nul.txt: line 2 (byte 9) holds a NUL", "latin.txt: read as windows-1252 (guessed)", "leer.md: the text is empty",
		"bild.png: this is a picture", "weg.txt: no such file", `halb.jsonl: line 1: sets[1].spans[3].label: schema news has no label "verb"`,
	} {
		require.Contains(t, s.err, part)
	}
	s.run(0, "project", "list", "--data", "$DATA")
	require.Regexp(t, `(?m)^p +5 `, s.out)
}

func TestImportTakesFoldersAndStandardInput(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.file("lager/a.txt", "Text A")
	s.file("lager/tief/b.md", "Text B")
	s.file("lager/c.png", "x")
	s.in = "Text von der Eingabe"
	s.run(0, "import", "--data", "$DATA", "--project", "p", filepath.Join(filepath.Dir(s.data), "lager"), "-", "--json")
	var got struct{ Documents []struct{ Title string } }
	require.NoError(t, json.Unmarshal([]byte(s.out), &got))
	require.Len(t, got.Documents, 3)
	require.Equal(t, "Text von der Eingabe", got.Documents[2].Title)
}

func TestImportGivesTheOutcomesThatThePageShows(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	good, bad := s.file("a.txt", "Gr\xfc\xdfe aus M\xfcnchen"), s.file("b.png", "\x89PNG\r\n\x1a\n")
	s.run(1, "import", "--data", "$DATA", "--project", "p", good, bad, "--json")
	var got wire.Imported
	require.NoError(t, json.Unmarshal([]byte(s.out), &got))
	require.Len(t, got.Outcomes, 2)
	require.Equal(t, []string{good, "added", "text", "windows-1252 (guessed)"}, []string{got.Outcomes[0].Name, got.Outcomes[0].Result, got.Outcomes[0].Read, got.Outcomes[0].Encoding})
	require.Equal(t, []string{bad, "refused", "picture"}, []string{got.Outcomes[1].Name, got.Outcomes[1].Result, got.Outcomes[1].Problem.Reason})
}

func TestExportCountsWhatAFormatCannotHold(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "import", "--data", "$DATA", "--project", "demo", s.sample())
	out := filepath.Join(t.TempDir(), "out.jsonl")
	s.run(0, "export", "--data", "$DATA", "--project", "demo", "--format", "doccano-rel", "--out", out)
	require.Empty(t, s.out)
	require.Contains(t, s.err, "20 have several fragments")
	require.Contains(t, s.err, "Use relation")
	require.Equal(t, read(t, "../annotations/formats/testdata/articles.doccano-rel.jsonl"), read(t, out))
	s.run(0, "export", "--data", "$DATA", "--project", "demo", "--format", "doccano", "--set", "gold")
	require.Equal(t, 1, strings.Count(s.out, "\n"))
	require.Contains(t, s.err, "no_set")
}

func TestAFailedExportLeavesTheFileThatWasThere(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "project", "create", "--data", "$DATA", "p")
	out := s.file("out.jsonl", "old")
	s.run(1, "export", "--data", "$DATA", "--project", "nix", "--out", out)
	require.Equal(t, "old", read(t, out))
	s.run(0, "export", "--data", "$DATA", "--project", "p", "--out", out)
	require.Empty(t, read(t, out))
	files, err := filepath.Glob(filepath.Join(filepath.Dir(out), ".out*"))
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestWrongUseEndsWithTwoAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, says string }{
		{"", "needs a command"},
		{"frobnicate", `no command "frobnicate"`},
		{"user", "needs a command"},
		{"user frob", `no command "frob"`},
		{"frobnicate --project p", `no command "frobnicate"`},
		{"user frob --colour", `no command "frob"`},
		{"project create --data $DATA a/b", "not a project's name"},
		{"user add --data $DATA a:b", "not a person's name"},
		{"export --data $DATA --colour 1", "unknown flag"},
		{"project list", "--data FOLDER is missing"},
		{"project create --data $DATA", "takes a name"},
		{"export --data $DATA", "--project NAME is missing"},
		{"export --data $DATA --project a/b", "not a project's name"},
		{"export --data $DATA --colour", "unknown flag"},
		{"import --data $DATA --project p", "at least one file"},
		{"import --data $DATA --project p --format xml x.txt", "none of auto, galley, text"},
		{"import --data $DATA --project p --as anna x.txt", "none of gold, user:NAME"},
		{"serve", "--data FOLDER is missing"},
		{"serve --data $DATA x", "no arguments"},
		{"serve --data $DATA --addr 0.0.0.0:8080", "this machine only, not on 0.0.0.0"},
		{"serve --data $DATA --addr :8080", "every network interface"},
		{"serve --data $DATA --addr 8080", "not HOST:PORT"},
		{"serve --data $DATA --user a:b", "not a person's name"},
		{"user token --data $DATA anna --base-url galley", "not an address"},
	} {
		s := newShell(t)
		s.run(2, strings.Fields(c.line)...)
		require.Contains(t, s.err, c.says, c.line)
		require.Empty(t, s.out, c.line)
		require.NoDirExists(t, s.data, c.line)
	}
}

func TestFailuresEndWithOneAndSayWhatAndWhere(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(1, "project", "list", "--data", "$DATA")
	require.Contains(t, s.err, "there is no data folder "+s.data)
	s.run(0, "project", "create", "--data", "$DATA", "p")
	s.run(1, "project", "create", "--data", "$DATA", "p")
	require.Contains(t, s.err, `"p"`)
	s.run(1, "project", "show-schema", "--data", "$DATA", "nix")
	require.Contains(t, s.err, `"nix"`)
	s.run(1, "user", "token", "--data", "$DATA", "nobody")
	require.Contains(t, s.err, `"nobody"`)
	s.run(1, "export", "--data", "$DATA", "--project", "p", "--out", filepath.Join(s.data, "weg", "x.jsonl"))
	require.Contains(t, s.err, "--out: there is no folder "+filepath.Join(s.data, "weg"))
	for _, place := range []string{s.data, "/dev/null"} {
		s.run(1, "export", "--data", "$DATA", "--project", "p", "--out", place)
		require.Contains(t, s.err, "--out: "+place+" is not a file that can be replaced")
	}
	empty := filepath.Dir(s.file("leer/bild.png", "x"))
	s.run(1, "import", "--data", "$DATA", "--project", "neu", empty)
	require.Contains(t, s.err, empty+": the folder holds no file of a known kind (.txt")
	s.run(1, "import", "--data", "$DATA", "--project", "neu", filepath.Join(empty, "weg.txt"), s.file("schlecht.jsonl", "{}"))
	s.run(0, "project", "list", "--data", "$DATA")
	require.NotContains(t, s.out, "neu", "no project for nothing")
	s.run(1, "project", "list", "--data", empty)
	require.Contains(t, s.err, "the folder "+empty+" holds no galley data")
	require.NoFileExists(t, filepath.Join(empty, "galley.db"))
}

func TestAChoiceThatThereIsNotIsWrongUse(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "project", "create", "--data", "$DATA", "p")
	for _, c := range []struct{ flag, value, says string }{
		{"--format", "xls", `--format: "xls" is none of galley, doccano, doccano-rel`},
		{"--set", "nix", `--set: "nix" is none of all, gold, user:NAME, suggester:NAME`},
		{"--offsets", "byte", `--offsets: "byte" is neither codepoint nor utf16`},
	} {
		s.run(2, "export", "--data", "$DATA", "--project", "p", c.flag, c.value)
		require.Contains(t, s.err, c.says)
	}
}

func TestALinkToAFolderIsThatFolder(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	folder := filepath.Dir(s.file("lager/a.txt", "Text A"))
	link := folder + "-link"
	require.NoError(t, os.Symlink(folder, link))
	s.run(0, "import", "--data", "$DATA", "--project", "p", link)
	require.Contains(t, s.out, "Text A")
}

func TestAnInterruptedCommandSaysSo(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	in := s.sample()
	s.run(0, "import", "--data", "$DATA", "--project", "p", in)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var errs bytes.Buffer
	p := program{in: strings.NewReader(""), out: io.Discard, err: &errs, env: func(string) string { return "" }}
	require.Equal(t, 1, p.run(ctx, []string{"import", "--data", s.data, "--project", "q", in}))
	require.Equal(t, "galley: interrupted; what was done before is kept\n", errs.String())
}

func TestADataFolderIsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	require.NoError(t, os.MkdirAll(s.data, 0o755))
	s.run(0, "project", "create", "--data", "$DATA", "p")
	info, err := os.Stat(filepath.Join(s.data, "galley.db"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
}

func TestFlagsBeatTheEnvironment(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.env["GALLEY_DATA"], s.env["GALLEY_PROJECT"] = s.data, "aus-der-umgebung"
	path := s.file("a.txt", "Ein Text")
	s.run(0, "import", path)
	s.run(0, "import", "--project", "von-hand", path)
	s.run(0, "project", "list", "--json")
	require.Contains(t, s.out, `"aus-der-umgebung"`)
	require.Contains(t, s.out, `"von-hand"`)
	s.env["GALLEY_JSON"] = "perhaps"
	s.run(2, "project", "list")
	require.Contains(t, s.err, `GALLEY_JSON="perhaps"`)
}

func TestPeopleAreAddedAndGetLinks(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "user", "add", "--data", "$DATA", "zoë")
	s.run(0, "import", "--data", "$DATA", "--project", "p", s.sample())
	s.run(0, "user", "list", "--data", "$DATA")
	require.Regexp(t, `(?m)^anna +no `, s.out)
	require.Regexp(t, `(?m)^zoë +yes `, s.out)
	s.run(0, "user", "list", "--data", "$DATA", "--json")
	require.True(t, json.Valid([]byte(s.out)))
	s.run(0, "user", "token", "--data", "$DATA", "zoë", "--base-url", "https://galley.example/")
	require.Regexp(t, `^https://galley\.example/sign-in#[\w-]{22,}\n$`, s.out)
	s.run(0, "user", "token", "--data", "$DATA", "zoë", "--api")
	require.Regexp(t, `^[\w-]{22,}\n$`, s.out)
	s.run(1, "user", "token", "--data", "$DATA", "anna")
}

func TestFlagsMayStandBeforeTheLastWord(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "user", "--data", "$DATA", "add", "anna")
	s.run(0, "user", "--data=$DATA", "--json", "list")
	require.True(t, json.Valid([]byte(s.out)), s.out)
	s.env["GALLEY_DATA"] = s.data
	s.run(0, "user", "token", "anna", "--json")
	require.Contains(t, s.out, "/sign-in#")
}

func TestTheSchemaAndTheVersionArePrinted(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.run(0, "project", "create", "--data", "$DATA", "p", "--title", "Ein Projekt")
	require.Contains(t, s.out, "Ein Projekt")
	s.run(0, "project", "show-schema", "--data", "$DATA", "p")
	require.Contains(t, s.out, `"attribution"`)
	s.run(0, "version")
	require.Regexp(t, `^galley \S+ \(.+go1\.`, s.out)
	s.run(0, "version", "--json")
	require.True(t, json.Valid([]byte(s.out)))
}

// A server is `galley serve` in this process.
type server struct {
	t     *testing.T
	lines *bufio.Scanner
	errs  *bytes.Buffer
	stop  context.CancelFunc
	code  chan int
}

func (s *shell) serve(args ...string) *server {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(s.t.Context()))
	out, in := io.Pipe()
	v := &server{t: s.t, lines: bufio.NewScanner(out), errs: &bytes.Buffer{}, stop: stop, code: make(chan int, 1)}
	p := program{in: strings.NewReader(""), out: in, err: v.errs, env: func(string) string { return "" }}
	go func() {
		v.code <- p.run(ctx, append([]string{"serve", "--data", s.data}, args...))
		_ = in.Close()
	}()
	s.t.Cleanup(stop)
	return v
}

func (v *server) line(pattern string) []string {
	v.t.Helper()
	require.True(v.t, v.lines.Scan(), "no line like %s", pattern)
	found := regexp.MustCompile(pattern).FindStringSubmatch(v.lines.Text())
	require.NotNil(v.t, found, v.lines.Text())
	return found
}

func (v *server) end() {
	v.t.Helper()
	v.stop()
	require.False(v.t, v.lines.Scan(), v.lines.Text())
	require.Equal(v.t, 0, <-v.code)
}

const listening, signIn = `^listening on (http://127\.0\.0\.1:\d+)$`, `^sign in: (http://127\.0\.0\.1:\d+)/sign-in#([\w-]+)$`

func TestServeSaysWhereItListensAndHowToSignInTheFirstTime(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	v := s.serve("--addr", "127.0.0.1:0", "--user", "anna")
	base := v.line(listening)[1]
	link := v.line(signIn)
	require.Equal(t, base, link[1])
	answer, err := http.Post(base+"/api/v1/session", "application/json", strings.NewReader(`{"token":"`+link[2]+`"}`))
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Contains(t, string(body), `"user":"anna"`)
	require.NotEmpty(t, answer.Header.Get("Content-Security-Policy"))

	s.run(1, "serve", "--data", "$DATA", "--addr", "127.0.0.1:0")
	require.Contains(t, s.err, "another galley server")
	s.run(0, "import", "--data", "$DATA", "--project", "daneben", s.sample())
	v.end()

	again := s.serve("--addr", "127.0.0.1:0")
	again.line(listening)
	again.end()
}

func TestTheDemonstrationOpensOnASampleWithALinkOnEveryStart(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for range 2 {
		v := s.serve("--addr", "localhost:0", "--demo")
		v.line(`^listening on http://(127\.0\.0\.1|\[::1\]):\d+$`)
		v.line(`^sign in: http://.+/sign-in#[\w-]+$`)
		v.end()
	}
	s.run(0, "export", "--data", "$DATA", "--project", "demo")
	require.Equal(t, read(t, "demo/demo.jsonl"), s.out)
	s.run(0, "user", "list", "--data", "$DATA")
	require.Regexp(t, `(?m)^demo +yes `, s.out)
}

func TestServeExplainsThatItsPortIsTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	s := newShell(t)
	s.run(1, "serve", "--data", "$DATA", "--addr", taken.Addr().String())
	require.Contains(t, s.err, taken.Addr().String()+" is taken by another program; choose another port with --addr")
	require.Empty(t, s.out)
}

func TestAStreamDoesNotHoldUpTheStop(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	v := s.serve("--addr", "127.0.0.1:0", "--user", "anna")
	base := v.line(listening)[1]
	v.line(signIn)
	s.run(0, "user", "token", "--data", "$DATA", "anna", "--api")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/v1/events", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(s.out))
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	v.end()
}
