package topo

import (
	"math/bits"

	"perimetre/geo"
)

// nearby finds the vertices in a box: a grid of square cells about as wide as an edge is long. It is wrapped like a
// torus, so that a cell stands for all those a whole number of turns away: what is far costs a comparison, and islands on
// the other side of the world cost no memory.
type nearby struct {
	shift uint    // a cell is 1<<shift steps wide
	turn  uint    // and 1<<turn cells make a turn
	start []int32 // start[cell]:start[cell+1] are the spots of a cell; those of a column follow each other northwards
	spots []spot
}

type spot struct {
	at    geo.Point
	point int32 // or stays
}

// lookAround makes the grid of the vertices that are live. The length of an edge is that of a sample.
func (r *removal) lookAround() nearby {
	const step = 8
	length, edges := uint64(0), uint64(1)
	for arc := 0; arc < r.c.NumArcs(); arc += step {
		points := r.live[r.from[arc]:r.from[arc+1]]
		for k := 1; k < len(points); k++ {
			d := direction(r.c.points[points[k-1]], r.c.points[points[k]])
			length += magnitude(d.dx) + magnitude(d.dy)
			edges++
		}
	}
	return newNearby(uint(bits.Len64(length/edges)), uint(bits.Len(uint(len(r.live))))/2, r.eachVertex)
}

// newNearby makes the grid of some spots, which each visits twice. A cell is 1<<shift steps wide, and 1<<turn cells make a
// turn.
func newNearby(shift, turn uint, each func(visit func(at geo.Point, point int32))) nearby {
	g := nearby{shift: shift, turn: turn}
	// A counting sort: start[cell+2] is the number of spots of the cell, then start[cell+1] where its next spot goes.
	g.start = make([]int32, 1<<(2*g.turn)+2)
	n := 0
	each(func(at geo.Point, _ int32) { g.start[g.cell(at)+2]++; n++ })
	for i := 1; i < len(g.start); i++ {
		g.start[i] += g.start[i-1]
	}
	g.spots = make([]spot, n)
	each(func(at geo.Point, point int32) {
		next := &g.start[g.cell(at)+1]
		g.spots[*next] = spot{at, point}
		*next++
	})
	return g
}

// eachVertex visits the live vertices, each once.
func (r *removal) eachVertex(visit func(at geo.Point, point int32)) {
	for arc := range r.c.NumArcs() {
		points := r.live[r.from[arc]:r.from[arc+1]]
		for k := 1; k < len(points)-1; k++ {
			visit(r.c.points[points[k]], points[k])
		}
	}
	for _, node := range r.nodes {
		if node.point == stays || r.weights[node.point] == forever {
			visit(node.at, node.point)
		}
	}
}

// row numbers rows of cells from the south, and columns from the west.
func (g *nearby) row(coordinate int32) uint32 { return (uint32(coordinate) ^ 1<<31) >> g.shift }

func (g *nearby) cell(p geo.Point) uint32 {
	mask := uint32(1)<<g.turn - 1
	return g.row(p.X)&mask<<g.turn | g.row(p.Y)&mask
}

// near visits the runs of spots that hold all those in a box.
func (g *nearby) near(box geo.Box, visit func([]spot) bool) {
	mask := uint32(1)<<g.turn - 1
	west, south := g.row(box.Min.X), g.row(box.Min.Y)
	columns, rows := min(g.row(box.Max.X)-west, mask), min(g.row(box.Max.Y)-south, mask)
	from, to := south&mask, south&mask+rows
	for column := range columns + 1 {
		base := (west + column) & mask << g.turn
		if to > mask { // what passes the end of a turn goes on from its start
			if !visit(g.spots[g.start[base]:g.start[base+to&mask+1]]) {
				return
			}
		}
		if !visit(g.spots[g.start[base+from]:g.start[base+min(to, mask)+1]]) {
			return
		}
	}
}
