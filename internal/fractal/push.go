package fractal

import (
	"fmt"
	"math"
	"slices"

	"perimetre/geo"
)

// Push is one vertex moved in every polygon that has it. Edges that paired up still do, so that nothing but the crossing
// itself tells of it. [Through] makes one.
//
//	        u            u          v is a vertex of the border between A and B, beside the node n
//	    A   │  B          │         its border now crosses the one between A and C
//	        v          ╷  │
//	m───────n───   m───┼──n───      the place: where u─v' crosses m─n
//	    C              v'
type Push struct {
	From, To geo.Point
	At       geo.Point // where the two borders cross, within a step of the grid
	Features []int     // numbers from 0 of the features that have the vertex or the border that it goes through, ascending
}

// way is how a vertex v could go, of a feature whose ring passes through u, v, n and m.
type way struct {
	u, n, m geo.Point
	beyond  []int // features that have the edge nm but not the vertex
}

// Through finds how to push a vertex through the border of a feature that does not have it: the vertex must be next to a
// node. The features, which are gone through twice, must come in the same order each time. The vertex goes beyond the
// middle of the edge that follows the node, as far as a quarter of its way there. The first possibility is taken.
func Through(features geo.Features, vertex geo.Point) (Push, error) {
	var holders []int
	var ways []way
	err := number(features, func(i int, polygons geo.MultiPolygon) {
		if found := waysOf(polygons, vertex); len(found) > 0 {
			holders = append(holders, i)
			ways = append(ways, found...)
		}
	})
	if err != nil {
		return Push{}, err
	}
	if len(ways) == 0 {
		return Push{}, fmt.Errorf("no feature has the vertex %v", vertex)
	}
	err = number(features, func(i int, polygons geo.MultiPolygon) {
		if !slices.Contains(holders, i) {
			for k := range ways {
				if hasEdge(polygons, ways[k].n, ways[k].m) {
					ways[k].beyond = append(ways[k].beyond, i)
				}
			}
		}
	})
	if err != nil {
		return Push{}, err
	}
	for _, w := range ways {
		if len(w.beyond) == 0 {
			continue
		}
		to := w.target(vertex)
		if at, ok := meeting(w.u, to, w.n, w.m); ok {
			concerned := slices.Concat(holders, w.beyond)
			slices.Sort(concerned)
			return Push{vertex, to, at, concerned}, nil
		}
	}
	return Push{}, fmt.Errorf("the vertex %v is beside no border that it could be pushed through", vertex)
}

// Apply gives features with the vertex moved.
func (p Push) Apply(features geo.Features) geo.Features {
	return each(features, func(ring geo.Ring) geo.Ring {
		if !slices.Contains(ring, p.From) {
			return ring
		}
		moved := slices.Clone(ring)
		for i := range moved {
			if moved[i] == p.From {
				moved[i] = p.To
			}
		}
		return moved
	})
}

// number goes through the polygons of features with their number.
func number(features geo.Features, visit func(i int, polygons geo.MultiPolygon)) error {
	i := 0
	for feature, err := range features {
		if err != nil {
			return err
		}
		if polygons, ok := feature.Geometry.(geo.MultiPolygon); ok {
			visit(i, polygons)
		}
		i++
	}
	return nil
}

// waysOf gives the ways of a vertex in both directions of each ring.
func waysOf(polygons geo.MultiPolygon, v geo.Point) (ways []way) {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			n := len(ring) - 1
			for i := range n {
				if ring[i] == v {
					at := func(step int) geo.Point { return ring[(i+step+n)%n] }
					ways = append(ways, way{u: at(-1), n: at(1), m: at(2)}, way{u: at(1), n: at(-1), m: at(-2)})
				}
			}
		}
	}
	return ways
}

func hasEdge(polygons geo.MultiPolygon, p, q geo.Point) bool {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for i := range len(ring) - 1 {
				if a, b := ring[i], ring[i+1]; a == p && b == q || a == q && b == p {
					return true
				}
			}
		}
	}
	return false
}

// target is a quarter of the way from a vertex to the middle of nm, beyond that middle.
func (w way) target(v geo.Point) geo.Point {
	beyond := func(v, n, m int32) int32 {
		middle := (int64(n) + int64(m)) / 2
		return int32(middle + (middle-int64(v))/4)
	}
	return geo.Point{X: beyond(v.X, w.n.X, w.m.X), Y: beyond(v.Y, w.n.Y, w.m.Y)}
}

// meeting gives where two segments cross, ends excluded.
func meeting(a, b, c, d geo.Point) (geo.Point, bool) {
	side := func(p, q, r geo.Point) int64 {
		return (int64(q.X)-int64(p.X))*(int64(r.Y)-int64(p.Y)) - (int64(q.Y)-int64(p.Y))*(int64(r.X)-int64(p.X))
	}
	ca, cb := side(c, d, a), side(c, d, b)
	ac, ad := side(a, b, c), side(a, b, d)
	if ca == 0 || cb == 0 || ac == 0 || ad == 0 || (ca > 0) == (cb > 0) || (ac > 0) == (ad > 0) {
		return geo.Point{}, false
	}
	share := float64(ca) / (float64(ca) - float64(cb))
	along := func(a, b int32) int32 { return a + int32(math.Round(share*(float64(b)-float64(a)))) }
	return geo.Point{X: along(a.X, b.X), Y: along(a.Y, b.Y)}, true
}
