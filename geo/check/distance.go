package check

import (
	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// distance is the geodesic distance in metres between the nearest vertices of two sets of communes; 0 when one of them
// has no ground.
func (c *context) distance(a, b []int32) float64 {
	metres, _ := perimeter.Nearest(c.outline(a), c.outline(b))
	return metres
}

// outline gives the vertices of the border of a set of communes.
func (c *context) outline(communes []int32) []geo.Point {
	var points []geo.Point
	for _, polygon := range c.ground.Coverage.Union(communes) {
		points = append(points, c.ground.Coverage.RingPoints(polygon[0])...)
	}
	return points
}
