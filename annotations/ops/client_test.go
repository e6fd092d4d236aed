package ops_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"galley/annotations"
	"galley/annotations/ops"
)

// hub is a server that answers a batch sent twice as it did once.
type hub struct {
	*ops.Fold
	log     []ops.Entry
	answers map[string]ops.Outcome
}

func (h *hub) send(client string, batch []ops.Op) []ops.Outcome {
	var out []ops.Outcome
	for _, op := range batch {
		answer, known := h.answers[op.ID]
		if !known {
			answer = h.Do(op, client, client)
			if answer.Result != ops.Rejected {
				h.log = append(h.log, entryOf(op, client, answer))
			}
			h.answers[op.ID] = answer
		}
		out = append(out, answer)
	}
	return out
}

func setPicture(s *annotations.Set) string {
	raw, err := json.Marshal([]any{s.Spans(), s.Links()})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func newHub() *hub {
	return &hub{Fold: ops.NewFold(txt, annotations.News()), answers: map[string]ops.Outcome{}}
}

func newClient(id string) *ops.Client {
	return ops.NewClient(id, txt, annotations.News(), annotations.NewSet(anna), 0, nil)
}

// With a quiet network all clients show what the server has, whatever was lost,
// repeated or late before; and no edit is lost in silence.
func TestWhenTheNetworkIsQuietAllClientsShowWhatTheServerHas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHub()
		clients := []*ops.Client{newClient("c1"), newClient("c2")}
		made := map[string]bool{}
		for n := range rapid.IntRange(10, 80).Draw(t, "steps") {
			c := rapid.SampledFrom(clients).Draw(t, "client")
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				op, _ := drawOp(t, h.Fold, n)
				if op.Owner == anna {
					if _, refused := c.Do(op); refused == nil {
						w := c.Waiting()
						made[w[len(w)-1].ID] = true
					}
				}
			case 2:
				if batch := c.Batch(3); batch != nil {
					c.Answer(h.send(c.ID(), batch))
				}
			case 3:
				if batch := c.Batch(3); batch != nil {
					h.send(c.ID(), batch) // the answer is lost
				}
			case 4:
				c.Pulled(h.log[min(int(c.Head()), len(h.log)):])
			}
		}
		for range 100 {
			for _, c := range clients {
				if batch := c.Batch(200); batch != nil {
					c.Answer(h.send(c.ID(), batch))
				}
				c.Pulled(h.log[min(int(c.Head()), len(h.log)):])
			}
		}
		for _, c := range clients {
			require.Empty(t, c.Waiting())
			require.False(t, c.InFlight())
			require.Equal(t, h.Head(), c.Head())
			require.Equal(t, setPicture(h.Set(anna)), setPicture(c.Set()))
		}
		for id := range made {
			require.Contains(t, h.answers, id, "an edit never reached the server")
			if r := h.answers[id].Result; r == ops.Conflict || r == ops.Rejected {
				require.True(t, attended(clients, id), "an edit that was %s needs its author", r)
			}
		}
	})
}

func attended(clients []*ops.Client, id string) bool {
	for _, c := range clients {
		for _, a := range c.Attention() {
			if a.Op.ID == id {
				return true
			}
		}
	}
	return false
}

func TestAnEditIsOnScreenAtOnceAndUndoTakesItBack(t *testing.T) {
	t.Parallel()
	c := newClient("c1")
	undo, refused := c.Do(ops.CreateSpan(anna, span("q", "quote", 0, 8)))
	require.Nil(t, refused)
	require.Equal(t, "quote", c.Set().Span("q").Label)
	require.Len(t, c.Waiting(), 1)
	_, refused = c.Do(undo)
	require.Nil(t, refused)
	require.Nil(t, c.Set().Span("q"))
	require.Len(t, c.Waiting(), 2, "undo is an edit like any other")
}

func TestARefusedEditChangesNothingOnScreen(t *testing.T) {
	t.Parallel()
	c := newClient("c1")
	bad := span("q", "quote", 0, 8)
	bad.Quote = []string{"Das Flut"}
	_, refused := c.Do(ops.CreateSpan(anna, bad))
	require.Equal(t, "quotation_differs", refused.Reason)
	require.Zero(t, c.Set().Len())
	require.Empty(t, c.Waiting())
}

func TestABatchInFlightIsGivenAgainUnchanged(t *testing.T) {
	t.Parallel()
	c := newClient("c1")
	for i := range 5 {
		_, refused := c.Do(ops.CreateSpan(anna, span(fmt.Sprint("q", i), "quote", 0, 8)))
		require.Nil(t, refused)
	}
	first := c.Batch(2)
	require.Len(t, first, 2)
	_, _ = c.Do(update("q0", note("neu")))
	require.Equal(t, first, c.Batch(200), "frozen until answered")
	require.True(t, c.InFlight())
	h := newHub()
	c.Answer(h.send("c1", first))
	require.Len(t, c.Batch(200), 4)
}
