package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"galley/annotations"
	"galley/annotations/text"
)

// keys are the constants of type Key, read from the source.
func keys(t *testing.T) map[string]Key {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "keys.go", nil, 0)
	require.NoError(t, err)
	found := map[string]Key{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		require.NoError(t, err)
		found[spec.Names[0].Name] = Key(value)
		return true
	})
	require.NotEmpty(t, found)
	return found
}

func TestEveryLanguageHasASentenceForEveryKeyAndNoOther(t *testing.T) {
	t.Parallel()
	all := map[Key]bool{}
	for name, k := range keys(t) {
		require.NotEmpty(t, german[k], "German lacks %s", name)
		require.NotEmpty(t, english[k], "English lacks %s", name)
		require.False(t, all[k], "%s has the value of another key", name)
		all[k] = true
	}
	require.Len(t, german, len(all))
	require.Len(t, english, len(all))
	for k := range germanReasons {
		require.NotEmpty(t, englishReasons[k], "English lacks %s", k)
	}
	require.Len(t, englishReasons, len(germanReasons))
}

var blank = regexp.MustCompile(`\{[0-9]\}`)

func blanks(s string) []string {
	_, other, two := strings.Cut(s, "|")
	if two {
		s = other
	}
	found := blank.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestLanguagesFillTheSameBlanksInBothForms(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]map[Key]string{{german, english}, {germanReasons, englishReasons}} {
		for k, de := range pair[0] {
			require.Equal(t, blanks(de), blanks(pair[1][k]), "%s", k)
			require.Equal(t, strings.Contains(de, "|"), strings.Contains(pair[1][k], "|"), "%s has one form here and two there", k)
			if one, other, two := strings.Cut(de, "|"); two {
				require.Equal(t, blanks(other), blanks(one), "%s", k)
			}
		}
	}
}

func TestEveryKeyIsUsedSomewhere(t *testing.T) {
	t.Parallel()
	var source strings.Builder
	require.NoError(t, filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "../locale/") && !strings.HasSuffix(path, "refusal.go") {
			return err
		}
		b, err := os.ReadFile(path)
		source.Write(b)
		return err
	}))
	words := map[string]bool{}
	for _, w := range regexp.MustCompile(`[A-Za-z][A-Za-z_.]*`).FindAllString(source.String(), -1) {
		words[w] = true
		if _, name, dotted := strings.Cut(w, "locale."); dotted {
			words[name] = true
		}
	}
	for name, k := range keys(t) {
		group, _, dotted := strings.Cut(string(k), ".")
		together := dotted && group != "notice" || // put together from a word: a role, a state, a key
			strings.HasPrefix(string(k), "notice.save_") || strings.HasPrefix(string(k), "notice.state_")
		require.True(t, together || words[name] || words[string(k)], "%s is used nowhere", name)
	}
}

func TestNoSentenceShouts(t *testing.T) {
	t.Parallel()
	for _, words := range []map[Key]string{german, english, germanReasons, englishReasons} {
		for k, s := range words {
			require.NotContains(t, s, "!", "%s", k)
			require.Equal(t, strings.TrimSpace(s), s, "%s", k)
			require.NotContains(t, s, "...", "%s: an ellipsis is one character", k)
		}
	}
}

func TestGermanIsQuotedAsGermanAndEnglishAsEnglish(t *testing.T) {
	t.Parallel()
	for _, words := range []map[Key]string{german, germanReasons} {
		for k, s := range words {
			require.NotContains(t, s, "”", "%s", k)
			require.NotContains(t, s, `"`, "%s", k)
			require.Equal(t, strings.Count(s, "„"), strings.Count(s, "“"), "%s", k)
		}
	}
	for _, words := range []map[Key]string{english, englishReasons} {
		for k, s := range words {
			require.NotContains(t, s, "„", "%s", k)
			require.NotContains(t, s, `"`, "%s", k)
		}
	}
}

// reasons are the literal reasons that Go files below a folder give: the second
// argument of Errorf, the argument of conflict and bad, and of &Problem{Reason: …}.
func reasons(t *testing.T, dir string) map[string]string {
	t.Helper()
	word := regexp.MustCompile(`^[a-z][a-z0-9_]+$`)
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range reasonArgs(n) {
				if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, _ := strconv.Unquote(lit.Value); word.MatchString(s) {
						found[s] = path
					}
				}
			}
			return true
		})
		return nil
	}))
	return found
}

func reasonArgs(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Reason" {
			return []ast.Expr{n.Value}
		}
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		switch {
		case name == "Errorf" && len(n.Args) >= 4:
			return n.Args[1:2]
		case name == "conflict" && len(n.Args) >= 2, name == "bad" && len(n.Args) >= 3:
			return n.Args[:1]
		}
	}
	return nil
}

func TestEveryReasonAPersonCanMeetHasASentence(t *testing.T) {
	t.Parallel()
	// What only a person at the command line or whoever runs the server meets.
	elsewhere := map[string]bool{
		"folder_in_use": true, "damaged": true, "network_folder": true, "newer_database": true, "no_full_text": true, "not_ours": true,
		"file_exists": true, "user_exists": true, "differs": true, "bad_address": true, "not_loopback": true,
	}
	found := reasons(t, "../../annotations/text")
	for _, dir := range []string{
		"../../annotations/check", "../../annotations/ops", "../../annotations/formats",
		"../../server/api", "../../server/store", "../../server/ingest", "../../server/export", "../../server/live",
	} {
		for r, path := range reasons(t, dir) {
			found[r] = path
		}
	}
	require.Contains(t, found, "quotation_differs")
	require.Contains(t, found, "field_changed")
	require.Contains(t, found, "bad_patch")
	for r, path := range found {
		if elsewhere[r] {
			continue
		}
		for _, l := range Languages {
			require.NotEmpty(t, l.Reason(r), "%s has no sentence in %s (%s)", r, l, path)
		}
	}
}

