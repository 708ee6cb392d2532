package web

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perimetre/tiles"
)

// nothing is a source without a tile.
type nothing struct{}

func (nothing) Tile(context.Context, tiles.ID, []string) ([]byte, error) { return nil, nil }
func (nothing) TileJSON() tiles.TileJSON                                 { return tiles.TileJSON{} }

func TestWhoLeavesStopsWaiting(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		c.deaf = true
		start := time.Now()
		var clients sync.WaitGroup
		for _, token := range []string{"1-aaaaaaaa", "1-aaaaaaaa", "2-aaaaaaaa"} {
			clients.Go(func() {
				ctx, leave := context.WithTimeout(t.Context(), time.Millisecond)
				defer leave()
				if _, err := s.get(ctx, token); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Millisecond {
					t.Errorf("%s: error %v after %v", token, err, time.Since(start))
				}
			})
			synctest.Wait()
		}
		clients.Wait()
		has(t, s, "1-aaaaaaaa")
		if took := time.Since(start); took != time.Second {
			t.Errorf("who asks next waits %v, want the reading that is under way", took)
		}
		time.Sleep(time.Minute)
		if !slices.Equal(c.opened, []int64{1}) {
			t.Errorf("opened %v, want the first only: nobody waits for the second when its turn comes", c.opened)
		}
	})
}

// Whoever asks for two editions in turn leaves half of the time.
func TestReadingsLeaveHalfOfTheTime(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		start := time.Now()
		const rounds = 5
		for range rounds {
			has(t, s, "1-aaaaaaaa")
			has(t, s, "2-aaaaaaaa")
		}
		if took := time.Since(start); took != (4*rounds-1)*time.Second || len(c.opened) != 2*rounds {
			t.Errorf("%d readings of a second in %v", len(c.opened), took)
		}
	})
}

func TestTheCurrentAndTheFormerEditionAreThereDuringAReading(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, _ *closet) {
		s.put(empty(5))
		s.put(empty(6))
		var clients sync.WaitGroup
		clients.Go(func() { has(t, s, "1-aaaaaaaa") })
		synctest.Wait()
		start := time.Now()
		has(t, s, "5-aaaaaaaa")
		has(t, s, "6-aaaaaaaa")
		if took := time.Since(start); took != 0 {
			t.Errorf("they wait %v", took)
		}
		clients.Wait()
		if e := s.held("5-aaaaaaaa"); e != nil {
			t.Error("two former editions are kept")
		}
	})
}

func TestAPublicationInterruptsAReading(t *testing.T) {
	for _, test := range []struct {
		name   string
		deaf   bool
		after  time.Duration // the publication begins
		opened []int64
		done   time.Duration // after the publication, which takes a minute
	}{
		{"which starts again after it", false, 0, []int64{1, 1}, time.Second},
		{"which cannot be interrupted, and is waited for", true, time.Second, []int64{1}, -time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			inTime(t, func(t *testing.T, s *shelf, c *closet) {
				c.deaf = test.deaf
				start := time.Now()
				var clients sync.WaitGroup
				var done time.Time
				clients.Go(func() {
					has(t, s, "1-aaaaaaaa")
					done = time.Now()
				})
				synctest.Wait()
				release, err := s.readings.hold(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took != test.after {
					t.Errorf("the publication begins after %v, want %v", took, test.after)
				}
				c.set(true) // it reads
				time.Sleep(time.Minute)
				c.set(false)
				published := time.Now()
				release()
				clients.Wait()
				if !slices.Equal(c.opened, test.opened) || done.Sub(published) != test.done {
					t.Errorf("opened %v, done %v after the publication; want %v, %v", c.opened, done.Sub(published), test.opened, test.done)
				}
			})
		})
	}
}

func TestPublicationsAreReadOneAfterTheOther(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		release, err := s.readings.hold(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leaving, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		if _, err := s.readings.hold(leaving); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a second one begins: error %v", err)
		}
		var clients sync.WaitGroup
		clients.Go(func() { has(t, s, "1-aaaaaaaa") })
		synctest.Wait()
		if len(c.opened) > 0 {
			t.Error("a former edition is read meanwhile")
		}
		release()
		clients.Wait()
	})
}

// A publication that is given up while it waits lets readings go on, and the one that it interrupted start again.
func TestAPublicationThatIsGivenUp(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		s.open = func(ctx context.Context, number int64) (*edition, error) {
			e, err := c.open(context.WithoutCancel(ctx), number)
			return e, errors.Join(err, ctx.Err())
		}
		var clients sync.WaitGroup
		for _, token := range []string{"1-aaaaaaaa", "2-aaaaaaaa"} {
			clients.Go(func() { has(t, s, token) })
			synctest.Wait()
		}
		leaving, leave := context.WithTimeout(t.Context(), time.Millisecond)
		defer leave()
		if _, err := s.readings.hold(leaving); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		clients.Wait()
		if !slices.Equal(c.opened, []int64{1, 1, 2}) {
			t.Errorf("opened %v", c.opened)
		}
	})
}

func TestAStoreThatSaysNothingIsNotWaitedForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(func(ctx context.Context, _ int64) (*edition, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		start := time.Now()
		if _, err := s.get(t.Context(), "1-aaaaaaaa"); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != readingTimeout {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
}

func TestAPanicOfAReadingIsAnError(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		s.open = func(context.Context, int64) (*edition, error) { panic("at the disk") }
		if e, err := s.get(t.Context(), "1-aaaaaaaa"); e != nil || err == nil {
			t.Errorf("%v, %v", e, err)
		}
		s.open = c.open
		has(t, s, "1-aaaaaaaa")
	})
}
