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
)

// shelf is editions that can be opened, each in a second, and a count of what was.
type shelf struct {
	mutex  sync.Mutex
	opened []int64
	fails  error
}

func (s *shelf) open(ctx context.Context, number int64) (*edition, error) {
	s.mutex.Lock()
	s.opened = append(s.opened, number)
	s.mutex.Unlock()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if s.fails != nil || number > 9 {
		return nil, s.fails
	}
	return &edition{token: fmt.Sprintf("%d-aaaaaaaa", number)}, nil
}

func TestFormerEditionsAreOpenedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		f := newFormers(s.open)
		var clients sync.WaitGroup
		for i := range 20 {
			clients.Go(func() {
				token := []string{"1-aaaaaaaa", "2-aaaaaaaa"}[i%2]
				if e, err := f.get(t.Context(), token); err != nil || e == nil || e.token != token {
					t.Errorf("edition %s: %v, %v", token, e, err)
				}
			})
		}
		clients.Wait()
		if slices.Sort(s.opened); !slices.Equal(s.opened, []int64{1, 2}) {
			t.Errorf("opened %v, want each once", s.opened)
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
		{"not a token", "latest", nil},
		{"a number alone", "1", nil},
		{"a digest that is too long", "1-aaaaaaaaa", nil},
		{"a number below the first", "-1-aaaaaaaa", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{}
				f := newFormers(s.open)
				for range 3 {
					if e, err := f.get(t.Context(), test.token); e != nil || err != nil {
						t.Errorf("%v, %v", e, err)
					}
				}
				if !slices.Equal(s.opened, test.want) {
					t.Errorf("opened %v, want %v", s.opened, test.want)
				}
			})
		})
	}
}

// What is not there is forgotten when it is too much, what is there is not: opening an edition is dear.
func TestAskingForWhatIsNotThereOpensNothingAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		f := newFormers(s.open)
		for round := range 2 {
			if e, err := f.get(t.Context(), "1-bbbbbbbb"); e != nil || err != nil {
				t.Errorf("round %d: %v, %v", round, e, err)
			}
			for i := range 2 * maxTokens {
				_, _ = f.get(t.Context(), fmt.Sprintf("%d-aaaaaaaa", 10+i))
			}
		}
		if slices.Sort(s.opened); s.opened[1] == 1 || len(f.tokens) > maxTokens {
			t.Errorf("edition 1 was opened twice; %d numbers are known", len(f.tokens))
		}
	})
}

func TestAPanicLeavesTheTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		f := newFormers(func(context.Context, int64) (*edition, error) { panic("at the disk") })
		func() {
			defer func() { _ = recover() }()
			_, _ = f.get(t.Context(), "1-aaaaaaaa")
		}()
		f.open = s.open
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if e, err := f.get(ctx, "1-aaaaaaaa"); e == nil || err != nil {
			t.Errorf("afterwards: %v, %v", e, err)
		}
	})
}

func TestFormerEditionsAreDroppedWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		f := newFormers(s.open)
		ask := func() {
			if e, err := f.get(t.Context(), "1-aaaaaaaa"); e == nil || err != nil {
				t.Fatalf("%v, %v", e, err)
			}
		}
		ask()
		for range 3 {
			time.Sleep(formerTimeout - time.Second)
			ask()
		}
		if len(s.opened) != 1 {
			t.Errorf("opened %v while it was asked for", s.opened)
		}
		time.Sleep(formerTimeout + time.Second)
		if e, _, _ := f.find("1-aaaaaaaa"); e != nil {
			t.Error("an edition is kept that nobody asks for")
		}
		ask()
		if len(s.opened) != 2 {
			t.Errorf("opened %v, want again", s.opened)
		}
		time.Sleep(2 * formerTimeout)
	})
}

func TestTheEditionThatWasReplacedIsKept(t *testing.T) {
	f := newFormers(nil)
	f.replaced(nil)
	for _, token := range []string{"1-aaaaaaaa", "2-aaaaaaaa"} {
		f.replaced(&edition{token: token})
		if e, err := f.get(t.Context(), token); e == nil || err != nil {
			t.Errorf("%s: %v, %v", token, e, err)
		}
	}
	if e, _ := f.get(t.Context(), "1-aaaaaaaa"); e != nil {
		t.Error("two editions are kept")
	}
	f.timer.Stop()
}

func TestAClientThatLeavesLeavesItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{}
		f := newFormers(s.open)
		impatient, leave := context.WithTimeout(t.Context(), time.Millisecond)
		defer leave()
		var clients sync.WaitGroup
		clients.Go(func() {
			if _, err := f.get(impatient, "1-aaaaaaaa"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v", err)
			}
		})
		synctest.Wait()
		clients.Go(func() {
			if e, err := f.get(t.Context(), "1-aaaaaaaa"); e == nil || err != nil {
				t.Errorf("%v, %v", e, err)
			}
		})
		clients.Wait()
		f.timer.Stop()
	})
}

func TestAStoreThatIsAwayIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{fails: errors.New("connection refused")}
		f := newFormers(s.open)
		if _, err := f.get(t.Context(), "1-aaaaaaaa"); err == nil {
			t.Error("no error")
		}
		s.fails = nil
		if e, err := f.get(t.Context(), "1-aaaaaaaa"); e == nil || err != nil {
			t.Errorf("%v, %v", e, err)
		}
		f.timer.Stop()
	})
}
