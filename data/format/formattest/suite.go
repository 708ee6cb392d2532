// Package formattest is the conformance suite of the formats of data/format: what a writer wrote, the reader beside it gives
// back.
//
// A [Format] is the reader and the writer of one format, with what it cannot hold. [Suite] runs the whole suite, [Refusals] what is
// asked of a format whose layers have columns.
package formattest

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/geo"
)

// Format is one reader and one writer, and what the format cannot hold.
type Format struct {
	Extension string // of its files, with the dot
	Layers    func(in format.Input) ([]format.Layer, error)
	Read      func(in format.Input, o format.Options) geo.Features
	Create    func(path string, s format.Schema) (format.Writer, error)

	// As gives a feature as the format holds it: names cut, lists joined, what has no type left out. Nil when it holds
	// features as they are.
	As func(f geo.Feature) geo.Feature

	// Unordered tells that the format puts features in an order of its own.
	Unordered bool
}

// Suite tests a format.
func Suite(t *testing.T, f Format) {
	for name, features := range samples() {
		t.Run(name, func(t *testing.T) {
			RoundTrip(t, f, features)
		})
	}
	t.Run("a reading can be left in the middle", func(t *testing.T) {
		path := f.write(t, samples()["polygons with holes and islands"])
		for _, err := range f.Read(format.File(path), format.Options{}) {
			if err != nil {
				t.Error(err)
			}
			break
		}
	})
	t.Run("a file that is not there is an error that names it", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "absent"+f.Extension)
		for _, err := range f.Read(format.File(path), format.Options{}) {
			if err == nil || !strings.Contains(err.Error(), "absent") {
				t.Errorf("got %v", err)
			}
			return
		}
		t.Error("no error")
	})
}

// RoundTrip tests that the reader gives back features that the writer wrote.
func RoundTrip(t *testing.T, f Format, features []geo.Feature) {
	t.Helper()
	path := f.write(t, features)
	got := f.read(t, path)
	want := slices.Clone(features)
	if f.As != nil {
		for i := range want {
			want[i] = f.As(want[i])
		}
	}
	if f.Unordered {
		slices.SortFunc(want, compare)
		slices.SortFunc(got, compare)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
		t.Error(diff)
	}
	layers, err := f.Layers(format.File(path))
	if err != nil || len(layers) != 1 {
		t.Fatalf("layers: %v, %v", layers, err)
	}
	if n := layers[0].Features; n >= 0 && n != len(features) {
		t.Errorf("the header tells %d features, want %d", n, len(features))
	}
}

