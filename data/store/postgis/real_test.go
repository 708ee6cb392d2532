package postgis_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/data/store/storetest"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/internal/pgtest"
	"perimetre/internal/shared"
)

func TestFrance(t *testing.T) {
	edition, _, err := ingest.Read(t.Context(), ingest.Files{
		Communes:    shared.File(t, "communes-2018.geojsonl.gz"),
		EPCI:        shared.File(t, "epci-2019.csv.gz"),
		Territoires: shared.File(t, "territoires-industrie-183-2024.csv"),
		Vintage:     2019,
		Now:         time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}, func(string, int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	address := migrated(t)
	s := open(t, address)
	a, _ := atlas.Build(edition)
	start := time.Now()
	number, err := s.Load(t.Context(), a, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("loaded in %v", time.Since(start))
	if err := s.Publish(t.Context(), number); err != nil {
		t.Fatal(err)
	}

	start = time.Now()
	got, err := s.Edition(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("read in %v", time.Since(start))
	want := *edition
	want.Number = number
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("edition (-loaded +read):\n%s", diff)
	}

	for query, want := range map[string]string{
		`SELECT count(*), count(geom), bool_and(ST_IsValid(geom)) FROM territoire`:            "183|183|t",
		`SELECT count(*), count(geom), bool_and(ST_IsValid(geom)) FROM epci`:                  "1259|1259|t",
		`SELECT insee FROM commune WHERE NOT ST_IsValid(geom)`:                                "14174",
		`SELECT count(*) FROM commune WHERE geom_2154 IS NULL AND departement NOT LIKE '97%'`: "0",
		`SELECT count(*) FROM commune WHERE geom_2154 IS NOT NULL AND departement LIKE '97%'`: "0",
	} {
		if got := pgtest.Query(t, address, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	_ = geo.EPCI
	_ = storetest.Country
}
