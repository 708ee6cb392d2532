package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// How long a server is loaded each time, and how many tiles of a zoom are asked for.
const (
	loadLasts = 3 * time.Second
	tilesMost = 200
)

// coldCase is tiles of one layer at one zoom, and what is aimed at beside PostGIS.
type coldCase struct {
	level geo.Level
	zoom  uint8
	times float64
}

func coldCases() []coldCase {
	return []coldCase{{geo.EPCI, 5, 40}, {geo.EPCI, 6, 40}, {geo.EPCI, 8, 20}, {geo.EPCI, 10, 8}, {geo.Communes, 8, 30}}
}

func (c coldCase) String() string {
	name := c.level.String()
	if c.level == geo.EPCI {
		name = "EPCI"
	}
	return fmt.Sprintf("%s z%d", name, c.zoom)
}

// The ways of a case.
func (c coldCase) ours() string   { return "perimetre, " + c.String() }
func (c coldCase) gzip() string   { return "perimetre with gzip, " + c.String() }
func (c coldCase) brotli() string { return "perimetre with brotli, " + c.String() }
func (c coldCase) asMVT() string  { return "PostGIS ST_AsMVT, " + c.String() }
func (c coldCase) alone() string  { return "perimetre without HTTP, " + c.String() }
func (c coldCase) again() string  { return "geojson-vt without HTTP, " + c.String() }
func (c coldCase) once() string   { return "geojson-vt without HTTP, each tile once, " + c.String() }
func (c coldCase) byNode() string { return "geojson-vt behind Node, " + c.String() }

// coldComparison is tiles that are made anew for each request.
func coldComparison() comparison {
	var kept []keptUnits
	var targets []target
	for _, c := range coldCases() {
		targets = append(targets, share(c.ours(), c.asMVT(), c.times), share(c.ours(), c.byNode(), 3),
			share(c.alone(), c.again(), 3), prompt(c.ours(), 40*time.Millisecond))
	}
	return comparison{
		name:  "cold",
		title: "Tiles encoded on demand",
		setting: "Tiles made anew for each request: no cache on any side. perimetre and PostGIS are behind handlers of the same kind, not\n" +
			"compressed, PostGIS by `ST_AsMVTGeom` on a table in Web Mercator with its index, over 8 prepared connections. geojson-vt\n" +
			"with vt-pbf keeps the tiles that it has cut, as it does by default, and encodes them anew: behind the HTTP server of\n" +
			"Node, then in a loop, on one core and without a client to answer, as perimetre does there too; and asked for each tile\n" +
			"once, which it then cuts. wrk is on the same machine, on 8 connections; it draws among the tiles of mainland France\n" +
			"where a commune lies, 200 of each zoom at most. The size is that of a tile on average, gzipped at the usual level.",
		load:    true,
		postgis: true,
		ways: func(ctx context.Context, b *bench) (ways []*way, err error) {
			ways, kept, err = b.cold(ctx)
			return ways, err
		},
		targets: append(targets,
			target{
				text: "a gzipped tile of EPCI at z5 of perimetre in no more than 65 kB on average",
				measure: func(named func(string) *way) (string, bool) {
					got := named(coldCases()[0].ours()).tile.gzipped
					return bytes(got), got <= 65e3
				},
			},
			target{
				text:    "every EPCI in the tiles of perimetre, at z5, 6, 8 and 10",
				measure: func(func(string) *way) (string, bool) { return "see below", everyUnit(kept) },
			}),
		more: func(func(string) *way) string { return keptTable(kept) },
	}
}

