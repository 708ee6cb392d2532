package wkt_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/internal/wkt"
)

func TestParseAndFormat(t *testing.T) {
	for _, test := range []struct {
		name  string
		scale wkt.Scale
		text  string
		want  geo.MultiPolygon
	}{
		{"nothing", wkt.Degrees, "MULTIPOLYGON EMPTY", nil},
		{
			"a drawing with a hole", wkt.Drawing, "POLYGON((0 0,4 0,0 4.5,0 0),(1 1,1 2,2 1,1 1))",
			geo.MultiPolygon{{
				{{X: 0, Y: 0}, {X: 40000, Y: 0}, {X: 0, Y: 45000}, {X: 0, Y: 0}},
				{{X: 10000, Y: 10000}, {X: 10000, Y: 20000}, {X: 20000, Y: 10000}, {X: 10000, Y: 10000}},
			}},
		},
		{
			"two polygons in degrees, one of them unclosed", wkt.Degrees, "MULTIPOLYGON(((-0.5 46,2 46,2 47.0000001,-0.5 46)),((0 0,1 0)))",
			geo.MultiPolygon{
				{{{X: -5000000, Y: 460000000}, {X: 20000000, Y: 460000000}, {X: 20000000, Y: 470000001}, {X: -5000000, Y: 460000000}}},
				{{{X: 0, Y: 0}, {X: 10000000, Y: 0}}},
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.scale.Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("parsed (-want +got):\n%s", diff)
			}
			if got := test.scale.Format(test.want); got != test.text {
				t.Errorf("formatted %s, want %s", got, test.text)
			}
		})
	}
}

func TestParseRefusesWhatIsNoPolygon(t *testing.T) {
	for _, text := range []string{
		"", "POINT(0 0)", "POLYGON", "POLYGON((0 0,1 0", "POLYGON((0 0 0,1 1 1))", "POLYGON((a b))", "POLYGON((0 0,1 NaN))",
		"POLYGON((0 0,999999 1))", "POLYGON((0 0,1 1)) POLYGON((0 0,1 1))",
	} {
		if got, err := wkt.Degrees.Parse(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	point := rapid.Custom(func(t *rapid.T) geo.Point {
		return geo.Point{X: rapid.Int32Range(-geo.MaxX, geo.MaxX).Draw(t, "x"), Y: rapid.Int32Range(-geo.MaxY, geo.MaxY).Draw(t, "y")}
	})
	polygon := rapid.SliceOfN(rapid.SliceOfN(point, 1, 4), 1, 3)
	rapid.Check(t, func(t *rapid.T) {
		var want geo.MultiPolygon
		for _, rings := range rapid.SliceOfN(polygon, 0, 3).Draw(t, "polygons") {
			var polygon geo.Polygon
			for _, ring := range rings {
				polygon = append(polygon, ring)
			}
			want = append(want, polygon)
		}
		scale := rapid.SampledFrom([]wkt.Scale{wkt.Degrees, wkt.Drawing, 1}).Draw(t, "scale")
		got, err := scale.Parse(scale.Format(want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("read (-want +got):\n%s", diff)
		}
	})
}
