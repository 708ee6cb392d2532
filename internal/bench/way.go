package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// way is one way of doing the work of a comparison.
type way struct {
	name    string
	group   string // of ways that are compared with each other; most comparisons have one
	runs    int
	work    work
	tile    weight // of a server of tiles
	samples []sample
}

// work does the work once and tells what it took.
type work func(context.Context) (sample, error)

// weight is the bytes of a tile, on average over tiles that are asked for: as it is sent, and gzipped where it is sent plain.
type weight struct{ size, gzipped int64 }

// sample is what one run took.
type sample struct {
	took   time.Duration // under load, the time of the run shared among its requests
	tail   time.Duration // under load, what 99 requests of 100 do not exceed
	memory int64         // bytes: the peak of a process, what a function allocated; 0 when it is not known
	said   string        // the last line that a process printed
}

// inTurn runs every way as often as it asks, one after the other in rounds.
func inTurn(ctx context.Context, ways []*way, done func(*way)) error {
	for round := 0; ; round++ {
		ran := false
		for _, w := range ways {
			if round >= w.runs {
				continue
			}
			s, err := w.work(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
			w.samples = append(w.samples, s)
			done(w)
			ran = true
		}
		if !ran {
			return nil
		}
	}
}

func (w *way) sorted() []time.Duration {
	var took []time.Duration
	for _, s := range w.samples {
		took = append(took, s.took)
	}
	return slices.Sorted(slices.Values(took))
}

func (w *way) median() time.Duration { return w.sorted()[len(w.samples)/2] }

func (w *way) span() (least, most time.Duration) {
	sorted := w.sorted()
	return sorted[0], sorted[len(sorted)-1]
}

// tail is the median of those of all runs.
func (w *way) tail() time.Duration {
	var tails []time.Duration
	for _, s := range w.samples {
		tails = append(tails, s.tail)
	}
	return slices.Sorted(slices.Values(tails))[len(tails)/2]
}

// memory is the most of all runs.
func (w *way) memory() (most int64) {
	for _, s := range w.samples {
		most = max(most, s.memory)
	}
	return most
}

// times is how many times longer the way takes than another.
func (w *way) times(other *way) float64 { return w.median().Seconds() / other.median().Seconds() }

// shortest is how long a sample of a function lasts at least: what takes less is repeated, and the mean kept.
const shortest = 50 * time.Millisecond

// function is the work of a function of this process.
func function(f func() error) work {
	return func(context.Context) (sample, error) {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		n := 0
		for n == 0 || time.Since(start) < shortest {
			if err := f(); err != nil {
				return sample{}, err
			}
			n++
		}
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		return sample{
			took:   took / time.Duration(n),
			memory: int64(after.TotalAlloc-before.TotalAlloc) / int64(n),
		}, nil
	}
}
