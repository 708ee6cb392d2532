package topojson

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
)

// memory is a file that lies nowhere.
type memory string

func (memory) Name() string                             { return "f.json" }
func (m memory) Open() (io.ReadCloser, error)           { return io.NopCloser(strings.NewReader(string(m))), nil }
func (memory) Path() (string, error)                    { return "", errors.New("it has no path") }
func (memory) Sibling(string) (in format.Input, _ bool) { return nil, false }

// read gives what Read yields: one text a feature, and the texts of errors.
func read(text string, o format.Options) []string {
	var got []string
	for f, err := range Read(memory(text), o) {
		if err != nil {
			got = append(got, err.Error())
		} else {
			got = append(got, string(geojson.AppendFeature(nil, f)))
		}
	}
	return got
}

func topologyText(geometries string) string {
	return `{"type":"Topology","objects":{"a":{"type":"GeometryCollection","geometries":[` + geometries + `]}},` +
		`"arcs":[[[0,0],[1,0]],[[1,0],[1,1],[0,0]],[[2,2]],[[3,3],[190,0]],[]]}`
}

func TestReadPutsArcsTogether(t *testing.T) {
	ring := `"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}}`
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{
			// Specification, section 1.1: the example of a quantized topology.
			"of the specification",
			`{"type":"Topology","transform":{"scale":[0.0005000500050005,0.00010001000100010001],"translate":[100,0]},
			"objects":{"example":{"type":"GeometryCollection","geometries":[
			{"type":"Point","properties":{"prop0":"value0"},"coordinates":[4000,5000]},
			{"type":"LineString","properties":{"prop0":"value0","prop1":0},"arcs":[0]},
			{"type":"Polygon","properties":{"prop0":"value0","prop1":{"this":"that"}},"arcs":[[1]]}]}},
			"arcs":[[[4000,0],[1999,9999],[2000,-9999],[2000,9999]],[[0,0],[0,9999],[2000,0],[0,-9999],[-2000,0]]]}`,
			[]string{
				`{"type":"Feature","properties":{"prop0":"value0"},"geometry":{"type":"MultiPoint","coordinates":[[102.0002,0.50005]]}}`,
				`{"type":"Feature","properties":{"prop0":"value0","prop1":0},"geometry":{"type":"MultiLineString",` +
					`"coordinates":[[[102.0002,0],[102.9998,1],[103.9999,0],[105,1]]]}}`,
				`{"type":"Feature","properties":{"prop0":"value0","prop1":"{\"this\":\"that\"}"},"geometry":{"type":"MultiPolygon",` +
					`"coordinates":[[[[100,0],[100,1],[101.0001,1],[101.0001,0],[100,0]]]]}}`,
			},
		},
		{"of a polygon", topologyText(`{"type":"Polygon","arcs":[[0,1]]}`), []string{`{"type":"Feature","properties":{},` + ring}},
		{
			"backwards", topologyText(`{"type":"MultiPolygon","id":7,"arcs":[[[-2,-1]]]}`),
			[]string{`{"type":"Feature","id":"7","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[1,0],[0,0]]]]}}`},
		},
		{
			"of lines", topologyText(`{"type":"MultiLineString","arcs":[[0],[],[1,0]]}`),
			[]string{`{"type":"Feature","properties":{},"geometry":{"type":"MultiLineString","coordinates":[[[0,0],[1,0]],[[1,0],[1,1],[0,0],[1,0]]]}}`},
		},
		{
			"of points, with their heights", topologyText(`{"type":"MultiPoint","coordinates":[[1.5,2,9],[3,4]],"id":"a"}`),
			[]string{`{"type":"Feature","id":"a","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[1.5,2],[3,4]]}}`},
		},
		{"of nothing", topologyText(`{"type":null},{"type":"MultiPolygon","arcs":[]},{"type":"LineString","arcs":[4]},{"type":"Polygon","arcs":[[]]}`), []string{
			`{"type":"Feature","properties":{},"geometry":null}`,
			`{"type":"Feature","properties":{},"geometry":null}`, `{"type":"Feature","properties":{},"geometry":null}`,
			`{"type":"Feature","properties":{},"geometry":null}`,
		}},
		{"of an empty collection", topologyText(""), nil},
		{
			"of an object that is one geometry, before a topology without arcs",
			"\ufeff" + `{"arcs":[],"objects":{"x":{"coordinates":[1,2],"type":"Point"}},"type":"Topology"}`,
			[]string{`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[1,2]]}}`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, read(test.text, format.Options{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadNamesABadGeometryAndGoesOn(t *testing.T) {
	for _, test := range []struct{ name, geometry, want string }{
		{"an arc that is not there", `{"type":"Polygon","arcs":[[5]]}`, "arc 5 is not there: the topology has 5: mend its arcs"},
		{"one that is not there backwards", `{"type":"Polygon","arcs":[[-6]]}`, "arc 5 is not there: the topology has 5: mend its arcs"},
		{
			"the least of all integers", `{"type":"LineString","arcs":[-9223372036854775808]}`,
			"arc 9223372036854775807 is not there: the topology has 5: mend its arcs",
		},
		{"a reference that no integer holds", `{"type":"LineString","arcs":[9223372036854775808]}`, "its arcs are not those of a LineString: mend its arcs"},
		{"arcs that do not meet", `{"type":"Polygon","arcs":[[0,0]]}`, "arc 0 begins at 0 0 where arc 0 ends at 1 0: mend its arcs"},
		{"arcs that occur again and again", `{"type":"LineString","arcs":[0,-1,0,-1,0,-1,0,-1,0,-1]}`, "its arcs occur more often than twice each: mend its arcs"},
		{"an arc that leaves the globe", `{"type":"LineString","arcs":[3]}`, "arc 3: position (190 0) is outside longitudes -180…180 and latitudes -90…90: mend the point"},
		{"a line of one point", `{"type":"LineString","arcs":[2]}`, "a line of 1 point: mend its arcs"},
		{"a collection in the collection", `{"type":"GeometryCollection","geometries":[]}`, `geometry of type "GeometryCollection": keep one kind of geometry, polygons for a unit`},
		{"a type that nobody knows", `{"type":"Circle"}`, `geometry of type "Circle": keep one kind of geometry, polygons for a unit`},
		{"no arcs", `{"type":"Polygon"}`, "its geometry, of type Polygon, has no arcs: mend its arcs"},
		{"arcs of another type", `{"type":"Polygon","arcs":[0]}`, "its arcs are not those of a Polygon: mend its arcs"},
		{"no coordinates", `{"type":"Point","arcs":[0]}`, "its geometry, of type Point, has no coordinates: mend its arcs"},
		{"a point of one number", `{"type":"Point","coordinates":[0]}`, "a position of 1 numbers: mend its arcs"},
		{"a point of texts", `{"type":"Point","coordinates":["0","1"]}`, "there is no number at byte 1 of it: mend its arcs"},
		{"properties that are a list", `{"type":"Point","coordinates":[0,0],"properties":[1]}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := read(topologyText(test.geometry+`,{"type":"LineString","arcs":[0]}`), format.Options{})
			if len(got) != 2 || !strings.HasPrefix(got[0], "f.json: feature 1: ") || !strings.HasSuffix(got[0], test.want) {
				t.Errorf("got  %q\nwant f.json: feature 1: %s", got, test.want)
			}
			if !strings.HasPrefix(got[len(got)-1], "{") {
				t.Errorf("the feature after it is not read: %s", got[len(got)-1])
			}
		})
	}
}

func TestReadSaysWhyAFileIsNone(t *testing.T) {
	for _, test := range []struct{ name, text, layer, want string }{
		{"nothing", "", "", "f.json: it is no TopoJSON: unexpected end of JSON input: mend the JSON or get the file again"},
		{"a text cut short", `{"type":"Topology","arcs":[[[0,`, "", "f.json: it is no TopoJSON: unexpected end of JSON input: mend the JSON or get the file again"},
		{"GeoJSON", `{"type":"FeatureCollection","features":[]}`, "", `f.json: it is no TopoJSON: its type is "FeatureCollection": give an object of type Topology`},
		{"no objects", `{"type":"Topology","arcs":[]}`, "", "f.json: its member objects is no JSON object: give each object a name"},
		{"none in them", `{"type":"Topology","arcs":[],"objects":{}}`, "", "f.json: it has no object: give one with a collection of geometries"},
		{"two objects", `{"type":"Topology","objects":{"a":{"type":null},"b":{"type":null}}}`, "", "f.json: it has 2 objects, a, b: say which"},
		{"an object of another name", topologyText(""), "b", `f.json: it has no object "b": it has a: give one of them`},
		{"an object that is a number", `{"type":"Topology","objects":{"a":1}}`, "", `f.json: its object "a" cannot be read: json: cannot unmarshal number`},
		{"a geometry that is a number", topologyText("1"), "", `f.json: its object "a" cannot be read: geometry 1: json: cannot unmarshal number`},
		{"arcs that are none", `{"type":"Topology","objects":{"a":{"type":null}},"arcs":[[[0,0]],[0]]}`, "", "f.json: its arc 1 cannot be read: there is no array where one is due: give arrays of positions"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := read(test.text, format.Options{Layer: test.layer})
			if len(got) != 1 || !strings.HasPrefix(got[0], test.want) {
				t.Errorf("got  %q\nwant %s", got, test.want)
			}
		})
	}
}

func TestPlacesInAnotherSystemAreConverted(t *testing.T) {
	// echo 48 2 | gdaltransform -s_srs EPSG:4326 -t_srs EPSG:3857
	text := `{"type":"Topology","objects":{"a":{"type":"Point","coordinates":[222638.981586547,6106854.83488507]}}}`
	want := []string{`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[2,48]]}}`}
	if diff := cmp.Diff(want, read(text, format.Options{CRS: 3857})); diff != "" {
		t.Error(diff)
	}
	for _, err := range Read(memory(text), format.Options{}) {
		var place *format.CoordinateError
		if !errors.As(err, &place) || place.X != 222638.981586547 {
			t.Errorf("got %v", err)
		}
	}
}

func TestObjectsAreLayers(t *testing.T) {
	text := `{"type":"Topology","objects":{"b":{"type":"GeometryCollection","geometries":[{"type":null},{"type":null}]},"a":{"type":null}}}`
	got, err := Layers(memory(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]format.Layer{{Name: "b", Features: 2}, {Name: "a", Features: 1}}, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzRead holds that no text makes the reader panic, that every error about a record says what to do, and that what was read is
// read the same once it is written.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		topologyText(`{"type":"Polygon","arcs":[[0,1]],"properties":{"insee":"a","n":1.5,"l":["x"]}},{"type":"Point","coordinates":[1,2],"id":3}`),
		topologyText(`{"type":"LineString","arcs":[-1]},{"type":"MultiPolygon","arcs":[[[0,1],[-2,-1]],[]]},{"type":"Polygon","arcs":[[2,3]]}`),
		`{"type":"Topology","transform":{"scale":[1e-7,1e-7],"translate":[0,0]},"objects":{"a":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[1,1],[5,0],[0,5],[-5,-5]]]}`,
		`{"type":"Topology","transform":{"scale":[1e300,-1e300],"translate":[1e308,0]},"objects":{"a":{"type":"LineString","arcs":[0]}},"arcs":[[[9e99,1],[1e308,1e308]]]}`,
		"", `{"type":"Topology","objects":{"a":{"type":"GeometryCollection"}},"arcs":null}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		layers, err := Layers(memory(text))
		if err != nil {
			return
		}
		for _, layer := range layers {
			var features []geo.Feature
			var want []string
			for feature, err := range Read(memory(text), format.Options{Layer: layer.Name}) {
				if record := (*format.RecordError)(nil); errors.As(err, &record) && (record.Problem == "" || record.Mend == "") {
					t.Fatalf("%v does not say what to do", err)
				}
				if err == nil {
					features = append(features, feature)
					want = append(want, string(geojson.AppendFeature(nil, startingAtTheLeast(feature))))
				}
			}
			var written strings.Builder
			if err := topologyOf(layer.Name, features).write(&written); err != nil {
				t.Fatal(err)
			}
			var got []string
			for feature, err := range Read(memory(written.String()), format.Options{}) {
				if err != nil {
					t.Fatalf("what is written cannot be read: %v", err)
				}
				got = append(got, string(geojson.AppendFeature(nil, startingAtTheLeast(feature))))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
