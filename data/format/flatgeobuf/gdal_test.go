package flatgeobuf_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	gogama "github.com/gogama/flatgeobuf/flatgeobuf"
	"github.com/gogama/flatgeobuf/packedrtree"
	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/flatgeobuf"
	"perimetre/data/format/formattest"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/internal/gdal"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// communes are those of three départements: one of the mainland, one with letters in its codes, one overseas.
func communes(t *testing.T) []geo.Feature {
	t.Helper()
	race.LeaveOut(t)
	communes := formattest.Communes(t, shared.File(t, "communes-2018.geojsonl.gz"), "35", "2A", "973")
	for i := range communes {
		communes[i].Properties = append(communes[i].Properties,
			geo.Property{Name: "population", Value: int64(i)}, geo.Property{Name: "superficie", Value: float64(i) / 4},
			geo.Property{Name: "littorale", Value: i%2 == 0}, geo.Property{Name: "epci", Value: []string{"200054781", fmt.Sprint(i)}})
	}
	return communes
}

func TestCommunesComeBack(t *testing.T) { formattest.RoundTrip(t, suite(), communes(t)) }

// write gives the path of a file of features.
func write(t *testing.T, s format.Schema, features []geo.Feature) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "communes.fgb")
	w, err := flatgeobuf.Create(path, s)
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
	return path
}

// read gives the features of a file by their codes.
func read(t *testing.T, path string) map[string]geo.Feature {
	t.Helper()
	features := map[string]geo.Feature{}
	for f, err := range flatgeobuf.Read(format.File(path), format.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		features[format.Code(f)] = f
	}
	return features
}

// extent gives the line in which ogrinfo tells the bounds of features.
func extent(features []geo.Feature) string {
	bounds, _ := features[0].Geometry.Bounds()
	for _, f := range features {
		b, _ := f.Geometry.Bounds()
		bounds = bounds.Extend(b.Min).Extend(b.Max)
	}
	return fmt.Sprintf("Extent: (%f, %f) - (%f, %f)", bounds.Min.Lon(), bounds.Min.Lat(), bounds.Max.Lon(), bounds.Max.Lat())
}

