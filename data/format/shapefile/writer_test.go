package shapefile

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/data/format"
	"perimetre/geo"
)

func TestNamesOfFieldsAreCutAndDiffer(t *testing.T) {
	for _, test := range []struct{ names, want []string }{
		{[]string{"insee", "nom"}, []string{"insee", "nom"}},
		{[]string{"population_totale", "population"}, []string{"populati_1", "population"}},
		{[]string{"population_totale", "population_municipale", "populationX"}, []string{"population", "populati_1", "populati_2"}},
		{[]string{"nom", "NOM", "Nom"}, []string{"nom", "NOM_1", "Nom_2"}},
		{[]string{"NOM_1", "nom", "Nom"}, []string{"NOM_1", "nom", "Nom_2"}},
		{[]string{"appellationé", "ééééééé", "e"}, []string{"appellatio", "ééééé", "e"}},
		{[]string{"", ""}, []string{"_1", "_2"}},
		{
			[]string{"superficie_1", "superficie_2", "superficie_3", "superficie_4", "superficie_5", "superficie_6", "superficie_7", "superficie_8", "superficie_9", "superficie_10", "superficie_11"},
			[]string{"superficie", "superfic_1", "superfic_2", "superfic_3", "superfic_4", "superfic_5", "superfic_6", "superfic_7", "superfic_8", "superfic_9", "superfi_10"},
		},
	} {
		var attributes []format.Attribute
		for _, name := range test.names {
			attributes = append(attributes, format.Attribute{Name: name})
		}
		if diff := cmp.Diff(test.want, fieldNames(attributes)); diff != "" {
			t.Errorf("%q: %s", test.names, diff)
		}
	}
}

func TestTextsThatAreTooLong(t *testing.T) {
	long := "a" + strings.Repeat("é", 127) // 255 bytes
	features := []geo.Feature{feature("nom", "x", nil), feature("nom", long, nil), feature("nom", "y", nil)}
	write := func(w Writing) (errs []string, texts []any) {
		path := filepath.Join(t.TempDir(), "communes.shp")
		out, err := w.Create(path, format.SchemaOf("", features))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range features {
			if err := out.Write(f); err != nil {
				if !errors.As(err, new(*format.RecordError)) {
					t.Errorf("%T is no error of a record", err)
				}
				errs = append(errs, err.Error())
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		for f, err := range Read(format.File(path), format.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, f.Property("nom"))
		}
		return errs, texts
	}
	errs, texts := write(Writing{})
	refused := []string{"communes.shp: feature 2: attribute nom has 255 bytes, a Shapefile holds 254: shorten it, have it cut, or write a GeoPackage"}
	if diff := cmp.Diff(refused, errs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]any{"x", "y"}, texts); diff != "" {
		t.Error(diff)
	}
	errs, texts = write(Writing{Cut: true})
	if diff := cmp.Diff([]any{"x", "a" + strings.Repeat("é", 126), "y"}, texts); errs != nil || diff != "" {
		t.Error(errs, diff)
	}
}

