package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/store"
	"perimetre/geo"
	"perimetre/geo/atlas"
)

// Store is what the suite asks of a store.
type Store interface {
	Load(ctx context.Context, a *atlas.Atlas, progress func(done, total int)) (number int64, err error)
	Publish(ctx context.Context, number int64) error
	Published(ctx context.Context) (number int64, err error)
	Latest(ctx context.Context) (number int64, err error)
	Edition(ctx context.Context, number int64) (*geo.Edition, error)
	Editions(ctx context.Context) ([]store.Summary, error)
	Examine(ctx context.Context, a *atlas.Atlas) ([]store.Trouble, error)
	Watch(ctx context.Context, published func(number int64) error) error
	Ping(ctx context.Context) error
	Close() error
}

// Run tries everything that a store must do. Open gives an empty store; its test closes it.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"an empty store holds no edition":                          testEmpty,
		"an edition is read back as it was loaded":                 testReadBack,
		"an edition as it was loaded has no trouble":               testExamine,
		"an edition is served once it is published":                testPublish,
		"a new edition leaves the former one as it was":            testTwoEditions,
		"a former edition can be published again":                  testPublishFormer,
		"publishing an unknown edition changes nothing":            testPublishUnknown,
		"a load that is cancelled leaves nothing":                  testCancel,
		"progress counts every row":                                testProgress,
		"a watcher hears of every publication":                     testWatch,
		"an edition is read while others are loaded and published": testConcurrent,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func testEmpty(t *testing.T, s Store) {
	wantNumber(t, "Published", s.Published, 0)
	wantNumber(t, "Latest", s.Latest, 0)
	if _, err := s.Edition(t.Context(), 1); !errors.Is(err, store.ErrNoEdition) {
		t.Errorf("Edition(1): %v, want ErrNoEdition", err)
	}
	if summaries, err := s.Editions(t.Context()); err != nil || len(summaries) > 0 {
		t.Errorf("Editions: %v, %v, want none", summaries, err)
	}
}

func testReadBack(t *testing.T, s Store) {
	for _, want := range []*geo.Edition{Country(), {Vintage: 2024}} {
		number := load(t, s, want)
		wantEdition(t, s, number, want)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("Ping: %v", err)
	}
}

