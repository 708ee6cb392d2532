package geopackage

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// FuzzDecode holds that no bytes make the reader of geometries panic, and that what was read is read the same once it is
// written.
func FuzzDecode(f *testing.F) {
	degrees, err := crs.New(crs.WGS84)
	if err != nil {
		f.Fatal(err)
	}
	square := geo.MultiPolygon{geo.Box{Max: geo.Point{X: 5, Y: 5}}.Polygon()}
	f.Add(encode(nil, square, format.BoundsOf(square, degrees), degrees))
	f.Add([]byte("GP\x00\x01\x00\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40"))
	f.Add([]byte("GP\x00\x11\x00\x00\x00\x00"))
	f.Add([]byte("GP\x00\x0b\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, blob []byte) {
		g, err := decode(blob, degrees)
		if err != nil || g == nil {
			return
		}
		bounds := format.BoundsOf(g, degrees)
		if !bounds.Some { // rings without a point
			return
		}
		again, err := decode(encode(nil, g, bounds, degrees), degrees)
		if diff := cmp.Diff(g, again); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
	})
}

// FuzzRead holds that a damaged file makes the reader neither panic nor give an error that does not name it. A few bytes of a
// sound file are changed.
func FuzzRead(f *testing.F) {
	path := filepath.Join(f.TempDir(), "communes.gpkg")
	w, err := Create(path, format.Schema{Fields: []format.Attribute{{Name: "insee"}, {Name: "n", Type: format.Float64}}})
	if err != nil {
		f.Fatal(err)
	}
	for i := range int32(40) {
		box := geo.Box{Min: geo.Point{X: i}, Max: geo.Point{X: i + 5, Y: 5}}
		properties := []geo.Property{{Name: "insee", Value: "01001"}, {Name: "n", Value: 1.5}}
		if err := w.Write(geo.Feature{Properties: properties, Geometry: geo.MultiPolygon{box.Polygon()}}); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	sound, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte("text"))
	f.Add(uint32(16), []byte{0, 1})
	f.Add(uint32(100), []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Add(uint32(4096+100), []byte{5, 0, 0, 0, 0xff})
	f.Fuzz(func(t *testing.T, at uint32, change []byte) {
		damaged := append([]byte(nil), sound...)
		copy(damaged[int(at)%len(damaged):], change)
		path := filepath.Join(t.TempDir(), "communes.gpkg")
		if err := os.WriteFile(path, damaged, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Layers(format.File(path)); err != nil && !strings.HasPrefix(err.Error(), "communes.gpkg: ") {
			t.Fatalf("%v does not name the file", err)
		}
		count := 0
		for _, err := range Read(format.File(path), format.Options{}) {
			var record *format.RecordError
			if err != nil && (!strings.HasPrefix(err.Error(), "communes.gpkg: ") || errors.As(err, &record) && record.Mend == "") {
				t.Fatalf("%v does not say what to do", err)
			}
			if count++; count > 1000 {
				break // a table may be made to hold itself
			}
		}
	})
}
