package format

import (
	"math"
	"strings"

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

// Mend says what the position may come from, and what to do. Metres are told from degrees as geo/inspection does, and name the
// systems in which they lie in France.
func (e *CoordinateError) Mend() string { return e.MendBy("--crs") }

// MendBy is [CoordinateError.Mend] where another flag names the reference system of the file.
func (e *CoordinateError) MendBy(flag string) string {
	const farther = 1000 // than any angle
	x, y := math.Abs(e.X), math.Abs(e.Y)
	switch {
	case x > farther || y > farther:
		var systems []string
		for _, code := range crs.Plausible(e.X, e.Y) {
			systems = append(systems, code.Title())
		}
		if len(systems) == 0 {
			return "coordinates look like metres: name their system with " + flag
		}
		return "coordinates look like metres of " + strings.Join(systems, " or ") + ": name their system with " + flag
	case x <= 90 && y <= 180:
		return "coordinates look swapped: write the longitude first"
	}
	return "mend the point"
}
