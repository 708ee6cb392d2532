package check_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
	"perimetre/internal/shared"
)

// france is the ground of the communes of 2018 with every register of 2025, built once for all tests of this process.
var france = sync.OnceValues(func() (*perimeter.Ground, error) {
	edition, _, err := ingest.Read(context.Background(), ingest.Files{
		Communes:      shared.Path("communes-2018.geojsonl.gz"),
		EPCI:          shared.Path("epci-2025.csv.gz"),
		EPT:           shared.Path("ept-2025.csv.gz"),
		CommunesSIREN: shared.Path("communes-siren-2025.csv.gz"),
		Passage:       shared.Path("passage-communes-2018-2025.csv.gz"),
		Territoires:   shared.Path("territoires-industrie-183-2024.csv"),
		Vintage:       2025,
		Now:           time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}, func(string, int64, int64) {})
	if err != nil {
		return nil, err
	}
	ground, _ := perimeter.NewGround(edition)
	return ground, nil
})

func ground(t testing.TB) *perimeter.Ground {
	t.Helper()
	shared.File(t, "communes-2018.geojsonl.gz")
	g, err := france()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// BenchmarkTerritory computes the perimeter of one territory, its measures and all its findings.
func BenchmarkTerritory(b *testing.B) {
	g := ground(b)
	for _, territory := range g.Edition.Territories {
		b.Run(territory.ID, func(b *testing.B) {
			for b.Loop() {
				p := g.Perimeter(territory.Members)
				check.Alone(policy.France(), g, &territory, &p)
			}
		})
	}
}

// BenchmarkTerritories does the same for the 183 of France.
func BenchmarkTerritories(b *testing.B) {
	g := ground(b)
	for b.Loop() {
		perimeters := make([]perimeter.Perimeter, len(g.Edition.Territories))
		for i, territory := range g.Edition.Territories {
			perimeters[i] = g.Perimeter(territory.Members)
		}
		check.Territories(policy.France(), g, perimeters)
	}
}

// BenchmarkUnion gives the boundary of one territory: the largest, and each of the 183 in turn.
func BenchmarkUnion(b *testing.B) {
	g := ground(b)
	var units [][]int32
	largest := 0
	for i, territory := range g.Edition.Territories {
		units = append(units, g.Perimeter(territory.Members).Communes)
		if len(units[i]) > len(units[largest]) {
			largest = i
		}
	}
	b.Run("largest", func(b *testing.B) {
		for b.Loop() {
			g.Coverage.Union(units[largest])
		}
	})
	b.Run("each", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			g.Coverage.Union(units[i%len(units)])
		}
	})
}
