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
		{"metres", 652469, 6862035, "coordinates look like metres of EPSG:2154 (RGF93 / Lambert-93): name their system with --crs"},
		{
			"metres of two systems", 892408, 6246981,
			"coordinates look like metres of EPSG:2154 (RGF93 / Lambert-93) or EPSG:3857 (WGS 84 / Pseudo-Mercator): name their system with --crs",
		},
		{"metres of no system in France", 1e9, 1e9, "coordinates look like metres: name their system with --crs"},
		{"swapped axes", -21.1, 165, "coordinates look swapped: write the longitude first"},
		{"a slip", 190, 48, "mend the point"},
		{"no number", math.NaN(), 0, "mend the point"},
		{"a longitude that went round twice", 722.35, 48, "mend the point"},
		{"a number too large", 0, math.Inf(-1), "coordinates look like metres: name their system with --crs"},
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

func TestTheFlagThatNamesASystemIsThatOfTheVerb(t *testing.T) {
	got := (&CoordinateError{X: 652469, Y: 6862035}).MendBy("--crs communes=CODE")
	if want := "coordinates look like metres of EPSG:2154 (RGF93 / Lambert-93): name their system with --crs communes=CODE"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
