package change

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// redrawn gives the ground that only one of two drawings of a place has. Drawings of the same lines are told without an overlay.
func redrawn(a, b geo.MultiPolygon) geo.MultiPolygon {
	if slices.Equal(segments(a), segments(b)) {
		return nil
	}
	return perimeter.Difference(a, b)
}

// segments gives the lines of polygons whatever the order and the first point of their rings, sorted.
func segments(polygons geo.MultiPolygon) [][2]geo.Point {
	var list [][2]geo.Point
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				p, q := ring[i-1], ring[i]
				if p.Compare(q) > 0 {
					p, q = q, p
				}
				list = append(list, [2]geo.Point{p, q})
			}
		}
	}
	slices.SortFunc(list, func(a, b [2]geo.Point) int {
		if c := a[0].Compare(b[0]); c != 0 {
			return c
		}
		return a[1].Compare(b[1])
	})
	return list
}
