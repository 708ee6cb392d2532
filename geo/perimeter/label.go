package perimeter

import (
	"math"
	"slices"

	"perimetre/geo"
)

// label gives a point inside the polygon of the largest box: the middle of the widest run of the interior along a few
// parallels, as the InteriorPointArea of JTS does along one. A polygon so thin that no grid point lies inside on any of
// them has a vertex for a label. The zero Point when there is no polygon.
func label(polygons geo.MultiPolygon) geo.Point {
	var (
		widest  geo.Polygon
		box     geo.Box
		largest = -1.0
	)
	for _, polygon := range polygons {
		b, _ := geo.MultiPoint(polygon[0]).Bounds()
		size := float64(int64(b.Max.X)-int64(b.Min.X)) * float64(int64(b.Max.Y)-int64(b.Min.Y))
		if size > largest {
			widest, box, largest = polygon, b, size
		}
	}
	if widest == nil {
		return geo.Point{}
	}
	best, width := widest[0][0], int64(-1)
	height := int64(box.Max.Y) - int64(box.Min.Y)
	for eighth := int64(2); eighth <= 6; eighth++ {
		y := int32(int64(box.Min.Y) + height*eighth/8)
		for _, run := range runs(widest, y) {
			if w := int64(run[1]) - int64(run[0]); w > width {
				best, width = geo.Point{X: int32((int64(run[0]) + int64(run[1])) / 2), Y: y}, w
			}
		}
	}
	return best
}

// runs gives the parts of a parallel whose every grid point is strictly inside a polygon, by their first and last one:
// inside just above the parallel and just below it, and not on it.
func runs(polygon geo.Polygon, y int32) [][2]int32 {
	above, below := crossings(polygon, float64(y)+0.5), crossings(polygon, float64(y)-0.5)
	var found [][2]int32
	for i := 0; i+1 < len(above); i += 2 {
		for k := 0; k+1 < len(below); k += 2 {
			from := math.Floor(max(above[i], below[k])) + 1
			to := math.Ceil(min(above[i+1], below[k+1])) - 1
			if from <= to {
				found = append(found, [2]int32{int32(from), int32(to)})
			}
		}
	}
	return found
}

// crossings gives the longitudes, in grid steps, where a polygon's rings cross a parallel, ascending.
func crossings(polygon geo.Polygon, y float64) []float64 {
	var xs []float64
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			p, q := ring[i-1], ring[i]
			if (float64(p.Y) < y) == (float64(q.Y) < y) {
				continue
			}
			t := (y - float64(p.Y)) / (float64(q.Y) - float64(p.Y))
			xs = append(xs, float64(p.X)+t*(float64(q.X)-float64(p.X)))
		}
	}
	slices.Sort(xs)
	return xs
}
