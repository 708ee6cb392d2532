package topo

import (
	"slices"

	"perimetre/geo"
)

// Ring is a closed chain of arcs with the interior on its left. It passes once through each of its points.
type Ring []ArcRef

// Polygon is a shell, counter-clockwise, then its holes, clockwise.
type Polygon []Ring

// Shape is a set of polygons described by arcs of one coverage, valid in the sense of OGC Simple Features: rings are
// simple, and rings and polygons meet at points only.
type Shape []Polygon

// None is the group of a unit that belongs to none.
const None int32 = -1

// Dissolve groups units: group[u], from 0 to n-1 or None, is the group of unit u. It gives the shape of each group.
//
// The arcs whose two sides belong to different groups are stitched: at each node the next arc of a ring is the first
// one clockwise, which keeps the interior on the left and takes in as little of it as can be. Rings are then split
// where they pass twice through a node, and each hole goes to the smallest shell around it.
//
// Ground that units of several groups claim is in the shape of each.
func (c *Coverage) Dissolve(group []int32, n int) []Shape {
	s := newStitcher(c)
	of := make([]int32, c.units+len(c.shared)+1) // by side + 1
	of[0] = None
	copy(of[1:], group)
	torn := map[int32]bool{} // groups that share ground with others
	for i, owners := range c.shared {
		of[1+c.units+i] = group[owners[0]]
		for _, owner := range owners[1:] {
			if group[owner] != group[owners[0]] {
				of[1+c.units+i] = None
			}
		}
		for _, owner := range owners {
			if of[1+c.units+i] != group[owner] {
				torn[group[owner]] = true
			}
		}
	}
	for i, sides := range c.sides {
		s.bound(ArcRef(i), of[sides[0]+1], of[sides[1]+1])
	}
	shapes := s.shapes(n)
	for g := range torn {
		if g == None {
			continue
		}
		var units []int32
		for unit, other := range group {
			if other == g {
				units = append(units, int32(unit))
			}
		}
		shapes[g] = c.Union(units)
	}
	return shapes
}

// shapes gives the shape of every unit.
func (c *Coverage) shapes() []Shape {
	units := make([]int32, c.units)
	for i := range units {
		units[i] = int32(i)
	}
	return c.Dissolve(units, c.units)
}

// Union gives the shape of a set of units taken together.
func (c *Coverage) Union(units []int32) Shape {
	in := make([]bool, c.units+len(c.shared)+1) // by side + 1
	for _, unit := range units {
		in[unit+1] = true
	}
	var shared []int32
	for i, owners := range c.shared {
		if slices.ContainsFunc(owners, func(owner int32) bool { return in[owner+1] }) {
			in[1+c.units+i] = true
			shared = append(shared, int32(c.units+i))
		}
	}
	of := func(side int32) int32 {
		if in[side+1] {
			return 0
		}
		return None
	}
	s := newSparseStitcher(c)
	for _, side := range slices.Concat(units, shared) {
		for _, i := range c.ArcsOf(side) {
			s.bound(ArcRef(i), of(c.sides[i][0]), of(c.sides[i][1]))
		}
	}
	slices.Sort(s.halves)
	return s.shapes(1)[0]
}

// Geometry gives the points of a shape.
func (c *Coverage) Geometry(shape Shape) geo.MultiPolygon {
	polygons := make(geo.MultiPolygon, len(shape))
	for i, polygon := range shape {
		polygons[i] = make(geo.Polygon, len(polygon))
		for j, ring := range polygon {
			polygons[i][j] = c.RingPoints(ring)
		}
	}
	return polygons
}

// RingPoints gives the points of a ring, the last equal to the first.
func (c *Coverage) RingPoints(ring Ring) geo.Ring {
	n := 1
	for _, r := range ring {
		n += len(c.Arc(r.Index()).Points) - 1
	}
	points := make(geo.Ring, 0, n)
	for _, r := range ring {
		arc := c.Arc(r.Index()).Points
		if r >= 0 {
			points = append(points, arc[:len(arc)-1]...)
			continue
		}
		for i := len(arc) - 1; i > 0; i-- {
			points = append(points, arc[i])
		}
	}
	return append(points, points[0])
}
