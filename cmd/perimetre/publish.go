package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

type publishCmd struct {
	Store   string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	Edition int64  `placeholder:"N" help:"Number of the edition; by default the newest."`
}

// Run implements the verb.
func (c *publishCmd) Run(ctx context.Context, log *slog.Logger) (err error) {
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
	if err := s.Publish(ctx, number); err != nil {
		return fmt.Errorf("publish edition %d: %w", number, err)
	}
	log.Info("edition published", "edition", number)
	return nil
}
