package main

import (
	"bytes"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/geo"
	"perimetre/internal/gdal"
)

func TestTheFormatFollowsItsNameThenTheExtension(t *testing.T) {
	for name, test := range map[string]struct{ format, path, want, problem string }{
		"nothing is told on standard output": {"", "-", "geojson", ""},
		"standard output by its name":        {"", "/dev/stdout", "geojson", ""},
		"an extension":                       {"", "x.GPKG", "geopackage", ""},
		"an extension of two formats":        {"", "x.json", "geojson", ""},
		"a name wins over the extension":     {"geojsonseq", "x.json", "geojsonseq", ""},
		"a table":                            {"", "x.xlsx", "xlsx", ""},
		"an extension of none":               {"", "x.dxf", "", `x.dxf: no format has files that end in ".dxf": give --format, one of geojson, geojsonseq`},
		"a file under a wrong name":          {"flatgeobuf", "x.json", "", "x.json: a file of flatgeobuf has a name that ends in .fgb"},
		"a file that does not stream":        {"xlsx", "-", "", "xlsx is written to a file, not to standard output"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := chooseFormat(test.format, test.path)
			if test.problem != "" {
				if err == nil || !strings.Contains(err.Error(), test.problem) {
					t.Errorf("got %v, want %q", err, test.problem)
				}
				return
			}
			if err != nil || got.name != test.want {
				t.Errorf("got %q, %v, want %q", got.name, err, test.want)
			}
		})
	}
}

// The flag of kong has its own list.
func TestTheFlagKnowsEveryFormat(t *testing.T) {
	for _, f := range outFormats() {
		if f.create == nil || len(f.extensions) == 0 {
			t.Errorf("%s has no writer, or no extension", f.name)
		}
		if err := execute(t.Context(), []string{"export", "--store", "absent.gpkg", "--collection", "epci", "--format", f.name, "-o", "x" + f.extensions[0]}); err == nil || !strings.Contains(err.Error(), "absent.gpkg: no such file") {
			t.Errorf("--format %s: %v", f.name, err)
		}
	}
	for _, d := range driver.Drivers() {
		if _, err := chooseFormat(d.Name, "x"+d.Extensions[0]); err != nil {
			t.Error(err)
		}
	}
}

func TestNamesOfAShapefileAreChosenByHand(t *testing.T) {
	a := drawn(t)
	seen := map[string]bool{}
	for _, level := range geo.Levels() {
		for _, p := range a.Feature(level, 0).Properties {
			short := shortName(p.Name)
			if len(short) > 10 {
				t.Errorf("%s is %s, over 10 bytes", p.Name, short)
			}
			if seen[level.String()+short] {
				t.Errorf("%s has two attributes %s", level, short)
			}
			seen[level.String()+short] = true
		}
	}
}

// toFile gives a destination that is a file, with what it tells.
func toFile(t *testing.T, path, system string) (destination, *bytes.Buffer) {
	t.Helper()
	said := new(bytes.Buffer)
	d, err := outFlags{Output: path, CRS: system}.destination(slog.New(slog.NewTextHandler(said, nil)), output{io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	return d, said
}

// square is a feature of about a kilometre whose lower left corner is there.
func square(code string, lon, lat float64) geo.Feature {
	low, _ := geo.Snap(lon, lat)
	high, _ := geo.Snap(lon+0.01, lat+0.01)
	return geo.Feature{
		Properties: []geo.Property{{Name: "insee", Value: code}, {Name: "population", Value: nil}, {Name: "voisins", Value: []string{"a", "b"}}},
		Geometry:   geo.MultiPolygon{geo.Box{Min: low, Max: high}.Polygon()},
	}
}

func squares(features ...geo.Feature) collection {
	return collection{name: "carrés", geometry: format.MultiPolygon, numbers: []string{"population"}, features: slices.Values(features)}
}

func TestEveryFormatGivesBackWhatWasWritten(t *testing.T) {
	features := []geo.Feature{square("75056", 2.34, 48.85), square("2A004", 8.7, 41.9)}
	for _, f := range outFormats() {
		if f.table {
			continue
		}
		systems := []string{""}
		if f.projected {
			systems = append(systems, "EPSG:2154", "EPSG:3035", "EPSG:3857")
		}
		for _, system := range systems {
			t.Run(f.name+system, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "x"+f.extensions[0])
				d, said := toFile(t, path, system)
				if err := d.write(squares(features...)); err != nil {
					t.Fatal(err)
				}
				read, err := driver.Of(format.File(path))
				if err != nil {
					t.Fatal(err)
				}
				layers, err := read.Layers(format.File(path))
				if err != nil || len(layers) != 1 {
					t.Fatalf("%v, %v", layers, err)
				}
				if system != "" && layers[0].CRS.String() != system {
					t.Errorf("it is in %s, want %s", layers[0].CRS, system)
				}
				boxes := map[any]geo.Box{}
				for got, err := range read.Read(format.File(path), format.Options{}) {
					if err != nil {
						t.Fatal(err)
					}
					boxes[got.Property("insee")], _ = got.Geometry.Bounds()
				}
				want := map[any]geo.Box{}
				for _, f := range features {
					want[f.Property("insee")], _ = f.Geometry.Bounds()
				}
				if diff := cmp.Diff(want, boxes); diff != "" {
					t.Errorf("boxes (-want +got):\n%s", diff)
				}
				if said.Len() > 0 {
					t.Errorf("it tells %s", said)
				}
			})
		}
	}
}

