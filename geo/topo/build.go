package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// Build makes the coverage of n units from their pieces, and tells what is wrong with them.
//
// Borders between pieces of one unit vanish. The result depends on the set of pieces only: not on their order, nor
// on where a ring starts or how it is wound. Where edges do not pair up the coverage keeps each of them, with
// Outside on its other side, and a defect says where.
func Build(n int, pieces []Piece) (*Coverage, []Defect) {
	b := builder{}
	b.readRings(pieces)
	b.pairEdges()
	c := b.arcs(n)
	b.defects = append(b.defects, c.unsound()...)
	return c, b.defects.sorted()
}

// builder holds the stages: rings to half-edges, half-edges to edges, edges to arcs.
type builder struct {
	vertices *vertices
	halves   []half
	edges    []edge
	defects  defects
}

// half is a directed edge of a ring, with its piece on the left.
type half struct{ from, to, unit, piece int32 }

// edge is a segment between two vertices and the units on its two sides, seen from a to b.
type edge struct{ a, b, left, right int32 }

// readRings numbers the vertices and lists the half-edges of every ring, wound so that the interior is on the left.
func (b *builder) readRings(pieces []Piece) {
	total := 0
	for _, piece := range pieces {
		total += piece.Geometry.Vertices()
	}
	b.vertices = newVertices(total)
	b.halves = make([]half, 0, total)
	seen := make([]int32, total) // by vertex: the number of the last ring that passed
	rings := int32(0)
	var ring []int32
	for i, piece := range pieces {
		for _, polygon := range piece.Geometry {
			for hole, points := range polygon {
				rings++
				var winding int
				ring, winding = b.readRing(ring[:0], points, piece.Unit)
				if winding == 0 {
					continue
				}
				if ccw := winding > 0; ccw == (hole > 0) {
					slices.Reverse(ring)
				}
				for k, v := range ring {
					if seen[v] == rings {
						b.defects.add(RingSelfTouch, b.vertices.points[v], piece.Unit)
					}
					seen[v] = rings
					b.halves = append(b.halves, half{v, ring[(k+1)%len(ring)], piece.Unit, int32(i)})
				}
			}
		}
	}
}

// readRing appends the distinct consecutive vertices of a ring, the closing one left out, and tells how the ring is
// wound: 1 counter-clockwise, -1 clockwise, 0 when it is too small to keep.
func (b *builder) readRing(ring []int32, points geo.Ring, unit int32) (vertices []int32, winding int) {
	if len(points) == 0 {
		return ring, 0
	}
	first, last := points[0], points[len(points)-1]
	lowest := slices.MinFunc(points, geo.Point.Compare)
	if first != last {
		b.defects.add(RingUnclosed, last, unit)
		points = append(slices.Clone(points), first)
	}
	for i, p := range points[:len(points)-1] {
		if p != points[i+1] {
			ring = append(ring, b.vertices.number(p))
		}
	}
	winding = twiceArea(points).sign()
	switch {
	case winding == 0 && b.onOneLine(ring):
		b.defects.add(RingTooSmall, lowest, unit)
	case winding == 0: // two loops of one area, wound against each other
		b.defects.add(EdgeCrossing, lowest, unit)
	}
	return ring, winding
}

func (b *builder) onOneLine(ring []int32) bool {
	at := func(i int) geo.Point { return b.vertices.points[ring[i]] }
	for i := 2; i < len(ring); i++ {
		if orientation(at(0), at(1), at(i)) != 0 {
			return false
		}
	}
	return true
}

// pairEdges matches the half-edges that run between the same two vertices.
func (b *builder) pairEdges() {
	out := group(len(b.vertices.points), len(b.halves), func(i int) int32 { return b.halves[i].from })
	b.edges = make([]edge, 0, len(b.halves)/2+1)
	var forward, backward []int32
	for u := range int32(len(b.vertices.points)) {
		for _, h := range out.of(u) {
			v := b.halves[h].to
			forward = b.between(forward[:0], out, u, v)
			backward = b.between(backward[:0], out, v, u)
			// The edge is handled once: from its lower vertex, or from the only end that has a half-edge.
			if h == forward[0] && (u < v || len(backward) == 0) {
				b.pair(u, v, forward, backward)
			}
		}
	}
}

// between appends the half-edges from u to v.
func (b *builder) between(found []int32, out buckets, u, v int32) []int32 {
	for _, h := range out.of(u) {
		if b.halves[h].to == v {
			found = append(found, h)
		}
	}
	return found
}

// lower is the lower end of an edge: a place that does not depend on the order of the input.
func (b *builder) lower(u, v int32) geo.Point {
	if p, q := b.vertices.points[u], b.vertices.points[v]; p.Compare(q) > 0 {
		return q
	}
	return b.vertices.points[u]
}

// pair makes edges of the half-edges that run forward and backward between u and v: one each in a clean coverage.
func (b *builder) pair(u, v int32, forward, backward []int32) {
	if len(forward) > 1 || len(backward) > 1 {
		var units []int32
		for _, h := range slices.Concat(forward, backward) {
			units = append(units, b.halves[h].unit)
		}
		b.defects.add(EdgeClaimedTwice, b.lower(u, v), units...)
		b.sortByUnit(forward)
		b.sortByUnit(backward)
	}
	for i := range max(len(forward), len(backward)) {
		left, leftPiece := b.owner(forward, i)
		right, rightPiece := b.owner(backward, i)
		if left != right {
			b.edges = append(b.edges, edge{u, v, left, right})
		} else if leftPiece == rightPiece {
			b.defects.add(EdgeDoubled, b.lower(u, v), left)
		}
	}
}

func (b *builder) sortByUnit(halves []int32) {
	slices.SortFunc(halves, func(g, h int32) int { return cmp.Compare(b.halves[g].unit, b.halves[h].unit) })
}

func (b *builder) owner(halves []int32, i int) (unit, piece int32) {
	if i >= len(halves) {
		return Outside, -1
	}
	h := b.halves[halves[i]]
	return h.unit, h.piece
}

// buckets lists items by a small integer key: a counting sort.
type buckets struct{ start, items []int32 }

func group(keys, items int, key func(item int) int32) buckets {
	b := buckets{make([]int32, keys+2), make([]int32, items)}
	for i := range items {
		b.start[key(i)+2]++
	}
	for k := 1; k < len(b.start); k++ {
		b.start[k] += b.start[k-1]
	}
	for i := range items {
		k := key(i) + 1
		b.items[b.start[k]] = int32(i)
		b.start[k]++
	}
	b.start = b.start[:keys+1]
	return b
}

// of gives the items of a key, ascending.
func (b buckets) of(key int32) []int32 { return b.items[b.start[key]:b.start[key+1]] }