func TestEveryCodeHasASentence(t *testing.T) {
	t.Parallel()
	for _, c := range []annotations.Code{
		annotations.Invalid, annotations.Unauthenticated, annotations.Forbidden, annotations.NotFound,
		annotations.Conflict, annotations.TooLarge, annotations.Unavailable, annotations.Internal,
	} {
		for _, l := range Languages {
			require.True(t, l.Has(Key("code."+string(c))), "%s in %s", c, l)
		}
	}
}

func TestEveryNoticeAndKeyNameOfTheModelHasASentence(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../state/*.go")
	require.NoError(t, err)
	pages, err := filepath.Glob("../pages/*.go")
	require.NoError(t, err)
	notice := regexp.MustCompile(`"(notice\.[a-z_]+[a-z])"`)
	what := regexp.MustCompile(`What: "([a-z_]+)"`)
	n := 0
	for _, f := range append(files, pages...) {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		source, err := os.ReadFile(f)
		require.NoError(t, err)
		for _, m := range notice.FindAllStringSubmatch(string(source), -1) {
			n++
			require.True(t, German.Has(Key(m[1])), "%s in %s", m[1], f)
		}
		for _, m := range what.FindAllStringSubmatch(string(source), -1) {
			n++
			require.True(t, German.Has(Key("key."+m[1])), "%s in %s", m[1], f)
		}
	}
	require.Greater(t, n, 20)
}

func TestANoticeThatIsARefusalTellsItsReason(t *testing.T) {
	t.Parallel()
	require.Equal(t, German.Reason("still_linked"), German.Notice("refused.still_linked", nil))
	require.Equal(t, English.T("code.forbidden"), English.Notice("refused.forbidden", nil))
	require.Equal(t, English.T(Unexpected), English.Notice("refused.never_heard", nil))
	require.Equal(t, German.T(NoticeMarkFirst), German.Notice("notice.mark_first", nil))
}

func TestAProblemIsToldByItsReasonElseByItsCode(t *testing.T) {
	t.Parallel()
	err := annotations.Errorf(annotations.Invalid, "quotation_differs", "quote", "…")
	require.Equal(t, German.Reason("quotation_differs"), German.Problem(err))
	require.Equal(t, German.T("code.conflict"), German.Problem(annotations.Errorf(annotations.Conflict, "unheard_of", "", "…")))
	require.Equal(t, "Line 3: "+English.Reason("nul"), English.Problem(&text.Problem{Reason: "nul", Line: 3}))
	require.Equal(t, English.T(Unexpected), English.Problem(os.ErrClosed))
}

func TestTheLanguageIsTheStoredElseTheFirstPreferredThatIsSpokenElseGerman(t *testing.T) {
	t.Parallel()
	require.Equal(t, English, Choose("en", []string{"de"}))
	require.Equal(t, English, Choose("", []string{"fr-FR", "en-GB", "de-DE"}))
	require.Equal(t, German, Choose("", []string{"de-AT", "en"}))
	require.Equal(t, German, Choose("", []string{"fr"}))
	require.Equal(t, German, Choose("xx", nil))
}

func TestOneAndOtherAreChosenByTheFirstArgument(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Offline · 1 Änderung wartet auf diesem Gerät", German.T(SaveOfflineWaiting, 1))
	require.Equal(t, "Offline · 3 Änderungen warten auf diesem Gerät", German.T(SaveOfflineWaiting, 3))
	require.Equal(t, "Offline · 0 edits wait on this device", English.T(SaveOfflineWaiting, 0))
	require.Equal(t, "1 edit", English.Notice(string(SettingsUnsentRow), []string{"1"}))
	require.Equal(t, "2 brauchen Sie", German.T(SaveAttention, 2))
}

func TestWhatFillsABlankIsNotFilledAgain(t *testing.T) {
	t.Parallel()
	require.Equal(t, "Nothing found for “{0} {1}”", English.T(DocumentsNone, "{0} {1}"))
}

func TestNumbersAndDaysAreWrittenAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][2]string{
		0: {"0", "0"}, 999: {"999", "999"}, 6998: {"6998", "6,998"}, 12345: {"12.345", "12,345"},
		1234567: {"1.234.567", "1,234,567"}, -54321: {"-54.321", "-54,321"},
	} {
		require.Equal(t, want[0], German.Number(n))
		require.Equal(t, want[1], English.Number(n))
	}
	day := time.Date(2026, 3, 1, 9, 5, 0, 0, time.Local)
	require.Equal(t, "1. März 2026", German.Date(day))
	require.Equal(t, "1 Mar 2026, 09:05", English.DateTime(day))
	require.Equal(t, "1. März 2026, 09:05 Uhr", German.DateTime(day))
	require.Empty(t, German.Date(time.Time{}))
}

func TestEveryBlockRoleAndStateHasAWord(t *testing.T) {
	t.Parallel()
	for _, l := range Languages {
		for _, r := range annotations.Roles {
			require.True(t, l.Has(Key("role."+string(r))), "%s", r)
		}
		for _, s := range []annotations.State{"", annotations.Open, annotations.Submitted, annotations.Returned, annotations.Accepted} {
			require.NotContains(t, l.State(s), "state.")
		}
	}
}
