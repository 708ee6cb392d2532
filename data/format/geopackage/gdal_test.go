package geopackage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/format/geopackage"
	"perimetre/geo"
	"perimetre/internal/gdal"
)

func TestGDALReadsWhatIsWritten(t *testing.T) {
	all := communes(t)
	path := write(t, format.SchemaOf("communes", all), all...)
	got := gdal.Run(t, "ogrinfo", "-al", "-so", path)
	for _, line := range []string{
		"Layer name: communes", "Geometry: Multi Polygon", fmt.Sprintf("Feature Count: %d", len(all)), `ID["EPSG",4326]`,
		// ogrinfo tells the same of these communes in the source.
		"Extent: (-54.601550, 2.111320) - (9.408150, 48.712230)", "FID Column = fid", "Geometry Column = geom",
		"insee: String", "nom: String", "population: Integer64", "superficie: Real", "littorale: Integer(Boolean)", "epci: String",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("ogrinfo does not say %q:\n%s", line, got)
		}
	}
	// The index finds the only commune that holds a place, and GDAL uses it.
	got = gdal.Run(t, "ogrinfo", "-q", "-spat", "8.74", "41.92", "8.741", "41.921", path, "communes")
	if n := strings.Count(got, "OGRFeature("); n != 1 || !strings.Contains(got, "nom (String) = Ajaccio") {
		t.Errorf("%d features:\n%.2000s", n, got)
	}
	back := filepath.Join(t.TempDir(), "back.geojson")
	gdal.Run(t, "ogr2ogr", "-lco", "COORDINATE_PRECISION=7", "-f", "GeoJSON", back, path)
	file, err := os.Open(back)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	i := 0
	for f, err := range geojson.Read(file, "back.geojson") {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all[i].Geometry, f.Geometry); diff != "" || f.Property("insee") != all[i].Property("insee") {
			t.Fatalf("feature %d: %s", i+1, diff)
		}
		i++
	}
	if i != len(all) {
		t.Errorf("%d features, want %d", i, len(all))
	}
}

func TestGDALEditsWhatIsWritten(t *testing.T) {
	path := write(t, schema("communes"), feature("a", square(0, 0, 1e7)), feature("b", square(5e7, 0, 1e7)))
	for _, statement := range []string{
		"INSERT INTO communes (insee, geom) SELECT 'c', ST_Translate(geom, 20, 0, 0) FROM communes WHERE insee = 'a'",
		"UPDATE communes SET geom = ST_Translate(geom, 40, 0, 0) WHERE insee = 'b'",
		"DELETE FROM communes WHERE insee = 'a'",
	} {
		gdal.Run(t, "ogrinfo", "-q", path, "-sql", statement)
	}
	for x, want := range map[string]string{"0.5": "", "5.5": "", "20.5": "c", "45.5": "b"} {
		got := gdal.Run(t, "ogrinfo", "-q", "-spat", x, "0.5", x, "0.5", path, "communes")
		if n := strings.Count(got, "OGRFeature("); want == "" && n > 0 || want != "" && !strings.Contains(got, "insee (String) = "+want) {
			t.Errorf("at %s there is not %q:\n%s", x, want, got)
		}
	}
}

func TestStylesLieWhereQGISLooks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "styled.gpkg")
	file, err := geopackage.CreateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"communes", "epci"} {
		l, err := file.Layer(schema(name))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Style("Limites de "+name, `<qgis version="3.28"/>`); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	got := gdal.Run(t, "ogrinfo", "-al", "-q", path, "layer_styles", "-where", "f_table_name = 'epci'")
	for _, line := range []string{
		"f_table_catalog (String) = \n", "f_table_schema (String) = \n", "f_geometry_column (String) = geom", "styleName (String) = Limites de epci",
		`styleQML (String) = <qgis version="3.28"/>`, "useAsDefault (Integer(Boolean)) = 1", "update_time (DateTime) = 2",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("ogrinfo does not say %q:\n%s", line, got)
		}
	}
	layers, err := geopackage.Layers(format.File(path))
	if err != nil || len(layers) != 2 {
		t.Errorf("%v, %v: the table of styles is no layer", layers, err)
	}
}

