package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// closet is editions that can be opened, one at a time, each in a second, and what was opened.
type closet struct {
	t      testing.TB
	mutex  sync.Mutex
	opened []int64
	isOpen bool
	fails  error
	deaf   bool // to contexts
}

func (c *closet) open(ctx context.Context, number int64) (*edition, error) {
	c.set(true)
	defer c.set(false)
	c.opened = append(c.opened, number)
	if c.deaf {
		ctx = context.WithoutCancel(ctx)
	}
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.fails != nil || number > 9 {
		return nil, c.fails
	}
	return empty(number), nil
}

func (c *closet) set(open bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.isOpen == open {
		c.t.Error("two editions are opened at once")
	}
	c.isOpen = open
}

// empty is an edition of nothing.
func empty(number int64) *edition {
	return &edition{Atlas: &atlas.Atlas{Edition: &geo.Edition{Number: number}}, token: fmt.Sprintf("%d-aaaaaaaa", number)}
}

// inTime runs a test on a clock of its own, with a shelf whose editions come from a closet.
func inTime(t *testing.T, test func(*testing.T, *shelf, *closet)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &closet{t: t}
		test(t, newShelf(c.open), c)
	})
}

// has checks that a shelf gives the edition of a token.
func has(t *testing.T, s *shelf, token string) {
	t.Helper()
	if e, err := s.get(t.Context(), token); err != nil || e == nil || e.token != token {
		t.Errorf("edition %s: %v, %v", token, e, err)
	}
}

func TestFormerEditionsAreOpenedOnce(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		var clients sync.WaitGroup
		for i := range 20 {
			clients.Go(func() { has(t, s, []string{"1-aaaaaaaa", "2-aaaaaaaa"}[i%2]) })
		}
		clients.Wait()
		if slices.Sort(c.opened); !slices.Equal(c.opened, []int64{1, 2}) {
			t.Errorf("opened %v, want each once", c.opened)
		}
	})
}

func TestFormerEditionsThatAreNotThereAreLookedForOnce(t *testing.T) {
	for _, test := range []struct {
		name, token string
		want        []int64
	}{
		{"another digest than that of its number", "1-bbbbbbbb", []int64{1}},
		{"a number that no edition has", "10-aaaaaaaa", []int64{10}},
		{"another digest than that of the current one", "5-bbbbbbbb", nil},
		{"not a token", "latest", nil},
		{"a number alone", "1", nil},
		{"a digest that is too long", "1-aaaaaaaaa", nil},
		{"a digest that is none", "1-aaaaaaag", nil},
		{"a digest in capitals", "1-AAAAAAAA", nil},
		{"a number below the first", "-1-aaaaaaaa", nil},
		{"a number with a sign", "+1-aaaaaaaa", nil},
		{"a number with a zero before it", "01-aaaaaaaa", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			inTime(t, func(t *testing.T, s *shelf, c *closet) {
				s.put(empty(5))
				for range 3 {
					if e, err := s.get(t.Context(), test.token); e != nil || err != nil {
						t.Errorf("%v, %v", e, err)
					}
				}
				if !slices.Equal(c.opened, test.want) {
					t.Errorf("opened %v, want %v", c.opened, test.want)
				}
			})
		})
	}
}

// What is not there is forgotten when it is too much, what is there is not: opening an edition is dear.
func TestAskingForWhatIsNotThereOpensNothingAgain(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		for round := range 2 {
			if e, err := s.get(t.Context(), "1-bbbbbbbb"); e != nil || err != nil {
				t.Errorf("round %d: %v, %v", round, e, err)
			}
			for i := range 2 * maxTokens {
				_, _ = s.get(t.Context(), fmt.Sprintf("%d-aaaaaaaa", 10+i))
			}
		}
		if slices.Sort(c.opened); c.opened[1] == 1 || len(s.tokens) > maxTokens {
			t.Errorf("edition 1 was opened twice; %d numbers are known", len(s.tokens))
		}
	})
}

// A store that is put in the place of another while an edition is read may have what the other has not.
func TestWhatWasReadBeforeAPublicationIsNotBelievedAfterIt(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		var clients sync.WaitGroup
		clients.Go(func() { _, _ = s.get(t.Context(), "10-aaaaaaaa") })
		synctest.Wait()
		s.put(empty(5))
		clients.Wait()
		_, _ = s.get(t.Context(), "10-aaaaaaaa")
		if !slices.Equal(c.opened, []int64{10, 10}) {
			t.Errorf("opened %v, want the edition looked for again", c.opened)
		}
	})
}

func TestFormerEditionsAreDroppedWhenIdle(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		has(t, s, "1-aaaaaaaa")
		for range 3 {
			time.Sleep(formerTimeout - time.Second)
			has(t, s, "1-aaaaaaaa")
		}
		if len(c.opened) != 1 {
			t.Errorf("opened %v while it was asked for", c.opened)
		}
		time.Sleep(formerTimeout + time.Second)
		if e, _ := s.find("1-aaaaaaaa"); e != nil {
			t.Error("an edition is kept that nobody asks for")
		}
		has(t, s, "1-aaaaaaaa")
		if len(c.opened) != 2 {
			t.Errorf("opened %v, want again", c.opened)
		}
	})
}

func TestTheEditionThatWasReplacedIsKept(t *testing.T) {
	s := newShelf(nil)
	s.put(empty(1))
	for number := range int64(3) {
		s.put(empty(number + 2))
		for _, token := range []string{fmt.Sprintf("%d-aaaaaaaa", number+1), fmt.Sprintf("%d-aaaaaaaa", number+2)} {
			has(t, s, token)
		}
	}
	if e, _ := s.get(t.Context(), "2-aaaaaaaa"); e != nil {
		t.Error("two former editions are kept")
	}
	s.timer.Stop()
}

// Two editions that are published in turn are those that were there.
func TestAnEditionThatComesBackIsTheOneThatWasThere(t *testing.T) {
	s := newShelf(nil)
	kept := []*edition{empty(1), empty(2)}
	for i := range 6 {
		want := kept[i%2]
		e := want
		if i >= 2 {
			e = empty(want.Edition.Number)
		}
		if got := s.put(e); got != want || s.current.Load() != want {
			t.Errorf("publication %d made an edition anew", i)
		}
		if i > 0 && s.former != kept[(i+1)%2] {
			t.Errorf("publication %d: the one that was replaced is not the former one", i)
		}
	}
	if s.put(empty(2)) != kept[1] || s.former != kept[0] {
		t.Error("publishing the current edition again changes what is kept")
	}
	s.timer.Stop()
}

// An archive is not exchanged for another by its token: its file may be another.
func TestAnArchiveTakesItsOwnPlace(t *testing.T) {
	s := newShelf(nil)
	for range 2 {
		if e := newArchive(nothing{}, "1-aaaaaaaa", Config{}); s.put(e) != e {
			t.Error("the former archive serves")
		}
	}
	if e := empty(1); s.put(e) != e {
		t.Error("an archive serves in the place of an edition")
	}
	s.timer.Stop()
}

func TestAStoreThatIsAwayIsAskedAgain(t *testing.T) {
	inTime(t, func(t *testing.T, s *shelf, c *closet) {
		c.fails = errors.New("connection refused")
		if _, err := s.get(t.Context(), "1-aaaaaaaa"); !errors.Is(err, c.fails) {
			t.Errorf("error %v", err)
		}
		c.fails = nil
		has(t, s, "1-aaaaaaaa")
	})
}
