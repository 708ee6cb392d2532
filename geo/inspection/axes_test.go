package inspection

import (
	"testing"

	"perimetre/geo"
	"perimetre/geo/check"
)

// Swapped, Mayotte would lie in the Atlantic, not far west of Brittany.
func TestGroundOverseasIsNotTakenForSwapped(t *testing.T) {
	var places []geo.MultiPolygon
	add := func(lon, lat int32) {
		const tenth = geo.GridPerDegree / 10
		at := func(x, y int32) geo.Point {
			return geo.Point{X: lon*geo.GridPerDegree + x*tenth, Y: lat*geo.GridPerDegree + y*tenth}
		}
		places = append(places, geo.MultiPolygon{{{at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)}}})
	}
	for lon := int32(-4); lon < 8; lon++ {
		add(lon, 44+lon%4)
	}
	add(45, -13)
	if report := inspect(check.Policy{}, places...); len(report.Defects) > 0 {
		t.Errorf("told: %v", report.Defects)
	}
}
