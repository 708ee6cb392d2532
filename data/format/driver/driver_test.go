package driver_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/geo"
)

// write writes features by a driver.
func write(t *testing.T, d driver.Driver, path string, s format.Schema, features []geo.Feature) {
	t.Helper()
	w, err := d.Create(path, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// square is a feature of its own.
func square() []geo.Feature {
	return []geo.Feature{{
		Properties: []geo.Property{{Name: "insee", Value: "01001"}},
		Geometry:   geo.MultiPolygon{geo.Box{Max: geo.Point{X: 10, Y: 10}}.Polygon()},
	}}
}

func TestAFormatIsToldByItsBytesWhateverItsName(t *testing.T) {
	for _, d := range driver.Drivers() {
		for _, name := range []string{"communes", "communes.txt", "communes.kml", "communes.shp"} {
			t.Run(d.Name+" as "+name, func(t *testing.T) {
				written := filepath.Join(t.TempDir(), "written"+d.Extensions[0])
				write(t, d, written, format.SchemaOf("communes", square()), square())
				path := filepath.Join(t.TempDir(), name)
				if err := os.Rename(written, path); err != nil {
					t.Fatal(err)
				}
				got, err := driver.Of(format.File(path))
				want := d.Name
				if want == "geojsonseq" { // the reader of GeoJSON reads both
					want = "geojson"
				}
				if err != nil || got.Name != want {
					t.Errorf("%q, %v, want %s", got.Name, err, want)
				}
			})
		}
	}
}

func TestTextsAreToldByTheirFirstMembers(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a topology", `{"type":"Topology","arcs":[`, "topojson"},
		{"a topology of many lines", "{\n  \"type\" : \"Topology\",\n", "topojson"},
		{"a topology whose members are sorted", `{"arcs": [[[0,0],[1,1]]], "objects": {}, "type": "Topology"}`, "topojson"},
		{"a topology whose members are sorted, with a box", `{"bbox": [0,0,1,1], "objects": {"features": {`, "topojson"},
		{"features of which one is called a topology", `{"type":"FeatureCollection","features":[{"properties":{"type":"Topology"}`, "geojson"},
		{"one feature", `{"type":"Feature","properties":{}`, "geojson"},
		{"a byte order mark", "\ufeff \r\n{\"type\":\"FeatureCollection\"", "geojson"},
		{"a record separator", "\x1e{\"type\":\"Feature\"", "geojson"},
		{"a topology after a byte order mark", "\ufeff{\"objects\":{}", "topojson"},
		{"KML without a declaration", `<kml xmlns="http://www.opengis.net/kml/2.2">`, "kml"},
		{"KML with a prefix", "\ufeff<?xml version=\"1.0\"?>\n<k:kml xmlns:k=\"http://www.opengis.net/kml/2.2\">", "kml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "f")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := driver.Of(format.File(path)); err != nil || got.Name != test.want {
				t.Errorf("%q, %v, want %s", got.Name, err, test.want)
			}
		})
	}
}

func TestAFileOfNoFormatIsAnErrorThatListsThem(t *testing.T) {
	for name, text := range map[string]string{
		"a text":     "insee,nom\n01001,A\n",
		"nothing":    "",
		"blanks":     "\n\n  ",
		"a PNG":      "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"a list":     "[1, 2]",
		"other XML":  "<?xml version=\"1.0\"?><gml:FeatureCollection>",
		"a workbook": "PK\x03\x04\x14\x00[Content_Types].xml",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "communes.geojson")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			const want = "communes.geojson: the file is of no format that is known: " +
				"give TopoJSON, GeoJSON, GeoJSON sequence, GeoPackage, Shapefile, FlatGeobuf, GeoParquet, KML"
			if got, err := driver.Of(format.File(path)); err == nil || err.Error() != want {
				t.Errorf("%q, %v, want %s", got.Name, err, want)
			}
		})
	}
	if _, err := driver.Of(format.File(filepath.Join(t.TempDir(), "absent.shp"))); err == nil || !strings.HasPrefix(err.Error(), "absent.shp: ") {
		t.Errorf("a file that is not there gives %v", err)
	}
}

func TestDriversAreFoundByNameAndByExtension(t *testing.T) {
	seen := map[string]string{}
	for _, d := range driver.Drivers() {
		if got, err := driver.ByName(d.Name); err != nil || got.Name != d.Name {
			t.Errorf("%s: %q, %v", d.Name, got.Name, err)
		}
		for _, extension := range d.Extensions {
			if other, twice := seen[extension]; twice {
				t.Errorf("%s is of %s and of %s", extension, other, d.Name)
			}
			seen[extension] = d.Name
			if got, err := driver.ByExtension("a.b/c" + strings.ToUpper(extension)); err != nil || got.Name != d.Name {
				t.Errorf("%s: %q, %v", extension, got.Name, err)
			}
		}
	}
	if _, err := driver.ByName("dxf"); err == nil || !strings.HasPrefix(err.Error(), `there is no format "dxf": one of topojson, geojson, `) {
		t.Errorf("an unknown name gives %v", err)
	}
	if _, err := driver.ByExtension("a.dxf"); err == nil || !strings.HasPrefix(err.Error(), `a.dxf: no format has files that end in ".dxf": name one of topojson, `) {
		t.Errorf("an unknown extension gives %v", err)
	}
}
