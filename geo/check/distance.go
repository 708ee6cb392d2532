package check

import (
	"cmp"
	"math"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// distance is the geodesic distance in metres between the nearest vertices of two sets of communes; 0 when one of them
// has no ground.
func (c *context) distance(a, b []int32) float64 {
	from, to, ok := nearest(c.outline(a), c.outline(b))
	if !ok {
		return 0
	}
	return perimeter.Distance(from, to)
}

// outline gives the vertices of the border of a set of communes.
func (c *context) outline(communes []int32) []geo.Point {
	var points []geo.Point
	for _, polygon := range c.ground.Coverage.Union(communes) {
		points = append(points, c.ground.Coverage.RingPoints(polygon[0])...)
	}
	return points
}

// nearest finds the nearest points of two lists on a plane tangent at the first one, which is exact enough to choose
// vertices some tens of metres apart. Points of the second list are sorted from west to east: from the longitude of a
// point of the first, both ways, the search stops where longitude alone is farther than the best so far.
func nearest(a, b []geo.Point) (from, to geo.Point, ok bool) {
	if len(a) == 0 || len(b) == 0 {
		return from, to, false
	}
	b = slices.SortedFunc(slices.Values(b), geo.Point.Compare)
	shrink := math.Cos(a[0].Lat() * math.Pi / 180)
	best := math.Inf(1)
	for _, p := range a {
		start, _ := slices.BinarySearchFunc(b, p, func(q, p geo.Point) int { return cmp.Compare(q.X, p.X) })
		look := func(q geo.Point) (near bool) {
			dx, dy := shrink*(q.Lon()-p.Lon()), q.Lat()-p.Lat()
			if d := dx*dx + dy*dy; d < best {
				best, from, to = d, p, q
			}
			return dx*dx < best
		}
		for i := start; i < len(b) && look(b[i]); i++ {
		}
		for i := start - 1; i >= 0 && look(b[i]); i-- {
		}
	}
	return from, to, true
}