// Refusals tests that the writer of a format whose layers have columns refuses, by a [*format.RecordError], what does not fit them,
// writes what they can hold as text, and goes on.
func Refusals(t *testing.T, f Format) {
	one := geo.MultiPolygon{geo.Box{Max: geo.Point{X: 10, Y: 10}}.Polygon()}
	schema := format.Schema{Layer: "communes", Geometry: format.MultiPolygon, Fields: []format.Attribute{
		{Name: "n", Type: format.Int64}, {Name: "x", Type: format.Float64}, {Name: "v", Type: format.Bool}, {Name: "s", Type: format.String},
	}}
	path := filepath.Join(t.TempDir(), "communes"+f.Extension)
	w, err := f.Create(path, schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		feature geo.Feature
		refused bool
	}{
		{"a number that is none", with(one, "x", math.NaN()), false},
		{"decimals in a column of integers", with(one, "n", 2.5), true},
		{"a text in a column of integers", with(one, "n", "text"), true},
		{"a text in a column of numbers", with(one, "x", "text"), true},
		{"a number in a column of truths", with(one, "v", int64(1)), true},
		{"a large number in a column of texts", with(one, "s", 200054781.0), false},
		{"a list in a column of texts", with(one, "s", []string{"a", "b"}), false},
		{"an attribute that is no column", with(one, "z", "a"), true},
		{"points in a layer of polygons", with(geo.MultiPoint{{}}, "s", "a"), true},
	} {
		err := w.Write(test.feature)
		if refused := errors.As(err, new(*format.RecordError)); refused != test.refused || !refused && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var got []any
	for _, feature := range f.read(t, path) {
		got = append(got, feature.Property("x"), feature.Property("s"))
	}
	slices.SortFunc(got, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	if diff := cmp.Diff([]any{"200054781", nil, nil, nil, nil, `["a","b"]`}, got); diff != "" {
		t.Error(diff)
	}
}

func with(g geo.Geometry, name string, value any) geo.Feature {
	return geo.Feature{Properties: []geo.Property{{Name: name, Value: value}}, Geometry: g}
}

// compare orders features by their texts.
func compare(a, b geo.Feature) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }

func (f Format) write(t *testing.T, features []geo.Feature) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "communes"+f.Extension)
	w, err := f.Create(path, format.SchemaOf("communes", features))
	if err != nil {
		t.Fatal(err)
	}
	for _, feature := range features {
		if err := w.Write(feature); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func (f Format) read(t *testing.T, path string) (features []geo.Feature) {
	t.Helper()
	for feature, err := range f.Read(format.File(path), format.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		feature.ID = "" // formats number their records, each in its own way
		features = append(features, feature)
	}
	return features
}

// samples are collections that hold the difficulties of a format, one each. No feature has an ID.
func samples() map[string][]geo.Feature {
	feature := func(g geo.Geometry, values ...any) geo.Feature {
		f := geo.Feature{Geometry: g}
		for i, v := range values {
			f.Properties = append(f.Properties, geo.Property{Name: []string{"insee", "nom", "population", "superficie", "ile"}[i], Value: v})
		}
		return f
	}
	square := func(x, y, side int32) geo.Ring {
		return geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + side, Y: y + side}}.Polygon()[0]
	}
	hole := func(x, y, side int32) geo.Ring {
		ring := square(x, y, side)
		slices.Reverse(ring)
		return ring
	}
	one := geo.MultiPolygon{{square(23_522_219, 488_566_140, 1_000_001)}}
	return map[string][]geo.Feature{
		"attributes of every type": {
			feature(one, "01001", "L’Abergement-Clémenciat", int64(806), 15.95, false),
			feature(one, "2A004", "Ajaccio — œuf", int64(0), -0.5, true),
		},
		"nulls in every attribute": {
			feature(one, "01001", "Nom", int64(1), 1.5, true),
			feature(one, nil, nil, nil, nil, nil),
		},
		"leading zeros stay": {feature(one, "01001"), feature(one, "00007")},
		"polygons with holes and islands": {
			feature(geo.MultiPolygon{
				{square(0, 0, 10_000_000), hole(1_000_000, 1_000_000, 2_000_000), hole(5_000_000, 5_000_000, 1_000_000)},
				{square(20_000_000, 0, 3_000_000)},
			}, "a"),
			feature(geo.MultiPolygon{{square(-1_799_999_999, -890_000_000, 5)}}, "b"),
			feature(geo.MultiPolygon{{square(1_700_000_000, 890_000_000, 7)}}, "c"),
		},
		"points": {
			feature(geo.MultiPoint{{X: 1, Y: -1}}, "a"),
			feature(geo.MultiPoint{{X: 1, Y: -1}, {X: 55_000_000, Y: -210_000_000}}, "b"),
		},
		"lines": {
			feature(geo.MultiLine{{{X: 0, Y: 0}, {X: 1, Y: 1}}}, "a"),
			feature(geo.MultiLine{{{X: 0, Y: 0}, {X: 1, Y: 1}, {X: 5, Y: 1}}, {{X: 9, Y: 9}, {X: 10, Y: 10}}}, "b"),
		},
		"no geometry": {feature(one, "a"), feature(nil, "b")},
		"long text":   {feature(one, "a", strings.Repeat("é", 120))},
	}
}
