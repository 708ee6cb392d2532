package geojson

import (
	"sync"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// batch is some features that follow each other, on their way from the framer through a worker to the caller of [Read].
// One of the three holds it at a time.
type batch struct {
	text    []byte   // holds the pieces
	pieces  [][]byte // one a feature
	first   int      // number of the first feature, from 1
	system  crs.System
	results []result // one a piece, in their order
	parsed  chan struct{}
}

type result struct {
	feature geo.Feature
	err     error
}

func newBatch() *batch { return &batch{parsed: make(chan struct{}, 1)} }

// parse reads every piece, and says when it is done.
func (b *batch) parse(p *parser, file string) {
	p.places.set(b.system)
	for i, piece := range b.pieces {
		feature, err := p.feature(piece)
		if err != nil {
			err = recordError(file, b.first+i, feature, err)
			feature.Geometry = nil
		}
		b.results = append(b.results, result{feature, err})
	}
	b.parsed <- struct{}{}
}

// give waits for the results, yields each and forgets it. It tells whether to go on.
func (b *batch) give(yield func(geo.Feature, error) bool) bool {
	<-b.parsed
	for i, r := range b.results {
		b.results[i] = result{}
		if !yield(r.feature, r.err) {
			return false
		}
	}
	b.results = b.results[:0]
	return true
}

// crew is the goroutines that parse batches.
type crew struct {
	work    chan *batch
	running sync.WaitGroup
}

// newCrew starts a crew, which looks at no crs member where the system is fixed. It takes that many batches without making the one who brings them wait.
func newCrew(workers, batches int, file string, fixed bool) *crew {
	c := &crew{work: make(chan *batch, batches)}
	for range workers {
		c.running.Go(func() {
			p := parser{fixed: fixed}
			for b := range c.work {
				b.parse(&p, file)
			}
		})
	}
	return c
}

// dismiss ends the crew: batches that are not begun are left, those that are begun are waited for.
func (c *crew) dismiss() {
	close(c.work)
	for range c.work {
	}
	c.running.Wait()
}