func TestGDALReadsWhatIsWritten(t *testing.T) {
	features := communes(t)
	path := write(t, format.SchemaOf("communes", features), features)
	info := gdal.Run(t, "ogrinfo", "-al", "-so", path)
	for _, line := range []string{
		"Layer name: communes", "Geometry: Multi Polygon", fmt.Sprintf("Feature Count: %d", len(features)), `ID["EPSG",4326]`,
		"insee: String", "nom: String", "population: Integer64", "superficie: Real", "littorale: Integer(Boolean)", "epci: String", extent(features),
	} {
		if !strings.Contains(info, line) {
			t.Errorf("ogrinfo does not say %q:\n%s", line, info)
		}
	}

	// What GDAL read, in GeoJSON.
	again := gdal.Run(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=7", "/vsistdout/", path)
	count := 0
	byCode := read(t, path)
	for f, err := range geojson.Read(strings.NewReader(again), "gdal.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		count++
		want := byCode[format.Code(f)]
		if diff := cmp.Diff(want.Property("nom"), f.Property("nom")); diff != "" {
			t.Error(diff)
		}
		if got, want := f.Geometry.(geo.MultiPolygon).Vertices(), want.Geometry.(geo.MultiPolygon).Vertices(); got != want {
			t.Errorf("GDAL reads %d vertices of %s, want %d", got, format.Code(f), want)
		}
	}
	if count != len(features) {
		t.Errorf("GDAL reads %d features, want %d", count, len(features))
	}
}

// The index alone finds the features whose boxes meet another. GDAL then looks at their polygons, as it does in a file that has no
// index.
func TestOthersFindFeaturesByTheIndex(t *testing.T) {
	features := communes(t)
	path := write(t, format.SchemaOf("communes", features), features)
	plain := filepath.Join(t.TempDir(), "communes.geojson")
	gdal.Run(t, "ogr2ogr", "-f", "GeoJSON", plain, path)
	count := regexp.MustCompile(`Feature Count: \d+`)
	for _, box := range []geo.Box{
		{Min: geo.Point{X: -17_000_000, Y: 481_000_000}, Max: geo.Point{X: -16_000_000, Y: 481_500_000}}, // Rennes
		{Min: geo.Point{X: 87_000_000, Y: 419_000_000}, Max: geo.Point{X: 87_500_000, Y: 419_500_000}},   // Ajaccio
		{Min: geo.Point{X: -530_000_000, Y: 40_000_000}, Max: geo.Point{X: -520_000_000, Y: 50_000_000}}, // Cayenne
		{Min: geo.Point{X: 0, Y: 0}, Max: geo.Point{X: 1, Y: 1}},
	} {
		want := 0
		for _, f := range features {
			if bounds, _ := f.Geometry.Bounds(); bounds.Intersects(box) {
				want++
			}
		}
		if got := search(t, path, box); got != want {
			t.Errorf("the index finds %d features in %v, want %d", got, box, want)
		}
		args := []string{
			"-al", "-so", "-spat", fmt.Sprint(box.Min.Lon()), fmt.Sprint(box.Min.Lat()), fmt.Sprint(box.Max.Lon()), fmt.Sprint(box.Max.Lat()),
		}
		got := count.FindString(gdal.Run(t, "ogrinfo", append(args, path)...))
		if want := count.FindString(gdal.Run(t, "ogrinfo", append(args, plain)...)); got != want {
			t.Errorf("GDAL says %q in %v, want %q", got, box, want)
		}
	}
}

// search counts the features that the library of gogama finds in a box.
func search(t *testing.T, path string, box geo.Box) int {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := gogama.NewFileReader(file)
	if _, err := r.Header(); err != nil {
		t.Fatal(err)
	}
	found, err := r.IndexSearch(packedrtree.Box{XMin: box.Min.Lon(), YMin: box.Min.Lat(), XMax: box.Max.Lon(), YMax: box.Max.Lat()})
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func TestCommunesInLambert93(t *testing.T) {
	race.LeaveOut(t)
	features := formattest.Communes(t, shared.File(t, "communes-2018.geojsonl.gz"), "35", "2A")
	s := format.SchemaOf("communes", features)
	s.CRS = 2154
	path := write(t, s, features)
	got := read(t, path)
	for _, f := range features {
		if diff := cmp.Diff(f.Geometry, got[format.Code(f)].Geometry); diff != "" {
			t.Errorf("%s: %s", format.Code(f), diff)
		}
	}
	info := gdal.Run(t, "ogrinfo", "-al", "-so", path)
	if !strings.Contains(info, `ID["EPSG",2154]`) {
		t.Errorf("ogrinfo does not know the system:\n%s", info)
	}
	back := gdal.Run(t, "ogr2ogr", "-f", "GeoJSON", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=7", "/vsistdout/", path)
	count := 0
	for f, err := range geojson.Read(strings.NewReader(back), "gdal.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got[format.Code(f)].Geometry, f.Geometry); diff != "" {
			t.Errorf("GDAL converts %s: %s", format.Code(f), diff)
		}
		count++
	}
	if count != len(features) {
		t.Errorf("GDAL reads %d features, want %d", count, len(features))
	}
}

func TestOtherGeometriesInGDAL(t *testing.T) {
	box := geo.Box{Max: geo.Point{X: 5, Y: 5}}
	features := []geo.Feature{
		{Geometry: geo.MultiPoint{{X: 1, Y: 2}}},
		{Geometry: geo.MultiLine{{{X: 0, Y: 0}, {X: 7, Y: 0}}, {{X: 1, Y: 1}, {X: 2, Y: 2}}}},
		{Geometry: geo.MultiPolygon{box.Polygon()}},
		{},
	}
	path := write(t, format.SchemaOf("any", features), features)
	info := gdal.Run(t, "ogrinfo", "-al", path)
	for _, line := range []string{"Geometry: Unknown (any)", "Feature Count: 4", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"} {
		if !strings.Contains(info, line) {
			t.Errorf("ogrinfo does not say %q:\n%s", line, info)
		}
	}
	gdal.Run(t, "ogrinfo", "-al", "-so", write(t, format.Schema{}, nil))
}

func TestWhatGDALWritesIsRead(t *testing.T) {
	text := `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"insee":"a","n":1,"x":1.5,"b":true,"d":"2025-01-31T12:00:00Z","o":{"k":1},"big":3000000000},
 "geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,0.5],[2,1],[2,0.5],[1,0.5]]]}},
{"type":"Feature","properties":{"insee":"b","n":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[5,5],[6,5],[6,6],[5,5]]],[[[7,7],[8,7],[8,8],[7,7]]]]}},
{"type":"Feature","properties":{"insee":"c"},"geometry":{"type":"Point","coordinates":[1,2,300]}},
{"type":"Feature","properties":{"insee":"d"},"geometry":{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8],[9,9]]]}},
{"type":"Feature","properties":{"insee":"e"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},
{"type":"Feature","properties":{"insee":"f"},"geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}}
]}`
	source := filepath.Join(t.TempDir(), "source.geojson")
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := map[string]geo.Feature{}
	for f, err := range geojson.Read(strings.NewReader(text), "source.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		want[format.Code(f)] = f
	}
	for _, test := range []struct {
		name string
		args []string
	}{
		{"with an index", nil},
		{"without an index", []string{"-lco", "SPATIAL_INDEX=NO"}},
		{"in Pseudo-Mercator", []string{"-t_srs", "EPSG:3857"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gdal.fgb")
			gdal.Run(t, "ogr2ogr", append(test.args, "-f", "FlatGeobuf", path, source)...)
			got := read(t, path)
			if len(got) != len(want) {
				t.Errorf("%d features, want %d", len(got), len(want))
			}
			for code, f := range want {
				if diff := cmp.Diff(f.Geometry, got[code].Geometry); diff != "" {
					t.Errorf("%s: %s", code, diff)
				}
			}
			a := got["a"]
			for _, p := range []geo.Property{
				{Name: "n", Value: int64(1)},
				{Name: "x", Value: 1.5},
				{Name: "b", Value: true},
				{Name: "big", Value: int64(3000000000)},
				{Name: "o", Value: `{ "k": 1 }`},
				{Name: "d", Value: "2025-01-31T12:00:00Z"},
			} {
				if a.Property(p.Name) != p.Value {
					t.Errorf("%s is %#v, want %#v", p.Name, a.Property(p.Name), p.Value)
				}
			}
			if v := got["b"].Property("n"); v != nil {
				t.Errorf("n is %v, want null", v)
			}
		})
	}
}

func TestTheSameFeaturesGiveTheSameBytes(t *testing.T) {
	features := communes(t)
	var files [2][]byte
	for i := range files {
		var err error
		if files[i], err = os.ReadFile(write(t, format.SchemaOf("communes", features), features)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two writings differ")
	}
}
