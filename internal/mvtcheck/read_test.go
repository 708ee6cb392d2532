package mvtcheck_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protowire"

	"perimetre/internal/mvtcheck"
)

// The geometries are the examples of section 4.3.5.
func TestExamplesOfTheSpecificationAreRead(t *testing.T) {
	for _, test := range []struct {
		name     string
		kind     mvtcheck.GeomType
		geometry []uint32
		want     mvtcheck.Feature
	}{
		{"a point", mvtcheck.PointType, []uint32{9, 50, 34}, mvtcheck.Feature{Points: []mvtcheck.Point{{25, 17}}}},
		{"two points", mvtcheck.PointType, []uint32{17, 10, 14, 3, 9}, mvtcheck.Feature{Points: []mvtcheck.Point{{5, 7}, {3, 2}}}},
		{
			"a line", mvtcheck.LineString,
			[]uint32{9, 4, 4, 18, 0, 16, 16, 0},
			mvtcheck.Feature{Lines: []mvtcheck.Line{{{2, 2}, {2, 10}, {10, 10}}}},
		},
		{
			"two lines", mvtcheck.LineString,
			[]uint32{9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8},
			mvtcheck.Feature{Lines: []mvtcheck.Line{{{2, 2}, {2, 10}, {10, 10}}, {{1, 1}, {3, 5}}}},
		},
		{
			"a polygon", mvtcheck.PolygonType,
			[]uint32{9, 6, 12, 18, 10, 12, 24, 44, 15},
			mvtcheck.Feature{Polygons: []mvtcheck.Polygon{{{{3, 6}, {8, 12}, {20, 34}}}}},
		},
		{
			"two polygons, one with a hole", mvtcheck.PolygonType,
			[]uint32{9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15},
			mvtcheck.Feature{Polygons: []mvtcheck.Polygon{
				{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}},
				{{{11, 11}, {20, 11}, {20, 20}, {11, 20}}, {{13, 13}, {13, 17}, {17, 17}, {17, 13}}},
			}},
		},
		{"an unknown geometry, which is left alone", mvtcheck.Unknown, []uint32{9, 0, 0}, mvtcheck.Feature{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			read, faults := mvtcheck.Read(tile(layer(feature(7, test.kind, test.geometry...))))
			if len(faults) > 0 {
				t.Errorf("faults %v", faults)
			}
			test.want.ID, test.want.Type, test.want.Properties = 7, test.kind, map[string]any{}
			if diff := cmp.Diff([]mvtcheck.Feature{test.want}, read.Layer("layer").Features); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsAllowedIsNoFault(t *testing.T) {
	for _, test := range []struct {
		name string
		tile message
	}{
		{"tags", tile(layer(tagged(0, 0, 1, 0)))},
		{"two layers", tile(layer(point()), head("other").bytes(2, point()).number(5, 512))},
		{"equal texts of different types of value", tile(layer(point()).bytes(4, message{}.number(4, 1)).bytes(4, message{}.number(5, 1)).
			bytes(4, message{}.number(6, 2)).bytes(4, message{}.number(7, 1)))},
		{"floating values", tile(layer(point()).
			bytes(4, protowire.AppendFixed32(protowire.AppendTag(nil, 2, protowire.Fixed32Type), 1)).
			bytes(4, protowire.AppendFixed64(protowire.AppendTag(nil, 3, protowire.Fixed64Type), 1)))},
		{"a geometry that is not packed", tile(layer(message{}.number(3, 1).number(4, 9).number(4, 50).number(4, 34)))},
		{"extensions", tile(layer(point()).number(16, 1)).number(16, 1)},
		{"a hole that touches its shell at a corner", tile(layer(polygon(square(0, 0, 9),
			path(move(0, -9), line(2, 4, 2, -2), closing()))))},
		{"two holes that touch at a corner", tile(layer(polygon(square(0, 0, 20), hole(2, -18, 4), hole(0, 4, 4))))},
		{"an island in a lake", tile(layer(polygon(square(0, 0, 20), hole(2, -18, 9), square(-6, 3, 3))))},
		{"corners in line", tile(layer(polygon(move(0, 0), line(5, 0, 5, 0, 0, 10), closing())))},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, faults := mvtcheck.Read(test.tile); len(faults) > 0 {
				t.Errorf("faults %v", faults)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(tile(layer(polygon(square(0, 0, 20), hole(2, -18, 9)), point()))))
	f.Add([]byte(tile(layer(tagged(0, 0, 1, 0)))))
	f.Fuzz(func(_ *testing.T, data []byte) { mvtcheck.Read(data) })
}
