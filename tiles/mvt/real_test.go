package mvt_test

import (
	"fmt"
	"strings"
	"testing"

	orbmvt "github.com/paulmach/orb/encoding/mvt"

	"perimetre/internal/race"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// frenchTiles are tiles full of France: the whole of it, then around Lyon.
func frenchTiles() []tiles.ID {
	return []tiles.ID{
		{Z: 0},
		{Z: 5, X: 16, Y: 11},
		{Z: 6, X: 32, Y: 22},
		{Z: 8, X: 131, Y: 91},
		{Z: 10, X: 525, Y: 365},
		{Z: 12, X: 2103, Y: 1461},
		{Z: 14, X: 8413, Y: 5845},
	}
}

// TestIDsNameOneFeature looks for two features of a layer that have the same id, and for one that has two.
func TestIDsNameOneFeature(t *testing.T) {
	race.LeaveOut(t)
	p := served(t)
	type named struct {
		layer string
		id    any
	}
	names := map[named]string{}
	ids := map[string]any{}
	for _, zoom := range []uint8{5, 9} {
		for _, id := range p.Covering(zoom) {
			for _, l := range decoded(t, p, id) {
				if l.Name == "constats" {
					continue // several may tell the same of a territory
				}
				for _, f := range l.Features {
					delete(f.Properties, "rang")
					key, name := named{l.Name, f.ID}, fmt.Sprint(l.Name, f.Properties)
					if other, seen := names[key]; seen && other != name {
						t.Errorf("%s and %s have the id %.0f", name, other, f.ID)
					}
					if other, seen := ids[name]; seen && other != f.ID {
						t.Errorf("%s has the ids %.0f and %.0f", name, f.ID, other)
					}
					names[key], ids[name] = name, f.ID
				}
			}
		}
	}
	if len(names) < 100_000 {
		t.Errorf("only %d features seen", len(names))
	}
}

// BenchmarkTile measures a tile whose zoom has been brought to its grid.
func BenchmarkTile(b *testing.B) {
	p := served(b)
	for _, id := range frenchTiles() {
		for _, layers := range [][]string{nil, {"epci"}, {"communes"}, {"limites"}} {
			b.Run(id.String()+"/"+strings.Join(layers, ""), func(b *testing.B) {
				tile, err := p.Tile(b.Context(), id, layers)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err := p.Tile(b.Context(), id, layers); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(tile)), "B/tile")
			})
		}
	}
}

// BenchmarkOrbEncodes measures orb's encoder on features of tiles that are cut and ready.
func BenchmarkOrbEncodes(b *testing.B) {
	p := served(b)
	for _, of := range []struct {
		id    tiles.ID
		layer string
	}{{tiles.ID{Z: 5, X: 16, Y: 11}, "epci"}, {tiles.ID{Z: 8, X: 131, Y: 91}, "communes"}, {tiles.ID{Z: 10, X: 525, Y: 365}, "epci"}} {
		b.Run(of.id.String()+"/"+of.layer, func(b *testing.B) {
			made := *layer(decoded(b, p, of.id), of.layer)
			for _, f := range made.Features {
				f.ID = uint64(f.ID.(float64))
			}
			for b.Loop() {
				if _, err := orbmvt.Marshal(orbmvt.Layers{&made}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirstTile measures the first tile of a zoom: the arcs of the country are brought to its grid.
func BenchmarkFirstTile(b *testing.B) {
	a := france2025(b)
	for _, id := range frenchTiles() {
		b.Run(id.String(), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				p := mvt.New(a, mvt.Options{})
				b.StartTimer()
				if _, err := p.Tile(b.Context(), id, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	a := france2025(b)
	for b.Loop() {
		mvt.New(a, mvt.Options{})
	}
}
