package perimeter

import (
	"cmp"
	"math"
	"slices"

	"perimetre/geo"
)

// Nearest is the geodesic distance in metres between the nearest points of two lists; ok is false when one is empty.
//
// The nearest are found on a plane tangent at the first point, which is exact enough to choose points some tens of metres
// apart. Points of the second list are sorted from west to east: from the longitude of a point of the first, both ways, the
// search stops where longitude alone is farther than the best so far.
func Nearest(a, b []geo.Point) (metres float64, ok bool) {
	if len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	b = slices.SortedFunc(slices.Values(b), geo.Point.Compare)
	shrink := math.Cos(a[0].Lat() * math.Pi / 180)
	best, from, to := math.Inf(1), a[0], b[0]
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
	return Distance(from, to), true
}
