package geojson

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"perimetre/data/format"
	"perimetre/geo"

	"github.com/google/go-cmp/cmp"
)

// feature writes a feature with that code and geometry.
func feature(code, geometry string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"insee":%q},"geometry":%s}`, code, geometry)
}

const (
	triangle    = `{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}`
	onePoint    = `{"type":"LineString","coordinates":[[1,1]]}`
	prettyPoint = "{\n \"type\": \"Point\",\n \"coordinates\": [\n  1.5,\n  2\n ]\n}"
)

// read gives what Read yields: one text a feature, and the texts of errors.
func read(t *testing.T, r io.Reader) []string {
	t.Helper()
	var got []string
	ended := false
	for f, err := range Read(r, "f.geojson") {
		if ended {
			t.Error("something comes after the end of the stream")
		}
		record := (*format.RecordError)(nil)
		switch {
		case err == nil:
			got = append(got, string(AppendFeature(nil, f)))
		case errors.As(err, &record):
			got = append(got, err.Error())
		default:
			ended = true
			got = append(got, err.Error())
		}
	}
	return got
}

// written is the feature of the triangle as it is written again: with a Multi geometry.
func written(code string) string {
	return feature(code, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]]]}`)
}

func TestReadFindsTheFeatures(t *testing.T) {
	a, b := feature("a", triangle), feature("b", triangle)
	both := []string{written("a"), written("b")}
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"of a collection on one line", `{"type":"FeatureCollection","features":[` + a + `,` + b + `]}`, both},
		{"of a collection on many lines", "{\n\"type\": \"FeatureCollection\",\n\"features\": [\n" + a + ",\n" + b + "\n]\n}\n", both},
		{"of a collection whose type comes last", `{"features":[` + a + `,` + b + `],"type":"FeatureCollection"}`, both},
		{
			"of a collection with other members around",
			`{"name":"x","bbox":[0,0,1,1],"features":[` + a + `,` + b + `],"extra":{"features":[1,"]}"]}}`, both,
		},
		{"of a collection with nothing in it", `{"type":"FeatureCollection","features":[]}`, nil},
		{"of lines", a + "\n" + b + "\n", both},
		{"of lines without a last newline", a + "\n" + b, both},
		{"of lines with carriage returns and blank ones", "\r\n" + a + "\r\n\r\n" + b + "\r\n", both},
		{"of a sequence with record separators", "\x1e" + a + "\n\x1e" + b + "\n", both},
		{"of a sequence on many lines", "\x1e{\n\"type\":\"Feature\",\n\"properties\":null,\"geometry\":null\n}\n\x1e" + b + "\n", []string{
			`{"type":"Feature","properties":{},"geometry":null}`, both[1],
		}},
		{"after a byte order mark", "\ufeff" + a + "\n" + b, both},
		{"alone", a, both[:1]},
		{
			"alone, on many lines", "{\n \"geometry\": " + prettyPoint + ",\n \"properties\": {},\n \"type\": \"Feature\"\n}\n",
			[]string{`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[1.5,2]]}}`},
		},
		{"in CRS84", `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[` + a + `]}`, both[:1]},
		{"in EPSG:4326, said after the features", `{"features":[` + a + `],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4326"}}}`, both[:1]},
		{"in a system that is null", `{"crs":null,"features":[` + a + `]}`, both[:1]},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, read(t, strings.NewReader(test.text))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, read(t, iotest.OneByteReader(strings.NewReader(test.text)))); diff != "" {
				t.Errorf("one byte at a time: %s", diff)
			}
		})
	}
}

