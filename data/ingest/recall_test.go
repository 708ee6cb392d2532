package ingest_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/data/store/geopackage"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// published loads the country into the store at path, publishes it and reads it back.
func published(t *testing.T, path, phase string) *geo.Edition {
	t.Helper()
	open := func(ctx context.Context) (ingest.Store, error) { return geopackage.Open(ctx, path) }
	given := files(t, nil)
	given.Phase = phase
	number, _, err := ingest.Run(t.Context(), given, open, true, quiet)
	if err != nil {
		t.Fatal(err)
	}
	s, err := geopackage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	e, err := s.Edition(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestPhasesAreNotToldApartWhereOneEditionHasNone(t *testing.T) {
	for _, test := range []struct {
		name, before, after string
		remembered          bool
	}{
		{"the newer edition names its phase", "", "2", true},
		{"the older edition named its phase", "2", "", true},
		{"both name the same", "2", "2", true},
		{"they name two", "1", "2", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.gpkg")
			published(t, path, test.before)
			if got := published(t, path, test.after).Territories[0].Validated; (got != nil) != test.remembered {
				t.Errorf("validated %+v, want it remembered: %v", got, test.remembered)
			}
		})
	}
}

func TestATerritoryRemembersTheEditionPublishedBefore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.gpkg")
	load := func(publish bool, replaced map[string]string) *geo.Edition {
		t.Helper()
		open := func(ctx context.Context) (ingest.Store, error) { return geopackage.Open(ctx, path) }
		number, _, err := ingest.Run(t.Context(), files(t, replaced), open, publish, func(string, int64, int64) {})
		if err != nil {
			t.Fatal(err)
		}
		s, err := geopackage.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		e, err := s.Edition(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	if e := load(true, nil); e.Territories[0].Validated != nil {
		t.Errorf("the first edition remembers %+v", e.Territories[0].Validated)
	}
	load(false, map[string]string{"territoires.csv": oneTerritory + "ti-01,Un,84,01001,A\n"}) // never published
	smaller := map[string]string{"epci.csv": "siren,nom,type,insee_commune\n200000172,CC,CC,01001\n"}
	e := load(true, smaller)
	want := &geo.Validation{
		Edition: 1, Vintage: 2025, Members: []geo.Member{{ID: "200000172", Name: "CC"}}, Communes: []geo.Code{"01001", "01002"},
	}
	if diff := cmp.Diff(want, e.Territories[0].Validated); diff != "" {
		t.Error(diff)
	}
	a, _ := atlas.Build(e, policy.France())
	drifted := 0
	for _, f := range a.Territories[0].Findings {
		if f.Code == "V01" {
			drifted++
			if diff := cmp.Diff([]string{"01002"}, f.Units); diff != "" {
				t.Error(diff)
			}
		}
	}
	if drifted != 1 {
		t.Errorf("%d findings of drift, want one: %+v", drifted, a.Territories[0].Findings)
	}
}
