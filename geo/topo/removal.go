package topo

import (
	"math"
	"slices"
)

// removal takes the vertices of a coverage away one by one and notes the weight of each. Invariant: the arcs through the
// live vertices are a valid coverage, with the same faces beside each other, except for islets that are gone.
//
// Only inner vertices of arcs go one by one. Let v be one, u and w the live vertices before and after it, and T the closed
// triangle uvw without u, v and w themselves. To remove v replaces the edges uv and vw by uw. It is done only when
//
//  1. no live vertex lies in T, its sides included;
//  2. no live edge joins u and w already.
//
// Then no other live edge meets T. Suppose that e does. By the invariant it meets uv and vw at u and w only, since only
// those two edges end at v. Its ends are not in T, so e enters T through the open side uw, and must come out through it:
// e lies on the line uw. Having neither an end inside uw nor u or w inside itself, it joins u and w, which 2 excludes.
// So the border can sweep T from v to uw and meet nothing on its way: nothing crosses, nothing touches, the order of arcs
// around u and w stays, and every island and enclave stays on its side. A ring is always a simple closed line, so it never
// collapses, and no arc goes: each unit keeps its rings and its neighbours.
//
// The exception is an islet: a polygon of one ring, itself one arc that touches nothing, with Outside around it, and not
// the largest of its unit. It goes whole when the threshold passes its area. Nothing lies in it, so that its ground joins
// Outside, and no other unit borders it: the coverage stays valid, and the unit keeps its largest polygon.
//
// A threshold t removes the vertices that weigh less than t. Weights never fall along the removal, so these are a prefix
// of it (an islet weighs its area in its last vertices, which go together), and the invariant holds after every prefix.
//
// A vertex that 1 forbids to remove waits for the one that is in its way, and is looked at again when that one is gone.
// The guard is that of mapshaper and of Saalfeld (Topologically consistent line simplification with the Douglas–Peucker
// algorithm, 1999), who look for points in the triangle too; here in exact integers.
type removal struct {
	c         *Coverage
	queue     tournament // of the vertices that can be tried; an islet is in it as its first point
	live      bitset     // points
	ends      bitset     // points that end arcs
	nearby    nearby
	left      int // live vertices; nodes count once
	ground    *ground
	awaited   bitset // points that others wait for
	waiting   map[int32][]int32
	weights   []float32
	ascending []float32
}

var forever = float32(math.Inf(1))

func newRemoval(c *Coverage) *removal {
	n := len(c.points)
	r := &removal{
		c: c, live: newBitset(n), ends: newBitset(n), awaited: newBitset(n), ground: newGround(),
		left:    n - 2*c.NumArcs() + c.NumNodes(),
		waiting: map[int32][]int32{}, weights: make([]float32, n),
	}
	r.ascending = make([]float32, 0, r.left)
	keys := make([]uint64, n)
	for i := range c.NumArcs() {
		first, last := c.first[i], c.first[i+1]-1
		r.ends.add(first)
		r.ends.add(last)
		keys[first], keys[last] = never, never
		for v := first + 1; v < last; v++ {
			keys[v] = keyOf(r.area(v-1, v, v+1), v)
		}
	}
	for v := range r.weights {
		r.weights[v] = forever
		r.live.add(int32(v))
	}
	for _, islet := range c.islets() {
		first := c.first[islet]
		box := c.boxes[islet]
		y := int32((int64(box.Min.Y) + int64(box.Max.Y)) / 2)
		keys[first] = keyOf(r.ground.area(math.Abs(c.areas[islet].float()), y), first)
	}
	r.queue = newTournament(keys)
	r.nearby = r.lookAround()
	return r
}

// area is that of a triangle, in square metres.
func (r *removal) area(u, v, w int32) float32 {
	p, q, s := r.c.points[u], r.c.points[v], r.c.points[w]
	// Each product, and their difference by what a triangle can cover of the grid, fits an int64: where one of the
	// products of the terms wraps, it wraps back.
	twice := (int64(q.X)-int64(p.X))*(int64(s.Y)-int64(p.Y)) - (int64(q.Y)-int64(p.Y))*(int64(s.X)-int64(p.X))
	return r.ground.area(float64(magnitude(twice)), q.Y)
}

func (r *removal) run() {
	for {
		weight, v := r.queue.least()
		switch {
		case weight == forever:
			return
		case r.ends.has(v):
			r.vanish(v, weight)
		default:
			r.try(v, weight)
		}
		if r.nearby.isSparse(r.left) {
			r.nearby = r.lookAround()
		}
	}
}

// try removes v, or makes it wait.
func (r *removal) try(v int32, weight float32) {
	u, w := r.live.before(v), r.live.after(v)
	if r.joined(u, w) {
		r.queue.set(v, never)
		return
	}
	if blocker := r.nearby.inTriangle(r, u, v, w); blocker >= 0 {
		r.queue.set(v, never)
		r.awaited.add(blocker)
		r.waiting[blocker] = append(r.waiting[blocker], v)
		return
	}
	r.remove(v, weight)
	r.retry(u, weight)
	r.retry(w, weight)
	r.wake(v, weight)
}

// joined tells whether a live edge joins u and w, between which v is left: another arc between the same two nodes, or the
// third side of a closed arc. Other edges cannot: an inner vertex has no more than its two.
func (r *removal) joined(u, w int32) bool {
	from, to := r.ends.has(u), r.ends.has(w)
	switch {
	case from && to:
		return r.c.points[u] == r.c.points[w] || r.hasTwin(r.arcOf(u))
	case from:
		after := r.live.after(w)
		return r.ends.has(after) && r.c.points[u] == r.c.points[after]
	case to:
		before := r.live.before(u)
		return r.ends.has(before) && r.c.points[before] == r.c.points[w]
	}
	return false
}

// hasTwin tells whether another arc between the same two nodes is down to one edge.
func (r *removal) hasTwin(arc int32) bool {
	from, to := r.c.origin[2*arc], r.c.origin[2*arc+1]
	for _, half := range r.c.leaving.of(from) {
		other := half / 2
		if other != arc && r.c.origin[half^1] == to && r.live.after(r.c.first[other]) == r.c.first[other+1]-1 {
			return true
		}
	}
	return false
}

func (r *removal) arcOf(point int32) int32 {
	i, found := slices.BinarySearch(r.c.first, point)
	if !found {
		i--
	}
	return int32(i)
}

// remove notes the weight of a point.
func (r *removal) remove(v int32, weight float32) {
	r.live.remove(v)
	r.queue.set(v, never)
	r.weights[v] = weight
	r.ascending = append(r.ascending, weight)
	r.left--
}

// retry puts v back into the queue after a change around it, behind all that is gone.
func (r *removal) retry(v int32, weight float32) {
	if !r.ends.has(v) {
		r.queue.set(v, keyOf(max(weight, r.area(r.live.before(v), v, r.live.after(v))), v))
	}
}

// wake looks again at those that wait for v.
func (r *removal) wake(v int32, weight float32) {
	if !r.awaited.has(v) {
		return
	}
	for _, waiting := range r.waiting[v] {
		if r.live.has(waiting) {
			r.retry(waiting, weight)
		}
	}
	delete(r.waiting, v)
}

// vanish removes the islet that starts at a point.
func (r *removal) vanish(first int32, weight float32) {
	last := r.ends.after(first)
	for v := first; v < last; v++ {
		if r.live.has(v) {
			r.remove(v, weight)
		}
	}
	r.live.remove(last) // the same place as first
	r.weights[last] = weight
	for v := first; v < last; v++ {
		r.wake(v, weight)
	}
}