func TestReadNamesABadFeatureAndGoesOn(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{
			"a latitude of 120", feature("01004", `{"type":"Point","coordinates":[100,120]}`),
			"(01004): latitude 120 is outside -90…90: mend the point",
		},
		{
			"a longitude of 190", feature("01004", `{"type":"Point","coordinates":[ -190.5 , 0]}`),
			"(01004): longitude -190.5 is outside -180…180: mend the point",
		},
		{
			"axes that are swapped", feature("01004", `{"type":"Point","coordinates":[45, 165]}`),
			"(01004): latitude 165 is outside -90…90: coordinates look swapped: write the longitude first",
		},
		{
			"metres", feature("01004", `{"type":"LineString","coordinates":[[652000.12,6.862e6],[0,0]]}`),
			"(01004): longitude 652000.12 is outside -180…180: " +
				"coordinates look like metres of EPSG:2154 (RGF93 / Lambert-93): name their system with --crs",
		},
		{
			"a number beyond all", feature("01004", `{"type":"Point","coordinates":[0,-1e999999999999999999999]}`),
			"(01004): latitude -1e999999999999999999999 is outside -90…90: " +
				"coordinates look like metres: name their system with --crs",
		},
		{
			"a line of one point", feature("01004", onePoint),
			"(01004): a line of 1 point: give it at least 2 or remove it",
		},
		{
			"a geometry collection", feature("01004", `{"type":"GeometryCollection","geometries":[]}`),
			"(01004): its geometry is a GeometryCollection: keep one kind of geometry, polygons for a unit",
		},
		{
			"an unknown geometry", feature("01004", `{"type":"Circle","coordinates":[1,1]}`),
			`(01004): its geometry has type "Circle": give a type of RFC 7946, polygons for a unit`,
		},
		{
			"a geometry without coordinates", feature("01004", `{"type":"Polygon"}`),
			`(01004): its geometry, of type "Polygon", has no coordinates: mend it or write null`,
		},
		{
			"coordinates of another depth", feature("01004", `{"type":"Polygon","coordinates":[[0,0],[1,1]]}`),
			`(01004): [ is due at byte 95, where "0,0],[1,1]]}" stands: mend the JSON of the feature`,
		},
		{
			"a coordinate that is a text", feature("01004", `{"type":"Point","coordinates":["0",0]}`),
			`(01004): a number is due at byte 92, where "\"0\",0]}}" stands: mend the JSON of the feature`,
		},
		{
			"a geometry before the properties that name it",
			`{"geometry":` + onePoint + `,"id":7,"properties":{"siren":200054781},"type":"Feature"}`,
			"(200054781): a line of 1 point: give it at least 2 or remove it",
		},
		{
			"a geometry of a feature that has an id only", `{"id":7,"geometry":` + onePoint + `,"type":"Feature"}`,
			"(7): a line of 1 point: give it at least 2 or remove it",
		},
		{"a record of another type", triangle, `its type is "Polygon": give records of type Feature`},
		{"an id that is a list", `{"type":"Feature","id":[]}`, "its id is neither a string nor a number: mend the id or remove it"},
		{
			"a property twice", `{"type":"Feature","properties":{"insee":"1","insee":"2"}}`,
			`(1): property "insee" occurs twice: keep one of the two`,
		},
		{"a missing comma", `{"type":"Feature" "id":1}`, `, is due at byte 19, where "\"id\":1}" stands: mend the JSON of the feature`},
		{"a comma too many", `{"type":"Feature",}`, `a string is due at byte 19, where "}" stands: mend the JSON of the feature`},
		{"a word that is no value", `{"type":"Feature","id":yes}`, `a value is due at byte 24, where "yes}" stands: mend the JSON of the feature`},
		{"a number that no computer holds", `{"type":"Feature","properties":{"n":1e999}}`, `a number that a computer holds is due at byte 37, where "1e999}}" stands: mend the JSON of the feature`},
		{
			"a reference system of its own", `{"type":"Feature","crs":{"type":"EPSG","properties":{"code":1}}}`,
			`the coordinate reference system is "1": convert to WGS 84 longitude/latitude (EPSG:4326) first`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := "f.geojson: feature 2: " + test.want
			if strings.HasPrefix(test.want, "(") {
				want = "f.geojson: feature 2 " + test.want
			}
			a, b := feature("a", triangle), feature("b", triangle)
			wanted := []string{written("a"), want, written("b")}
			if diff := cmp.Diff(wanted, read(t, strings.NewReader(a+"\n"+test.text+"\n"+b+"\n"))); diff != "" {
				t.Errorf("in a sequence: %s", diff)
			}
			collection := `{"type":"FeatureCollection","features":[` + a + "," + test.text + "," + b + "]}"
			if diff := cmp.Diff(wanted, read(t, strings.NewReader(collection))); diff != "" {
				t.Errorf("in a collection: %s", diff)
			}
		})
	}
}

