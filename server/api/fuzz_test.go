package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/wire"
)

// Whatever arrives at the ops endpoint is answered or refused, never a failure.
func FuzzOps(f *testing.F) {
	f.Add(`{"client_id":"c","epoch":"$EPOCH","ops":[]}`)
	f.Add(`{"client_id":"c","epoch":"$EPOCH","ops":[{"op_id":"o","owner":"user:anna","entity":"span","target":"t","kind":"create","base_seq":0,"set":{"label":"quote","fragments":[[0,6]],"quote":["Streit"]},"text_sha":"$SHA","schema_version":1}]}`)
	f.Add(`{"client_id":"c","epoch":"$EPOCH","ops":[{"op_id":"o","owner":"user:anna","entity":"blocks","target":"document:blocks","kind":"update","base_seq":0,"set":{"blocks":{"start":0,"end":6,"blocks":[{"role":"kicker","start":0,"end":6}]}},"text_sha":"$SHA","schema_version":1}]}`)
	f.Add(`{"client_id":"c","epoch":"$EPOCH","ops":[{"op_id":"o","owner":"user:anna","entity":"link","target":"t","kind":"create","base_seq":0,"set":{"type":"attribution","roles":{"quote":["t"],"cue":[]},"attributes":{"no_source":null}},"text_sha":"$SHA","schema_version":1}]}`)
	f.Add(`{"client_id":"c","epoch":"$EPOCH","ops":[{"op_id":"o","owner":"user:anna","entity":"span","target":"t","kind":"restore","base_seq":9007199254740993,"set":{"note":"\u0000"},"text_sha":"","schema_version":-1}]}`)
	f.Add(`[[[[`)
	shared := newDesk(f)
	f.Fuzz(func(t *testing.T, body string) {
		d := *shared
		d.t = t
		w := d.ask("anna", http.MethodPut, wire.OpsPath(d.doc), d.fill(body))
		require.Less(t, w.Code, 500, w.Body.String())
		_, err := d.services.Keeper.Log(t.Context(), d.doc, 0, 1)
		require.NoError(t, err)
	})
}

func (d *desk) fill(body string) string {
	return replacer("$EPOCH", d.services.Keeper.Epoch(), "$SHA", d.sha).Replace(body)
}

// Ops that look right but are not: every field gets values from a small pool, so
// that targets, kinds and offsets meet.
func TestRandomOpsNeverFailAndTheFoldStaysTrue(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one := rapid.Custom(func(t *rapid.T) map[string]any {
		pick := func(name string, from ...any) any { return rapid.SampledFrom(from).Draw(t, name) }
		set := map[string]any{}
		for name, from := range map[string][]any{
			"label":      {"quote", "cue", "speaker", "x"},
			"fragments":  {[][]int{{0, 6}}, [][]int{{0, 6}, {7, 8}}, [][]int{{-1, 3}}, [][]int{{5, 2}}, [][]int{}},
			"quote":      {[]string{"Streit"}, []string{"Streit", "🌉"}, []string{"x"}, []string{}},
			"note":       {"", "x", "🙂\u0000"},
			"type":       {"attribution", "claimer", "x"},
			"roles":      {map[string][]string{"quote": {"t1"}}, map[string][]string{"cue": {"t2", "t2"}}, map[string][]string{"x": {}}, map[string][]string{"quote": {}}},
			"attributes": {map[string]any{"quote_type": "direct"}, map[string]any{"quote_type": nil}, map[string]any{"claim_type": []string{"causal"}}, map[string]any{"nonfactual": true}, map[string]any{"x": "y"}},
		} {
			if rapid.Bool().Draw(t, "has "+name) {
				set[name] = pick(name, from...)
			}
		}
		return map[string]any{
			"op_id": rapid.StringMatching(`o[0-9]{1,4}`).Draw(t, "id"), "owner": pick("owner", "user:anna", "user:anna", "user:ben", "gold", "x"),
			"entity": pick("entity", "span", "link", "blocks", "x"), "target": pick("target", "t1", "t2", "t3", ""), "kind": pick("kind", "create", "update", "delete", "restore", "x"),
			"base_seq": pick("base", 0, 1, 5, 1000, -1), "text_sha": pick("sha", d.sha, d.sha, "x"), "schema_version": pick("version", 0, 1, 9), "set": set,
		}
	})
	rapid.Check(t, func(rt *rapid.T) {
		batch := map[string]any{
			"client_id": rapid.SampledFrom([]string{"c1", "c2", ""}).Draw(rt, "client"), "epoch": d.services.Keeper.Epoch(),
			"ops": rapid.SliceOfN(one, 0, 6).Draw(rt, "ops"),
		}
		w := d.ask("anna", http.MethodPut, wire.OpsPath(d.doc), encoded(rt, batch))
		require.Less(rt, w.Code, 500, w.Body.String())
		if w.Code >= 400 {
			require.NotEqual(rt, annotations.Internal, problemOf(rt, w).Code)
		}
	})
	_, err := d.services.Keeper.Verify(t.Context())
	require.NoError(t, err)
}
