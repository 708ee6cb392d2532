package main

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"time"

	"perimetre/data/ingest"
	"perimetre/data/store/geopackage"
	"perimetre/data/store/postgis"
	"perimetre/internal/shared"
)

// ingestComparison is the whole way of an edition: from published files to what is served.
func ingestComparison() comparison {
	const (
		file     = "perimetre, into GeoPackage"
		database = "perimetre, into PostGIS"
		ogr      = "ogr2ogr, communes into PostGIS"
	)
	return comparison{
		name:  "ingest",
		title: "Ingest of France",
		setting: "Whole processes. perimetre reads the communes of 2018, four registers and the list of the 183 territories, builds the\n" +
			"coverage, computes every perimeter and every check, loads the edition with its indexes and publishes it. ogr2ogr merely\n" +
			"copies the polygons of the same file of communes into one table with one index.",
		memory:  peak,
		postgis: true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			address, err := b.postgis.schema(ctx, "ingest")
			if err != nil {
				return nil, err
			}
			target, err := b.postgis.gdal()
			if err != nil {
				return nil, err
			}
			path := b.path("ingest.gpkg")
			return []*way{
				{name: file, runs: 5, work: func(ctx context.Context) (sample, error) {
					if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
						return sample{}, err
					}
					return b.process(b.self, "do", "ingest", path)(ctx)
				}},
				{name: database, runs: 5, work: func(ctx context.Context) (sample, error) {
					if _, err := b.postgis.schema(ctx, "ingest"); err != nil {
						return sample{}, err
					}
					return b.process(b.self, "do", "ingest", address)(ctx)
				}},
				{name: ogr, runs: 3, work: b.process("ogr2ogr", "-q", "-f", "PostgreSQL", target,
					"GeoJSONSeq:/vsigzip/"+shared.Path("communes-2018.geojsonl.gz"), "-nln", "ogr", "-overwrite", "--config", "PG_USE_COPY", "YES")},
			}, nil
		},
		targets: []target{within(file, 4*time.Second), within(database, 6*time.Second)},
	}
}

// schema makes an empty schema and gives the address of the database that begins with it.
func (p server) schema(ctx context.Context, name string) (address string, err error) {
	_, err = p.run(ctx, "DROP SCHEMA IF EXISTS "+name+" CASCADE", "CREATE SCHEMA "+name)
	separator := "?"
	if strings.Contains(p.address, "?") {
		separator = "&"
	}
	return p.address + separator + "options=-csearch_path%3D" + name + ",public", err
}

// gdal gives the address of the database as GDAL takes it: https://gdal.org/en/stable/drivers/vector/pg.html.
func (p server) gdal() (string, error) {
	u, err := url.Parse(p.address)
	if err != nil {
		return "", err
	}
	target := "PG:dbname=" + strings.TrimPrefix(u.Path, "/")
	if u.Host != "" {
		target += " host=" + u.Hostname() + " port=" + u.Port()
	}
	for _, name := range []string{"host", "port", "user"} {
		if value := u.Query().Get(name); value != "" {
			target += " " + name + "=" + value
		}
	}
	return target, nil
}

// ingestFrance loads an edition of France into a store, its first argument, and publishes it. The second one, where there is
// one, names another list of territories.
func ingestFrance(ctx context.Context, args []string) error {
	address := args[0]
	open := func(ctx context.Context) (ingest.Store, error) { return geopackage.Open(ctx, address) }
	if strings.HasPrefix(address, "postgres") {
		open = func(ctx context.Context) (ingest.Store, error) {
			if err := postgis.Migrate(ctx, address); err != nil {
				return nil, err
			}
			return postgis.Open(ctx, address)
		}
	}
	files := france()
	if len(args) > 1 {
		files.Territoires = shared.Path(args[1])
	}
	_, _, err := ingest.Run(ctx, files, open, true, func(string, int64, int64) {})
	return err
}
