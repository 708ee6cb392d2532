package geojson_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/data/format/formattest"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/crs"
	"perimetre/internal/gdal"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

func suite(extension string) formattest.Format {
	return formattest.Format{Extension: extension, Layers: geojson.Layers, Read: geojson.ReadInput, Create: geojson.Create}
}

func TestSuite(t *testing.T) {
	for _, extension := range []string{".geojson", ".geojsonl", ".ndjson", ".geojsons"} {
		t.Run(extension, func(t *testing.T) { formattest.Suite(t, suite(extension)) })
	}
}

func TestCommunesComeBackInEverySystem(t *testing.T) {
	communes := communes(t)
	for _, system := range []crs.Code{3857, 4171, crs.CRS84} {
		t.Run(system.String(), func(t *testing.T) {
			f := suite(".geojson")
			f.Create = func(path string, s format.Schema) (format.Writer, error) {
				s.CRS = system
				return geojson.Create(path, s)
			}
			formattest.RoundTrip(t, f, communes)
		})
	}
}

// communes are those of three départements: one of the mainland, one with letters in its codes, one overseas. Their rings are wound
// as RFC 7946 says, which those of the file are not.
func communes(t *testing.T) []geo.Feature {
	t.Helper()
	race.LeaveOut(t)
	communes := formattest.Communes(t, shared.File(t, "communes-2018.geojsonl.gz"), "35", "2A", "973")
	for _, commune := range communes {
		for _, polygon := range commune.Geometry.(geo.MultiPolygon) {
			for _, ring := range polygon {
				slices.Reverse(ring)
			}
		}
	}
	return communes
}

func TestGDALReadsWhatIsWritten(t *testing.T) {
	features := communes(t)
	for _, test := range []struct {
		name, extension string
		system          crs.Code
		lines           []string
	}{
		{"a collection", ".geojson", 0, []string{"Layer name: communes", `ID["EPSG",4326]`}},
		{"a collection of RGF93", ".geojson", 4171, []string{"Layer name: communes", `ID["EPSG",4171]`, "Extent: (-54.6"}},
		{"a collection in metres", ".geojson", 3857, []string{"Layer name: communes", `ID["EPSG",3857]`, "Extent: (-6078216.743"}},
		{"lines", ".geojsonl", 0, []string{`ID["EPSG",4326]`}},
		{"records", ".geojsons", 0, []string{`ID["EPSG",4326]`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "communes"+test.extension)
			s := format.SchemaOf("communes", features)
			s.CRS = test.system
			w, err := geojson.Create(path, s)
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
			info := gdal.Run(t, "ogrinfo", "-al", "-so", path)
			for _, line := range slices.Concat(test.lines, []string{fmt.Sprintf("Feature Count: %d", len(features)), "insee: String", "nom: String"}) {
				if !strings.Contains(info, line) {
					t.Errorf("ogrinfo does not say %q:\n%s", line, info)
				}
			}
		})
	}
}

func TestWhatGDALWritesIsRead(t *testing.T) {
	features := communes(t)
	source := filepath.Join(t.TempDir(), "source.geojson")
	w, err := geojson.Create(source, format.SchemaOf("communes", features))
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
	for _, test := range []struct {
		name, file string
		args       []string
	}{
		{"a collection", "gdal.geojson", []string{"-f", "GeoJSON"}},
		{"a collection in metres", "gdal.geojson", []string{"-f", "GeoJSON", "-t_srs", "EPSG:3857"}},
		{"lines", "gdal.geojsonl", []string{"-f", "GeoJSONSeq"}},
		{"records", "gdal.geojsons", []string{"-f", "GeoJSONSeq", "-lco", "RS=YES"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), test.file)
			gdal.Run(t, "ogr2ogr", append(test.args, "-lco", "COORDINATE_PRECISION=7", path, source)...)
			i := 0
			for f, err := range geojson.ReadInput(format.File(path), format.Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				if got, want := fmt.Sprint(f), fmt.Sprint(features[i]); got != want {
					t.Errorf("got %.200s, want %.200s", got, want)
				}
				i++
			}
			if i != len(features) {
				t.Errorf("%d features, want %d", i, len(features))
			}
		})
	}
}

func TestASequenceTakesWGS84Only(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.geojsonl")
	_, err := geojson.Create(path, format.Schema{CRS: 3857})
	if err == nil || !strings.Contains(err.Error(), "a sequence holds coordinates of WGS 84, not EPSG:3857: write it in EPSG:4326, or a .geojson") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was made")
	}
}

func TestAPointThatASystemHasNoPlaceForIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.geojson")
	w, err := geojson.Create(path, format.Schema{CRS: 3035})
	if err != nil {
		t.Fatal(err)
	}
	antipode := geo.MultiPoint{{X: -170 * geo.GridPerDegree, Y: -52 * geo.GridPerDegree}} // of the centre of the projection
	paris := geo.MultiPoint{{X: 23_522_219, Y: 488_566_140}}
	for _, g := range []geo.MultiPoint{antipode, paris, antipode, paris} {
		err := w.Write(geo.Feature{Geometry: g})
		refused := err != nil && strings.Contains(err.Error(), "EPSG:3035 has no place for the point -170 -52: write it in EPSG:4326")
		if refused != (g[0] == antipode[0]) {
			t.Errorf("%v gives %v", g, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	count := 0
	for f, err := range geojson.ReadInput(format.File(path), format.Options{}) {
		if err != nil || fmt.Sprint(f.Geometry) != fmt.Sprint(paris) {
			t.Errorf("got %v, %v", f, err)
		}
		count++
	}
	if count != 2 {
		t.Errorf("%d features, want 2", count)
	}
}
