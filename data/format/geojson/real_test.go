package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"perimetre/data/format"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/internal/shared"

	orb "github.com/paulmach/orb/geojson"
)

// realFile gives the unpacked bytes of a file of real data.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	file, err := source.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRealFiles(t *testing.T) {
	type figures struct{ Features, Refused, Polygons, Rings, Vertices, Points int }
	for _, test := range []struct {
		file string
		want figures
	}{
		{"communes-2018.geojsonl.gz", figures{35357, 0, 35693, 35718, 2199045, 0}},
		{"epci-bretagne-est-fullres.geojsonl.gz", figures{30, 0, 72, 73, 74528, 0}},
		{"sicoval-cadastre-36.geojsonl.gz", figures{36, 0, 36, 36, 40480, 0}},
		{"territoires-industrie-183-2024-anct.geojson.gz", figures{183, 0, 225, 229, 49910, 0}},
		{"territoires-industrie-149-anct.geojson.gz", figures{149, 2, 175, 178, 41013, 25}},
	} {
		t.Run(test.file, func(t *testing.T) {
			var got figures
			for f, err := range Read(bytes.NewReader(realFile(t, test.file)), test.file) {
				got.Features++
				if record := (*format.RecordError)(nil); errors.As(err, &record) {
					t.Log(err)
					got.Refused++
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				switch g := f.Geometry.(type) {
				case geo.MultiPolygon:
					got.Polygons += len(g)
					got.Rings += len(g) + g.Holes()
					got.Vertices += g.Vertices()
				case geo.MultiPoint:
					got.Points += len(g)
				}
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// BenchmarkRead reads the communes of France, unpacked, beside orb/geojson and encoding/json doing the same.
func BenchmarkRead(b *testing.B) {
	lines := realFile(b, "communes-2018.geojsonl.gz")
	run := func(name string, read func() error) {
		b.Run("n=35357/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(lines)))
			b.ReportAllocs()
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("perimetre", func() error {
		for _, err := range Read(bytes.NewReader(lines), "communes") {
			if err != nil {
				return err
			}
		}
		return nil
	})
	collection := append([]byte(opening), bytes.ReplaceAll(bytes.TrimSpace(lines), []byte("\n"), []byte(",\n"))...)
	collection = append(collection, "]}"...)
	run("perimetre-collection", func() error {
		for _, err := range Read(bytes.NewReader(collection), "communes") {
			if err != nil {
				return err
			}
		}
		return nil
	})
	run("orb", func() error {
		for line := range bytes.Lines(lines) {
			if _, err := orb.UnmarshalFeature(line); err != nil {
				return err
			}
		}
		return nil
	})
	run("encoding-json", func() error {
		for line := range bytes.Lines(lines) {
			var feature struct {
				Properties map[string]any
				Geometry   struct {
					Type        string
					Coordinates json.RawMessage
				}
			}
			if err := json.Unmarshal(line, &feature); err != nil {
				return err
			}
		}
		return nil
	})
}
