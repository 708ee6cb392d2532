package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/twpayne/go-geom"
	"pgregory.net/rapid"

	"perimetre/data/store"
	"perimetre/geo"
)

// anyPoint draws a point of the whole grid, its limits included.
var anyPoint = rapid.Custom(func(t *rapid.T) geo.Point {
	return geo.Point{
		X: rapid.Int32Range(-geo.MaxX, geo.MaxX).Draw(t, "x"),
		Y: rapid.Int32Range(-geo.MaxY, geo.MaxY).Draw(t, "y"),
	}
})

// anyPolygons draws polygons as lists of points: nothing here asks that rings be valid.
var anyPolygons = rapid.Custom(func(t *rapid.T) geo.MultiPolygon {
	ring := rapid.Custom(func(t *rapid.T) geo.Ring { return rapid.SliceOfN(anyPoint, 1, 6).Draw(t, "ring") })
	polygon := rapid.Custom(func(t *rapid.T) geo.Polygon { return rapid.SliceOfN(ring, 1, 3).Draw(t, "polygon") })
	return rapid.SliceOfN(polygon, 1, 3).Draw(t, "polygons")
})

func TestPolygonsComeBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyPolygons.Draw(t, "polygons")
		got, err := store.FromGeom(store.ToGeom(want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestToGeom(t *testing.T) {
	a, b := geo.Point{X: 20_000_001, Y: -5}, geo.Point{X: geo.MaxX, Y: geo.MaxY}
	tests := map[string]struct {
		geometry geo.Geometry
		want     geom.T
	}{
		"nothing is nothing":        {nil, nil},
		"no polygon is nothing":     {geo.MultiPolygon{}, nil},
		"no line is nothing":        {geo.MultiLine{}, nil},
		"no point is nothing":       {geo.MultiPoint{}, nil},
		"points are in degrees":     {geo.MultiPoint{a, b}, geom.NewMultiPointFlat(geom.XY, []float64{2.0000001, -5e-7, 180, 90}).SetSRID(4326)},
		"lines end where they end":  {geo.MultiLine{{a, b}, {b, a}}, geom.NewMultiLineStringFlat(geom.XY, []float64{2.0000001, -5e-7, 180, 90, 180, 90, 2.0000001, -5e-7}, []int{4, 8}).SetSRID(4326)},
		"rings belong to a polygon": {geo.MultiPolygon{{{a}, {b}}, {{a}}}, geom.NewMultiPolygonFlat(geom.XY, []float64{2.0000001, -5e-7, 180, 90, 2.0000001, -5e-7}, [][]int{{2, 4}, {6}}).SetSRID(4326)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := store.ToGeom(test.geometry)
			if (got == nil) != (test.want == nil) {
				t.Fatalf("got %v, want %v", got, test.want)
			}
			if got == nil {
				return
			}
			if diff := cmp.Diff(test.want.FlatCoords(), got.FlatCoords()); diff != "" || got.SRID() != test.want.SRID() {
				t.Errorf("SRID %d, coordinates (-want +got):\n%s", got.SRID(), diff)
			}
			if diff := cmp.Diff(test.want.Endss(), got.Endss()); diff != "" {
				t.Errorf("ends of rings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want.Ends(), got.Ends()); diff != "" {
				t.Errorf("ends of lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFromGeomRefuses(t *testing.T) {
	for name, given := range map[string]geom.T{
		"points":              geom.NewMultiPointFlat(geom.XY, []float64{1, 2}),
		"a third dimension":   geom.NewMultiPolygonFlat(geom.XYZ, []float64{1, 2, 3}, [][]int{{3}}),
		"a latitude of 120":   geom.NewMultiPolygonFlat(geom.XY, []float64{1, 120}, [][]int{{2}}),
		"metres of a map":     geom.NewMultiPolygonFlat(geom.XY, []float64{652000, 6862000}, [][]int{{2}}),
		"a longitude of -181": geom.NewMultiPolygonFlat(geom.XY, []float64{-181, 0}, [][]int{{2}}),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := store.FromGeom(given); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}
