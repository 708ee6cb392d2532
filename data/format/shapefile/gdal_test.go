package shapefile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
	"perimetre/geo/crs"
	"perimetre/internal/gdal"
)

func TestGDALReadsWhatIsWritten(t *testing.T) {
	for _, code := range []crs.Code{4326, 2154} {
		t.Run(code.String(), func(t *testing.T) {
			all := mainland(t)
			s := format.SchemaOf("communes", all)
			s.CRS = code
			path := write(t, s, all...)
			got := gdal.Run(t, "ogrinfo", "-al", "-so", path)
			system := map[crs.Code]string{4326: `ID["EPSG",4326]`, 2154: `PROJCRS["RGF93`}[code]
			for _, line := range []string{
				"Layer name: communes", "Geometry: Polygon", fmt.Sprintf("Feature Count: %d", len(all)), system,
				"insee: String (5.0)", "nom: String (", "population: Integer (3.0)", "superficie: Real (19.15)", "littorale: String (1.0)",
			} {
				if !strings.Contains(got, line) {
					t.Errorf("ogrinfo does not say %q:\n%s", line, got)
				}
			}
			back := filepath.Join(t.TempDir(), "back.geojson")
			gdal.Run(t, "ogr2ogr", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=7", "-f", "GeoJSON", back, path)
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
				want := as(all[i])
				for _, rings := range want.Geometry.(geo.MultiPolygon) {
					for _, points := range rings {
						slices.Reverse(points) // GDAL leaves them as ESRI winds them
					}
				}
				if diff := cmp.Diff(want.Geometry, f.Geometry); diff != "" || f.Property("nom") != want.Property("nom") ||
					f.Property("superficie") != want.Property("superficie") {
					t.Fatalf("feature %d, %v: %.2000s", i+1, f.Properties, diff)
				}
				i++
			}
			if i != len(all) {
				t.Errorf("%d features, want %d", i, len(all))
			}
		})
	}
}

func TestGDALReadsPointsLinesAndNothing(t *testing.T) {
	for _, test := range []struct {
		geometry  geo.Geometry
		kind, wkt string
	}{
		{geo.MultiPoint{{X: 1e7, Y: 2e7}, {X: 3e7}}, "Multi Point", "MULTIPOINT ((1 2),(3 0))"},
		{geo.MultiLine{{{}, {X: 1e7}}, {{Y: 1e7}, {Y: 2e7}}}, "Line String", "MULTILINESTRING ((0 0,1 0),(0 1,0 2))"},
		{nil, "Unknown", ""},
	} {
		path := write(t, format.Schema{Fields: []format.Attribute{{Name: "nom"}}}, feature("nom", "é", test.geometry), feature("nom", nil, nil))
		got := gdal.Run(t, "ogrinfo", "-al", path)
		for _, line := range []string{"Geometry: " + test.kind, "Feature Count: 2", "nom (String) = é", "nom (String) = (null)", test.wkt} {
			if !strings.Contains(got, line) {
				t.Errorf("ogrinfo does not say %q:\n%s", line, got)
			}
		}
	}
}

func TestCommunesAsGDALWritesThem(t *testing.T) {
	// Names that Latin-1 can hold, and numbers of fewer decimals than the 15 that GDAL writes.
	all := slices.DeleteFunc(mainland(t), func(f geo.Feature) bool {
		return strings.ContainsFunc(fmt.Sprint(f.Property("nom")), func(r rune) bool { return r > 0xff })
	})
	for i := range all {
		all[i].Properties = append(all[i].Properties[:3:3], geo.Property{Name: "superficie", Value: float64(i) / 4})
	}
	folder := t.TempDir()
	source := filepath.Join(folder, "source.geojson")
	file, err := os.Create(source)
	if err != nil {
		t.Fatal(err)
	}
	w := geojson.NewWriter(file)
	for _, f := range all {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		code   crs.Code
		args   []string
		remove string
	}{
		{"Lambert-93 in Latin-1", 2154, []string{"-lco", "ENCODING=ISO-8859-1"}, ""},
		{"Latin-1 without a .cpg: the driver byte tells", 2154, []string{"-lco", "ENCODING=ISO-8859-1"}, ".cpg"},
		{"UTF-8", 4326, []string{"-lco", "ENCODING=UTF-8"}, ""},
		{"UTF-8 without a .cpg", 4326, []string{"-lco", "ENCODING=UTF-8"}, ".cpg"},
		{"code page 850", 3857, []string{"-lco", "ENCODING=CP850"}, ""},
		{"with heights", 2154, []string{"-lco", "SHPT=POLYGONZ", "-dim", "XYZ"}, ""},
		{"with measures", 2154, []string{"-lco", "SHPT=POLYGONM", "-dim", "XYM"}, ""},
		{"without a .shx", 2154, nil, ".shx"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "communes.shp")
			gdal.Run(t, "ogr2ogr", append(test.args, "-t_srs", test.code.String(), path, source)...)
			if test.remove != "" {
				if err := os.Remove(filepath.Join(folder, "communes"+test.remove)); err != nil {
					t.Fatal(err)
				}
			}
			layers, err := Layers(format.File(path))
			want := []format.Layer{
				{Name: "communes", CRS: test.code, Features: len(all), Fields: []string{"insee", "nom", "population", "superficie"}},
			}
			if diff := cmp.Diff(want, layers); err != nil || diff != "" {
				t.Error(err, diff)
			}
			i := 0
			for f, err := range Read(format.File(path), format.Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(as(all[i]), f); diff != "" {
					t.Fatalf("feature %d: %.2000s", i+1, diff)
				}
				i++
			}
			if i != len(all) {
				t.Errorf("%d features, want %d", i, len(all))
			}
		})
	}
}

