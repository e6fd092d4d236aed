package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/ops"
	"galley/annotations/text"
	"galley/annotations/wire"
)

// editor makes random ops on one document, good ones and bad ones.
type editor struct {
	d       *wire.Document
	text    text.Text
	targets []string
	made    int
}

var (
	modelOwners  = []annotations.Owner{anna, ben, annotations.Gold}
	modelClients = []string{"tab", "phone", "desk"}
	modelLabels  = []string{"quote", "speaker", "cue", "claim", "no-such-label"}
)

func pick[T any](t *rapid.T, what string, from []T) T { return rapid.SampledFrom(from).Draw(t, what) }

func (e *editor) op(t *rapid.T, head int64) ops.Op {
	e.made++
	op := ops.Op{
		ID: fmt.Sprint("op", e.made), Owner: pick(t, "owner", modelOwners), TextSHA: e.d.SHA256, SchemaVersion: 1,
		Kind:    pick(t, "kind", []ops.Kind{ops.Create, ops.Create, ops.Update, ops.Update, ops.Delete, ops.Restore}),
		Entity:  pick(t, "entity", []ops.Entity{ops.SpanEntity, ops.SpanEntity, ops.LinkEntity}),
		BaseSeq: max(0, head-int64(rapid.IntRange(0, 4).Draw(t, "behind"))),
	}
	if op.Kind == ops.Create {
		op.Target = fmt.Sprint(op.Entity, e.made)
		e.targets = append(e.targets, op.Target)
	} else if len(e.targets) > 0 {
		op.Target = pick(t, "target", e.targets)
	}
	if op.Kind == ops.Create || op.Kind == ops.Update {
		op.Set = e.patch(t, op)
	}
	return op
}

func (e *editor) patch(t *rapid.T, op ops.Op) (p ops.Patch) {
	all := op.Kind == ops.Create
	want := func(what string) bool { return all || rapid.Bool().Draw(t, what) }
	if op.Entity == ops.LinkEntity {
		if want("type") {
			kind := pick(t, "link type", []string{"attribution", "supports"})
			p.Type = &kind
		}
		if want("roles") && len(e.targets) > 0 {
			p.Roles = map[string][]string{
				"quote": rapid.SliceOfN(rapid.SampledFrom(e.targets), 0, 2).Draw(t, "quotes"),
				pick(t, "role", []string{"speaker", "cue"}): {pick(t, "member", e.targets)},
			}
		}
		return p
	}
	if want("label") {
		label := pick(t, "label", modelLabels)
		p.Label = &label
	}
	if want("fragments") {
		start := text.Rune(rapid.IntRange(0, int(e.text.Len())-1).Draw(t, "start"))
		end := min(e.text.Len(), start+text.Rune(rapid.IntRange(1, 12).Draw(t, "length")))
		p.Fragments = []annotations.Fragment{{Start: start, End: end}}
		p.Quote = annotations.Quote(e.text, p.Fragments)
	}
	if rapid.Bool().Draw(t, "note") {
		note := pick(t, "note text", []string{"", "prüfen", "„<&>“ 🎉"})
		p.Note = &note
	}
	if rapid.Bool().Draw(t, "attribute") {
		v := annotations.String(pick(t, "quote type", []string{"direct", "indirect", "nonsense"}))
		p.Attributes = map[string]*annotations.Value{"quote_type": &v}
		if rapid.Bool().Draw(t, "remove") {
			p.Attributes["quote_type"] = nil
		}
	}
	return p
}

func asJSON(t require.TestingT, v any) string {
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return string(raw)
}

// The store and the domain's fold must give every op the same outcome, and the
// tables must be what the fold holds. Batches are sent again now and then.
func TestTheStoreDecidesAsTheFoldDoes(t *testing.T) {
	t.Parallel()
	s := mustStore(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		d := mustAdd(t, s, fmt.Sprint(sample, n))
		e := &editor{d: d, text: text.New(d.Text)}
		fold := ops.NewFold(e.text, annotations.News())
		for range rapid.IntRange(1, 12).Draw(rt, "batches") {
			client := pick(rt, "client", modelClients)
			b := wire.Batch{ClientID: client, Epoch: s.Epoch()}
			var want []ops.Outcome
			for range rapid.IntRange(1, 6).Draw(rt, "ops") {
				op := e.op(rt, fold.Head())
				b.Ops = append(b.Ops, op)
				want = append(want, fold.Do(op, client, "anna"))
			}
			a, err := s.AppendOps(t.Context(), d.ID, "anna", b)
			require.NoError(rt, err)
			require.Equal(rt, fold.Head(), a.Head)
			require.Equal(rt, asJSON(rt, want), asJSON(rt, a.Outcomes))
			if rapid.Bool().Draw(rt, "send again") && !slices.ContainsFunc(want, func(o ops.Outcome) bool { return o.Result == ops.Rejected }) {
				again, err := s.AppendOps(t.Context(), d.ID, "anna", b)
				require.NoError(rt, err)
				require.Equal(rt, a, again)
			}
		}
		for _, owner := range modelOwners {
			set, err := s.Set(t.Context(), d.ID, owner)
			require.NoError(rt, err)
			want := fold.Set(owner)
			spans := append([]*annotations.Span{}, want.Spans()...)
			slices.SortFunc(spans, annotations.CompareExport)
			require.Equal(rt, asJSON(rt, spans), asJSON(rt, set.Spans))
			require.Equal(rt, asJSON(rt, append([]*annotations.Link{}, want.Links()...)), asJSON(rt, set.Links))
		}
	})
	_, err := s.Verify(t.Context())
	require.NoError(t, err)
}
