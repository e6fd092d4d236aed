package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"galley/annotations/wire"
)

// Release makes a release: a data set under a name that never changes. It keeps
// how far the log of each chosen document goes, and is sealed with the hash of
// its native JSONL, which every later download has. Returns Invalid for a choice
// that cannot be, Conflict (release_exists) and NotFound (unknown_project).
func (s *Service) Release(ctx context.Context, project, actor string, n wire.NewRelease) (wire.Release, error) {
	if err := n.Validate(); err != nil {
		return wire.Release{}, err
	}
	r := Request{Project: project}
	if err := r.setAll(n.Choice); err != nil {
		return wire.Release{}, err
	}
	plan, err := s.Plan(ctx, r)
	if err != nil {
		return wire.Release{}, err
	}
	n.Choice = r.Choice()
	var documents []string
	for p, err := range s.source.Places(ctx, plan.selection()) {
		if err != nil {
			return wire.Release{}, err
		}
		documents = append(documents, p.ID)
	}
	if len(documents) == 0 {
		return wire.Release{}, wrong("choice", "no_documents", "no document was chosen")
	}
	if err := s.source.AddRelease(ctx, project, actor, n, documents); err != nil {
		return wire.Release{}, err
	}
	sha, counts, err := s.hash(ctx, project, n.Name)
	if err == nil {
		err = s.source.SealRelease(ctx, project, n.Name, sha, counts)
	}
	if err != nil {
		return wire.Release{}, err
	}
	return s.source.Release(ctx, project, n.Name)
}

// hash writes a release's native JSONL to nowhere.
func (s *Service) hash(ctx context.Context, project, name string) (string, wire.ReleaseCounts, error) {
	job, err := s.Plan(ctx, Request{Project: project, Release: name, sealing: true})
	if err != nil {
		return "", wire.ReleaseCounts{}, err
	}
	sum := sha256.New()
	o, err := job.stream(ctx, sum)
	return hex.EncodeToString(sum.Sum(nil)), o.Counts(), err
}

// Verify reads a release anew and reports whether it is still what it was when
// it was made.
func (s *Service) Verify(ctx context.Context, project, name string) (bool, error) {
	r, err := s.source.Release(ctx, project, name)
	if err != nil {
		return false, err
	}
	sha, _, err := s.hash(ctx, project, name)
	return sha == r.SHA256, err
}
