package topo

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/parallel"
)

// Outside is the face that no unit owns: sea, foreign land, lakes.
const Outside int32 = -1

// ArcRef names an arc and a direction: i is arc i as stored, ^i (negative) the same arc backwards,
// as TopoJSON writes it (specification, section 2.1.4).
type ArcRef int32

// Reverse gives the same arc in the other direction.
func (r ArcRef) Reverse() ArcRef { return ^r }

// Index gives the number of the arc.
func (r ArcRef) Index() int { return int(max(r, ^r)) }

// half numbers directed arcs from 0: 2i is arc i as stored, 2i+1 the same backwards.
func (r ArcRef) half() int {
	if r < 0 {
		return 2*int(^r) + 1
	}
	return 2 * int(r)
}

// Piece is one input record: polygons that belong to a unit. Several pieces may belong to one unit.
type Piece struct {
	Unit     int32
	Geometry geo.MultiPolygon
}

// Arc is a line shared by the two faces beside it. Points belongs to the coverage: read it, do not write.
type Arc struct {
	Points      []geo.Point
	Left, Right int32 // units, Outside, or several owners: see [Coverage.Owners]
}

// Coverage is a set of units whose borders are stored once, as arcs. It is immutable and safe for concurrent use.
// Build makes one.
type Coverage struct {
	units  int
	points []geo.Point // of all arcs, one after the other
	first  []int32     // first[i]:first[i+1] are the points of arc i
	sides  [][2]int32  // left and right of arc i
	shared [][]int32   // by side - units: the units that claim it together

	unitArcs buckets   // arcs by side: key unit+1, so that key 0 is Outside
	origin   []int32   // by half: the node that it leaves
	leaving  buckets   // by node: the halves that leave it, counter-clockwise from east
	rank     []int32   // by half: its place among those that leave its origin
	areas    []int128  // by arc: twiceArea
	boxes    []geo.Box // by arc
}

// NumUnits is the number of units that Build was told of.
func (c *Coverage) NumUnits() int { return c.units }

// NumArcs is the number of arcs.
func (c *Coverage) NumArcs() int { return len(c.sides) }

// NumPoints is the number of points of all arcs, both ends of each included.
func (c *Coverage) NumPoints() int { return len(c.points) }

// NumNodes is the number of places where arcs end.
func (c *Coverage) NumNodes() int { return len(c.leaving.start) - 1 }

// Arc gives arc i, from 0 to NumArcs-1.
func (c *Coverage) Arc(i int) Arc {
	return Arc{Points: c.points[c.first[i]:c.first[i+1]:c.first[i+1]], Left: c.sides[i][0], Right: c.sides[i][1]}
}

// ArcsOf gives the arcs that have a unit on one side, ascending. The slice belongs to the coverage.
func (c *Coverage) ArcsOf(unit int32) []int32 { return c.unitArcs.of(unit + 1) }

// Owners gives the units that own the ground on a side of an arc, ascending: one as a rule, none for Outside, several
// where units overlap. The slice belongs to the coverage.
func (c *Coverage) Owners(side int32) []int32 {
	switch {
	case side == Outside:
		return nil
	case int(side) < c.units:
		return []int32{side}
	}
	return c.shared[int(side)-c.units]
}

// share numbers the sides of ground that several units own together, given the owners of every face.
func (c *Coverage) share(owners [][]int32) {
	for _, units := range owners {
		if len(units) > 1 {
			c.shared = append(c.shared, units)
		}
	}
	slices.SortFunc(c.shared, slices.Compare)
	c.shared = slices.CompactFunc(c.shared, slices.Equal)
}

// side is the side that some units own, ascending.
func (c *Coverage) side(owners []int32) int32 {
	switch len(owners) {
	case 0:
		return Outside
	case 1:
		return owners[0]
	}
	i, _ := slices.BinarySearchFunc(c.shared, owners, slices.Compare)
	return int32(c.units + i)
}

// left is the unit on the left of a directed arc.
func (c *Coverage) left(r ArcRef) int32 {
	if r < 0 {
		return c.sides[^r][1]
	}
	return c.sides[r][0]
}

// start is the first point of a directed arc, and toward the second.
func (c *Coverage) start(r ArcRef) (start, toward geo.Point) {
	points := c.Arc(r.Index()).Points
	if r < 0 {
		return points[len(points)-1], points[len(points)-2]
	}
	return points[0], points[1]
}

// index derives everything that reading needs from points, first and sides.
func (c *Coverage) index() {
	c.unitArcs = group(c.units+len(c.shared)+1, 2*len(c.sides), func(i int) int32 { return c.sides[i/2][i%2] + 1 })
	for i, item := range c.unitArcs.items {
		c.unitArcs.items[i] = item / 2
	}
	c.indexNodes()
}

// indexNodes derives what does not depend on sides.
func (c *Coverage) indexNodes() {
	n := len(c.sides)
	nodes := &vertices{}
	nodes.spread(n)
	c.origin = make([]int32, 2*n)
	c.areas = make([]int128, n)
	c.boxes = make([]geo.Box, n)
	for i := range n {
		points := c.Arc(i).Points
		c.origin[2*i] = nodes.number(points[0])
		c.origin[2*i+1] = nodes.number(points[len(points)-1])
	}
	parallel.Each(n, func(i int) {
		points := c.Arc(i).Points
		c.areas[i] = twiceArea(points)
		c.boxes[i], _ = geo.MultiPoint(points).Bounds()
	})

	c.leaving = group(len(nodes.points), 2*n, func(half int) int32 { return c.origin[half] })
	c.rank = make([]int32, 2*n)
	parallel.Each(len(nodes.points), func(node int) {
		halves := c.leaving.of(int32(node))
		slices.SortStableFunc(halves, func(g, h int32) int {
			return direction(c.start(refOf(g))).compare(direction(c.start(refOf(h))))
		})
		for rank, half := range halves {
			c.rank[half] = int32(rank)
		}
	})
}

// refOf is the inverse of ArcRef.half.
func refOf(half int32) ArcRef {
	if half%2 == 1 {
		return ArcRef(^(half / 2))
	}
	return ArcRef(half / 2)
}
