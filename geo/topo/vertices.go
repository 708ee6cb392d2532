package topo

import "perimetre/geo"

// vertices numbers distinct points from 0 in the order of their first sight: an open-addressing hash table,
// several times faster than a Go map on the points of a country. The zero value holds none.
type vertices struct {
	points []geo.Point
	slots  []int32 // vertex + 1; 0 when free
	shift  uint
}

// numberAfter is number for the point that follows a vertex in a ring, -1 when none does. Where a neighbour's ring came along
// before, it is numbered next to that vertex.
func (v *vertices) numberAfter(before int32, p geo.Point) int32 {
	switch {
	case before > 0 && v.points[before-1] == p:
		return before - 1
	case int(before)+1 < len(v.points) && v.points[before+1] == p:
		return before + 1
	}
	return v.number(p)
}

// forget frees what is needed to look for points. It is made again when one is looked for.
func (v *vertices) forget() { v.slots = nil }

// number gives the vertex of a point, a new one at first sight.
func (v *vertices) number(p geo.Point) int32 {
	if v.slots == nil {
		v.spread(len(v.points))
	}
	slot := v.slot(p)
	if id := v.slots[slot]; id > 0 {
		return id - 1
	}
	v.points = append(v.points, p)
	v.slots[slot] = int32(len(v.points))
	if len(v.points) > len(v.slots)/4*3 {
		v.spread(2 * len(v.points))
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

// spread puts every point into a table with room for n distinct ones.
func (v *vertices) spread(n int) {
	size, shift := 16, uint(60)
	for size/4*3 < n {
		size *= 2
		shift--
	}
	v.slots, v.shift = make([]int32, size), shift
	for i, p := range v.points {
		v.slots[v.slot(p)] = int32(i + 1)
	}
}
