package topo

import (
	"math"
	"slices"

	"perimetre/geo"
)

// joined makes one vertex of those that pairs join, directly or from one to the next: the lowest of them. It changes the
// rings of the pieces in place, and tells what moved.
func joined(pieces []Piece, pairs [][2]geo.Point) []Repair {
	lowest := map[geo.Point]geo.Point{}
	find := func(p geo.Point) geo.Point {
		for {
			q, joined := lowest[p]
			if !joined {
				return p
			}
			p = q
		}
	}
	slices.SortFunc(pairs, func(a, b [2]geo.Point) int { return slices.CompareFunc(a[:], b[:], geo.Point.Compare) })
	for _, pair := range pairs {
		p, q := find(pair[0]), find(pair[1])
		switch order := p.Compare(q); {
		case order < 0:
			lowest[q] = p
		case order > 0:
			lowest[p] = q
		}
	}
	moves := map[geo.Point]*Repair{}
	for _, piece := range pieces {
		for _, polygon := range piece.Geometry {
			for _, ring := range polygon {
				moveVertices(ring, piece.Unit, find, moves)
			}
		}
	}
	repairs := make([]Repair, 0, len(moves))
	for _, move := range moves {
		move.Before = distinct(move.Before)
		repairs = append(repairs, *move)
	}
	return repairs
}

// moveVertices moves the vertices of a ring one after the other. What a move takes from one side of the ring and gives to
// the other is two triangles; the largest of those of all rings through the vertex is told.
func moveVertices(ring geo.Ring, unit int32, to func(geo.Point) geo.Point, moves map[geo.Point]*Repair) {
	last := len(ring) - 1
	for i, p := range ring[:last] {
		q := to(p)
		if p == q {
			continue
		}
		before := ring[(i+last-1)%last]
		area := math.Abs(squareMetres(geo.Ring{before, p, q, before}) + squareMetres(geo.Ring{p, ring[i+1], q, p}))
		move, ok := moves[p]
		if !ok {
			move = &Repair{Kind: VertexNear, After: -1, At: p}
			moves[p] = move
		}
		move.Before = append(move.Before, unit)
		move.Area = max(move.Area, area)
		ring[i] = q
		if i == 0 {
			ring[last] = q
		}
	}
}
