package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"perimetre/data/ingest"
	datastore "perimetre/data/store"
	"perimetre/data/store/geopackage"
	"perimetre/data/store/postgis"
	"perimetre/geo/atlas"
)

// store is what the verbs ask of either store.
type store interface {
	ingest.Store
	Latest(ctx context.Context) (int64, error)
	Examine(ctx context.Context, a *atlas.Atlas) ([]datastore.Trouble, error)
	Watch(ctx context.Context, published func(number int64) error) error
	Ping(ctx context.Context) error
}

// openStore opens a store that exists.
func openStore(ctx context.Context, address string) (store, error) {
	if isGeoPackage(address) {
		if _, err := os.Stat(address); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("store %s: no such file: make it with perimetre ingest", address)
		}
		return geopackage.Open(ctx, address)
	}
	if isPostgres(address) {
		return postgis.Open(ctx, address)
	}
	return nil, errAddress(address)
}

// openStoreToWrite opens a store whose tables are made or brought up to date.
func openStoreToWrite(ctx context.Context, address string) (store, error) {
	if isGeoPackage(address) {
		return geopackage.Open(ctx, address)
	}
	if isPostgres(address) {
		if err := postgis.Migrate(ctx, address); err != nil {
			return nil, err
		}
	}
	return openStore(ctx, address)
}

func errAddress(address string) error {
	return fmt.Errorf("store %q: give a path that ends in .gpkg, or a postgres:// address", redacted(address))
}

func isGeoPackage(address string) bool {
	return strings.HasSuffix(address, ".gpkg") && !strings.Contains(address, "://")
}

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// redacted hides the passwords of an address, and all but the scheme of one that cannot be understood. An @ after the host
// belongs to a password that was not escaped.
func redacted(address string) string {
	scheme, _, isAddress := strings.Cut(address, "://")
	if !isAddress && (isGeoPackage(address) || !strings.ContainsAny(address, "=@")) {
		return address
	}
	if !isAddress { // "host=localhost password=secret"
		return "…"
	}
	u, err := url.Parse(address)
	if err != nil || !isPostgres(address) || strings.Contains(u.Path+u.RawQuery+u.Fragment, "@") {
		return scheme + "://…"
	}
	query := u.Query()
	for name := range query {
		switch strings.ToLower(name) {
		case "password", "passfile", "sslpassword":
			query.Del(name)
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}
