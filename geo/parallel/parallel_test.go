package parallel_test

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"perimetre/geo/parallel"
)

func TestEveryNumberIsWorkedOnOnce(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rapid.Check(t, func(t *rapid.T) {
		runtime.GOMAXPROCS(rapid.IntRange(1, 9).Draw(t, "cores"))
		times := make([]int, rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(0, 2000)).Draw(t, "n"))
		parallel.Each(len(times), func(i int) { times[i]++ })
		if i := slices.IndexFunc(times, func(n int) bool { return n != 1 }); i >= 0 {
			t.Errorf("%d of %d is worked on %d times", i, len(times), times[i])
		}
	})
}

func TestCoresWorkAtTheSameTime(t *testing.T) {
	const cores = 4
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	var all sync.WaitGroup
	all.Add(cores)
	met := make(chan struct{})
	go func() {
		all.Wait()
		close(met)
	}()
	parallel.Each(cores, func(int) {
		all.Done()
		select {
		case <-met:
		case <-time.After(10 * time.Second):
			t.Error("pieces of work wait for each other's end")
		}
	})
}
