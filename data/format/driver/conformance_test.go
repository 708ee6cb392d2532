package driver_test

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/driver"
	"perimetre/data/format/formattest"
	"perimetre/geo"
	"perimetre/geo/crs"
	"perimetre/internal/gdal"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// conformance is what every driver is held to. Each holds the grid, so that coordinates come back as they were.
type conformance struct {
	lambert bool   // whether it holds coordinates in metres
	gdal    string // the name of GDAL's driver
	args    []string
}

func conformances() map[string]conformance {
	return map[string]conformance{
		"topojson":   {gdal: "TopoJSON"},
		"geojson":    {lambert: true, gdal: "GeoJSON", args: []string{"-lco", "COORDINATE_PRECISION=9"}},
		"geojsonseq": {gdal: "GeoJSONSeq", args: []string{"-lco", "COORDINATE_PRECISION=9"}},
		"geopackage": {lambert: true, gdal: "GPKG"},
		"shapefile":  {lambert: true, gdal: "ESRI Shapefile", args: []string{"-lco", "ENCODING=ISO-8859-1"}},
		"flatgeobuf": {lambert: true, gdal: "FlatGeobuf"},
		"geoparquet": {lambert: true, gdal: "Parquet"},
		"kml":        {gdal: "LIBKML"},
	}
}

func TestNoDriverIsLeftOut(t *testing.T) {
	want := slices.Sorted(slices.Values(driver.Names()))
	if diff := gocmp.Diff(want, slices.Sorted(maps.Keys(conformances()))); diff != "" {
		t.Errorf("drivers that are held to the conformance (-drivers +held):\n%s", diff)
	}
}

// commune is a commune whatever the order and the winding of the file that it lies in.
type commune struct {
	Code, Name string
	Polygons   []string
}

// communesOf gives communes by their codes: rings start at their least point, and polygons are sorted.
func communesOf(t *testing.T, features geo.Features) (communes map[string]commune) {
	t.Helper()
	communes = map[string]commune{}
	for f, err := range features {
		if err != nil {
			t.Fatal(err)
		}
		c := commune{Code: format.Code(f), Name: format.Name(f)}
		for _, polygon := range f.Geometry.(geo.MultiPolygon) {
			rings := make([]string, len(polygon))
			for i, ring := range polygon {
				rings[i] = fmt.Sprint(canonical(ring))
			}
			slices.Sort(rings[1:])
			c.Polygons = append(c.Polygons, strings.Join(rings, "\n"))
		}
		slices.Sort(c.Polygons)
		if _, twice := communes[c.Code]; twice {
			t.Errorf("%s comes twice", c.Code)
		}
		communes[c.Code] = c
	}
	return communes
}

// canonical gives the points of a closed ring once each, from the least one, towards the lesser of its neighbours.
func canonical(ring geo.Ring) []geo.Point {
	compare := func(a, b geo.Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) }
	points := slices.Clone(ring[:len(ring)-1])
	least := slices.Index(points, slices.MinFunc(points, compare))
	points = slices.Concat(points[least:], points[:least])
	if compare(points[len(points)-1], points[1]) < 0 {
		slices.Reverse(points[1:])
	}
	return points
}

