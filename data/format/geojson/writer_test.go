package geojson

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"perimetre/geo"

	"github.com/google/go-cmp/cmp"
)

func TestAppendFeatureWritesEveryValue(t *testing.T) {
	for _, test := range []struct {
		name    string
		feature geo.Feature
		want    string
	}{
		{"nothing", geo.Feature{}, `{"type":"Feature","properties":{},"geometry":null}`},
		{
			"an id and a place",
			geo.Feature{ID: `ti-"0101"`, Geometry: geo.MultiPoint{{X: -615_366_569, Y: 5}}},
			`{"type":"Feature","id":"ti-\"0101\"","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[-61.5366569,0.0000005]]}}`,
		},
		{
			"properties in their order",
			geo.Feature{Properties: []geo.Property{
				{Name: "z"},
				{Name: "a", Value: "L'Île\n\"\\\x00\xff\u2028</"},
				{Name: "b", Value: true},
				{Name: "n", Value: int64(math.MinInt64)},
				{Name: "f", Value: 0.1},
				{Name: "small", Value: 1e-7},
				{Name: "large", Value: 1e21},
				{Name: "nan", Value: math.NaN()},
				{Name: "inf", Value: math.Inf(-1)},
				{Name: "list", Value: []string{"x", "y"}},
				{Name: "none", Value: []string(nil)},
			}},
			`{"type":"Feature","properties":{"z":null,"a":"L'Île\u000a\"\\\u0000` + "\ufffd\u2028" + `</","b":true,` +
				`"n":-9223372036854775808,"f":0.1,"small":0.0000001,"large":1000000000000000000000,"nan":null,"inf":null,` +
				`"list":["x","y"],"none":[]},"geometry":null}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, string(AppendFeature(nil, test.feature))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWriterWritesOneCollection(t *testing.T) {
	a := `{"type":"Feature","id":"a","properties":{},"geometry":null}`
	b := `{"type":"Feature","id":"b","properties":{},"geometry":null}`
	for _, test := range []struct {
		name string
		ids  []string
		want string
	}{
		{"of nothing", nil, "{\"type\":\"FeatureCollection\",\"features\":[\n\n]}\n"},
		{"of one feature", []string{"a"}, "{\"type\":\"FeatureCollection\",\"features\":[\n" + a + "\n]}\n"},
		{"of a feature a line", []string{"a", "b"}, "{\"type\":\"FeatureCollection\",\"features\":[\n" + a + ",\n" + b + "\n]}\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got strings.Builder
			w := NewWriter(&got)
			for _, id := range test.ids {
				if err := w.Write(geo.Feature{ID: id}); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(len(test.ids), len(read(t, strings.NewReader(got.String())))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// full is a disk with no room left.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterGivesTheErrorOfTheWriterBelow(t *testing.T) {
	w := NewWriter(full{})
	large := geo.Feature{ID: strings.Repeat("x", 1<<17)}
	if err := w.Write(large); !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "write feature 1: ") {
		t.Errorf("Write gives %v", err)
	}
	if err := w.Close(); !errors.Is(err, errFull) {
		t.Errorf("Close gives %v after an error", err)
	}
	if err := NewWriter(full{}).Close(); !errors.Is(err, errFull) {
		t.Errorf("Close gives %v", err)
	}
}

// BenchmarkWriter writes the communes of France, and EPCI whose rings are long.
func BenchmarkWriter(b *testing.B) {
	for _, file := range []string{"communes-2018.geojsonl.gz", "epci-bretagne-est-fullres.geojsonl.gz"} {
		var features []geo.Feature
		for feature, err := range Read(bytes.NewReader(realFile(b, file)), file) {
			if err != nil {
				b.Fatal(err)
			}
			features = append(features, feature)
		}
		b.Run(fmt.Sprintf("n=%d", len(features)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var written count
				w := NewWriter(&written)
				for _, feature := range features {
					if err := w.Write(feature); err != nil {
						b.Fatal(err)
					}
				}
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(written))
			}
		})
	}
}

// count is a writer that keeps the number of bytes only.
type count int64

func (c *count) Write(p []byte) (int, error) {
	*c += count(len(p))
	return len(p), nil
}
