package geojson

import (
	"errors"
	"io"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"

	"github.com/google/go-cmp/cmp"
)

// memory is a file that lies in memory.
type memory string

func (memory) Name() string                        { return "f.geojson" }
func (m memory) Open() (io.ReadCloser, error)      { return io.NopCloser(strings.NewReader(string(m))), nil }
func (memory) Path() (string, error)               { return "", errors.New("in memory") }
func (memory) Sibling(string) (format.Input, bool) { return nil, false }

func TestReferenceSystemsAreHonoured(t *testing.T) {
	// One degree east on the equator, in EPSG:3857 and in degrees.
	metres := `{"type":"Point","coordinates":[111319.49079327358, 0.0,5]}`
	degrees := `{"type":"Point","coordinates":[1,0]}`
	system := func(name string) string { return `"crs":{"type":"name","properties":{"name":"` + name + `"}}` }
	const mercator = "urn:ogc:def:crs:EPSG::3857"
	in := func(member, geometry string) string {
		return `{"type":"Feature",` + member + `,"properties":{},"geometry":` + geometry + `}`
	}
	unknown := `the coordinate reference system is "IGNF:LAMBE": convert to WGS 84 longitude/latitude (EPSG:4326) first`
	for _, test := range []struct {
		name, text string
		option     crs.Code
		want       string // an error
	}{
		{"of a collection", `{` + system(mercator) + `,"features":[` + feature("a", metres) + `]}`, 0, ""},
		{"of a collection, by its number", `{"crs":{"type":"EPSG","properties":{"code":3857}},"features":[` + feature("a", metres) + `]}`, 0, ""},
		{"of a collection, twice", `{` + system(mercator) + `,"features":[` + feature("a", metres) + `],` + system("EPSG:3857") + `}`, 0, ""},
		{"of a feature, before its geometry", in(system(mercator), metres), 0, ""},
		{"of a feature, after its geometry", `{"type":"Feature","properties":{},"geometry":` + metres + `,` + system(mercator) + `}`, 0, ""},
		{"of a feature of another collection", `{` + system(mercator) + `,"features":[` + in(system("OGC:CRS84"), degrees) + `]}`, 0, ""},
		{"given, where none is told", feature("a", metres), 3857, ""},
		{"given, against a collection", `{` + system("IGNF:LAMBE") + `,"features":[` + feature("a", metres) + `]}`, 3857, ""},
		{"given, against a member that follows", `{"features":[` + feature("a", metres) + `],` + system("IGNF:LAMBE") + `}`, 3857, ""},
		{"given, against a feature", in(system("IGNF:LAMBE"), metres), 3857, ""},
		{"given as degrees, against a collection", `{` + system(mercator) + `,"features":[` + feature("a", degrees) + `]}`, 4326, ""},
		{"unknown, of a collection", `{` + system("IGNF:LAMBE") + `,"features":[` + feature("a", metres) + `]}`, 0, "f.geojson: " + unknown},
		{"unknown, of a feature", in(system("IGNF:LAMBE"), degrees), 0, "f.geojson: feature 1: " + unknown},
		{"unknown, of a feature that begins with it", `{` + system("IGNF:LAMBE") + `,"type":"Feature","geometry":null}`, 0, "f.geojson: feature 1: " + unknown},
		{"by a link", `{"crs":{"type":"link","properties":{"href":"x"}},"features":[` + feature("a", metres) + `]}`, 0, "f.geojson: " + strings.Replace(unknown, "IGNF:LAMBE", "", 1)},
		{"unknown, given", feature("a", metres), 1, "f.geojson: EPSG:1 is not a known reference system: use one of "},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got geo.Geometry
			var problem string
			for f, err := range ReadInput(memory(test.text), format.Options{CRS: test.option}) {
				if got = f.Geometry; err != nil {
					problem = err.Error()
				}
			}
			if short := problem[:min(len(problem), len(test.want))]; short != test.want || test.want == "" && problem != "" {
				t.Errorf("got  %s\nwant %s", problem, test.want)
			}
			if diff := cmp.Diff(geo.Geometry(geo.MultiPoint{{X: geo.GridPerDegree}}), got); test.want == "" && diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASystemThatFollowsTheFeaturesComesTooLate(t *testing.T) {
	text := `{"features":[` + feature("a", triangle) + `],"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}`
	got := read(t, strings.NewReader(text))
	want := []string{written("a"), "f.geojson: after feature 1: the crs member, EPSG:3857, follows the features: write it before them"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMetresThatCannotBeRead(t *testing.T) {
	for _, test := range []struct{ name, position, want string }{
		{"a word", `[1,"a"]`, `a number is due at byte 79, where "\"a\"]]},\"prop" stands`},
		{"one number", `[1]`, `, is due at byte 78, where "]]},\"propert" stands`},
		{"a number too large", `[1e400,0]`, "position (+Inf 0) is outside longitudes -180…180 and latitudes -90…90"},
		{"east of the world", `[30000000,0]`, "position (3e+07 0) is outside longitudes -180…180 and latitudes -90…90"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := `{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[ 0 , 0 ],` + test.position + `]},"properties":{"insee":"01004"}}`
			for _, err := range ReadInput(memory(text), format.Options{CRS: 3857}) {
				if err == nil || !strings.Contains(err.Error(), test.want) || !errors.As(err, new(*format.RecordError)) {
					t.Errorf("got %v, want %q", err, test.want)
				}
			}
		})
	}
}

func TestLayersTellTheCollection(t *testing.T) {
	a := feature("a", triangle)
	for _, test := range []struct {
		name, text string
		want       format.Layer
	}{
		{"of a name and a system", `{"name":"c","crs":{"type":"name","properties":{"name":"EPSG:2154"}},"features":[` + a + `]}`, format.Layer{Name: "c", CRS: 2154, Features: -1}},
		{"of neither", `{"features":[` + a + `]}`, format.Layer{Name: "f", CRS: 4326, Features: -1}},
		{"of a name that is none", `{"name":1,"features":[]}`, format.Layer{Name: "f", CRS: 4326, Features: -1}},
		{"of a system without a code", `{"crs":{"type":"name","properties":{"name":"quelconque"}},"features":[]}`, format.Layer{Name: "f", Features: -1}},
		{"of a sequence", `{"name":"c","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"type":"Feature"}`, format.Layer{Name: "f", CRS: 4326, Features: -1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Layers(memory(test.text))
			if diff := cmp.Diff([]format.Layer{test.want}, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		})
	}
	if _, err := Layers(memory("{")); err == nil || err.Error() != "f.geojson: the JSON ends early: download or export the file again" {
		t.Errorf("got %v", err)
	}
	for _, err := range ReadInput(memory(a), format.Options{Layer: "c"}) {
		if err == nil || err.Error() != `f.geojson: no layer "c": the file has "f"` {
			t.Errorf("got %v", err)
		}
	}
}