func stream(features []geo.Feature) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		for _, f := range features {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// same tests that a file has the communes of features.
func same(t *testing.T, path string, system crs.Code, features []geo.Feature) {
	t.Helper()
	d, err := driver.Of(format.File(path))
	if err != nil {
		t.Fatal(err)
	}
	layers, err := d.Layers(format.File(path))
	systems := []crs.Code{system}
	if system == crs.WGS84 { // TopoJSON has no system, GeoParquet names the order of the axes
		systems = append(systems, 0, crs.CRS84)
	}
	if err != nil || len(layers) != 1 || !slices.Contains(systems, layers[0].CRS) {
		t.Errorf("layers %+v, %v, want one in %s", layers, err, system)
	}
	want := communesOf(t, stream(features))
	got := communesOf(t, d.Read(format.File(path), format.Options{}))
	if len(got) != len(want) {
		t.Errorf("%d communes, want %d", len(got), len(want))
	}
	for _, code := range slices.Sorted(maps.Keys(want)) {
		if diff := gocmp.Diff(want[code], got[code], gocmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
			t.Fatalf("%s (-want +got):\n%.2000s", code, diff)
		}
	}
}

// hasGDAL tells whether GDAL was built with a driver. Debian's has none of Parquet.
func hasGDAL(t *testing.T, name string) bool {
	t.Helper()
	return regexp.MustCompile(`(?m)^  ` + name + ` -(raster,)?vector-`).MatchString(gdal.Run(t, "ogrinfo", "--formats"))
}

// communes are all those of three départements, one of the mainland, one with letters in its codes, one overseas; mainland are those
// of the first two, which lie where Lambert-93 is used.
func communes(t *testing.T) (all, mainland []geo.Feature) {
	t.Helper()
	race.LeaveOut(t)
	const overseas = "973"
	all = formattest.Communes(t, shared.File(t, "communes-2018.geojsonl.gz"), "35", "2A", overseas)
	mainland = slices.DeleteFunc(slices.Clone(all), func(f geo.Feature) bool { return strings.HasPrefix(format.Code(f), overseas) })
	if len(all) != 491 || len(mainland) != 469 {
		t.Fatalf("%d communes, %d of the mainland", len(all), len(mainland))
	}
	return all, mainland
}

func TestCommunesComeBackThroughEveryDriver(t *testing.T) {
	all, mainland := communes(t)
	for _, d := range driver.Drivers() {
		t.Run(d.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "communes"+d.Extensions[0])
			write(t, d, path, format.SchemaOf("communes", all), all)
			same(t, path, crs.WGS84, all)
		})
		t.Run(d.Name+" in Lambert-93", func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "communes"+d.Extensions[0])
			s := format.SchemaOf("communes", mainland)
			s.CRS = 2154
			if !conformances()[d.Name].lambert {
				if w, err := d.Create(path, s); err == nil || !strings.Contains(err.Error(), "EPSG:4326") {
					t.Errorf("it is written: %v, %v, want an error that names EPSG:4326", w, err)
				}
				return
			}
			write(t, d, path, s, mainland)
			same(t, path, 2154, mainland)
		})
	}
}

func TestGDALReadsAndWritesTheSameAsEveryDriver(t *testing.T) {
	all, mainland := communes(t)
	all, mainland = withoutLigatures(all), withoutLigatures(mainland) // GDAL writes names in Latin-1
	geojson, err := driver.ByName("geojson")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range driver.Drivers() {
		c := conformances()[d.Name]
		for _, system := range []crs.Code{crs.WGS84, 2154} {
			features := all
			if system == 2154 {
				if !c.lambert {
					continue
				}
				features = mainland
			}
			t.Run(fmt.Sprint(d.Name, " in ", system), func(t *testing.T) {
				if !hasGDAL(t, c.gdal) {
					t.Skipf("GDAL is built without its driver %s", c.gdal)
				}
				ours := filepath.Join(t.TempDir(), "communes"+d.Extensions[0])
				s := format.SchemaOf("communes", features)
				s.CRS = system
				write(t, d, ours, s, features)
				told := gdal.Run(t, "ogrinfo", "-al", "-so", ours)
				for _, line := range []string{fmt.Sprintf("Feature Count: %d\n", len(features)), "insee: String", "nom: String"} {
					if !strings.Contains(told, line) {
						t.Errorf("ogrinfo does not say %q:\n%s", line, told)
					}
				}
				if d.Name == "topojson" { // which GDAL does not write
					return
				}
				source, theirs := filepath.Join(t.TempDir(), "source.geojson"), filepath.Join(t.TempDir(), "gdal"+d.Extensions[0])
				write(t, geojson, source, format.SchemaOf("communes", features), features)
				gdal.Run(t, "ogr2ogr", slices.Concat(c.args, []string{"-t_srs", system.String(), "-f", c.gdal, theirs, source})...)
				same(t, theirs, system, features)
			})
		}
	}
}

// withoutLigatures gives features whose names have oe for œ.
func withoutLigatures(features []geo.Feature) []geo.Feature {
	others := slices.Clone(features)
	for i, f := range others {
		others[i].Properties = slices.Clone(f.Properties)
		for k, p := range f.Properties {
			others[i].Properties[k].Value = strings.ReplaceAll(p.Value.(string), "œ", "oe")
		}
	}
	return others
}
