package kml_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/formattest"
	"perimetre/data/format/geojson"
	"perimetre/data/format/kml"
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
			geo.Property{Name: "littorale", Value: i%2 == 0})
	}
	return communes
}

func TestCommunesComeBack(t *testing.T) { formattest.RoundTrip(t, suite(), communes(t)) }

// write gives the path of a file of features.
func write(t *testing.T, features []geo.Feature) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "communes.kml")
	w, err := kml.Create(path, format.SchemaOf("communes", features))
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

func TestGDALReadsWhatIsWritten(t *testing.T) {
	features := communes(t)
	path := write(t, features)
	for _, test := range []struct {
		driver string
		lines  []string
	}{
		{"LIBKML", []string{
			"insee: String", "nom: String", "population: Integer", "superficie: Real", "littorale: Integer",
		}},
		{"KML", nil}, // it knows the names of Placemarks only
	} {
		t.Run(test.driver, func(t *testing.T) {
			skip := map[string]string{"LIBKML": "KML", "KML": "LIBKML"}[test.driver]
			info := gdal.Run(t, "ogrinfo", "--config", "OGR_SKIP", skip, "-al", "-so", path)
			told := []string{"Layer name: communes", fmt.Sprintf("Feature Count: %d", len(features)), `ID["EPSG",4326]`}
			for _, line := range append(told, test.lines...) {
				if !strings.Contains(info, line) {
					t.Errorf("ogrinfo does not say %q:\n%s", line, info)
				}
			}
		})
	}

	again := gdal.Run(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7", "/vsistdout/", path)
	count := 0
	for f, err := range geojson.Read(strings.NewReader(again), "gdal.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		want := features[count]
		for _, p := range want.Properties[:3] { // GDAL has no booleans of KML, and numbers of its own
			if fmt.Sprint(f.Property(p.Name)) != fmt.Sprint(p.Value) {
				t.Errorf("GDAL reads %v as the %s of %s, want %v", f.Property(p.Name), p.Name, format.Code(f), p.Value)
			}
		}
		if diff := cmp.Diff(want.Geometry, f.Geometry); diff != "" {
			t.Errorf("%s: %s", format.Code(f), diff)
		}
		count++
	}
	if count != len(features) {
		t.Errorf("GDAL reads %d features, want %d", count, len(features))
	}
}

func TestOtherGeometriesInGDAL(t *testing.T) {
	path := write(t, []geo.Feature{
		{Geometry: geo.MultiPoint{{X: 1, Y: 2}}},
		{Geometry: geo.MultiPoint{{X: 1, Y: 2}, {X: 3, Y: 4}}},
		{Geometry: geo.MultiLine{{{X: 0, Y: 0}, {X: 7, Y: 0}}, {{X: 1, Y: 1}, {X: 2, Y: 2}}}},
		{},
	})
	info := gdal.Run(t, "ogrinfo", "-al", path)
	for _, line := range []string{"Feature Count: 4", "POINT", "MULTIPOINT", "MULTILINESTRING"} {
		if !strings.Contains(info, line) {
			t.Errorf("ogrinfo does not say %q:\n%s", line, info)
		}
	}
}

func TestWhatGDALWritesIsRead(t *testing.T) {
	text := `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"insee":"01001","Name":"L’Abergement & <Cie>","n":1,"x":1.5,"b":true},
 "geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,0.5],[2,1],[2,0.5],[1,0.5]]]}},
{"type":"Feature","properties":{"insee":"b","n":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[5,5],[6,5],[6,6],[5,5]]],[[[7,7],[8,7],[8,8],[7,7]]]]}},
{"type":"Feature","properties":{"insee":"c"},"geometry":{"type":"Point","coordinates":[1,2,300]}},
{"type":"Feature","properties":{"insee":"d"},"geometry":{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8],[9,9]]]}},
{"type":"Feature","properties":{"insee":"e"},"geometry":null}
]}`
	source := filepath.Join(t.TempDir(), "source.geojson")
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var want []geo.Feature
	for f, err := range geojson.Read(strings.NewReader(text), "source.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, f)
	}
	for _, driver := range []string{"LIBKML", "KML"} {
		t.Run(driver, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gdal.kml")
			gdal.Run(t, "ogr2ogr", "-f", driver, path, source)
			var got []geo.Feature
			for f, err := range kml.Read(format.File(path), format.Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, f)
			}
			if len(got) != len(want) {
				t.Fatalf("%d features, want %d", len(got), len(want))
			}
			for i, f := range want {
				if diff := cmp.Diff(f.Geometry, got[i].Geometry); diff != "" {
					t.Error(diff)
				}
				if got[i].Property("insee") != f.Property("insee") {
					t.Errorf("%v has the code %v", f.Property("insee"), got[i].Property("insee"))
				}
			}
			for _, p := range []geo.Property{
				{Name: "name", Value: "L’Abergement & <Cie>"}, {Name: "n", Value: int64(1)}, {Name: "x", Value: 1.5},
			} {
				if got[0].Property(p.Name) != p.Value {
					t.Errorf("%s is %#v, want %#v", p.Name, got[0].Property(p.Name), p.Value)
				}
			}
			if v := got[1].Property("n"); v != nil {
				t.Errorf("n is %v, want null", v)
			}
			layers, err := kml.Layers(format.File(path))
			want := map[string]string{"LIBKML": "source", "KML": "gdal"}[driver] // one names its folder only
			if err != nil || layers[0].Name != want {
				t.Errorf("layers %v, %v, want %s", layers, err, want)
			}
		})
	}
}

func TestGDALReadsNumbersOfMoreThan32Bits(t *testing.T) {
	feature := func(small, siret, large int64) geo.Feature {
		return geo.Feature{Geometry: geo.MultiPoint{{}}, Properties: []geo.Property{
			{Name: "small", Value: small}, {Name: "siret", Value: siret}, {Name: "large", Value: large},
		}}
	}
	path := write(t, []geo.Feature{feature(-1<<31, 21750001600019, 1<<62+1), feature(1<<31-1, 1, 1)})
	info := gdal.Run(t, "ogrinfo", "-al", path)
	for _, line := range []string{
		"small (Integer) = -2147483648", "small (Integer) = 2147483647", "siret (Real) = 21750001600019", "large (String) = 4611686018427387905",
	} {
		if !strings.Contains(info, line) {
			t.Errorf("ogrinfo does not say %q:\n%s", line, info)
		}
	}
}
