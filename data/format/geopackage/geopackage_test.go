package geopackage_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite"

	"perimetre/data/format"
	"perimetre/data/format/formattest"
	"perimetre/data/format/geopackage"
	"perimetre/geo"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

func suite() formattest.Format {
	return formattest.Format{
		Extension: ".gpkg", Layers: geopackage.Layers, Read: geopackage.Read, Create: geopackage.Create,
		As: func(f geo.Feature) geo.Feature {
			properties := make([]geo.Property, len(f.Properties))
			for i, p := range f.Properties {
				if list, ok := p.Value.([]string); ok {
					p.Value = `["` + strings.Join(list, `","`) + `"]`
				}
				properties[i] = p
			}
			f.Properties = properties
			return f
		},
	}
}

func TestSuite(t *testing.T) { formattest.Suite(t, suite()) }

func TestWhatDoesNotFitIsRefused(t *testing.T) { formattest.Refusals(t, suite()) }

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

// square is a polygon of some steps of the grid.
func square(x, y, side int32) geo.MultiPolygon {
	return geo.MultiPolygon{geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + side, Y: y + side}}.Polygon()}
}

func feature(code any, g geo.Geometry) geo.Feature {
	return geo.Feature{Properties: []geo.Property{{Name: "insee", Value: code}}, Geometry: g}
}

// schema is that of feature.
func schema(layer string) format.Schema {
	return format.Schema{Layer: layer, Fields: []format.Attribute{{Name: "insee", Type: format.String}}}
}

// write writes a file of one layer.
func write(t *testing.T, s format.Schema, features ...geo.Feature) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "communes.gpkg")
	w, err := geopackage.Create(path, s)
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

// read gives the features of a layer, and the texts of errors.
func read(in format.Input, o format.Options) (features []geo.Feature, errs []string) {
	for f, err := range geopackage.Read(in, o) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		features = append(features, f)
	}
	return features, errs
}

