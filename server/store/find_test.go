package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/occurrences"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// seek is what Find gives, in short: for each document its title and hits.
func seek(t *testing.T, s *Store, q wire.FindQuery) []string {
	t.Helper()
	var all []string
	for {
		found, err := s.Find(t.Context(), "demo", q)
		require.NoError(t, err)
		for _, d := range found.Documents {
			line := d.Title + ":"
			for _, h := range d.Hits {
				line += fmt.Sprintf(" %s[%s]%s", h.Before, h.Text, h.After)
			}
			all = append(all, line)
		}
		if q.After = found.Next; found.Next == "" {
			return all
		}
	}
}

func TestFindsWholeWordsAsTheirWritersSpacedAndInflectedThem(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	mustAdd(t, s, "Eins\nEdda Kamp redet. 🚢 Kamps Plan.")
	mustAdd(t, s, "Zwei\nKampfhund. Edda\u00a0Ka\u00admp schweigt.")
	mustAdd(t, s, "Drei\nDer KAMP-Plan, Kampmann.")
	mustAdd(t, s, "Vier\nNichts davon.")
	mustAdd(t, s, "Fünf\nWagners Plan.")
	for name, c := range map[string]struct {
		q    wire.FindQuery
		want []string
	}{
		"any case and genitive": {wire.FindQuery{Words: "kamp"}, []string{
			"Drei: Drei\nDer [KAMP]-Plan, Kampmann.", "Zwei: Zwei\nKampfhund. Edda\u00a0[Ka\u00admp] schweigt.",
			"Eins: Eins\nEdda [Kamp] redet. 🚢 Kamps Plan. Eins\nEdda Kamp redet. 🚢 [Kamps] Plan."}},
		"a genitive alone":      {wire.FindQuery{Words: "Wagner"}, []string{"Fünf: Fünf\n[Wagners] Plan."}},
		"exact case":            {wire.FindQuery{Words: "KAMP", ExactCase: true}, []string{"Drei: Drei\nDer [KAMP]-Plan, Kampmann."}},
		"no genitive":           {wire.FindQuery{Words: "Kamps", NoGenitive: true}, []string{"Eins: Eins\nEdda Kamp redet. 🚢 [Kamps] Plan."}},
		"a no-break space":      {wire.FindQuery{Words: " Edda Kamp "}, []string{"Zwei: Zwei\nKampfhund. [Edda\u00a0Ka\u00admp] schweigt.", "Eins: Eins\n[Edda Kamp] redet. 🚢 Kamps Plan."}},
		"a soft hyphen typed":   {wire.FindQuery{Words: "Kampf\u00adhund"}, []string{"Zwei: Zwei\n[Kampfhund]. Edda\u00a0Ka\u00admp schweigt."}},
		"an emoji":              {wire.FindQuery{Words: "🚢"}, []string{"Eins: Eins\nEdda Kamp redet. [🚢] Kamps Plan."}},
		"words of the query":    {wire.FindQuery{Words: `Kamp" OR title : "Vier`}, nil},
		"nothing":               {wire.FindQuery{Words: "Nirgends"}, nil},
		"part of a word":        {wire.FindQuery{Words: "Kampf"}, nil},
		"one document a page":   {wire.FindQuery{Words: "edda", Limit: 1}, []string{"Zwei: Zwei\nKampfhund. [Edda]\u00a0Ka\u00admp schweigt.", "Eins: Eins\n[Edda] Kamp redet. 🚢 Kamps Plan."}},
		"one hit of a document": {wire.FindQuery{Words: "KAMPS", Hits: 1}, []string{"Eins: Eins\nEdda Kamp redet. 🚢 [Kamps] Plan."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, seek(t, s, c.q))
		})
	}
}

func TestAHitSaysWhatTheReaderTaggedThere(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	d := mustAdd(t, s, sample)
	mustAppend(t, s, d, tag(t, d, anna, "PER", "Orban"), tag(t, d, anna, "claim", "Orban lobt Planung"))
	_, err := s.AppendOps(t.Context(), d.ID, "ben", batch(s, "ben", tag(t, d, ben, "ORG", "Planung")))
	require.NoError(t, err)
	spans := func(words string, owner annotations.Owner) []string {
		found, err := s.Find(t.Context(), "demo", wire.FindQuery{Words: words, Owner: owner})
		require.NoError(t, err)
		var all []string
		for _, sp := range found.Documents[0].Hits[0].Spans {
			all = append(all, fmt.Sprint(sp.Label, sp.Exact))
		}
		require.Equal(t, min(1, len(all)), found.Documents[0].Tagged)
		return all
	}
	require.Equal(t, []string{"claimfalse", "PERtrue"}, spans("Orban", anna))
	require.Equal(t, []string{"claimfalse"}, spans("Planung", anna))
	require.Equal(t, []string{"ORGtrue"}, spans("Planung", ben))
	require.Empty(t, spans("bereit", anna))
	require.Empty(t, spans("Planung", ""))
}