func TestFeaturesThatDoNotFit(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "communes.shp"), format.Schema{CRS: 3035, Fields: []format.Attribute{{Name: "insee", Type: format.Int64}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		feature geo.Feature
		want    string
	}{
		{feature("insee", int64(1), nil), ""},
		{feature("insee", int64(2), square(0, 450_000_000, 5)), ""},
		{
			feature("insee", int64(3), geo.MultiPoint{{}}),
			"communes.shp: feature 3 (3): its geometry is of another kind than those before, and a Shapefile holds one: write it to another file",
		},
		{
			feature("insee", int64(4), square(-1_700_000_000, -520_000_000, 5)),
			"communes.shp: feature 3 (4): it has no coordinates in EPSG:3035: leave it out, or write another system",
		},
		{feature("insee", "x", nil), `communes.shp: feature 3 (x): attribute "insee" holds x, a string: give all features the attributes of the layer`},
		{feature("insee", nil, nil), ""},
	} {
		if err := w.Write(test.feature); test.want == "" && err != nil || test.want != "" && fmt.Sprint(err) != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

func TestAPathThatIsNoShapefile(t *testing.T) {
	if _, err := Create(filepath.Join(t.TempDir(), "communes.dbf"), format.Schema{}); err == nil || err.Error() != "communes.dbf: give the path of a .shp" {
		t.Errorf("got %v", err)
	}
	if _, err := Create(filepath.Join(t.TempDir(), "absent", "communes.shp"), format.Schema{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestAFormerShapefileIsReplacedWithItsIndexes(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"communes.SHP", "communes.DBF", "communes.qix", "communes.csv"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("old"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Create(filepath.Join(folder, "communes.shp"), format.Schema{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	want := []string{"communes.cpg", "communes.csv", "communes.dbf", "communes.prj", "communes.shp", "communes.shx"}
	if !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestAFileOverTheLimitIsRefused(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "communes.shp"), format.Schema{Fields: []format.Attribute{{Name: "nom"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(feature("nom", "a", square(0, 0, 5))); err != nil {
		t.Fatal(err)
	}
	w.(*writer).size = maxSize - 100
	const want = "communes.shp: feature 2: the .shp would be larger than 2 GB, which is all that a Shapefile holds: write a GeoPackage, or several files"
	for range 2 { // and it stays so
		if err := w.Write(feature("nom", "a", square(0, 0, 5))); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	w.(*writer).table.count = 1 << 31
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "communes.dbf would be 4294 MB with records of 2 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestNumbersComeBackToTheLastBit(t *testing.T) {
	features := []geo.Feature{}
	for _, x := range []float64{0, 1, -0.1, 1.0 / 3, math.Pi * 1e6, 1e300, -math.MaxFloat64, math.SmallestNonzeroFloat64, 123456789012345678} {
		features = append(features, feature("x", x, nil))
	}
	got, errs := read(format.File(write(t, format.SchemaOf("", features), features...)), format.Options{})
	if diff := cmp.Diff(features, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
	none := []geo.Feature{feature("x", math.NaN(), nil), feature("x", math.Inf(1), nil)}
	got, errs = read(format.File(write(t, format.SchemaOf("", none), none...)), format.Options{})
	if diff := cmp.Diff([]geo.Feature{feature("x", nil, nil), feature("x", nil, nil)}, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
}

func TestWhateverIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var features []geo.Feature
		for range rapid.IntRange(1, 5).Draw(r, "features") {
			properties := []geo.Property{
				{Name: "texte", Value: rapid.StringMatching(`[a-zé€’]([a-zé€’ ]{0,20}[a-zé€’])?`).Draw(r, "text")},
				{Name: "entier", Value: rapid.Int64().Draw(r, "integer")},
				{Name: "reel", Value: rapid.Float64().Draw(r, "real")},
				{Name: "vrai", Value: rapid.Bool().Draw(r, "truth")},
			}
			if i := rapid.IntRange(0, len(properties)).Draw(r, "null"); i < len(properties) {
				properties[i].Value = nil
			}
			var g geo.MultiPolygon
			for i := range int32(rapid.IntRange(0, 3).Draw(r, "polygons")) {
				x := rapid.Int32Range(-100_000, 100_000).Draw(r, "x") + i*500_000
				p := square(x, -5, 1000)[0]
				for j := range int32(rapid.IntRange(0, 3).Draw(r, "holes")) {
					p = append(p, side(x+10+100*j, 10, 50))
				}
				g = append(g, p)
			}
			f := geo.Feature{Properties: properties}
			if g != nil {
				f.Geometry = g
			}
			features = append(features, f)
		}
		got, errs := read(format.File(write(t, format.SchemaOf("", features), features...)), format.Options{})
		if diff := cmp.Diff(features, got); diff != "" || errs != nil {
			r.Fatal(errs, diff)
		}
	})
}

func TestAShapefileOfANameInCapitalsStays(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"COMMUNES.shp", "COMMUNES.dbf", "COMMUNES.prj", "communes.QIX"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("of another"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Create(filepath.Join(folder, "communes.shp"), format.Schema{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"COMMUNES.shp", "COMMUNES.dbf", "COMMUNES.prj"} {
		if text, err := os.ReadFile(filepath.Join(folder, name)); string(text) != "of another" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "communes.QIX")); err == nil {
		t.Error("the index of the former Shapefile stays")
	}
}
