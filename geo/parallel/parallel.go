// Package parallel spreads work over the cores: [Each] is the one way in which geometry does.
//
// Invariants:
//
//  1. Work is done for every number once, whatever the number of cores.
//  2. What a caller makes of it is the same on one core or many, as long as a piece of work writes to places that are its own.
//
// It is not for work that may fail, be stopped or wait for something else: that is what errgroup is for.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// sharesPerCore is how many times a worker comes back for work, about: often enough that the cores end together, seldom enough
// that the counter costs nothing.
const sharesPerCore = 16

// Each does some work for each number from 0 to n-1, on all cores, and returns once all of it is done. No piece of work may
// depend on another.
func Each(n int, work func(i int)) {
	workers := runtime.GOMAXPROCS(0)
	share := max(1, n/(sharesPerCore*workers)) // pieces of work that a worker takes at once
	var taken atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				last := int(taken.Add(int64(share)))
				for i := last - share; i < min(last, n); i++ {
					work(i)
				}
				if last >= n {
					return
				}
			}
		})
	}
	wg.Wait()
}
