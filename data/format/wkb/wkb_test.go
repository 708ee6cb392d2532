package wkb

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkb"
	"pgregory.net/rapid"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

var degrees = crs.System{}

// bytesOf reads hexadecimal digits, spaces aside.
func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The bytes are laid out by hand as OGC 06-103r4, section 8.2, says, and EWKB as PostGIS documents it.
func TestDecode(t *testing.T) {
	const one, two = "000000000000f03f", "0000000000000040"
	const bigOne, bigTwo = "3ff0000000000000", "4000000000000000"
	nan := "000000000000f87f"
	at12 := geo.Point{X: 10_000_000, Y: 20_000_000}
	at21 := geo.Point{X: 20_000_000, Y: 10_000_000}
	for _, test := range []struct {
		name, hex string
		want      geo.Geometry
	}{
		{"POINT(1 2)", "01 01000000" + one + two, geo.MultiPoint{at12}},
		{"POINT(1 2), highest byte first", "00 00000001" + bigOne + bigTwo, geo.MultiPoint{at12}},
		{"POINT EMPTY", "01 01000000" + nan + nan, nil},
		{"POINT Z(1 2 1)", "01 e9030000" + one + two + one, geo.MultiPoint{at12}},
		{"POINT M(1 2 1)", "01 d1070000" + one + two + one, geo.MultiPoint{at12}},
		{"POINT ZM(1 2 1 1), highest byte first", "00 00000bb9" + bigOne + bigTwo + bigOne + bigOne, geo.MultiPoint{at12}},
		{"POINT Z(1 2 1) as EWKB", "01 01000080" + one + two + one, geo.MultiPoint{at12}},
		{"SRID=4326;POINT ZM(1 2 1 1) as EWKB", "01 010000e0 e6100000" + one + two + one + one, geo.MultiPoint{at12}},
		{"MULTIPOINT EMPTY", "01 04000000 00000000", nil},
		{
			"MULTIPOINT(1 2,EMPTY,2 1), each in an order of its own",
			"01 04000000 03000000" + "01 01000000" + one + two + "01 01000000" + nan + nan + "00 00000001" + bigTwo + bigOne,
			geo.MultiPoint{at12, at21},
		},
		{"LINESTRING(1 2,2 1)", "01 02000000 02000000" + one + two + two + one, geo.MultiLine{{at12, at21}}},
		{
			"MULTILINESTRING(EMPTY,(1 2,2 1))", "01 05000000 02000000 01 02000000 00000000 01 02000000 02000000" + one + two + two + one,
			geo.MultiLine{{at12, at21}},
		},
		{"POLYGON EMPTY", "01 03000000 00000000", nil},
		{
			"POLYGON Z of two rings that are no rings",
			"01 eb030000 02000000 00000000 02000000" + one + two + one + two + one + two,
			geo.MultiPolygon{{{}, {at12, at21}}},
		},
		{
			"MULTIPOLYGON(EMPTY,((1 2)))", "01 06000000 02000000 01 03000000 00000000 01 03000000 01000000 01000000" + one + two,
			geo.MultiPolygon{{{at12}}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Decode(bytesOf(t, test.hex), degrees)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	const one = "000000000000f03f"
	for _, test := range []struct{ name, hex, want string }{
		{"nothing", "", "byte 0 of its WKB: a type is cut short"},
		{"another byte order", "02 01000000" + one + one, "byte 0 of its WKB: byte order 2 is neither 0 nor 1"},
		{"a point cut short", "01 01000000" + one, "byte 5 of its WKB: a point is cut short"},
		{"a height cut short", "01 e9030000" + one + one, "byte 5 of its WKB: a point is cut short"},
		{"an SRID cut short", "01 01000020 e610", "byte 0 of its WKB: an SRID is cut short"},
		{"a count cut short", "01 02000000 0100", "byte 5 of its WKB: the number of points is cut short"},
		{"more points than bytes", "01 02000000 ffffffff" + one, "byte 5 of its WKB: 4294967295 points where 8 bytes are left"},
		{"more rings than bytes", "01 03000000 ffffffff", "byte 5 of its WKB: 4294967295 rings where 0 bytes are left"},
		{"more polygons than bytes", "01 06000000 02000000 01 03000000 00000000", "byte 5 of its WKB: 2 polygons where 9 bytes are left"},
		{"a line of one point", "01 02000000 01000000" + one + one, "byte 25 of its WKB: a line of 1 point"},
		{
			"a point among polygons", "01 06000000 01000000 01 01000000" + one + one,
			"byte 9 of its WKB: a part of type Point where a Polygon is due",
		},
		{"bytes after the end", "01 01000000" + one + one + "00", "byte 21 of its WKB: 1 bytes follow the geometry"},
		{"a collection", "01 07000000 00000000", `geometry of type "GeometryCollection"`},
		{"a curve with heights", "01 f2030000 00000000", `geometry of type "CurvePolygon"`},
		{"a type that nobody knows", "01 63000000 00000000", `geometry of type "99"`},
		{"no type", "01 00000000", `geometry of type "0"`},
		{"a thousand too many", "01 a10f0000", `geometry of type "4001"`},
		{
			"a latitude of 200", "01 01000000" + one + "0000000000006940",
			"position (1 200) is outside longitudes -180…180 and latitudes -90…90",
		},
		{
			"a longitude that is no number", "01 01000000 000000000000f87f" + one,
			"position (NaN 1) is outside longitudes -180…180 and latitudes -90…90",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, err := Decode(bytesOf(t, test.hex), degrees)
			if err == nil || err.Error() != test.want || g != nil {
				t.Errorf("got  %v, %v\nwant %s", g, err, test.want)
			}
		})
	}
}

func TestDecodeConvertsToTheGrid(t *testing.T) {
	mercator, err := crs.New(3857)
	if err != nil {
		t.Fatal(err)
	}
	// echo 48 2 | gdaltransform -s_srs EPSG:4326 -t_srs EPSG:3857
	data := Append(nil, geo.MultiPoint{{X: 20_000_000, Y: 480_000_000}}, mercator)
	got, err := wkb.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{222638.9815864872, 6106854.834885075}, got.FlatCoords(), cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Error(diff)
	}
	back, err := Decode(data, mercator)
	if diff := cmp.Diff(geo.Geometry(geo.MultiPoint{{X: 20_000_000, Y: 480_000_000}}), back); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// geometries draws geometries of every type: their parts are never empty.
func geometries() *rapid.Generator[geo.Geometry] {
	points := func(least int) *rapid.Generator[[]geo.Point] {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) geo.Point {
			return geo.Point{X: rapid.Int32Range(-geo.MaxX, geo.MaxX).Draw(t, "x"), Y: rapid.Int32Range(-geo.MaxY, geo.MaxY).Draw(t, "y")}
		}), least, 6)
	}
	return rapid.Custom(func(t *rapid.T) geo.Geometry {
		switch rapid.IntRange(0, 2).Draw(t, "type") {
		case 0:
			return geo.MultiPoint(points(1).Draw(t, "points"))
		case 1:
			return geo.MultiLine(rapid.SliceOfN(points(2), 1, 4).Draw(t, "lines"))
		}
		var polygons geo.MultiPolygon
		for range rapid.IntRange(1, 4).Draw(t, "polygons") {
			var rings geo.Polygon
			for range rapid.IntRange(1, 4).Draw(t, "rings") {
				rings = append(rings, points(0).Draw(t, "ring"))
			}
			polygons = append(polygons, rings)
		}
		return polygons
	})
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := geometries().Draw(t, "geometry")
		data := Append(nil, want, degrees)
		got, err := Decode(data, degrees)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		cut := data[:rapid.IntRange(0, len(data)-1).Draw(t, "cut")]
		if g, err := Decode(cut, degrees); err == nil {
			t.Fatalf("%d bytes of %d give %v", len(cut), len(data), g)
		}
	})
}