func testExamine(t *testing.T, s Store) {
	for range 2 {
		number := load(t, s, Country())
		edition, err := s.Edition(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if troubles, err := s.Examine(t.Context(), Atlas(t, edition)); err != nil || len(troubles) > 0 {
			t.Errorf("Examine: %v, %v, want no trouble", troubles, err)
		}
	}
}

func testPublish(t *testing.T, s Store) {
	number := load(t, s, Country())
	wantNumber(t, "Published", s.Published, 0)
	wantNumber(t, "Latest", s.Latest, number)
	publish(t, s, number)
	publish(t, s, number)
	wantNumber(t, "Published", s.Published, number)

	summaries, err := s.Editions(t.Context())
	if err != nil || len(summaries) != 1 {
		t.Fatalf("Editions: %v, %v, want one", summaries, err)
	}
	got := summaries[0]
	for _, at := range []time.Time{got.LoadedAt, got.PublishedAt} {
		if time.Since(at) > time.Minute || time.Until(at) > time.Minute || at.Location() != time.UTC {
			t.Errorf("loaded or published at %v, want now, in UTC", at)
		}
	}
	got.LoadedAt, got.PublishedAt = time.Time{}, time.Time{}
	want := store.Summary{
		Number: number, Vintage: 2025, Current: true,
		Communes: 11, EPCI: 3, EPT: 1, Territories: 3, Findings: got.Findings,
	}
	if got != want || got.Findings == 0 {
		t.Errorf("Editions: %+v, want %+v with findings", got, want)
	}
}

func testTwoEditions(t *testing.T, s Store) {
	first, second := Country(), Country()
	second.Vintage = 2026
	second.Territories = second.Territories[:1]
	second.Territories[0].Name = "L’Anneau renommé"

	former := load(t, s, first)
	publish(t, s, former)
	latest := load(t, s, second)
	if latest <= former {
		t.Errorf("the second edition has number %d, want more than %d", latest, former)
	}
	wantNumber(t, "Published", s.Published, former)
	wantNumber(t, "Latest", s.Latest, latest)
	publish(t, s, latest)
	wantNumber(t, "Published", s.Published, latest)
	wantEdition(t, s, former, first)
	wantEdition(t, s, latest, second)
}

func testPublishFormer(t *testing.T, s Store) {
	former, latest := load(t, s, Country()), load(t, s, Country())
	for _, number := range []int64{former, latest, former} {
		publish(t, s, number)
		wantNumber(t, "Published", s.Published, number)
	}
}

func testPublishUnknown(t *testing.T, s Store) {
	if err := s.Publish(t.Context(), 1); !errors.Is(err, store.ErrNoEdition) {
		t.Errorf("Publish of an empty store: %v, want ErrNoEdition", err)
	}
	number := load(t, s, Country())
	publish(t, s, number)
	if err := s.Publish(t.Context(), number+1); !errors.Is(err, store.ErrNoEdition) {
		t.Errorf("Publish(%d): %v, want ErrNoEdition", number+1, err)
	}
	wantNumber(t, "Published", s.Published, number)
}

func testCancel(t *testing.T, s Store) {
	former := load(t, s, Country())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := s.Load(ctx, Atlas(t, Country()), func(done, total int) {
		if done > total/2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Load: %v, want that it was cancelled", err)
	}
	wantNumber(t, "Latest", s.Latest, former)
	wantEdition(t, s, load(t, s, Country()), Country())
}

func testProgress(t *testing.T, s Store) {
	var last, totals int
	_, err := s.Load(t.Context(), Atlas(t, Country()), func(done, total int) {
		if done <= last || done > total {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last, totals = done, total
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != totals || last == 0 {
		t.Errorf("the last progress is %d of %d, want all", last, totals)
	}
}

func testWatch(t *testing.T, s Store) {
	first, second := load(t, s, Country()), load(t, s, Country())
	publish(t, s, first)

	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	heard := make(chan int64)
	ended := make(chan error)
	go func() {
		failures := 1
		ended <- s.Watch(ctx, func(number int64) error {
			heard <- number
			if failures--; failures >= 0 {
				return errors.New("not read, this time")
			}
			return nil
		})
	}()
	hear := func(want int64) {
		t.Helper()
		select {
		case got := <-heard:
			if got != want {
				t.Errorf("heard of edition %d, want %d", got, want)
			}
		case <-ctx.Done():
			t.Fatalf("did not hear of edition %d", want)
		}
	}
	hear(first)
	hear(first) // again, because the callback failed
	for _, number := range []int64{second, first} {
		publish(t, s, number)
		hear(number)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Watch: %v, want nil once the context has ended", err)
	}
}

func testConcurrent(t *testing.T, s Store) {
	former := load(t, s, Country())
	publish(t, s, former)

	var readers sync.WaitGroup
	loaded := make(chan struct{})
	for range 2 {
		readers.Go(func() {
			for {
				wantEdition(t, s, former, Country())
				if number, err := s.Published(t.Context()); err != nil || number < former {
					t.Errorf("Published: %d, %v, want %d or more", number, err, former)
				}
				select {
				case <-loaded:
					return
				default:
				}
			}
		})
	}
	a := Atlas(t, Grid(40, 20))
	var loaders sync.WaitGroup
	for range 2 {
		loaders.Go(func() {
			number, err := s.Load(t.Context(), a, nil)
			if err != nil {
				t.Errorf("Load: %v", err)
				return
			}
			publish(t, s, number)
		})
	}
	loaders.Wait()
	close(loaded)
	readers.Wait()
	wantNumber(t, "Latest", s.Latest, former+2)
}

func load(t *testing.T, s Store, e *geo.Edition) int64 {
	t.Helper()
	number, err := s.Load(t.Context(), Atlas(t, e), nil)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func publish(t *testing.T, s Store, number int64) {
	t.Helper()
	if err := s.Publish(t.Context(), number); err != nil {
		t.Error(err)
	}
}

func wantNumber(t *testing.T, what string, get func(context.Context) (int64, error), want int64) {
	t.Helper()
	if got, err := get(t.Context()); err != nil || got != want {
		t.Errorf("%s: %d, %v, want %d", what, got, err, want)
	}
}

// wantEdition takes an edition as it was before a store gave it a number.
func wantEdition(t *testing.T, s Store, number int64, want *geo.Edition) {
	t.Helper()
	got, err := s.Edition(t.Context(), number)
	if err != nil {
		t.Error(err)
		return
	}
	if got.Number != number {
		t.Errorf("edition %d says that its number is %d", number, got.Number)
	}
	got.Number = want.Number
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("edition %d (-loaded +read):\n%s", number, diff)
	}
}
