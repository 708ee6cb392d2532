package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"

	datapolicy "perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
	"perimetre/geo/cog"
)

// editionFlags choose a store and an edition in it.
type editionFlags struct {
	Store string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	policyFlag
	Edition int64 `placeholder:"N" help:"Number of the edition; by default the published one, else the newest."`
}

// open reads the edition and computes its atlas.
func (f editionFlags) open(ctx context.Context, log *slog.Logger) (a *atlas.Atlas, err error) {
	err = f.with(ctx, log, func(_ store, read *atlas.Atlas) error {
		a = read
		return nil
	})
	return a, err
}

// with opens the store, reads the edition, computes its atlas and hands both over.
func (f editionFlags) with(ctx context.Context, log *slog.Logger, use func(store, *atlas.Atlas) error) error {
	policy, err := f.read()
	if err != nil {
		return err
	}
	s, err := openStore(ctx, f.Store)
	if err != nil {
		return err
	}
	defer s.Close()
	number, err := f.choose(ctx, log, s)
	if err != nil {
		return err
	}
	a, err := readAtlas(ctx, s, number, policy)
	if err != nil {
		return err
	}
	return use(s, a)
}

// spares fails when a file that is to be written is the store.
func (f editionFlags) spares(path string) error {
	if former, err := os.Stat(path); err == nil && isGeoPackage(f.Store) {
		if store, err := os.Stat(f.Store); err == nil && os.SameFile(former, store) {
			return fmt.Errorf("%s is the store: give another file with -o", path)
		}
	}
	return nil
}

// choose gives the number of the edition.
func (f editionFlags) choose(ctx context.Context, log *slog.Logger, s store) (int64, error) {
	if f.Edition != 0 {
		return f.Edition, nil
	}
	number, err := s.Published(ctx)
	if err != nil || number != 0 {
		return number, err
	}
	if number, err = s.Latest(ctx); err != nil {
		return 0, err
	}
	if number == 0 {
		return 0, fmt.Errorf("%s holds no edition: make one with perimetre ingest", redacted(f.Store))
	}
	log.Info("no edition is published: reading the newest", "edition", number)
	return number, nil
}

// readAtlas computes the atlas of an edition of a store under a policy.
func readAtlas(ctx context.Context, s store, number int64, policy check.Policy) (*atlas.Atlas, error) {
	edition, err := readEdition(ctx, s, number, policy)
	if err != nil {
		return nil, err
	}
	a, _ := atlas.Build(edition, policy)
	return a, nil
}

// readEdition reads an edition of a store, which a policy must fit.
func readEdition(ctx context.Context, s store, number int64, policy check.Policy) (*geo.Edition, error) {
	e, err := s.Edition(ctx, number)
	if err != nil {
		return nil, fmt.Errorf("read edition %d: %w", number, err)
	}
	// An edition has the Regions of its communes only; a policy of France may name the others.
	return e, datapolicy.Fit(policy, slices.Concat(e.Regions, cog.France().Regions))
}
