package geopackage_test

import (
	"path/filepath"
	"testing"

	"perimetre/data/store/geopackage"
	"perimetre/data/store/storetest"
)

func open(t testing.TB, path string) *geopackage.Store {
	t.Helper()
	s, err := geopackage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store {
		return open(t, filepath.Join(t.TempDir(), "l'été 100%.gpkg"))
	})
}

func TestKill(t *testing.T) {
	path := func() string { return filepath.Join(t.TempDir(), "france.gpkg") }
	storetest.Survive(t, path, func(t *testing.T, path string) storetest.Store { return open(t, path) })
}

func BenchmarkStore(b *testing.B) {
	storetest.Benchmark(b, func(b *testing.B) storetest.Store {
		return open(b, filepath.Join(b.TempDir(), "france.gpkg"))
	})
}