func TestReadGoesOnAfterALineThatIsNotClosed(t *testing.T) {
	a := feature("a", triangle)
	got := read(t, strings.NewReader(a+"\n"+a[:len(a)-9]+"\n"+a+"\n"))
	want := []string{
		written("a"),
		"f.geojson: feature 2 (a): the JSON ends early: mend the JSON of the feature",
		written("a"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadEndsWithTheErrorOfAStreamThatBreaks(t *testing.T) {
	a := feature("a", triangle)
	collection := `{"type":"FeatureCollection","features":[` + a + "," + a + "]}"
	for _, test := range []struct {
		name, text string
		want       string
		features   int
	}{
		{"an empty file", "", "f.geojson: the file is empty: give one with features", 0},
		{"a blank file", "\ufeff \n\n", "f.geojson: the file is empty: give one with features", 0},
		{"a page of the web", "<!DOCTYPE html>", `f.geojson: the text begins with "<!DOCTYPE ht": give a GeoJSON file`, 0},
		{"UTF-16", "\xff\xfe{\x00", "f.geojson: the text is in UTF-16: save it as UTF-8", 0},
		{"a collection cut in a feature", collection[:len(collection)-20], "f.geojson: after feature 1: the JSON ends early: download or export the file again", 1},
		{"a collection cut between features", collection[:40+len(a)], "f.geojson: after feature 1: the JSON ends early: download or export the file again", 1},
		{"a collection cut before its end", collection[:len(collection)-1], "f.geojson: after feature 2: the JSON ends early: download or export the file again", 2},
		{"a collection cut before its features", collection[:30], "f.geojson: the JSON ends early: download or export the file again", 0},
		{"a collection with a bracket that is not opened", `{"features":[` + a + `}]}`, `f.geojson: after feature 1: a value is due where "}]}" stands: mend the JSON`, 1},
		{"two collections", collection + "\n" + collection, `f.geojson: after feature 2: "{\"type\":\"Fea" follows the FeatureCollection: give one collection a file`, 2},
		{
			"a collection in an unknown system", `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::1"}},"features":[` + a + `]}`,
			`f.geojson: the coordinate reference system is "urn:ogc:def:crs:EPSG::1": convert to WGS 84 longitude/latitude (EPSG:4326) first`, 0,
		},
		{
			"a collection in an unknown system, said after the features", `{"features":[` + a + `],"crs":{"type":"name","properties":{"name":"EPSG:1"}}}`,
			`f.geojson: after feature 1: the coordinate reference system is "EPSG:1": convert to WGS 84 longitude/latitude (EPSG:4326) first`, 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := read(t, strings.NewReader(test.text))
			if len(got) != test.features+1 || got[len(got)-1] != test.want {
				t.Errorf("got %q, want %d features, then %q", got, test.features, test.want)
			}
		})
	}
}

func TestReadGivesTheErrorOfItsReaderAndNoHalfFeature(t *testing.T) {
	a := feature("a", triangle)
	broken := errors.New("the gzip stream ends early")
	for _, text := range []string{a + "\n" + a[:50], `{"features":[` + a + "," + a[:50]} {
		got := read(t, io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		want := []string{written("a"), "f.geojson: after feature 1: the gzip stream ends early"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReadGivesEveryKindOfGeometry(t *testing.T) {
	ring := geo.Ring{{X: 0, Y: 0}, {X: 1e7, Y: 0}, {X: 0, Y: 1e7}, {X: 0, Y: 0}}
	for _, test := range []struct {
		name, text string
		want       geo.Geometry
	}{
		{"null", `null`, nil},
		{"a point", `{"type":"Point","coordinates":[1.5,-2]}`, geo.MultiPoint{{X: 15e6, Y: -2e7}}},
		{"a point with a height", `{"type":"Point","coordinates":[1.5,-2,1234.5678901e2]}`, geo.MultiPoint{{X: 15e6, Y: -2e7}}},
		{"points", `{"type":"MultiPoint","coordinates":[[0,0],[1,1,9]]}`, geo.MultiPoint{{}, {X: 1e7, Y: 1e7}}},
		{"a line", `{"type":"LineString","coordinates":[[0,0],[1,1]]}`, geo.MultiLine{{{}, {X: 1e7, Y: 1e7}}}},
		{"lines", `{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[]]}`, geo.MultiLine{{{}, {X: 1e7, Y: 1e7}}}},
		{"a polygon", triangle, geo.MultiPolygon{{ring}}},
		{"a polygon with white space", `{ "type" : "Polygon" , "coordinates" : [ [ [ 0 , 0 ] , [ 1 , 0 ],[0,1],` + "\n\t[0,0]\r\n] ] }", geo.MultiPolygon{{ring}}},
		{"a polygon whose type comes last", `{"coordinates":[[[0,0],[1,0],[0,1],[0,0]]],"type":"Polygon"}`, geo.MultiPolygon{{ring}}},
		{"a polygon with other members", `{"bbox":[0,0,1,1],"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]],"x":{}}`, geo.MultiPolygon{{ring}}},
		{"polygons", `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]],[[[0,0],[1,0],[0,1],[0,0]]]]}`, geo.MultiPolygon{{ring}, {ring}}},
		{"an empty point", `{"type":"Point","coordinates":[ ]}`, nil},
		{"an empty polygon", `{"type":"Polygon","coordinates":[]}`, nil},
		{"a ring of two positions", `{"type":"Polygon","coordinates":[[[0,0],[1,0]]]}`, geo.MultiPolygon{{{{}, {X: 1e7}}}}},
		{"a ring that is not closed", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1]]]}`, geo.MultiPolygon{{ring[:3]}}},
		{"a ring of no position beside another", `{"type":"Polygon","coordinates":[[],[[0,0],[1,0],[0,1],[0,0]]]}`, geo.MultiPolygon{{{}, ring}}},
		{"a polygon of a ring without a point", `{"type":"Polygon","coordinates":[[]]}`, nil},
		{"a polygon of rings without a point among others", `{"type":"MultiPolygon","coordinates":[[[],[]],[[[0,0],[1,0],[0,1],[0,0]]]]}`, geo.MultiPolygon{{ring}}},
		{"an empty polygon among others", `{"type":"MultiPolygon","coordinates":[[],[[[0,0],[1,0],[0,1],[0,0]]]]}`, geo.MultiPolygon{{ring}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for f, err := range Read(strings.NewReader(feature("a", test.text)), "f.geojson") {
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.want, f.Geometry); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestAppendingToARingDoesNotWriteOnTheNext(t *testing.T) {
	text := feature("a", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]],[[2,2],[3,2],[2,3],[2,2]]]}`)
	for f, err := range Read(strings.NewReader(text), "f.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		rings := f.Geometry.(geo.MultiPolygon)[0]
		if _, second := append(rings[0], geo.Point{}), rings[1][0]; second != (geo.Point{X: 2e7, Y: 2e7}) {
			t.Errorf("the second ring begins with %v", second)
		}
	}
}

func TestReadGivesThePositionThatIsOffTheGlobe(t *testing.T) {
	for _, test := range []struct {
		name, position string
		want           format.CoordinateError
	}{
		{"a longitude that went round", "[362.5,46.25]", format.CoordinateError{X: 362.5, Y: 46.25}},
		{"metres", "[ 652000.12 , 6.862e6, 12 ]", format.CoordinateError{X: 652000.12, Y: 6862000}},
		{"a number that no float64 holds", "[5,-1e999]", format.CoordinateError{X: 5, Y: math.Inf(-1)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := feature("a", `{"type":"MultiPoint","coordinates":[[5,46],`+test.position+`]}`)
			for _, err := range Read(strings.NewReader(text), "f.geojson") {
				var record *format.RecordError
				var place *format.CoordinateError
				if !errors.As(err, &record) || !errors.As(err, &place) || *place != test.want {
					t.Errorf("got %v, want a record error with %v", err, &test.want)
				}
			}
		})
	}
}

func TestReadGivesTheTypeThatIsNoGeometry(t *testing.T) {
	for _, kind := range []string{"GeometryCollection", "Circle"} {
		text := feature("a", `{"type":"`+kind+`","coordinates":[5,46],"geometries":[]}`)
		for _, err := range Read(strings.NewReader(text), "f.geojson") {
			var record *format.RecordError
			var cause *format.GeometryError
			if !errors.As(err, &record) || !errors.As(err, &cause) || cause.Type != kind {
				t.Errorf("got %v, want a record error with the type %s", err, kind)
			}
		}
	}
}

func TestReadGivesPropertiesInOrder(t *testing.T) {
	text := `{"type":"Feature","id":"x\u00e9","properties":{"z":null,"a":"L'Île \"\\\n","b":true,"c":false,"d":42,"e":-0,
		"f":9223372036854775808,"g":1.5e3,"h":["x","y"],"i":[],"j":[1, "x"],"k":{"x": [1, 2]},"l":"` + "\xff" + `","m\u0301":"01001"}}`
	want := geo.Feature{ID: "xé", Properties: []geo.Property{
		{Name: "z"},
		{Name: "a", Value: "L'Île \"\\\n"},
		{Name: "b", Value: true},
		{Name: "c", Value: false},
		{Name: "d", Value: int64(42)},
		{Name: "e", Value: int64(0)},
		{Name: "f", Value: 9223372036854775808.0},
		{Name: "g", Value: 1500.0},
		{Name: "h", Value: []string{"x", "y"}},
		{Name: "i", Value: []string{}},
		{Name: "j", Value: `[1,"x"]`},
		{Name: "k", Value: `{"x":[1,2]}`},
		{Name: "l", Value: "\ufffd"},
		{Name: "m\u0301", Value: "01001"},
	}}
	for got, err := range Read(strings.NewReader(text), "f.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}