func TestAttributesAreWhatTheFormatHolds(t *testing.T) {
	for extension, want := range map[string][]string{
		".gpkg": {"population: Integer64", "voisins (String) = a b\n"},
		".shp":  {"population: Integer", "voisins (String) = a b\n"},
		".fgb":  {"population: Integer64", `voisins (String) = ["a","b"]`},
		".csv":  {"population: String", "voisins (String) = a b\n"},
	} {
		path := filepath.Join(t.TempDir(), "x"+extension)
		d, _ := toFile(t, path, "")
		if err := d.write(squares(square("75056", 2.34, 48.85))); err != nil {
			t.Fatal(err)
		}
		said := gdal.Run(t, "ogrinfo", "-ro", "-al", "-geom=NO", path)
		for _, part := range want {
			if !strings.Contains(said, part) {
				t.Errorf("%s: no %q in\n%s", extension, part, said)
			}
		}
	}
}

// TestGDALReadsEveryExport opens what is exported of the demo country. Debian's GDAL has no Parquet.
func TestGDALReadsEveryExport(t *testing.T) {
	folder, country := t.TempDir(), country(t)
	store := filepath.Join(folder, "store.gpkg")
	in := func(name string) string { return filepath.Join(country, name) }
	perimetre(t, "ingest", "--store", store, "--vintage", "2025", "--publish", "--communes", in("communes.geojson"), "--epci", in("epci.csv"),
		"--regions", in("regions.csv"), "--territoires", in("territoires.csv"), "--policy", in("policy.yaml"))
	export := func(collection, file string, more ...string) string {
		path := filepath.Join(folder, file)
		perimetre(t, append([]string{"export", "--store", store, "--collection", collection, "-o", path}, more...)...)
		return gdal.Run(t, "ogrinfo", "-ro", "-so", "-al", path)
	}
	for _, f := range outFormats() {
		if f.name == "geoparquet" {
			continue
		}
		var system []string
		if f.projected {
			system = []string{"--crs", "EPSG:3035"}
		}
		said := export("communes", "communes"+f.extensions[0], system...)
		if !strings.Contains(said, "Feature Count: 599\n") {
			t.Errorf("%s: no 599 communes in\n%s", f.name, said)
		}
		if f.projected && !strings.Contains(said, `ID["EPSG",3035]`) {
			t.Errorf("%s: it is not in EPSG:3035:\n%s", f.name, said)
		}
	}
	said := export("all", "all.gpkg", "--crs", "EPSG:3857")
	layers := []string{"territoires", "epci", "communes", "departements", "regions", "constats", "constats_lignes", "constats_points"}
	styles := gdal.Run(t, "ogrinfo", "-ro", filepath.Join(folder, "all.gpkg"), "layer_styles")
	for _, layer := range layers {
		if !strings.Contains(said, "Layer name: "+layer+"\n") || !strings.Contains(styles, "f_table_name (String) = "+layer+"\n") {
			t.Errorf("no layer %s, or no style of it, in\n%s%s", layer, said, styles)
		}
	}
	if got := strings.Count(said, `ID["EPSG",3857]`); got != len(layers) {
		t.Errorf("%d layers in EPSG:3857, want %d", got, len(layers))
	}
	if got := strings.Count(styles, "useAsDefault (Integer(Boolean)) = 1"); got != len(layers) {
		t.Errorf("%d styles, want %d", got, len(layers))
	}
	said = export("all", "all.topojson")
	for _, layer := range layers[:5] {
		if !strings.Contains(said, "Layer name: "+layer+"\n") {
			t.Errorf("no object %s in\n%s", layer, said)
		}
	}
}

func TestWhatLiesOutsideTheSystemIsLeftOutAndTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.geojson")
	d, said := toFile(t, path, "EPSG:2154")
	nowhere := geo.Feature{Properties: square("97499", 0, 0).Properties}
	paris, reunion := square("75056", 2.34, 48.85), square("97411", 55.4, -20.9)
	if err := d.write(squares(paris, reunion, nowhere)); err != nil {
		t.Fatal(err)
	}
	var codes []any
	for f, err := range driver.Drivers()[1].Read(format.File(path), format.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, f.Property("insee"))
	}
	if diff := cmp.Diff([]any{"75056", "97499"}, codes); diff != "" {
		t.Errorf("features (-want +got):\n%s", diff)
	}
	if !strings.Contains(said.String(), "crs=EPSG:2154 collection=carrés count=1 examples=[97411]") {
		t.Errorf("it tells %s", said)
	}
	if err := d.write(squares(reunion, nowhere)); err == nil || !strings.Contains(err.Error(), "nothing lies where EPSG:2154 is used") {
		t.Errorf("all outside: %v", err)
	}
	if err := d.write(squares(nowhere)); err != nil {
		t.Errorf("nothing has a place: %v", err)
	}
}
