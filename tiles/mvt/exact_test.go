package mvt_test

import (
	"cmp"
	"context"
	"math"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/topo"
	"perimetre/internal/seam"
	"perimetre/internal/shared"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// everyTile tells that PostGIS looks at every tile of the deep zooms too, not at a fixed part of them: PERIMETRE_EVERY_TILE=1.
func everyTile() bool { return os.Getenv("PERIMETRE_EVERY_TILE") != "" }

// france2025 gives the atlas of the real files with every register of 2025: 1,255 EPCI. It is built once a process.
func france2025(t testing.TB) *atlas.Atlas {
	t.Helper()
	files := ingest.Files{
		Communes:      shared.File(t, "communes-2018.geojsonl.gz"),
		EPCI:          shared.File(t, "epci-2025.csv.gz"),
		EPT:           shared.File(t, "ept-2025.csv.gz"),
		CommunesSIREN: shared.File(t, "communes-siren-2025.csv.gz"),
		Passage:       shared.File(t, "passage-communes-2018-2025.csv.gz"),
		Territoires:   shared.File(t, "territoires-industrie-183-2024.csv"),
		Vintage:       2025,
		Now:           time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	atlasOf2025.once.Do(func() {
		edition, _, err := ingest.Read(context.Background(), files, func(string, int64, int64) {})
		if err != nil {
			atlasOf2025.err = err
			return
		}
		atlasOf2025.atlas, _ = atlas.Build(edition, policy.France())
	})
	if atlasOf2025.err != nil {
		t.Fatal(atlasOf2025.err)
	}
	return atlasOf2025.atlas
}

var atlasOf2025 struct {
	once  sync.Once
	atlas *atlas.Atlas
	err   error
}

// served gives the tiles of France that the server gives. Where communes are not shown, they are cut from a coverage without
// borders between communes. It is made once a process, and so is [crowded].
func served(t testing.TB) *mvt.Pyramid {
	t.Helper()
	a := france2025(t)
	pyramids.served.Do(func() { pyramids.asServed = mvt.New(a, mvt.Options{}) })
	return pyramids.asServed
}

// communesZoom is the zoom from which on the server shows communes.
const communesZoom = 8

// crowded gives tiles of a zoom that show every layer, communes too, from zoom 4 on.
func crowded(t testing.TB, zoom uint8) *mvt.Pyramid {
	t.Helper()
	if zoom >= communesZoom {
		return served(t)
	}
	a := france2025(t)
	pyramids.crowded.Do(func() {
		pyramids.ofCommunes = mvt.New(a, mvt.Options{MinZooms: map[string]uint8{"communes": 4}})
	})
	return pyramids.ofCommunes
}

var pyramids struct {
	served, crowded      sync.Once
	asServed, ofCommunes *mvt.Pyramid
}

// pixels gives a place in pixels of a zoom, from the north-west corner of the world.
func pixels(p geo.Point, zoom uint8) [2]float64 {
	side := float64(uint64(mvt.Extent) << zoom)
	lat := p.Lat() * math.Pi / 180
	return [2]float64{(p.Lon()/360 + 0.5) * side, (0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)) * side}
}

// tilesOf gives the tiles of a zoom that the box of a commune meets, buffers included, by column and row.
func tilesOf(a *atlas.Atlas, zoom uint8) []tiles.ID {
	found := map[tiles.ID]bool{}
	at := func(x float64) uint32 { return uint32(math.Floor(x / mvt.Extent)) }
	for _, c := range a.Units(geo.Communes) {
		southWest, northEast := pixels(c.Box.Min, zoom), pixels(c.Box.Max, zoom)
		for x := at(southWest[0] - mvt.Buffer); x <= at(northEast[0]+mvt.Buffer); x++ {
			for y := at(northEast[1] - mvt.Buffer); y <= at(southWest[1]+mvt.Buffer); y++ {
				found[tiles.ID{Z: zoom, X: x, Y: y}] = true
			}
		}
	}
	ids := make([]tiles.ID, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b tiles.ID) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	return ids
}

// exactLines gives arcs of the exact coverage in the pixels of a zoom: those that a function picks by the units on their two
// sides.
func exactLines(a *atlas.Atlas, zoom uint8, pick func(left, right int32) bool) *seam.Lines {
	var lines seam.Lines
	c := a.Ground.Coverage
	for i := range c.NumArcs() {
		arc := c.Arc(i)
		if !pick(arc.Left, arc.Right) {
			continue
		}
		for k := 1; k < len(arc.Points); k++ {
			lines.Add(pixels(arc.Points[k-1], zoom), pixels(arc.Points[k], zoom))
		}
	}
	return &lines
}

// coast picks the arcs with nobody's ground on one side.
func coast(left, right int32) bool { return left == topo.Outside || right == topo.Outside }

// epciBorders picks the arcs between two EPCI, or around one.
func epciBorders(a *atlas.Atlas) func(left, right int32) bool {
	communes := a.Units(geo.Communes)
	of := func(unit int32) string {
		if unit == topo.Outside {
			return ""
		}
		return communes[unit].EPCI
	}
	return func(left, right int32) bool { return of(left) != of(right) }
}