// open opens a file as another program would.
func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// change runs statements on a file, and closes it.
func change(t *testing.T, path string, statements ...string) {
	t.Helper()
	db := open(t, path)
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestSeveralLayersAreWrittenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "all.gpkg")
	file, err := geopackage.CreateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := file.Layer(schema("communes"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := file.Layer(format.Schema{Layer: `l'"EPCI"`, CRS: 3857, Fields: []format.Attribute{{Name: "fid"}, {Name: "geom"}, {Name: "GEOM"}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range int32(3) {
		if err := a.Write(feature(fmt.Sprint(i), square(i, i, 10))); err != nil {
			t.Fatal(err)
		}
		properties := []geo.Property{{Name: "fid", Value: "x"}, {Name: "geom", Value: "y"}, {Name: "GEOM", Value: "z"}}
		if err := b.Write(geo.Feature{Properties: properties, Geometry: square(i*1e7, i, 100)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	layers, err := geopackage.Layers(format.File(path))
	if err != nil {
		t.Fatal(err)
	}
	want := []format.Layer{
		{Name: "communes", CRS: 4326, Features: 3, Fields: []string{"insee"}},
		{Name: `l'"EPCI"`, CRS: 3857, Features: 3, Fields: []string{"fid", "geom", "GEOM_1"}},
	}
	if diff := cmp.Diff(want, layers); diff != "" {
		t.Error(diff)
	}
	got, errs := read(format.File(path), format.Options{Layer: `L'"epci"`})
	if len(got) != 3 || errs != nil {
		t.Fatalf("%d features, %v", len(got), errs)
	}
	if diff := cmp.Diff(geo.Geometry(square(1e7, 1, 100)), got[1].Geometry); diff != "" {
		t.Errorf("in Pseudo-Mercator: %s", diff)
	}
	if got[2].ID != "3" {
		t.Errorf("the third has ID %q", got[2].ID)
	}
	_, errs = read(format.File(path), format.Options{})
	if want := []string{`all.gpkg: there are 2 layers: name one of communes, l'"EPCI"`}; !cmp.Equal(errs, want) {
		t.Errorf("got %q, want %q", errs, want)
	}
	_, errs = read(format.File(path), format.Options{Layer: "regions"})
	if want := []string{`all.gpkg: there is no layer "regions": name one of communes, l'"EPCI"`}; !cmp.Equal(errs, want) {
		t.Errorf("got %q, want %q", errs, want)
	}
}

func TestAnEmptyLayerIsALayer(t *testing.T) {
	path := write(t, format.Schema{})
	layers, err := geopackage.Layers(format.File(path))
	want := []format.Layer{{Name: "communes", CRS: 4326, Fields: []string{}}}
	if diff := cmp.Diff(want, layers); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got, errs := read(format.File(path), format.Options{}); got != nil || errs != nil {
		t.Errorf("%v, %v", got, errs)
	}
}

func TestAFormerFileIsReplaced(t *testing.T) {
	path := write(t, schema("old"), feature("a", nil))
	w, err := geopackage.Create(path, schema("new"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	layers, err := geopackage.Layers(format.File(path))
	if err != nil || len(layers) != 1 || layers[0].Name != "new" {
		t.Errorf("%v, %v", layers, err)
	}
}

func TestAFeatureThatDoesNotFitLeavesTheOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "communes.gpkg")
	s := schema("communes")
	s.Geometry, s.CRS = format.MultiPolygon, 3035
	w, err := geopackage.Create(path, s)
	if err != nil {
		t.Fatal(err)
	}
	const mend = ": give all features of the layer the same attributes, one kind of geometry, and a place where its system is used"
	for _, test := range []struct {
		feature geo.Feature
		want    string
	}{
		{feature("01001", square(0, 0, 1)), ""},
		{feature("01002", geo.MultiPoint{{}}), "communes.gpkg: feature 2 (01002): its geometry is a MultiPoint, those of the layer are MultiPolygon" + mend},
		{feature("far", square(-1_700_000_000, -520_000_000, 1)), "communes.gpkg: feature 2 (far): it has no coordinates in EPSG:3035" + mend},
		{
			geo.Feature{Properties: []geo.Property{{Name: "nom", Value: "x"}}},
			`communes.gpkg: feature 2: attribute "nom" is not one of the layer` + mend,
		},
		{feature("01003", nil), ""},
	} {
		if err := w.Write(test.feature); test.want == "" && err != nil || test.want != "" && fmt.Sprint(err) != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, errs := read(format.File(path), format.Options{}); len(got) != 2 || errs != nil {
		t.Errorf("%v, %v", got, errs)
	}
}

func TestLayersThatCannotBeWritten(t *testing.T) {
	file, err := geopackage.CreateFile(filepath.Join(t.TempDir(), "all.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Layer(schema("communes")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		schema format.Schema
		want   string
	}{
		{schema("Communes"), `all.gpkg: layer "Communes": there is one already, whatever its case: give another name`},
		{schema("gpkg_communes"), `all.gpkg: layer "gpkg_communes": GeoPackage keeps that name for itself: give another`},
		{format.Schema{Layer: "x", CRS: 1}, `all.gpkg: layer "x": EPSG:1 is not a known reference system: use one of EPSG:4326`},
	} {
		if _, err := file.Layer(test.schema); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

func TestAFileOfHalfALayerIsNotClosedInSilence(t *testing.T) {
	file, err := geopackage.CreateFile(filepath.Join(t.TempDir(), "all.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "all.gpkg: layer \"communes\": too many columns"
	if _, err := file.Layer(format.Schema{Layer: "communes", Fields: make([]format.Attribute, 2000)}); err == nil ||
		!strings.Contains(err.Error(), "too many columns") {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if err := file.Close(); err == nil || !strings.Contains(err.Error(), "too many columns") {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestFilesThatAreNoGeoPackage(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text.gpkg")
	empty := filepath.Join(folder, "empty.gpkg")
	plain := filepath.Join(folder, "plain.gpkg")
	if err := os.WriteFile(text, []byte(strings.Repeat("insee;nom\n", 100)), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(empty, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	change(t, plain, "CREATE TABLE communes (insee TEXT)")
	cut := write(t, schema("communes"), feature("a", square(0, 0, 5)))
	if err := os.Truncate(cut, 8192); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		text:  "text.gpkg: it is no GeoPackage, nor any file of SQLite: give a file that ends in .gpkg",
		empty: "empty.gpkg: it is no GeoPackage, nor any file of SQLite: give a file that ends in .gpkg",
		plain: "plain.gpkg: it is a file of SQLite without the tables of a GeoPackage that holds features: " +
			"give a GeoPackage, or export this file as one",
		cut: "communes.gpkg: database disk image is malformed (11): the file is damaged: download or export it again",
	} {
		if _, err := geopackage.Layers(format.File(path)); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		if _, errs := read(format.File(path), format.Options{}); len(errs) != 1 || errs[0] != want {
			t.Errorf("got  %q\nwant %s", errs, want)
		}
	}
}
