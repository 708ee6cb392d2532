package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// RunFrance loads and publishes the real communes of 2018 with the EPCI of 2019, and reads them back.
func RunFrance(t *testing.T, s Store) {
	race.LeaveOut(t)
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
	a, _ := atlas.Build(edition, policy.France())

	start := time.Now()
	number, err := s.Load(t.Context(), a, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d communes loaded in %v", len(edition.Communes), time.Since(start))
	publish(t, s, number)

	start = time.Now()
	got, err := s.Edition(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("read in %v", time.Since(start))
	got.Number = edition.Number
	if diff := cmp.Diff(edition, got, cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
		t.Errorf("edition %d (-loaded +read):\n%s", number, diff)
	}
}
