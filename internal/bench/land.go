package main

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"perimetre/data/policy"
	"perimetre/data/store/geopackage"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/tiles"
)

// france gives a GeoPackage of France, its edition published, which it makes when it is not there.
func (b *bench) france(ctx context.Context) (path string, err error) {
	path = b.path("france.gpkg")
	if !exists(path) {
		_, err = output(ctx, b.self, "do", "ingest", path)
	}
	return path, err
}

// readAtlas reads the edition that a GeoPackage publishes.
func readAtlas(ctx context.Context, path string) (*atlas.Atlas, error) {
	store, err := geopackage.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	number, err := store.Published(ctx)
	if err != nil {
		return nil, err
	}
	edition, err := store.Edition(ctx, number)
	if err != nil {
		return nil, err
	}
	a, _ := atlas.Build(edition, policy.France())
	return a, nil
}

// land gives the tiles of a zoom where the point of a commune lies, in order: all of France, or what of it is in Europe.
func land(a *atlas.Atlas, zoom uint8, overseas bool) []tiles.ID {
	var all []tiles.ID
	for _, u := range a.Units(geo.Communes) {
		if len(u.Shape) > 0 && (overseas || !strings.HasPrefix(u.Code, "97")) {
			all = append(all, tileAt(u.Label, zoom))
		}
	}
	slices.SortFunc(all, func(a, b tiles.ID) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
	return slices.Compact(all)
}

// tileAt gives the tile of a zoom that holds a point (EPSG Guidance Note 7-2, section 3.2.1.2: Popular Visualisation
// Pseudo-Mercator).
func tileAt(p geo.Point, zoom uint8) tiles.ID {
	side := math.Exp2(float64(zoom))
	x := (p.Lon() + 180) / 360
	y := (1 - math.Asinh(math.Tan(p.Lat()*math.Pi/180))/math.Pi) / 2
	return tiles.ID{Z: zoom, X: uint32(x * side), Y: uint32(y * side)}
}

// drawn gives so many tiles at random, always the same; all of them when there are no more.
func drawn(all []tiles.ID, n int) []tiles.ID {
	some := slices.Clone(all)
	rand.New(rand.NewPCG(16, 0)).Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	return some[:min(n, len(some))]
}

// paths gives those of tiles below a prefix, which ends before the zoom, up to an extension.
func paths(prefix string, ids []tiles.ID, extension string) []string {
	var all []string
	for _, id := range ids {
		all = append(all, prefix+id.String()+extension)
	}
	return all
}
