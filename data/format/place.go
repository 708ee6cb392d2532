package format

import (
	"math"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// Place brings coordinates of a reference system to the grid. It fails with a [*CoordinateError] when they are not on the globe.
func Place(system crs.System, x, y float64) (geo.Point, error) {
	point, err := geo.Snap(system.ToLonLat(x, y))
	if err != nil {
		return geo.Point{}, &CoordinateError{X: x, Y: y}
	}
	return point, nil
}

// Mend says what the position may come from, and what to do.
func (e *CoordinateError) Mend() string {
	x, y := math.Abs(e.X), math.Abs(e.Y)
	switch {
	case x > 360 || y > 360:
		return "coordinates look like metres: convert to WGS 84 longitude/latitude (EPSG:4326) first"
	case x <= 90 && y <= 180:
		return "coordinates look swapped: write the longitude first"
	}
	return "mend the point"
}
