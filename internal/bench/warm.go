package main

import (
	"context"
	"fmt"

	"perimetre/tiles"
)

// warmComparison is tiles that were asked for before.
func warmComparison() comparison {
	const (
		ours  = "perimetre serve"
		cache = "nginx, from its cache"
	)
	return comparison{
		name:  "warm",
		title: "Tiles asked for again",
		setting: "The program as it is installed, with every layer, gzipped; nginx is a cache before it, with two workers, and sends the same\n" +
			"bytes. Both have answered every address once. wrk is on the same machine, on 8 connections; it draws among 200 tiles of\n" +
			"mainland France at each zoom from 8 to 12.",
		load: true,
		ways: func(ctx context.Context, b *bench) ([]*way, error) {
			path, err := b.france(ctx)
			if err != nil {
				return nil, err
			}
			a, err := readAtlas(ctx, path)
			if err != nil {
				return nil, err
			}
			var ids []tiles.ID
			for zoom := uint8(8); zoom <= 12; zoom++ {
				ids = append(ids, drawn(land(a, zoom, false), tilesMost)...)
			}
			server, err := b.perimetre(ctx, path)
			if err != nil {
				return nil, err
			}
			proxy, err := b.nginx(ctx, server)
			if err != nil {
				return nil, err
			}
			prefix, err := tilesOf(ctx, server.address)
			if err != nil {
				return nil, err
			}
			asked := paths(prefix, ids, ".mvt")
			var ways []*way
			for i, name := range []string{ours, cache} {
				c := []*child{server, proxy}[i]
				tile, err := weigh(ctx, c.address, asked, "gzip")
				if err != nil {
					return nil, err
				}
				ways = append(ways, &way{
					name: name, runs: 5, tile: tile,
					work: b.loading(load{address: c.address, paths: asked, encoding: "gzip", lasts: loadLasts}),
				})
			}
			if ways[0].tile != ways[1].tile {
				return nil, fmt.Errorf("nginx sends other bytes: %d a tile and %d", ways[0].tile.size, ways[1].tile.size)
			}
			return ways, nil
		},
		targets: []target{serving(ours, 20000), share(ours, cache, 0.4)},
	}
}
