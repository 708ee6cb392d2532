package parquet

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// written gives the path of a file of those features.
func written(t *testing.T, s format.Schema, features []geo.Feature) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "communes.parquet")
	w, err := Create(path, s)
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

func square(x, y int32) geo.MultiPolygon {
	return geo.MultiPolygon{geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + 10_000_000, Y: y + 5_000_000}}.Polygon()}
}

func TestMetadataDescribeTheGeometries(t *testing.T) {
	features := []geo.Feature{
		{Properties: []geo.Property{{Name: "bbox", Value: "a"}, {Name: "geometry", Value: int64(1)}}, Geometry: square(0, 0)},
		{Properties: []geo.Property{{Name: "bbox", Value: nil}, {Name: "geometry", Value: nil}}, Geometry: geo.MultiPoint{{X: -25_000_000, Y: 1}}},
		{Properties: []geo.Property{{Name: "bbox", Value: nil}, {Name: "geometry", Value: nil}}},
	}
	path := written(t, format.SchemaOf("communes", features), features)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	// GeoParquet 1.1, sections geometry_types, bbox and covering; names of columns give way to those of attributes.
	got, _ := theirs.Lookup("geo")
	want := `{"version":"1.1.0","primary_column":"geometry_","columns":{"geometry_":{"encoding":"WKB",` +
		`"geometry_types":["MultiPoint","MultiPolygon"],"bbox":[-2.5,0,1,0.5],` +
		`"covering":{"bbox":{"xmax":["bbox_","xmax"],"xmin":["bbox_","xmin"],"ymax":["bbox_","ymax"],"ymin":["bbox_","ymin"]}}}}}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var columns []string
	for _, field := range theirs.Schema().Fields() {
		columns = append(columns, field.Name())
	}
	if diff := cmp.Diff([]string{"bbox", "geometry", "bbox_", "geometry_"}, columns); diff != "" {
		t.Error(diff)
	}
	rows := make([]parquet.Row, 3)
	if n, _ := theirs.RowGroups()[0].Rows().ReadRows(rows); n != 3 {
		t.Fatalf("%d rows", n)
	}
	for i, want := range [][]float64{{0, 0, 1, 0.5}, {-2.5, 1e-7, -2.5, 1e-7}} {
		var box []float64
		for _, v := range rows[i][2:6] {
			box = append(box, v.Double())
		}
		if diff := cmp.Diff(want, box); diff != "" {
			t.Error(diff)
		}
	}
	if !rows[2][2].IsNull() || !rows[2][6].IsNull() {
		t.Errorf("a feature without a geometry has %v", rows[2])
	}
}

func TestTheSameFeaturesGiveTheSameBytes(t *testing.T) {
	var features []geo.Feature
	for i := range int32(1000) {
		features = append(features, geo.Feature{
			Properties: []geo.Property{{Name: "n", Value: int64(i)}, {Name: "l", Value: []string{"a", "b"}}, {Name: "nom", Value: "Œuf"}},
			Geometry:   square(i*1000, i),
		})
	}
	s := format.SchemaOf("communes", features)
	first, err := os.ReadFile(written(t, s, features))
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(written(t, s, features))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("the second file has other bytes")
	}
}

func TestAnUnknownSystemIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.parquet")
	if _, err := Create(path, format.Schema{CRS: 1}); err == nil {
		t.Error("a file is made in EPSG:1")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file is left behind")
	}
}

// All communes come back, over several row groups, with lists that are null, empty and full.
func TestRealCommunesComeBack(t *testing.T) {
	race.LeaveOut(t)
	file, err := os.Open(shared.File(t, "communes-2018.geojsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []geo.Feature
	for f, err := range geojson.Read(plain, "communes") {
		if err != nil {
			t.Fatal(err)
		}
		lists := []any{nil, []string{}, []string{"a", "é"}}
		f.Properties = append(f.Properties, geo.Property{Name: "liste", Value: lists[len(want)%3]})
		want = append(want, f)
	}
	path := written(t, format.SchemaOf("communes", want), want)
	i := 0
	for f, err := range Read(format.File(path), format.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i].Properties, f.Properties); diff != "" {
			t.Fatal(diff)
		}
		if !bytes.Equal(geo.AppendGeoJSON(nil, want[i].Geometry), geo.AppendGeoJSON(nil, f.Geometry)) {
			t.Fatalf("commune %v has another geometry", f.Properties)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d communes of %d", i, len(want))
	}
}
