package topo

import "perimetre/geo"

// vertices numbers distinct points from 0 in the order of their first sight: an open-addressing hash table,
// several times faster than a Go map on the two million vertices of a country.
type vertices struct {
	points []geo.Point
	slots  []int32 // vertex + 1; 0 when free
	shift  uint

	guessed []int32
}

// newVertices makes room for n sights of a point, most points being seen twice: by both neighbours.
func newVertices(n int) *vertices {
	size, shift := 16, uint(60)
	for size < n/3*2 {
		size *= 2
		shift--
	}
	return &vertices{points: make([]geo.Point, 0, n/2+1), slots: make([]int32, size), shift: shift}
}

// guesses gives, for each point of a ring, the vertex + 1 that lies where the point would, 0 when there is none. One by one,
// most of these places would be waited for; read together they are fetched together. The slice is valid until the next call.
func (v *vertices) guesses(points []geo.Point) []int32 {
	v.guessed = v.guessed[:0]
	for _, p := range points {
		v.guessed = append(v.guessed, v.slots[v.home(p)])
	}
	return v.guessed
}

// numberAfter is number for the point that follows a vertex in a ring, with what was guessed of it. Where a neighbour's ring
// came along before, it is numbered next to that vertex.
func (v *vertices) numberAfter(before int32, p geo.Point, guess int32) int32 {
	switch {
	case before > 0 && v.points[before-1] == p:
		return before - 1
	case int(before)+1 < len(v.points) && v.points[before+1] == p:
		return before + 1
	case guess > 0 && v.points[guess-1] == p:
		return guess - 1
	}
	return v.number(p)
}

// forget frees what is needed to look for points. It is made again when one is looked for.
func (v *vertices) forget() { v.slots, v.guessed = nil, nil }

// number gives the vertex of a point, a new one at first sight.
func (v *vertices) number(p geo.Point) int32 {
	if v.slots == nil {
		v.spread(1 << (64 - v.shift))
	}
	slot := v.slot(p)
	if id := v.slots[slot]; id > 0 {
		return id - 1
	}
	v.points = append(v.points, p)
	v.slots[slot] = int32(len(v.points))
	if len(v.points) > len(v.slots)/4*3 {
		v.shift--
		v.spread(2 * len(v.slots))
	}
	return int32(len(v.points) - 1)
}

// home is the place of a point unless others have it: the high bits of a product by 2^64/φ (Fibonacci hashing; Knuth,
// TAOCP 3, section 6.4).
func (v *vertices) home(p geo.Point) uint64 {
	key := uint64(uint32(p.X))<<32 | uint64(uint32(p.Y))
	return key * 0x9E3779B97F4A7C15 >> v.shift
}

// slot gives the place of a point, or the free one where it belongs.
func (v *vertices) slot(p geo.Point) uint64 {
	mask := uint64(len(v.slots) - 1)
	slot := v.home(p)
	for v.slots[slot] > 0 && v.points[v.slots[slot]-1] != p {
		slot = (slot + 1) & mask
	}
	return slot
}

// spread puts every point into a table of that many slots.
func (v *vertices) spread(slots int) {
	v.slots = make([]int32, slots)
	for i, p := range v.points {
		v.slots[v.slot(p)] = int32(i + 1)
	}
}
