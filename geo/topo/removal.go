package topo

import (
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// removal takes the vertices of a coverage away and notes the weight of each. Invariant: the arcs through the live vertices
// are a valid coverage, with the same faces beside each other, except for islets that are gone.
//
// # What may go
//
// Only inner vertices of arcs go one by one. Let v be one, u and w the live vertices before and after it, and T the closed
// triangle uvw without u, v and w themselves. To remove v replaces the edges uv and vw by uw. It is done only when
//
//  1. no live vertex lies in T, its sides included;
//  2. no live edge joins u and w already.
//
// Then no other live edge meets T. Suppose that e does. By the invariant it meets uv and vw at u and w only, since no other
// edge ends at v. Its ends are not in T, so e enters T through the open side uw, and must come out through it: e lies on
// the line uw. Having no end inside uw, nor u or w inside itself, it joins u and w, which 2 excludes. So the border can
// sweep T from v to uw and meet nothing on its way: nothing crosses, nothing touches, the order of arcs around u and w
// stays, and every island and enclave stays on its side. A ring is always a simple closed line, so it never collapses, and
// no arc goes: each unit keeps its rings and its neighbours.
//
// An edge can join u and w in two cases only, for an inner vertex has no edge but its two. Either the arc is closed, and v
// is one of its last three vertices. Or u and w are the ends of the arc, and another one joins them: of such arcs only one
// may become an edge, see bowed.
//
// The exception is an islet, a polygon that goes whole: see islets. Nothing lies in it, so that its ground joins Outside;
// no other unit borders it, and its unit has a larger polygon, which stays.
//
// # In which order
//
// The removal is a sequence in which weights never fall: the vertex that weighs least goes first, and weighs that
// or what the one before weighs. So does an islet, whole. One that 1 forbids to remove waits for the vertex in its way,
// and is looked at again when that is gone. So a threshold t, which removes what weighs less, removes a start of the
// sequence, and the invariant holds after every start.
//
// Arcs seldom block each other: a few hundred times in the million removals of France. So the sequence is found arc by arc,
// each alone, in rounds. A round is about the weights below a bound. It removes the vertices of each arc as if those of other
// arcs in its triangles were gone in time, and notes these. An arc is doubtful when one of them was not, going later or with the same weight; or when one of
// them belongs to a doubtful arc. The others are right: in the order of their weights, those in the same arc in the order
// found, each triangle is empty in time, whatever doubtful arcs do, for none of their vertices is in it. The round is then
// done again for the doubtful arcs, together, in one order in which the other arcs, whose weights are known, go first.
type removal struct {
	c       *Coverage
	measure measure
	bowed   []bool    // by arc
	islet   []float32 // by arc: its weight, +Inf when it is not one
	nodes   []spot    // those that stay, and the starts of islets
	live    []int32   // points, arc by arc
	from    []int32   // from[i]:from[i+1] are the places in live of arc i
	weights []float32 // by point, +Inf while it is live
	floor   float32   // what is live weighs no less
	nearby  nearby
}

var forever = float32(math.Inf(1))

func newRemoval(c *Coverage, m measure) *removal {
	r := &removal{
		c: c, measure: m,
		bowed: make([]bool, c.NumArcs()), islet: make([]float32, c.NumArcs()), nodes: make([]spot, c.NumNodes()),
		live: make([]int32, len(c.points)), from: slices.Clone(c.first), weights: make([]float32, len(c.points)),
	}
	for v := range r.live {
		r.live[v], r.weights[v] = int32(v), forever
	}
	for half, node := range c.origin {
		at, _ := c.start(refOf(int32(half)))
		r.nodes[node] = spot{at, stays}
	}
	for arc := range c.NumArcs() {
		r.bowed[arc], r.islet[arc] = c.bowed(int32(arc)), forever
	}
	for _, arc := range c.islets() {
		r.islet[arc] = m.islet(c, arc)
		r.nodes[c.origin[2*arc]].point = c.first[arc]
	}
	return r
}

// bowed tells whether an arc must keep an inner vertex: when another arc between the same two nodes has fewer points.
func (c *Coverage) bowed(arc int32) bool {
	from, to := c.origin[2*arc], c.origin[2*arc+1]
	if from == to {
		return false
	}
	points := func(arc int32) int32 { return c.first[arc+1] - c.first[arc] }
	for _, half := range c.leaving.of(from) {
		other := half / 2
		if c.origin[half^1] == to && (points(other) < points(arc) || points(other) == points(arc) && other < arc) {
			return true
		}
	}
	return false
}

func (r *removal) run() {
	for r.floor != forever {
		r.round(r.bound())
	}
}

// bound gives that of the next round: three inner vertices in four weigh less. When few are left the round
// is the last.
func (r *removal) bound() float32 {
	const step = 32
	var weights []float32
	for i := step; i < len(r.live); i += step {
		v := r.live[i]
		if arc := r.c.arcOf(v); r.c.first[arc] < v && v < r.c.first[arc+1]-1 {
			weights = append(weights, r.measure.vertex(r.c, r.live[i-1], v, r.live[i+1]))
		}
	}
	if len(weights) < max(64, len(r.live)/step/8) {
		return forever
	}
	slices.Sort(weights)
	return max(weights[len(weights)*3/4], 2*r.floor, 1)
}

// round removes what weighs less than a bound.
func (r *removal) round(bound float32) {
	r.nearby = r.lookAround()
	doubtful := r.doubtful(r.eachAlone(bound))
	r.restore(doubtful)
	together := pass{removal: r, bound: bound, together: true}
	together.run(doubtful)
	r.compact()
	r.floor = bound
}

// eachAlone runs a round arc by arc, on all processors, and gives the vertices of other arcs that lay in the way.
func (r *removal) eachAlone(bound float32) []hit {
	const share = 256
	hits := make([][]hit, runtime.GOMAXPROCS(0))
	var next atomic.Int32
	var workers sync.WaitGroup
	for worker := range hits {
		workers.Go(func() {
			p := pass{removal: r, bound: bound}
			for arc := next.Add(share) - share; arc < int32(r.c.NumArcs()); arc = next.Add(share) - share {
				for i := arc; i < min(arc+share, int32(r.c.NumArcs())); i++ {
					p.run([]int32{i})
				}
			}
			hits[worker] = p.hits
		})
	}
	workers.Wait()
	return slices.Concat(hits...)
}

// doubtful gives the arcs of which a vertex went while another was in its way, or may have been, ascending.
func (r *removal) doubtful(hits []hit) []int32 {
	doubtful := map[int32]bool{}
	for again := true; again; {
		again = false
		for _, h := range hits {
			if !doubtful[h.arc] && (r.weights[h.point] >= h.weight || doubtful[r.c.arcOf(h.point)]) {
				doubtful[h.arc] = true
				again = true
			}
		}
	}
	return slices.Sorted(maps.Keys(doubtful))
}

// restore takes back what a round did to some arcs.
func (r *removal) restore(arcs []int32) {
	for _, arc := range arcs {
		for _, v := range r.live[r.from[arc]:r.from[arc+1]] {
			r.weights[v] = forever
		}
	}
}

// compact forgets the points that are gone.
func (r *removal) compact() {
	n, from := int32(0), int32(0)
	for arc := range r.c.NumArcs() {
		to := r.from[arc+1]
		r.from[arc] = n
		for _, v := range r.live[from:to] {
			if r.weights[v] == forever {
				r.live[n] = v
				n++
			}
		}
		from = to
	}
	r.from[r.c.NumArcs()] = n
	r.live = r.live[:n]
}

func (c *Coverage) arcOf(point int32) int32 { return runAt(c.first, point) }
