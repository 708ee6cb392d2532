package ingest_test

import (
	"testing"
	"time"

	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
	"perimetre/internal/shared"
)

// real reads the files of France: those of 2025 with every register, or those of 2019 alone.
func real2025(t testing.TB) ingest.Files {
	return ingest.Files{
		Communes:      shared.File(t, "communes-2018.geojsonl.gz"),
		EPCI:          shared.File(t, "epci-2025.csv.gz"),
		EPT:           shared.File(t, "ept-2025.csv.gz"),
		CommunesSIREN: shared.File(t, "communes-siren-2025.csv.gz"),
		Passage:       shared.File(t, "passage-communes-2018-2025.csv.gz"),
		Territoires:   shared.File(t, "territoires-industrie-183-2024.csv"),
		Vintage:       2025,
		Now:           time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

func TestReal(t *testing.T) {
	t0 := time.Now()
	e, r, err := ingest.Read(t.Context(), real2025(t), func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(t0), r.Features, r.FeaturesInEPCI, r.EPCI, r.Communes, r.WithoutEPCI, r.WithoutGeometry, r.Defects)
	t0 = time.Now()
	a, ds := atlas.Build(e)
	t.Log("atlas", time.Since(t0), ds)
	p, h, area := 0, 0, 0.0
	for _, tt := range a.Territories {
		p += len(tt.Perimeter.Shape)
		h += len(tt.Perimeter.Enclaves)
		area += tt.Perimeter.Area
		for _, f := range tt.Findings {
			if f.Code != "A01" && f.Code != "A02" {
				t.Log(tt.ID, f.Code, f.Severity, f.Message.FR)
			}
		}
	}
	t.Log(p, h, area/1e6)
	n := map[string]int{}
	for _, tt := range a.Territories {
		for _, f := range tt.Findings {
			n[f.Code]++
		}
	}
	t.Log(n)
	_ = check.Error
	for _, l := range geo.Levels() {
		p, r, v := 0, 0, 0
		for i := range a.Units(l) {
			g := a.Feature(l, i).Geometry.(geo.MultiPolygon)
			p += len(g)
			r += len(g) + g.Holes()
			v += g.Vertices()
		}
		t.Log(l, len(a.Units(l)), p, r, v)
	}
}
