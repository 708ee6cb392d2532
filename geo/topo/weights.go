package topo

import (
	"math"
)

// Weights says how much each vertex of a coverage matters: what the border loses when its turn comes to be removed, the
// vertex that matters least in the whole coverage going first, or the weight of an earlier one if that is larger. So a
// threshold keeps those that weigh as much or more, a higher one keeps fewer of the same, and one set of weights serves every
// scale. [Coverage.Weigh] and [Coverage.WeighPlane] say what is lost.
//
// Whatever the threshold, what is kept is a valid coverage: no border crosses or touches another, every unit is there,
// with its largest ring, and has the same neighbours. What would break that is not removed: see removal.
//
// Weights are immutable and safe for concurrent use.
type Weights struct {
	points   []float32 // by point of the coverage: +Inf for those that always stay, and for the ends of arcs but an islet's first
	vertices int
}

// Weigh weighs the vertices of a coverage, which must not have overlaps, by their effective area in square metres, as
// Visvalingam and Whyatt define it (Line generalisation by repeated elimination of points, The Cartographic Journal 30,
// 1993): the area of the triangle that a vertex makes with its neighbours. The weights are the same on every machine,
// whatever the number of its processors.
func (c *Coverage) Weigh() *Weights { return c.weigh(onGround{newGround()}) }

// WeighPlane weighs the vertices of a coverage without overlaps whose grid is that of a plane, as a map projection gives it, by the
// square of the distance to which the border would then leave its course, in square steps. So the threshold d² gives borders that are
// nowhere farther than d from those of the coverage, nor those from them; islets of which the box has a diagonal below 2d
// vanish.
func (c *Coverage) WeighPlane() *Weights { return c.weigh(onPlane{}) }

func (c *Coverage) weigh(m measure) *Weights {
	r := newRemoval(c, m)
	r.run()
	for arc, area := range r.islet {
		if area != forever {
			r.weights[c.first[arc+1]-1] = forever // the same vertex as the first of the arc: it counts once
		}
	}
	return &Weights{r.weights, len(c.points) - 2*c.NumArcs() + c.NumNodes()}
}

// Threshold gives the least threshold, in the unit of the weights, that keeps no more than a share of the vertices, from 0 to 1,
// or +Inf when even those that always stay are more. A place where several arcs end is one vertex.
func (w *Weights) Threshold(share float64) float64 {
	gone := w.vertices - int(math.Round(share*float64(w.vertices)))
	if gone <= 0 {
		return 0
	}
	last := w.ranked(gone)
	if last == forever {
		return math.Inf(1)
	}
	return float64(math.Nextafter32(last, forever))
}

// ranked gives the weight that n vertices weigh at most, in two counts: of the upper halves of their bits, whose order is
// that of the weights, then of the lower halves of those that share the upper half looked for.
func (w *Weights) ranked(n int) float32 {
	count := func(of func(bits uint32) (half uint32, ok bool)) (half uint32) {
		var counts [1 << 16]int
		for _, weight := range w.points {
			if half, ok := of(math.Float32bits(weight)); ok {
				counts[half]++
			}
		}
		for half, count := range counts {
			if n <= count {
				return uint32(half)
			}
			n -= count
		}
		return math.MaxUint16
	}
	upper := count(func(bits uint32) (uint32, bool) { return bits >> 16, true })
	lower := count(func(bits uint32) (uint32, bool) { return bits & 0xffff, bits>>16 == upper })
	return math.Float32frombits(upper<<16 | lower)
}

// Kept tells how many vertices a threshold keeps. A place where several arcs end is one vertex.
func (w *Weights) Kept(threshold float64) int {
	kept, least := w.vertices, ceil32(threshold)
	for _, weight := range w.points {
		if weight < least {
			kept--
		}
	}
	return kept
}
