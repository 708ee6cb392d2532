package geo

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestDegreesAreWrittenAsTheyWereRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Int32Range(-MaxX, MaxX).Draw(t, "x")
		y := rapid.Int32Range(-MaxY, MaxY).Draw(t, "y")
		lon, err := strconv.ParseFloat(string(AppendDegrees(nil, x)), 64)
		if err != nil {
			t.Fatal(err)
		}
		lat, err := strconv.ParseFloat(string(AppendDegrees(nil, y)), 64)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Snap(lon, lat); err != nil || got != (Point{x, y}) {
			t.Errorf("%d %d is written as %v %v and read as %v (%v)", x, y, lon, lat, got, err)
		}
	})
}

func TestSnapRefusesWhatIsNoPlace(t *testing.T) {
	for _, test := range []struct{ lon, lat float64 }{
		{180.0000001, 0}, {-181, 0}, {0, 120}, {0, -90.1}, {math.NaN(), 0}, {0, math.Inf(1)}, {651000, 6862000},
	} {
		if p, err := Snap(test.lon, test.lat); err == nil {
			t.Errorf("Snap(%v, %v) = %v, want an error", test.lon, test.lat, p)
		}
	}
}

func TestDegreesHaveNoTrailingZero(t *testing.T) {
	for steps, want := range map[int32]string{
		0: "0", 1: "0.0000001", 10: "0.000001", 12345678: "1.2345678", 90000000: "9", 109999999: "10.9999999",
		-1800000000: "-180", math.MaxInt32: "214.7483647", math.MinInt32: "-214.7483648", -1: "-0.0000001", 15000000: "1.5", -23454000: "-2.3454", 1800000000: "180",
	} {
		if got := string(AppendDegrees(nil, steps)); got != want {
			t.Errorf("%d steps are %q, want %q", steps, got, want)
		}
	}
}

func TestGeometriesAreWrittenAsGeoJSON(t *testing.T) {
	p, q := Point{10000000, 20000000}, Point{15000000, -5000000}
	for want, geometry := range map[string]Geometry{
		`{"type":"MultiPoint","coordinates":[[1,2],[1.5,-0.5]]}`:             MultiPoint{p, q},
		`{"type":"MultiLineString","coordinates":[[[1,2],[1.5,-0.5]]]}`:      MultiLine{{p, q}},
		`{"type":"MultiPolygon","coordinates":[[[[1,2],[1.5,-0.5],[1,2]]]]}`: MultiPolygon{{{p, q, p}}},
		`null`: nil,
	} {
		got, err := json.Marshal(geometry)
		if err != nil || string(got) != want {
			t.Errorf("got %s (%v), want %s", got, err, want)
		}
		if box, ok := bounds(geometry); ok && box != (Box{Point{10000000, -5000000}, Point{15000000, 20000000}}) {
			t.Errorf("box of %s is %v", want, box)
		}
	}
}

func bounds(g Geometry) (Box, bool) {
	if g == nil {
		return Box{}, false
	}
	return g.Bounds()
}
