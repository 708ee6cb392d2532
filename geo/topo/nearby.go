package topo

import (
	"math/bits"

	"perimetre/geo"
)

// nearby finds the live vertices in a triangle: a grid of square cells about as wide as an edge is long. It is wrapped
// like a torus, so that a cell stands for all those a whole number of turns away: what is far costs a comparison, and
// islands on the other side of the world cost no memory.
type nearby struct {
	shift uint    // a cell is 1<<shift steps wide
	turn  uint    // and 1<<turn cells make a turn
	start []int32 // start[cell]:start[cell+1] are the spots of a cell; those of a column follow each other northwards
	spots []spot
}

type spot struct {
	at    geo.Point
	point int32
}

// lookAround makes the grid of the vertices that are live.
func (r *removal) lookAround() nearby {
	length, edges := uint64(0), uint64(1)
	for i := range r.c.NumArcs() {
		v, last := r.c.first[i], r.c.first[i+1]-1
		if !r.live.has(v) {
			continue
		}
		for v < last {
			next := r.live.after(v)
			d := direction(r.c.points[v], r.c.points[next])
			length += magnitude(d.dx) + magnitude(d.dy)
			edges++
			v = next
		}
	}
	g := nearby{
		shift: uint(bits.Len64(length / edges)),
		turn:  uint(bits.Len(uint(r.left))) / 2,
		spots: make([]spot, r.left),
	}
	// A counting sort: start[cell+1] is the number of spots up to the cell, then where its next spot goes.
	g.start = make([]int32, 1<<(2*g.turn)+2)
	r.eachVertex(func(v int32) { g.start[g.cell(r.c.points[v])+2]++ })
	for i := 1; i < len(g.start); i++ {
		g.start[i] += g.start[i-1]
	}
	r.eachVertex(func(v int32) {
		at := r.c.points[v]
		next := &g.start[g.cell(at)+1]
		g.spots[*next] = spot{at, v}
		*next++
	})
	return g
}

// eachVertex visits the live vertices, nodes once.
func (r *removal) eachVertex(visit func(v int32)) {
	for i := range r.c.NumArcs() {
		v, last := r.c.first[i], r.c.first[i+1]-1
		if !r.live.has(v) {
			continue
		}
		for v = r.live.after(v); v < last; v = r.live.after(v) {
			visit(v)
		}
	}
	for node := range int32(r.c.NumNodes()) {
		half := r.c.leaving.of(node)[0]
		v := r.c.first[half/2]
		if half%2 == 1 {
			v = r.c.first[half/2+1] - 1
		}
		if r.live.has(v) {
			visit(v)
		}
	}
}

// isSparse tells whether three vertices in four are gone since the grid was made.
func (g *nearby) isSparse(left int) bool { return 4*left < len(g.spots) }

// row numbers rows of cells from the south, and columns from the west.
func (g *nearby) row(coordinate int32) uint32 { return (uint32(coordinate) ^ 1<<31) >> g.shift }

func (g *nearby) cell(p geo.Point) uint32 {
	mask := uint32(1)<<g.turn - 1
	return g.row(p.X)&mask<<g.turn | g.row(p.Y)&mask
}

// inTriangle gives a live vertex in the closed triangle uvw other than its corners, or -1.
func (g *nearby) inTriangle(r *removal, u, v, w int32) int32 {
	a, b, c := r.c.points[u], r.c.points[v], r.c.points[w]
	box := geo.Box{Min: a, Max: a}.Extend(b).Extend(c)
	mask := uint32(1)<<g.turn - 1
	west, south := g.row(box.Min.X), g.row(box.Min.Y)
	columns, rows := min(g.row(box.Max.X)-west, mask), min(g.row(box.Max.Y)-south, mask)
	for column := range columns + 1 {
		base := (west + column) & mask << g.turn
		// Rows that pass the end of a turn go on from its start.
		from, to := south&mask, south&mask+rows
		if to > mask {
			if p := g.among(r, base, base+to&mask, box, a, b, c); p >= 0 {
				return p
			}
			to = mask
		}
		if p := g.among(r, base+from, base+to, box, a, b, c); p >= 0 {
			return p
		}
	}
	return -1
}

// among looks at the cells from one to another.
func (g *nearby) among(r *removal, from, to uint32, box geo.Box, a, b, c geo.Point) int32 {
	for _, s := range g.spots[g.start[from]:g.start[to+1]] {
		if s.at.X < box.Min.X || s.at.X > box.Max.X || s.at.Y < box.Min.Y || s.at.Y > box.Max.Y ||
			s.at == a || s.at == b || s.at == c || !r.live.has(s.point) {
			continue
		}
		ab, bc, ca := orientation(a, b, s.at), orientation(b, c, s.at), orientation(c, a, s.at)
		if min(ab, bc, ca) >= 0 || max(ab, bc, ca) <= 0 {
			return s.point
		}
	}
	return -1
}
