package main

import (
	"context"
	"fmt"
	"log/slog"

	"perimetre/geo/atlas"
	"perimetre/geo/check"
)

// editionFlags choose a store and an edition in it.
type editionFlags struct {
	Store string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	policyFlag
	Edition int64 `placeholder:"N" help:"Number of the edition; by default the published one, else the newest."`
}

// open reads the edition and computes its atlas.
func (f editionFlags) open(ctx context.Context, log *slog.Logger) (*atlas.Atlas, error) {
	policy, err := f.read()
	if err != nil {
		return nil, err
	}
	s, err := openStore(ctx, f.Store)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	number := f.Edition
	if number == 0 {
		if number, err = s.Published(ctx); err != nil {
			return nil, err
		}
	}
	if number == 0 {
		if number, err = s.Latest(ctx); err != nil {
			return nil, err
		}
		if number == 0 {
			return nil, fmt.Errorf("%s holds no edition: make one with perimetre ingest", redacted(f.Store))
		}
		log.Info("no edition is published: reading the newest", "edition", number)
	}
	return readAtlas(ctx, s, number, policy)
}

// readAtlas computes the atlas of an edition of a store under a policy.
func readAtlas(ctx context.Context, s store, number int64, policy check.Policy) (*atlas.Atlas, error) {
	edition, err := s.Edition(ctx, number)
	if err != nil {
		return nil, fmt.Errorf("read edition %d: %w", number, err)
	}
	a, _ := atlas.Build(edition, policy)
	return a, nil
}
