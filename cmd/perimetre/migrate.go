package main

import (
	"context"
	"fmt"
	"log/slog"

	"perimetre/data/store/postgis"
)

type migrateCmd struct {
	Store string `required:"" placeholder:"postgres://…" help:"A postgres:// address. A GeoPackage updates by itself."`
}

// Run implements the verb.
func (c *migrateCmd) Run(ctx context.Context, log *slog.Logger) error {
	if !isPostgres(c.Store) {
		return fmt.Errorf("store %q: give a postgres:// address: a GeoPackage updates by itself", redacted(c.Store))
	}
	if err := postgis.Migrate(ctx, c.Store); err != nil {
		return err
	}
	log.Info("tables are up to date", "store", redacted(c.Store))
	return nil
}
