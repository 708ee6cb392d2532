package perimeter

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// Difference gives the ground that one of two places has and the other has not: an exact overlay on the grid, as the two
// units of one coverage.
func Difference(a, b geo.MultiPolygon) geo.MultiPolygon {
	c, _ := topo.Build(2, []topo.Piece{{Unit: 0, Geometry: a}, {Unit: 1, Geometry: b}}, topo.Tolerance{})
	return slices.Concat(c.Geometry(c.Alone(0)), c.Geometry(c.Alone(1)))
}
