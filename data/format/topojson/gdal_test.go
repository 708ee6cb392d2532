package topojson

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/internal/gdal"
)

// GDAL reads a topology as we do, to the last step of the grid.
func TestGDALReadsTheSame(t *testing.T) {
	square := func(x, y, side int32) geo.Polygon {
		return geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + side, Y: y + side}}.Polygon()
	}
	features := []geo.Feature{
		{
			ID:         "a",
			Properties: []geo.Property{{Name: "insee", Value: "01001"}, {Name: "n", Value: int64(7)}, {Name: "x", Value: 1.5}},
			Geometry:   geo.MultiPolygon{square(23_522_219, 488_566_140, 3_333_333), square(0, 0, 10)},
		},
		{
			ID:         "b",
			Properties: []geo.Property{{Name: "insee", Value: "Œ \"é\"\n"}, {Name: "n", Value: nil}, {Name: "x", Value: -0.25}},
			Geometry:   geo.MultiPolygon{square(23_522_219+3_333_333, 488_566_140, 3_333_333)},
		},
		{ID: "c", Properties: []geo.Property{{Name: "insee", Value: "c"}, {Name: "n", Value: int64(0)}, {Name: "x", Value: nil}}, Geometry: geo.MultiPolygon{square(-1_790_000_001, -890_000_000, 7)}},
	}
	path := filepath.Join(t.TempDir(), "communes.topojson")
	w, err := Create(path, format.SchemaOf("communes", features))
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
	if got := gdal.Run(t, "ogrinfo", "-al", "-so", path); !strings.Contains(got, "Layer name: communes") ||
		!strings.Contains(got, "Feature Count: 3") || !strings.Contains(got, "insee: String") || !strings.Contains(got, "n: Integer") {
		t.Errorf("ogrinfo says %s", got)
	}
	copied := filepath.Join(t.TempDir(), "copy.geojsonl")
	gdal.Run(t, "ogr2ogr", "-f", "GeoJSONSeq", "-a_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=9", copied, path)
	file, err := os.Open(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var got []geo.Feature
	for f, err := range geojson.Read(file, "copy") {
		if err != nil {
			t.Fatal(err)
		}
		f.ID = f.Property("id").(string) // of GDAL, which makes it a column
		f.Properties = f.Properties[1:]
		got = append(got, startingAtTheLeast(f))
	}
	var want []geo.Feature
	for f, err := range Read(format.File(path), format.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, startingAtTheLeast(f))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
