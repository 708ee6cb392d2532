package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"perimetre/data/ingest"
	"perimetre/geo/atlas"
)

type publishCmd struct {
	Store   string `required:"" placeholder:"STORE" help:"A path that ends in .gpkg, or a postgres:// address."`
	Edition int64  `placeholder:"N" help:"Number of the edition; by default the newest."`
	policyFlag
	Output  *string     `short:"o" placeholder:"FOLDER|URL" help:"Write the edition as a site of files instead, which needs no server of ours: to a folder, or to a bucket, as s3://bucket/path?region=… (and &endpoint=… for a store that is not Amazon's; credentials are read from the environment). It is empty at first, or holds a site that this verb wrote. Files of the former publication there that are no more are removed, others never."`
	MaxZoom deepestZoom `name:"maxzoom" needs:"output" default:"12" placeholder:"ZOOM" help:"Deepest zoom of the tiles of a site, 1 to ${maxzoom}, by default ${default}. It has every vertex; maps enlarge its tiles beyond."`
	Format  string      `needs:"output" enum:"text,json" default:"text" help:"Form of the summary of a site: text, on standard error, or json, on standard output."`
	Lang    string      `needs:"output" enum:"fr,en" default:"fr" help:"Language of the summary of a site: fr or en."`
}

// Run implements the verb. An edition with an error about the whole of it, as sources of different vintages are, is refused.
func (c *publishCmd) Run(ctx context.Context, log *slog.Logger, out output) (err error) {
	if c.Output != nil {
		return c.writeSite(ctx, *c.Output, log, out)
	}
	return c.with(ctx, func(s store, a *atlas.Atlas) error {
		number := a.Edition.Number
		if err := s.Publish(ctx, number); err != nil {
			return fmt.Errorf("publish edition %d: %w", number, err)
		}
		log.Info("edition published", "edition", number)
		return nil
	})
}

// with opens the store, reads the edition, and hands it over when it is fit to be published.
func (c *publishCmd) with(ctx context.Context, publish func(store, *atlas.Atlas) error) (err error) {
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
	return publish(s, a)
}
