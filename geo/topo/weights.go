package topo

import (
	"math"
	"slices"
)

// Weights says how much each vertex of a coverage matters: its effective area, in square metres, as Visvalingam and
// Whyatt define it (Line generalisation by repeated elimination of points, The Cartographic Journal 30, 1993). That is
// the area of the triangle that it makes with its neighbours when its turn comes to be removed, the vertex of the
// smallest triangle of the whole coverage going first, or the weight of an earlier one if that is larger. So a threshold
// keeps those that weigh as much or more, a higher one keeps fewer of the same, and one set of weights serves every scale.
//
// Whatever the threshold, what is kept is a valid coverage: no border crosses or touches another, every unit is there,
// with its largest ring, and has the same neighbours. What would break that is not removed: see removal.
//
// Weights are immutable and safe for concurrent use. [Coverage.Weigh] makes them.
type Weights struct {
	points    []float32 // by point of the coverage: +Inf for those that always stay
	ascending []float32 // of the vertices that can go
	vertices  int
}

// Weigh weighs the vertices of a coverage, which must not have overlaps. The weights are the same on every machine.
func (c *Coverage) Weigh() *Weights {
	r := newRemoval(c)
	vertices := r.left
	r.run()
	return &Weights{r.weights, r.ascending, vertices}
}

// Threshold gives the least threshold that keeps no more than a share of the vertices, from 0 to 1, or +Inf when even
// those that always stay are more. A place where several arcs end is one vertex.
func (w *Weights) Threshold(share float64) float64 {
	gone := w.vertices - int(math.Round(share*float64(w.vertices)))
	switch {
	case gone <= 0:
		return 0
	case gone > len(w.ascending):
		return math.Inf(1)
	}
	return float64(math.Nextafter32(w.ascending[gone-1], float32(math.Inf(1))))
}

// Kept tells how many vertices a threshold keeps.
func (w *Weights) Kept(threshold float64) int {
	gone, _ := slices.BinarySearch(w.ascending, ceil32(threshold))
	return w.vertices - gone
}
