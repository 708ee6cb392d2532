package shapefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/formattest"
	"perimetre/geo"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// memory is the files of a Shapefile, by their extensions.
type memory map[string][]byte

func (m memory) Name() string                 { return "communes.shp" }
func (m memory) Open() (io.ReadCloser, error) { return m.open(".shp") }
func (m memory) Path() (string, error)        { return "", errors.ErrUnsupported }

func (m memory) open(extension string) (io.ReadCloser, error) {
	if data, ok := m[extension]; ok {
		return io.NopCloser(bytes.NewReader(data)), nil
	}
	return nil, fs.ErrNotExist
}

func (m memory) Sibling(extension string) (format.Input, bool) {
	_, ok := m[extension]
	return beside{m, extension}, ok
}

// beside is one of the files that lie beside the .shp.
type beside struct {
	memory
	extension string
}

func (b beside) Name() string                 { return "communes" + b.extension }
func (b beside) Open() (io.ReadCloser, error) { return b.open(b.extension) }

func suite() formattest.Format {
	return formattest.Format{Extension: ".shp", Layers: Layers, Read: Read, Create: Create, As: as}
}

// as gives a feature as a Shapefile holds it: shells wound counter-clockwise once they are read, holes clockwise, lists as texts.
func as(f geo.Feature) geo.Feature {
	properties := make([]geo.Property, len(f.Properties))
	for i, p := range f.Properties {
		if list, ok := p.Value.([]string); ok {
			p.Value = `["` + strings.Join(list, `","`) + `"]`
		}
		properties[i] = p
	}
	f.Properties = properties
	if polygons, ok := f.Geometry.(geo.MultiPolygon); ok {
		again := make(geo.MultiPolygon, len(polygons))
		for i, rings := range polygons {
			for j, points := range rings {
				area := twiceArea(len(points), func(i int) (x, y float64) { return float64(points[i].X), float64(points[i].Y) })
				again[i] = append(again[i], newRing(slices.Clone(points), area).wound(j > 0))
			}
		}
		f.Geometry = again
	}
	return f
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
			geo.Property{Name: "population", Value: int64(i)}, geo.Property{Name: "superficie", Value: float64(i) / 7},
			geo.Property{Name: "littorale", Value: i%2 == 0}, geo.Property{Name: "epci", Value: []string{"200054781", fmt.Sprint(i)}})
	}
	return communes
}

// mainland are the communes that lie where Lambert-93 is used.
func mainland(t *testing.T) []geo.Feature {
	t.Helper()
	return slices.DeleteFunc(communes(t), func(f geo.Feature) bool { return strings.HasPrefix(format.Code(f), "973") })
}

func TestCommunesComeBack(t *testing.T) { formattest.RoundTrip(t, suite(), communes(t)) }

func TestCommunesComeBackFromLambert93(t *testing.T) {
	f := suite()
	f.Create = func(path string, s format.Schema) (format.Writer, error) {
		s.CRS = 2154
		return Create(path, s)
	}
	formattest.RoundTrip(t, f, mainland(t))
}

// write writes a Shapefile, and gives the path of its .shp.
func write(t testing.TB, s format.Schema, features ...geo.Feature) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "communes.shp")
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

// read gives the features of a Shapefile, and the texts of errors.
func read(in format.Input, o format.Options) (features []geo.Feature, errs []string) {
	for f, err := range Read(in, o) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		features = append(features, f)
	}
	return features, errs
}

// square is a polygon of some steps of the grid.
func square(x, y, side int32) geo.MultiPolygon {
	return geo.MultiPolygon{geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + side, Y: y + side}}.Polygon()}
}

// feature is one with an attribute.
func feature(name string, value any, g geo.Geometry) geo.Feature {
	return geo.Feature{Properties: []geo.Property{{Name: name, Value: value}}, Geometry: g}
}

func TestAFileWithoutAFeature(t *testing.T) {
	path := write(t, format.Schema{Layer: "other", Geometry: format.MultiPolygon, CRS: 2154, Fields: []format.Attribute{{Name: "insee"}}})
	layers, err := Layers(format.File(path))
	want := []format.Layer{{Name: "communes", CRS: 2154, Fields: []string{"insee"}}}
	if diff := cmp.Diff(want, layers); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got, errs := read(format.File(path), format.Options{}); got != nil || errs != nil {
		t.Errorf("%v, %v", got, errs)
	}
}

func TestAFileWithoutAttributesNumbersItsRecords(t *testing.T) {
	path := write(t, format.Schema{}, geo.Feature{Geometry: square(0, 0, 5)}, geo.Feature{Geometry: square(9, 9, 5)})
	got, errs := read(format.File(path), format.Options{})
	want := []geo.Feature{feature("FID", int64(0), square(0, 0, 5)), feature("FID", int64(1), square(9, 9, 5))}
	if diff := cmp.Diff(want, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
}
