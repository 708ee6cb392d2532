package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"perimetre/data/ingest"
)

type publishCmd struct {
	Store   string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	Edition int64  `placeholder:"N" help:"Number of the edition; by default the newest."`
	policyFlag
}

// Run implements the verb. An edition with an error about the whole of it, as sources of different vintages are, is refused.
func (c *publishCmd) Run(ctx context.Context, log *slog.Logger) (err error) {
	policy, err := c.read()
	if err != nil {
		return err
	}
	s, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	number := c.Edition
	if number == 0 {
		if number, err = s.Latest(ctx); err != nil {
			return err
		}
		if number == 0 {
			return fmt.Errorf("%s holds no edition: make one with perimetre ingest", redacted(c.Store))
		}
	}
	a, err := readAtlas(ctx, s, number, policy)
	if err != nil {
		return err
	}
	if err := ingest.Fit(a.Findings); err != nil {
		return fmt.Errorf("edition %d is not published: %w", number, err)
	}
	if err := s.Publish(ctx, number); err != nil {
		return fmt.Errorf("publish edition %d: %w", number, err)
	}
	log.Info("edition published", "edition", number)
	return nil
}