// cold starts the servers and gives the ways of every case, and the EPCI that the tiles of each server hold.
func (b *bench) cold(ctx context.Context) (ways []*way, kept []keptUnits, err error) {
	path, err := b.france(ctx)
	if err != nil {
		return nil, nil, err
	}
	a, err := readAtlas(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	servers, err := b.tileServers(ctx, a, path)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range coldCases() {
		of, err := b.coldWays(ctx, c, servers, drawn(land(a, c.zoom, false), tilesMost))
		if err != nil {
			return nil, nil, err
		}
		ways = append(ways, of...)
		if c.level == geo.EPCI {
			counted, err := b.keptUnits(ctx, c, servers, a)
			if err != nil {
				return nil, nil, err
			}
			kept = append(kept, counted)
		}
	}
	return ways, kept, nil
}

// tileServers are servers of the same tiles, and ours without its server.
type tileServers struct {
	ours, asMVT, node *child
	pyramid           *mvt.Pyramid
}

func (b *bench) tileServers(ctx context.Context, a *atlas.Atlas, path string) (s tileServers, err error) {
	if err := b.loadTiles(ctx, a); err != nil {
		return s, err
	}
	if s.ours, err = b.serve(ctx, b.self, "do", "serve-pyramid", path); err != nil {
		return s, err
	}
	if s.asMVT, err = b.serve(ctx, b.self, "do", "serve-asmvt", b.postgis.address); err != nil {
		return s, err
	}
	s.pyramid = mvt.New(a, mvt.Options{})
	s.node, err = b.serveGeoJSONVT(ctx, a)
	return s, err
}

// coldWays are those of a case.
func (b *bench) coldWays(ctx context.Context, c coldCase, servers tileServers, ids []tiles.ID) ([]*way, error) {
	asked := paths("/"+c.level.String()+"/", ids, "")
	var ways []*way
	for _, w := range []struct {
		name     string
		server   *child
		encoding string
		runs     int
	}{
		{c.ours(), servers.ours, identity, 5},
		{c.gzip(), servers.ours, "gzip", 3},
		{c.brotli(), servers.ours, "br", 3},
		{c.asMVT(), servers.asMVT, identity, 3},
		{c.byNode(), servers.node, identity, 3},
	} {
		tile, err := weigh(ctx, w.server.address, asked, w.encoding)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
		ways = append(ways, &way{
			name: w.name, group: c.String(), runs: w.runs, tile: tile,
			work: b.loading(load{address: w.server.address, paths: asked, encoding: w.encoding, lasts: loadLasts}),
		})
	}
	return append(ways,
		&way{name: c.alone(), group: c.String(), runs: 3, work: encoding(servers.pyramid, c.level.String(), ids)},
		&way{name: c.again(), group: c.String(), runs: 3, work: servers.node.encoding(c.level.String(), "again", asked)},
		&way{name: c.once(), group: c.String(), runs: 3, work: servers.node.encoding(c.level.String(), "once", asked)}), nil
}

// keptUnits is how many units of a level the tiles of a zoom hold, of each server.
type keptUnits struct {
	zoom                   uint8
	tiles                  int
	all, ours, asMVT, node int
}

// keptUnits counts them in every tile of France where a commune lies.
func (b *bench) keptUnits(ctx context.Context, c coldCase, servers tileServers, a *atlas.Atlas) (kept keptUnits, err error) {
	ids := land(a, c.zoom, true)
	kept = keptUnits{zoom: c.zoom, tiles: len(ids)}
	for _, u := range a.Units(c.level) {
		if len(u.Shape) > 0 {
			kept.all++
		}
	}
	for server, n := range map[*child]*int{servers.ours: &kept.ours, servers.asMVT: &kept.asMVT, servers.node: &kept.node} {
		layer := c.level.String()
		*n, err = b.count(ctx, layer, tileLevels()[c.level][0], paths(server.address+"/"+layer+"/", ids, ""))
		if err != nil {
			return kept, err
		}
	}
	return kept, nil
}

func everyUnit(kept []keptUnits) bool {
	for _, k := range kept {
		if k.ours != k.all {
			return false
		}
	}
	return true
}

func keptTable(kept []keptUnits) string {
	var s strings.Builder
	s.WriteString("EPCI that all tiles of a zoom hold, overseas included, decoded by `@mapbox/vector-tile`:\n\n" +
		"| zoom | tiles | EPCI | perimetre | PostGIS | geojson-vt |\n|---:|---:|---:|---:|---:|---:|\n")
	for _, k := range kept {
		fmt.Fprintf(&s, "| %d | %d | %d | %d | %d | %d |\n", k.zoom, k.tiles, k.all, k.ours, k.asMVT, k.node)
	}
	return s.String()
}