// What GDAL makes of a text of every kind of geometry.
func TestWhatGDALWritesIsRead(t *testing.T) {
	const text = `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"insee":"01001","nom":"Œuf","n":1,"x":1.5,"vrai":true,"jour":"2024-01-31"},
			"geometry":{"type":"Polygon","coordinates":[[[0,0,7],[1,0,7],[0,1,7],[0,0,7]]]}},
		{"type":"Feature","properties":{"insee":"01002"},"geometry":{"type":"Point","coordinates":[2.5,48.25]}},
		{"type":"Feature","properties":{"insee":"01003"},"geometry":{"type":"LineString","coordinates":[[0,0],[1.5,1]]}},
		{"type":"Feature","properties":{"insee":"01004"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]],[[[5,5],[6,5],[5,6],[5,5]]]]}},
		{"type":"Feature","properties":{"insee":"01005"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[2,48]}]}},
		{"type":"Feature","properties":{"insee":"01006"},"geometry":null}]}`
	source := filepath.Join(t.TempDir(), "source.geojson")
	if err := os.WriteFile(source, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"1.0", "1.1", "1.2", "1.3"} {
		t.Run(version, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "gdal.gpkg")
			gdal.Run(t, "ogr2ogr", "-f", "GPKG", "-dsco", "VERSION="+version, "-nln", "melange", path, source)
			layers, err := geopackage.Layers(format.File(path))
			want := []format.Layer{{Name: "melange", CRS: 4326, Features: 6, Fields: []string{"insee", "nom", "n", "x", "vrai", "jour"}}}
			if diff := cmp.Diff(want, layers); err != nil || diff != "" {
				t.Error(err, diff)
			}
			got, errs := read(format.File(path), format.Options{})
			refused := []string{`gdal.gpkg: feature 5 (01005): geometry of type "GeometryCollection": keep one kind of geometry, polygons for a unit`}
			if diff := cmp.Diff(refused, errs); diff != "" {
				t.Error(diff)
			}
			triangle := geo.Polygon{{{}, {X: 1e7}, {Y: 1e7}, {}}}
			other := geo.Polygon{{{X: 5e7, Y: 5e7}, {X: 6e7, Y: 5e7}, {X: 5e7, Y: 6e7}, {X: 5e7, Y: 5e7}}}
			var geometries []geo.Geometry
			for _, f := range got {
				geometries = append(geometries, f.Geometry)
			}
			if diff := cmp.Diff([]geo.Geometry{
				geo.MultiPolygon{triangle},
				geo.MultiPoint{{X: 25_000_000, Y: 482_500_000}},
				geo.MultiLine{{{}, {X: 15_000_000, Y: 10_000_000}}},
				geo.MultiPolygon{triangle, other},
				nil,
			}, geometries); diff != "" {
				t.Error(diff)
			}
			properties := []geo.Property{
				{Name: "insee", Value: "01001"},
				{Name: "nom", Value: "Œuf"},
				{Name: "n", Value: int64(1)},
				{Name: "x", Value: 1.5},
				{Name: "vrai", Value: true},
				{Name: "jour", Value: "2024-01-31"},
			}
			if diff := cmp.Diff(properties, got[0].Properties); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// mainland are the communes that lie where Lambert-93 is used.
func mainland(t *testing.T) (features []geo.Feature) {
	t.Helper()
	for _, f := range communes(t) {
		if format.Code(f) < "973" {
			f.Properties = f.Properties[:4]
			features = append(features, f)
		}
	}
	return features
}

func TestLambert93AsGDALHasIt(t *testing.T) {
	all := mainland(t)
	s := format.SchemaOf("communes", all)
	s.CRS = 2154
	ours := write(t, s, all...)
	got := gdal.Run(t, "ogrinfo", "-al", "-so", ours)
	if !strings.Contains(got, `ID["EPSG",2154]`) {
		t.Errorf("ogrinfo does not say the system:\n%s", got)
	}
	theirs := filepath.Join(t.TempDir(), "gdal.gpkg")
	gdal.Run(t, "ogr2ogr", "-t_srs", "EPSG:2154", theirs, write(t, format.SchemaOf("communes", all), all...))
	for name, path := range map[string]string{"ours": ours, "theirs": theirs} {
		layers, err := geopackage.Layers(format.File(path))
		if err != nil || layers[0].CRS != 2154 {
			t.Errorf("%s: %v, %v", name, layers, err)
		}
		features, errs := read(format.File(path), format.Options{})
		for i := range features {
			features[i].ID = ""
		}
		if diff := cmp.Diff(all, features); diff != "" || errs != nil {
			t.Errorf("%s: %v %.2000s", name, errs, diff)
		}
	}
	// Where the same points lie to the millimetre, both tell the same bounds.
	extent := func(path string) string {
		_, after, _ := strings.Cut(gdal.Run(t, "ogrinfo", "-al", "-so", path), "Extent: ")
		line, _, _ := strings.Cut(after, "\n")
		return line
	}
	if a, b := extent(ours), extent(theirs); a != b || a == "" {
		t.Errorf("ours %s, theirs %s", a, b)
	}
}
