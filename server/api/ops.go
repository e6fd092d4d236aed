package api

import (
	"net/http"

	"galley/annotations/ops"
	"galley/annotations/wire"
)

// Entries of one answer of the log.
const (
	logSize = 1_000
	maxLog  = 5_000
)

func (s *Server) getLog(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r, "after", "limit", "epoch")
	if err != nil {
		return err
	}
	after, err := q.number("after", 0, 0, 1<<53)
	if err != nil {
		return err
	}
	limit, err := q.number("limit", logSize, 1, maxLog)
	if err != nil {
		return err
	}
	if epoch := q.get("epoch"); epoch != "" && epoch != s.Store.Epoch() {
		// Numbers of another history mean nothing in this one.
		after = 0
	}
	log, err := s.Store.Log(r.Context(), r.PathValue("document"), after, int(limit))
	if err != nil {
		return err
	}
	return encode(w, http.StatusOK, log)
}

// putOps hands the visitor's ops to the store. An op on somebody else's set is
// rejected by itself and holds the others up no more than any other bad op.
func (s *Server) putOps(w http.ResponseWriter, r *http.Request) error {
	batch, err := decode[wire.Batch](r)
	if err != nil {
		return err
	}
	if len(batch.Ops) > wire.MaxBatch {
		return tooManyOps(len(batch.Ops))
	}
	foreign := map[int]ops.Outcome{}
	mine := make([]ops.Op, 0, len(batch.Ops))
	for i, op := range batch.Ops {
		if p := own(r, op.Owner); p != nil {
			foreign[i] = ops.Outcome{Result: ops.Rejected, Problem: p}
		} else {
			mine = append(mine, op)
		}
	}
	all := len(batch.Ops)
	batch.Ops = mine
	answer, err := s.Store.AppendOps(r.Context(), r.PathValue("document"), visitor(r), batch)
	if err != nil {
		return err
	}
	if len(foreign) > 0 {
		answer.Outcomes = interleave(all, foreign, answer.Outcomes)
	}
	return encode(w, http.StatusOK, answer)
}

// interleave puts outcomes back into the places their ops had.
func interleave(n int, set map[int]ops.Outcome, rest []ops.Outcome) []ops.Outcome {
	out := make([]ops.Outcome, n)
	for i := range out {
		if o, ok := set[i]; ok {
			out[i] = o
		} else {
			out[i], rest = rest[0], rest[1:]
		}
	}
	return out
}