func TestPointsAndLinesAsGDALWritesThem(t *testing.T) {
	for _, test := range []struct{ kind, wkt, want string }{
		{"POINT", "POINT (1 2)", "1 2"},
		{"POINTZ", "POINT Z (1 2 3)", "1 2"},
		{"POINTM", "POINT M (1 2 3)", "1 2"},
		{"MULTIPOINTZ", "MULTIPOINT Z (1 2 3,4 5 6)", "1 2,4 5"},
		{"MULTIPOINT", "MULTIPOINT (1 2,4 5)", "1 2,4 5"},
		{"ARC", "LINESTRING (1 2,4 5)", "1 2,4 5"},
		{"ARCZ", "MULTILINESTRING Z ((1 2 3,4 5 6),(7 8 9,0 0 0))", "1 2,4 5;7 8,0 0"},
		{"ARCM", "LINESTRING M (1 2 3,4 5 6)", "1 2,4 5"},
	} {
		t.Run(test.kind, func(t *testing.T) {
			folder := t.TempDir()
			source, path := filepath.Join(folder, "source.csv"), filepath.Join(folder, "x.shp")
			if err := os.WriteFile(source, []byte("nom,WKT\na,\""+test.wkt+"\"\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			gdal.Run(t, "ogr2ogr", "-lco", "SHPT="+test.kind, "-oo", "KEEP_GEOM_COLUMNS=NO", path, source)
			features, errs := read(format.File(path), format.Options{})
			if len(features) != 1 || errs != nil {
				t.Fatalf("%v, %v", features, errs)
			}
			var parts []string
			line := func(points []geo.Point) {
				var texts []string
				for _, p := range points {
					texts = append(texts, p.String())
				}
				parts = append(parts, strings.Join(texts, ","))
			}
			switch g := features[0].Geometry.(type) {
			case geo.MultiPoint:
				line(g)
			case geo.MultiLine:
				for _, points := range g {
					line(points)
				}
			}
			if got := strings.Join(parts, ";"); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAFileThatGDALEditedInPlace(t *testing.T) {
	for _, test := range []struct {
		name, geometry string
		want           geo.Geometry
	}{
		{"a shape that grew", "POLYGON((0 0,0 1,1 1,2 2,1 0,0 0))", geo.MultiPolygon{{{{}, {X: 1e7}, {X: 2e7, Y: 2e7}, {X: 1e7, Y: 1e7}, {Y: 1e7}, {}}}}},
		{"a shape that shrank", "POLYGON((0 0,0 1,1 1,0 0))", geo.MultiPolygon{{{{}, {X: 1e7, Y: 1e7}, {Y: 1e7}, {}}}}},
		{"a shape that is no more", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			first, last := square(5e7, 0, 5), square(6e7, 0, 5)
			path := write(t, format.Schema{Fields: []format.Attribute{{Name: "nom"}}},
				feature("nom", "a", first), feature("nom", "b", square(0, 0, 5)), feature("nom", "c", last))
			geometry := "NULL"
			if test.geometry != "" {
				geometry = "GeomFromText('" + test.geometry + "')"
			}
			gdal.Run(t, "ogrinfo", "-oo", "AUTO_REPACK=NO", "-dialect", "sqlite", "-sql",
				"UPDATE communes SET geometry = "+geometry+" WHERE nom = 'b'", path)
			got, errs := read(format.File(path), format.Options{})
			want := []geo.Feature{feature("nom", "a", first), feature("nom", "b", test.want), feature("nom", "c", last)}
			if diff := cmp.Diff(want, got); diff != "" || errs != nil {
				t.Error(errs, diff)
			}
		})
	}
}
