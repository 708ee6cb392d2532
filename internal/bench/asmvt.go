package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/web/negotiate"
)

// loadTiles makes a table of each level, in Web Mercator, with the index that ST_AsMVT is fed from.
func (b *bench) loadTiles(ctx context.Context, a *atlas.Atlas) error {
	for level, names := range tileLevels() {
		path := b.path(level.String() + "-tiles.csv")
		if err := writeRows(path, a, level); err != nil {
			return err
		}
		table := tileTable(level.String())
		if _, err := b.postgis.run(ctx,
			"DROP TABLE IF EXISTS "+table,
			"CREATE TABLE "+table+" (id bigint, "+strings.Join(names, " text, ")+" text, geojson text)",
			`\copy `+table+` FROM '`+path+`' CSV`,
			"ALTER TABLE "+table+" ADD geom geometry(MultiPolygon, 3857)",
			"UPDATE "+table+" SET geom = ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(geojson), 4326), 3857)",
			"ALTER TABLE "+table+" DROP geojson",
			"CREATE INDEX ON "+table+" USING gist (geom)",
			"VACUUM FULL ANALYZE "+table); err != nil {
			return err
		}
	}
	return nil
}

func tileTable(layer string) string { return "tile_" + layer }

// writeRows writes the units of a level: number, attributes and polygons. An empty cell is NULL.
func writeRows(path string, a *atlas.Atlas, level geo.Level) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	rows := csv.NewWriter(file)
	for _, u := range a.Units(level) {
		if len(u.Shape) == 0 {
			continue
		}
		cells := append([]string{strconv.FormatInt(number(u), 10)}, attributes(level, u)...)
		geometry := geo.AppendGeoJSON(nil, a.Ground.Coverage.Geometry(u.Shape))
		if err := rows.Write(append(cells, string(geometry))); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	rows.Flush()
	return errors.Join(rows.Error(), file.Close())
}

// asMVT is the query of a tile of a layer that servers of PostGIS tables ask, with the attributes that our tiles have:
// https://postgis.net/docs/ST_AsMVT.html.
func asMVT(level geo.Level) string {
	return fmt.Sprintf(`SELECT ST_AsMVT(tile, '%s', 4096, 'geom', 'id') FROM (
		SELECT id, %s, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64) AS geom
		FROM %s WHERE geom && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)) AS tile`,
		level, strings.Join(tileLevels()[level], ", "), tileTable(level.String()))
}

// serveAsMVT serves tiles that PostGIS makes, at the address that is its argument, over as many connections as the load has.
func serveAsMVT(ctx context.Context, args []string) error {
	config, err := pgxpool.ParseConfig(args[0])
	if err != nil {
		return err
	}
	config.MinConns, config.MaxConns = connections, connections
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	queries := map[string]string{}
	for level := range tileLevels() {
		queries[level.String()] = asMVT(level)
	}
	return encoder{false, func(ctx context.Context, layer string, id tiles.ID, _ negotiate.Coding) (tile []byte, err error) {
		query, ok := queries[layer]
		if !ok {
			return nil, fmt.Errorf("no layer %s", layer)
		}
		// pgx prepares a query once a connection, by default.
		err = pool.QueryRow(ctx, query, id.Z, id.X, id.Y).Scan(&tile)
		return tile, err
	}}.listen()
}
