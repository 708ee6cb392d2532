package geojson

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/internal/shared"

	orb "github.com/paulmach/orb/geojson"
)

// realFile gives the unpacked bytes of a file of real data.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
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

// BenchmarkRead reads communes of few decimals and long EPCI of fifteen, unpacked, beside orb/geojson and encoding/json
// doing the same.
func BenchmarkRead(b *testing.B) {
	for _, file := range []string{"communes-2018.geojsonl.gz", "epci-bretagne-est-fullres.geojsonl.gz"} {
		lines := bytes.TrimSpace(realFile(b, file))
		collection := slices.Concat([]byte(collection("").opening), bytes.ReplaceAll(lines, []byte("\n"), []byte(",\n")), []byte("]}"))
		for _, run := range []struct {
			name string
			read func() error
		}{
			{"perimetre", func() error { return readAll(lines) }},
			{"perimetre-collection", func() error { return readAll(collection) }},
			{"orb", func() error {
				return eachLine(lines, func(line []byte) error { _, err := orb.UnmarshalFeature(line); return err })
			}},
			{"encoding-json", func() error {
				return eachLine(lines, func(line []byte) error {
					var feature struct {
						Properties map[string]any
						Geometry   struct {
							Type        string
							Coordinates json.RawMessage
						}
					}
					return json.Unmarshal(line, &feature)
				})
			}},
		} {
			b.Run(fmt.Sprintf("n=%d/%s", 1+bytes.Count(lines, []byte("\n")), run.name), func(b *testing.B) {
				b.SetBytes(int64(len(lines)))
				b.ReportAllocs()
				for b.Loop() {
					if err := run.read(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func readAll(text []byte) error {
	for _, err := range Read(bytes.NewReader(text), "f.geojson") {
		if err != nil {
			return err
		}
	}
	return nil
}

func eachLine(lines []byte, read func([]byte) error) error {
	for line := range bytes.Lines(lines) {
		if err := read(line); err != nil {
			return err
		}
	}
	return nil
}
