package topo

import "perimetre/geo"

// Outside is the face that no unit owns: sea, foreign land, lakes.
const Outside int32 = -1

// ArcRef names an arc and a direction: i is arc i as stored, ^i (negative) the same arc backwards,
// as TopoJSON writes it (specification, section 2.1.4).
type ArcRef int32

// Reverse gives the same arc in the other direction.
func (r ArcRef) Reverse() ArcRef { return ^r }

// Index gives the number of the arc.
func (r ArcRef) Index() int {
	if r < 0 {
		return int(^r)
	}
	return int(r)
}

// Ring is a closed chain of arcs with the interior on its left.
type Ring []ArcRef

// Polygon is a shell, counter-clockwise, then its holes, clockwise.
type Polygon []Ring

// Shape is a set of polygons described by arcs of one coverage.
type Shape []Polygon

// Piece is one input record: polygons that belong to a unit. Several pieces may belong to one unit.
type Piece struct {
	Unit     int32
	Geometry geo.MultiPolygon
}

// Arc is a line shared by the two faces beside it. Points belongs to the coverage: read it, do not write.
type Arc struct {
	Points      []geo.Point
	Left, Right int32 // units, or Outside
}

// Coverage is a set of units whose borders are stored once, as arcs. It is immutable and safe for concurrent use.
type Coverage struct {
	units  int
	points []geo.Point // of all arcs, one after the other
	first  []int32     // first[i]:first[i+1] are the points of arc i
	sides  [][2]int32  // left and right of arc i
}

// NumUnits is the number of units that Build was told of.
func (c *Coverage) NumUnits() int { return c.units }

// NumArcs is the number of arcs.
func (c *Coverage) NumArcs() int { return len(c.sides) }

// Arc gives arc i.
func (c *Coverage) Arc(i int) Arc {
	return Arc{Points: c.points[c.first[i]:c.first[i+1]:c.first[i+1]], Left: c.sides[i][0], Right: c.sides[i][1]}
}
