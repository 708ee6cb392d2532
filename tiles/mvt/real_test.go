package mvt_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo/atlas"
	"perimetre/internal/shared"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// france gives the atlas of the real files, with those of 2019 which need no passage. It is built once a process.
func france(t testing.TB) *atlas.Atlas {
	t.Helper()
	files := ingest.Files{
		Communes:    shared.File(t, "communes-2018.geojsonl.gz"),
		EPCI:        shared.File(t, "epci-2019.csv.gz"),
		Territoires: shared.File(t, "territoires-industrie-183-2024.csv"),
		Vintage:     2019,
		Now:         time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	a, err := built(files)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var frenchAtlas struct {
	once  sync.Once
	atlas *atlas.Atlas
	err   error
}

func built(files ingest.Files) (*atlas.Atlas, error) {
	frenchAtlas.once.Do(func() {
		edition, _, err := ingest.Read(context.Background(), files, func(string, int64, int64) {})
		if err != nil {
			frenchAtlas.err = err
			return
		}
		frenchAtlas.atlas, _ = atlas.Build(edition, policy.France())
	})
	return frenchAtlas.atlas, frenchAtlas.err
}

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

// BenchmarkTile measures a tile whose zoom has been brought to its grid.
func BenchmarkTile(b *testing.B) {
	p := mvt.New(france(b), mvt.Options{})
	for _, id := range frenchTiles() {
		for name, layers := range map[string][]string{"all": nil, "epci": {"epci"}, "communes": {"communes"}, "limites": {"limites"}} {
			b.Run(id.String()+"/"+name, func(b *testing.B) {
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

// BenchmarkFirstTile measures the first tile of a zoom: the arcs of the country are brought to its grid.
func BenchmarkFirstTile(b *testing.B) {
	a := france(b)
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
	a := france(b)
	for b.Loop() {
		mvt.New(a, mvt.Options{})
	}
}

func TestScratch(t *testing.T) {
	a := france(t)
	start := time.Now()
	p := mvt.New(a, mvt.Options{})
	t.Log("new", time.Since(start))
	for z := 14; z >= 0; z-- {
		start = time.Now()
		_, err := p.Tile(t.Context(), tiles.ID{Z: uint8(z)}, nil)
		t.Log(z, time.Since(start), err)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	t.Log("alive", before>>20)
	p = nil
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Log("pyramid", (before-m.HeapAlloc)>>20)
	q := mvt.New(a, mvt.Options{})
	start = time.Now()
	t.Log(q.Prepare(t.Context()), "prepare", time.Since(start))
	for _, z := range []uint8{5, 8, 10, 12} {
		start = time.Now()
		n := len(q.Covering(z))
		d := time.Since(start)
		size, full := 0, 0
		begin := time.Now()
		for _, id := range q.Covering(z) {
			b, _ := q.Tile(t.Context(), id, nil)
			size += len(b)
			if len(b) > 0 {
				full++
			}
		}
		t.Log(z, n, full, d, size, time.Since(begin))
	}
}
