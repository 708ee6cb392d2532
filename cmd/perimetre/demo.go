package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"perimetre/data/miniature"
	"perimetre/data/policy"
	"perimetre/data/store/geopackage"
	"perimetre/geo/atlas"
)

// demoSeed makes the country that the documentation shows.
const demoSeed = 1

type demoCmd struct {
	Store string `default:"demo.gpkg" placeholder:"FILE" help:"GeoPackage to keep the country in, by default ${default}. One that holds an edition is served as it is."`
	Files string `excludes:"store,addr,base-url,policy" placeholder:"FOLDER" help:"Write the files of the country there, for perimetre ingest, and serve nothing."`
	serveFlags
}

// Run implements the verb.
func (c *demoCmd) Run(ctx context.Context, log *slog.Logger) error {
	if c.Files != "" {
		if err := os.MkdirAll(c.Files, 0o755); err != nil {
			return err
		}
		return miniature.Write(c.Files, miniature.Country(demoSeed))
	}
	if !isGeoPackage(c.Store) {
		return fmt.Errorf("store %q: give the path of a GeoPackage, which ends in .gpkg", redacted(c.Store))
	}
	s, err := geopackage.Open(ctx, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, s, log), s.Close())
}

func (c *demoCmd) run(ctx context.Context, s store, log *slog.Logger) error {
	number, err := s.Published(ctx)
	if err != nil {
		return err
	}
	latest, err := s.Latest(ctx)
	if err != nil {
		return err
	}
	if number == 0 && latest != 0 {
		return fmt.Errorf("%s holds editions and none is published: give another file with --store, or run perimetre publish", c.Store)
	}
	if number == 0 {
		log.Info("making the demo country", "store", c.Store)
		a, _ := atlas.Build(miniature.Country(demoSeed), policy.France())
		if number, err = s.Load(ctx, a, func(int, int) {}); err != nil {
			return fmt.Errorf("load: %w", err)
		}
		if err := s.Publish(ctx, number); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return c.serve(ctx, s, log)
}