// go-geom is the oracle: it reads what we write, and writes in both orders and with an SRID what we read.
func TestGoGeomReadsAndWritesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := geometries().Draw(t, "geometry")
		data := Append(nil, want, degrees)
		theirs, err := wkb.Unmarshal(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			again, err := wkb.Marshal(theirs, order)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(data, again); order == binary.LittleEndian && diff != "" {
				t.Fatal(diff)
			}
			extended, err := ewkb.Marshal(geomWithSRID(theirs), order)
			if err != nil {
				t.Fatal(err)
			}
			for _, data := range [][]byte{again, extended} {
				got, err := Decode(data, degrees)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatal(diff)
				}
			}
		}
	})
}

func geomWithSRID(g geom.T) geom.T {
	switch g := g.(type) {
	case *geom.MultiPoint:
		return g.SetSRID(4326)
	case *geom.MultiLineString:
		return g.SetSRID(4326)
	case *geom.MultiPolygon:
		return g.SetSRID(4326)
	}
	return g
}

func TestNoGeometryIsNoBytes(t *testing.T) {
	if got := Append([]byte("before"), nil, degrees); string(got) != "before" {
		t.Errorf("got %q", got)
	}
}

// FuzzDecode holds that no bytes make Decode panic, that an error says what or where, and that what is read is read
// the same once it is written.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"01 01000000 000000000000f03f 000000000000f03f",
		"00 00000bb9 3ff0000000000000 3ff0000000000000 3ff0000000000000 3ff0000000000000",
		"01 06000000 02000000 01 03000000 00000000 01 03000000 01000000 01000000 000000000000f03f 000000000000f03f",
		"01 05000020 e6100000 01000000 01 02000000 02000000" + strings.Repeat("000000000000f03f", 4),
		"01 07000000 ffffffff", "",
	} {
		f.Add(bytesOf(f, seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := Decode(data, degrees)
		var kind *format.GeometryError
		var place *format.CoordinateError
		if err != nil {
			if !errors.As(err, &kind) && !errors.As(err, &place) && !strings.HasPrefix(err.Error(), "byte ") {
				t.Fatalf("%v does not say where", err)
			}
			return
		}
		if g == nil {
			return
		}
		again, err := Decode(Append(nil, g, degrees), degrees)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
