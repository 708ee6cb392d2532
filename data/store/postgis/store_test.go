package postgis_test

import (
	"testing"

	"perimetre/data/store/postgis"
	"perimetre/data/store/storetest"
	"perimetre/internal/pgtest"
)

// migrated gives the address of an empty store.
func migrated(t testing.TB) string {
	t.Helper()
	address := pgtest.Database(t)
	if err := postgis.Migrate(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	return address
}

func open(t testing.TB, address string) *postgis.Store {
	t.Helper()
	s, err := postgis.Open(t.Context(), address)
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
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, migrated(t)) })
}

func TestKill(t *testing.T) {
	address := func() string { return migrated(t) }
	storetest.Survive(t, address, func(t *testing.T, address string) storetest.Store { return open(t, address) })
}

func BenchmarkStore(b *testing.B) {
	storetest.Benchmark(b, func(b *testing.B) storetest.Store { return open(b, migrated(b)) })
}
