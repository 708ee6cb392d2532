package topo

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel does some work for each number from 0 to n-1, on all cores. No piece of work may depend on another.
func inParallel(n int, work func(i int)) {
	workers := runtime.GOMAXPROCS(0)
	share := max(1, n/(16*workers)) // pieces of work that a worker takes at once
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
