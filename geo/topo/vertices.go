package topo

import "perimetre/geo"

// vertices numbers distinct points from 0 in the order of their first sight: an open-addressing hash table,
// several times faster than a Go map on the two million vertices of a country.
type vertices struct {
	points []geo.Point
	slots  []int32 // vertex + 1; 0 when free
	shift  uint
}

// newVertices makes room for n sights of a point.
func newVertices(n int) *vertices {
	size, shift := 16, uint(60)
	for size < n*3/2 {
		size *= 2
		shift--
	}
	return &vertices{slots: make([]int32, size), shift: shift}
}

// number gives the vertex of a point, a new one at first sight.
func (v *vertices) number(p geo.Point) int32 {
	key := uint64(uint32(p.X))<<32 | uint64(uint32(p.Y))
	mask := uint64(len(v.slots) - 1)
	// Fibonacci hashing: the high bits of a product by 2^64/φ (Knuth, TAOCP 3, section 6.4).
	for slot := key * 0x9E3779B97F4A7C15 >> v.shift; ; slot = (slot + 1) & mask {
		id := v.slots[slot] - 1
		if id < 0 {
			v.points = append(v.points, p)
			v.slots[slot] = int32(len(v.points))
			return int32(len(v.points) - 1)
		}
		if v.points[id] == p {
			return id
		}
	}
}
