package perimeter

import (
	"math"
	"slices"

	"perimetre/geo"
)

// label gives a point inside the polygon of the largest box: the middle of the widest run of the interior along a few
// parallels, as the InteriorPointArea of JTS does along one. The zero Point when there is no polygon.
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
	best, width := widest[0][0], 0.0
	height := int64(box.Max.Y) - int64(box.Min.Y)
	for eighth := int64(2); eighth <= 6; eighth++ {
		// Half a step above the grid: no vertex lies on the line.
		y := int32(int64(box.Min.Y) + height*eighth/8)
		crossings := crossings(widest, float64(y)+0.5)
		for i := 0; i+1 < len(crossings); i += 2 {
			if w := crossings[i+1] - crossings[i]; w > width {
				best, width = geo.Point{X: int32(math.Round((crossings[i] + crossings[i+1]) / 2)), Y: y}, w
			}
		}
	}
	return best
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
