package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"perimetre/geo"
)

// scripted is a store that tells its watcher of the numbers of a list, and counts what is read.
type scripted struct {
	store
	told     []int64
	failures int // of Edition, after the first read
	read     []int64
	stop     context.CancelFunc
}

func (s *scripted) Published(context.Context) (int64, error) { return s.told[0], nil }
func (s *scripted) Ping(context.Context) error               { return nil }

func (s *scripted) Edition(_ context.Context, number int64) (*geo.Edition, error) {
	s.read = append(s.read, number)
	if len(s.read) > 1 && s.failures > 0 {
		s.failures--
		return nil, errors.New("the disk is away")
	}
	return &geo.Edition{Number: number}, nil
}

// Watch tells each number until the callback succeeds.
func (s *scripted) Watch(_ context.Context, published func(int64) error) error {
	defer s.stop()
	for _, number := range s.told {
		for published(number) != nil {
		}
	}
	return nil
}

func TestServeReadsWhatItIsToldOf(t *testing.T) {
	tests := []struct {
		name     string
		told     []int64
		failures int
		want     []int64
	}{
		{"the edition shown at the start is read once", []int64{1}, 0, []int64{1}},
		{"a new one, then the former one again", []int64{1, 2, 1}, 0, []int64{1, 2, 1}},
		{"another file whose edition has the same number", []int64{1, 1}, 0, []int64{1, 1}},
		{"an edition that cannot be read is asked for again", []int64{1, 2}, 2, []int64{1, 2, 2, 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			s := &scripted{told: test.told, failures: test.failures, stop: stop}
			log := slog.New(slog.NewTextHandler(t.Output(), nil))
			if err := (serveFlags{Addr: "127.0.0.1:0"}).serve(ctx, s, log); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.read, test.want) {
				t.Errorf("read %v, want %v", s.read, test.want)
			}
		})
	}
}
