package format

import (
	"errors"
	"math"
	"testing"

	"perimetre/geo"
	"perimetre/geo/crs"
)

func TestPlaceBringsCoordinatesToTheGrid(t *testing.T) {
	mercator, err := crs.New(3857)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		system crs.System
		x, y   float64
		want   geo.Point
	}{
		{"degrees are rounded", crs.System{}, 2.35222194, -48.00000006, geo.Point{X: 23_522_219, Y: -480_000_001}},
		{"metres are converted", mercator, 111319.49079327358, 0, geo.Point{X: 10_000_000}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := Place(test.system, test.x, test.y); got != test.want || err != nil {
				t.Errorf("got %v, %v, want %v", got, err, test.want)
			}
		})
	}
}

func TestPlaceSaysWhatIsNotOnTheGlobe(t *testing.T) {
	for _, test := range []struct {
		name string
		x, y float64
		mend string
	}{
		{"metres", 652469, 6862035, "coordinates look like metres: convert to WGS 84 longitude/latitude (EPSG:4326) first"},
		{"swapped axes", -21.1, 165, "coordinates look swapped: write the longitude first"},
		{"a slip", 190, 48, "mend the point"},
		{"no number", math.NaN(), 0, "mend the point"},
		{"a number too large", 0, math.Inf(-1), "coordinates look like metres: convert to WGS 84 longitude/latitude (EPSG:4326) first"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Place(crs.System{}, test.x, test.y)
			var off *CoordinateError
			if !errors.As(err, &off) || off.Mend() != test.mend {
				t.Errorf("got %v, want %q", err, test.mend)
			}
		})
	}
}