func TestAPageReadsOnlySoMuchAndGoesOn(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	long := strings.Repeat("Kampagne ", 1+(findBytes/2)/9)
	for i := range 4 {
		mustAdd(t, s, fmt.Sprintf("%s %d", long, i))
	}
	mustAdd(t, s, "Kamp")
	found, err := s.Find(t.Context(), "demo", wire.FindQuery{Words: "kamp"})
	require.NoError(t, err)
	require.Len(t, found.Documents, 1)
	require.Equal(t, 3, found.Looked)
	require.NotEmpty(t, found.Next)
	found, err = s.Find(t.Context(), "demo", wire.FindQuery{Words: "kamp", After: found.Next})
	require.NoError(t, err)
	require.Empty(t, found.Documents)
	require.Equal(t, 2, found.Looked)
	require.Empty(t, found.Next)
}

func TestWhatCannotBeLookedForIsRefused(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	for name, c := range map[string]struct {
		project string
		q       wire.FindQuery
		code    annotations.Code
		reason  string
	}{
		"no words":                    {"demo", wire.FindQuery{}, annotations.Invalid, "no_words"},
		"blanks and soft hyphens":     {"demo", wire.FindQuery{Words: " \u00ad\u00a0"}, annotations.Invalid, "no_words"},
		"a page of words":             {"demo", wire.FindQuery{Words: strings.Repeat("ä", findWords+1)}, annotations.Invalid, "words_too_long"},
		"a cursor that is none":       {"demo", wire.FindQuery{Words: "a", After: "!"}, annotations.Invalid, "bad_cursor"},
		"an owner that is none":       {"demo", wire.FindQuery{Words: "a", Owner: "anna"}, annotations.Invalid, "bad_owner"},
		"a project that is not there": {"nix", wire.FindQuery{Words: "a"}, annotations.NotFound, "unknown_project"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := s.Find(t.Context(), c.project, c.q)
			refused(t, err, c.code, c.reason)
		})
	}
}

func TestTheIndexLosesNothingThatReadingEveryTextWouldFind(t *testing.T) {
	t.Parallel()
	letters := []rune("aAsSßẞäÄkKKÅåçéE1\u0301\u00ad\u200b\u2060\u200d .,’'-‑_\n\u00a0😀„“*\"():^+")
	rapid.Check(t, func(r *rapid.T) {
		s := mustStore(t)
		raws := rapid.SliceOfNDistinct(rapid.StringOfN(rapid.SampledFrom(letters), 1, 30, -1), 1, 6, func(s string) string { return s }).Draw(r, "texts")
		for _, raw := range raws {
			_, err := s.AddDocument(t.Context(), "demo", newDocument(raw))
			require.NoError(r, err)
		}
		of := text.New(rapid.SampledFrom(raws).Draw(r, "of"))
		start := rapid.IntRange(0, int(of.Len())-1).Draw(r, "start")
		end := rapid.IntRange(start+1, min(int(of.Len()), start+8)).Draw(r, "end")
		q := wire.FindQuery{Words: of.Slice(text.Rune(start), text.Rune(end)), ExactCase: rapid.Bool().Draw(r, "case"), NoGenitive: rapid.Bool().Draw(r, "genitive"), Hits: 1000}
		pattern := occurrences.New(q.Words, occurrences.Options{AnyCase: !q.ExactCase, Genitive: !q.NoGenitive})
		if pattern.Empty() {
			r.Skip("nothing to look for")
		}
		want, got := map[string]int{}, map[string]int{}
		for _, raw := range raws {
			if n := len(pattern.Find(text.New(raw))); n > 0 {
				want[text.New(raw).SHA256()] = n
			}
		}
		for after := ""; ; {
			q.After = after
			found, err := s.Find(t.Context(), "demo", q)
			require.NoError(r, err)
			for _, d := range found.Documents {
				doc, err := s.Document(t.Context(), d.ID, "anna")
				require.NoError(r, err)
				got[doc.SHA256] = d.Count
				for _, h := range d.Hits {
					require.Equal(r, h.Text, text.New(doc.Text).Slice(h.Fragment.Start, h.Fragment.End))
				}
			}
			if after = found.Next; after == "" {
				break
			}
		}
		require.Equal(r, want, got, "%q", q.Words)
	})
}

func TestADatabaseFromBeforeIsIndexedAnewWithItsSoftHyphens(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	steps, err := readMigrations(migrationFiles)
	require.NoError(t, err)
	ctx := t.Context()
	db := pool(filepath.Join(dir, databaseFile), "mode=rwc", nil)
	conn, err := db.Conn(ctx)
	require.NoError(t, err)
	require.NoError(t, apply(ctx, conn, steps[0]))
	_, err = conn.ExecContext(ctx, `
		INSERT INTO project (name, title, schema_version, created_at) VALUES ('demo', 'Probe', 1, 0);
		INSERT INTO document (id, file_id, project, revision, sha256, title, language, chars, created_at, meta)
			VALUES ('d', 'd', 'demo', 1, '`+strings.Repeat("0", 64)+`', 'Alt', 'de', 19, 0, '{}');
		INSERT INTO article (document, blocks, text) VALUES (1, '[{"role":"body","start":0,"end":19}]', 'Alt am Don`+"\u00ad"+`nerstag.');`)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.NoError(t, db.Close())

	s := mustOpen(t, dir, Options{})
	require.Equal(t, []string{"Alt: Alt am [Don\u00adnerstag]."}, seek(t, s, wire.FindQuery{Words: "Donnerstag"}))
}
