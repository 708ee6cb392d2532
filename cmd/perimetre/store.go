package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"perimetre/data/ingest"
	"perimetre/data/store/geopackage"
	"perimetre/data/store/postgis"
	"perimetre/geo"
)

// store is what the verbs ask of either store.
type store interface {
	ingest.Store
	Published(ctx context.Context) (int64, error)
	Latest(ctx context.Context) (int64, error)
	Edition(ctx context.Context, number int64) (*geo.Edition, error)
	Watch(ctx context.Context, published func(number int64)) error
	Ping(ctx context.Context) error
	Close() error
}

// openStore opens a store. A GeoPackage that does not exist is an empty one.
func openStore(ctx context.Context, address string) (store, error) {
	switch {
	case isPostgres(address):
		return postgis.Open(ctx, address)
	case strings.HasSuffix(address, ".gpkg"):
		return geopackage.Open(ctx, address)
	}
	return nil, fmt.Errorf("store %q: give a path that ends in .gpkg, or a postgres:// address", redacted(address))
}

// openStoreToWrite opens a store whose tables are made or brought up to date.
func openStoreToWrite(ctx context.Context, address string) (store, error) {
	if isPostgres(address) {
		if err := postgis.Migrate(ctx, address); err != nil {
			return nil, err
		}
	}
	return openStore(ctx, address)
}

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// redacted hides the password of an address.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil && isPostgres(address) {
		return u.Redacted()
	}
	return address
}
