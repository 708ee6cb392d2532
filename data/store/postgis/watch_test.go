package postgis_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"perimetre/data/store/storetest"
	"perimetre/internal/pgtest"
)

// watch gives the numbers that a store tells its watcher.
func watch(t *testing.T, address string) <-chan int64 {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	heard, ended := make(chan int64, 10), make(chan error)
	s := open(t, address)
	go func() { ended <- s.Watch(ctx, func(number int64) error { heard <- number; return nil }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Watch: %v", err)
		}
	})
	return heard
}

func wantHeard(t *testing.T, heard <-chan int64, want int64) {
	t.Helper()
	select {
	case got := <-heard:
		if got != want {
			t.Errorf("heard of edition %d, want %d", got, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("did not hear of edition %d", want)
	}
}

func TestWatchAcrossLostConnection(t *testing.T) {
	address := published(t)
	watcher := "watcher of " + pgtest.Query(t, address, `SELECT current_schema()`)
	heard := watch(t, address+"&application_name="+url.PathEscape(watcher))
	wantHeard(t, heard, 1)

	ended := pgtest.Query(t, address,
		`SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '`+watcher+`'`)
	if ended != "t" {
		t.Fatalf("the connections of the watcher did not end: %s", ended)
	}
	if err := open(t, address).Publish(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	wantHeard(t, heard, 2)
}

func TestWatchHearsOnlyItsOwnSchema(t *testing.T) {
	first, second := published(t), migrated(t)
	heard := watch(t, second)

	if err := open(t, first).Publish(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	s := open(t, second)
	number, err := s.Load(t.Context(), storetest.Atlas(t, storetest.Country()), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Publish(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	wantHeard(t, heard, number)
}

func TestWatchDoesNotTellThatNothingIsPublished(t *testing.T) {
	address := published(t)
	heard := watch(t, address)
	wantHeard(t, heard, 1)
	pgtest.Query(t, address, `DELETE FROM publication; NOTIFY perimetre_edition`)
	select {
	case got := <-heard:
		t.Errorf("heard of edition %d, want silence", got)
	case <-time.After(500 * time.Millisecond):
	}
	if err := open(t, address).Publish(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	wantHeard(t, heard, 2)
}
