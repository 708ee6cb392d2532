package main

import (
	"context"
	"time"

	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// startComparison is a server from its start until it may be asked.
func startComparison() comparison {
	const (
		file     = "perimetre serve, from GeoPackage"
		database = "perimetre serve, from PostGIS"
	)
	return comparison{
		name:  "start",
		title: "Start of a server",
		setting: "From the start of the process to the first 200 of `/readyz`, with all of France. Its memory is read after 20 tiles of every\n" +
			"zoom were asked for.",
		memory:  resident,
		postgis: true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			path, err := b.france(ctx)
			if err != nil {
				return nil, err
			}
			address, err := b.postgis.schema(ctx, "start")
			if err != nil {
				return nil, err
			}
			if _, err := output(ctx, b.self, "do", "ingest", address); err != nil {
				return nil, err
			}
			a, err := readAtlas(ctx, path)
			if err != nil {
				return nil, err
			}
			ids := everyZoom(a, mvt.MaxZoom, 20)
			return []*way{
				{name: file, runs: 5, work: b.starting(path, ids)},
				{name: database, runs: 5, work: b.starting(address, ids)},
			}, nil
		},
		targets: []target{
			within(file, 1500*time.Millisecond), within(database, 2*time.Second), below(file, 350e6), below(database, 350e6),
		},
	}
}

// everyZoom draws so many tiles of each zoom.
func everyZoom(a *atlas.Atlas, deepest uint8, each int) (ids []tiles.ID) {
	for zoom := range deepest + 1 {
		ids = append(ids, drawn(land(a, zoom, true), each)...)
	}
	return ids
}

// starting is the work of a server that starts, is asked for tiles, and is stopped.
func (b *bench) starting(store string, ids []tiles.ID) work {
	return func(ctx context.Context) (sample, error) {
		c, err := b.perimetre(ctx, store)
		if err != nil {
			return sample{}, err
		}
		prefix, err := tilesOf(ctx, c.address)
		if err != nil {
			return sample{}, err
		}
		if _, err := weigh(ctx, c.address, paths(prefix, ids, ".mvt"), "gzip"); err != nil {
			return sample{}, err
		}
		return sample{took: c.ready, memory: c.resident()}, c.stop()
	}
}
