package geojson

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzRead holds that no text makes the reader panic, that every error about a record is one, that it does not matter
// how small the buffer is nor how many workers there are, in any reference system, and that what was read is read the same once it is written.
func FuzzRead(f *testing.F) {
	a := feature("a", triangle)
	for _, seed := range []string{
		"", a, a + "\n" + a, "\x1e" + a + "\n\x1e" + a, `{"type":"FeatureCollection","features":[` + a + `,` + a + `],"crs":null}`,
		`{"type":"Feature","id":7,"properties":{"a":[1],"b":["x"],"c":1e5,"z":-0.0,"d":"\ud800"},"geometry":` + prettyPoint + `}`,
		`{"name":"n","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[` + a + `]}`,
		`{"type":"Feature","geometry":` + triangle + `,"crs":{"type":"EPSG","properties":{"code":3857}}}`,
		`{"features":[` + feature("b", onePoint) + `,{}]}`, `{"features":[[],"]",1,{"a":"\"}"}]}{`, "\ufeff[",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var written strings.Builder
		w := NewWriter(&written)
		var features []geo.Feature
		for feature, err := range Read(strings.NewReader(text), "f.geojson") {
			if record := (*format.RecordError)(nil); errors.As(err, &record) && (record.Problem == "" || record.Mend == "") {
				t.Fatalf("%v does not say what to do", err)
			}
			if err == nil {
				features = append(features, feature)
				if err := w.Write(feature); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !json.Valid([]byte(written.String())) {
			t.Fatalf("what is written is not JSON: %s", written.String())
		}
		again := 0
		for feature, err := range Read(strings.NewReader(written.String()), "f.geojson") {
			if err != nil {
				t.Fatalf("what is written cannot be read: %v", err)
			}
			if diff := cmp.Diff(AppendFeature(nil, features[again]), AppendFeature(nil, feature)); diff != "" {
				t.Fatal(diff)
			}
			again++
		}
		if again != len(features) {
			t.Fatalf("%d features are written, %d read", len(features), again)
		}

		for _, err := range ReadInput(memory(text), format.Options{CRS: 3857}) {
			if record := (*format.RecordError)(nil); errors.As(err, &record) && (record.Problem == "" || record.Mend == "") {
				t.Fatalf("%v does not say what to do", err)
			}
		}
		if layers, err := Layers(memory(text)); err == nil && len(layers) != 1 {
			t.Fatalf("%d layers", len(layers))
		}

		large, errLarge := pieces(text, 1<<18, 1<<29)
		small, errSmall := pieces(text, 16, 1<<29)
		if diff := cmp.Diff(large, small); diff != "" || fmt.Sprint(errLarge) != fmt.Sprint(errSmall) {
			t.Fatalf("%v with a large buffer, %v with a small one: %s", errLarge, errSmall, diff)
		}
		one := outcome(oneByOne(strings.NewReader(text), 1<<29))
		many := outcome(reading{workers: 3, buffer: 50, limit: 1 << 29}.features(strings.NewReader(text), "f.geojson"))
		if diff := cmp.Diff(one, many); diff != "" {
			t.Fatalf("one by one and by workers: %s", diff)
		}
	})
}

// FuzzGeometry holds that whatever polygon encoding/json reads, the scanner reads the same.
func FuzzGeometry(f *testing.F) {
	for _, seed := range []string{
		triangle,
		`{"coordinates":[[[0,0],[1,0],[0,1],[0,0]]],"type":"Polygon"}`,
		`{"type":"Polygon","coordinates":[[[-0.0,5.0e-5],[1.5 , -2.25],[ 0,1,9e9],[0.00000005,0.5e-4],[0,5e-5]],[]],"x":[{}]}`,
		`{"type":"Polygon","coordinates":[[[5.54554,45.71359],[5.546730000049,45.71509],[-5.9,-0.123456789],[5.54554,45.71359]]]}`,
		`{"type":"Polygon","coordinates":[{}]}`,
		`{"type":"Polygon","coordinates":[[[181,0],[1,0],[0,1],[181,0]]]}`,
		`{"\u0074ype":"\u0050olygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		want := polygonOf(t, text)
		if want == nil {
			return
		}
		collection := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":` + text + `}]}`
		count := 0
		for feature, err := range Read(strings.NewReader(collection), "f.geojson") {
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(geo.Geometry(geo.MultiPolygon{want}), feature.Geometry, cmpopts.EquateEmpty()); diff != "" {
				t.Fatal(diff)
			}
			count++
		}
		if count != 1 {
			t.Fatalf("%d features", count)
		}
	})
}

// polygonOf reads a Polygon that this package takes by encoding/json and rational arithmetic, and gives nil for any
// other text.
func polygonOf(t *testing.T, text string) geo.Polygon {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var members map[string]any
	if !json.Valid([]byte(text)) || decoder.Decode(&members) != nil || members["type"] != "Polygon" ||
		strings.Count(text, "coordinates") != 1 { // of two, encoding/json reads the last, and we both
		return nil
	}
	rings, _ := members["coordinates"].([]any)
	var polygon geo.Polygon
	for _, positions := range rings {
		positions, ok := positions.([]any)
		if !ok {
			return nil
		}
		var ring geo.Ring
		for _, numbers := range positions {
			numbers, _ := numbers.([]any)
			point, ok := pointOf(t, numbers)
			if !ok {
				return nil
			}
			ring = append(ring, point)
		}
		polygon = append(polygon, ring)
	}
	return polygon
}

// pointOf gives the point of a position, and holds [geo.Snap] to be within one step of it.
func pointOf(t *testing.T, numbers []any) (geo.Point, bool) {
	t.Helper()
	var degrees []float64
	var exact []int32
	for _, number := range numbers {
		number, ok := number.(json.Number)
		_, exponent, _ := strings.Cut(strings.ToLower(string(number)), "e")
		if !ok || len(number) > 100 || len(exponent) > 4 {
			return geo.Point{}, false
		}
		value, err := number.Float64()
		if err != nil {
			return geo.Point{}, false
		}
		degrees = append(degrees, value)
		exact = append(exact, int32(steps(string(number)).Int64()))
	}
	if len(degrees) < 2 {
		return geo.Point{}, false
	}
	snapped, err := geo.Snap(degrees[0], degrees[1])
	if err != nil {
		return geo.Point{}, false
	}
	point := geo.Point{X: exact[0], Y: exact[1]}
	if max(snapped.X-point.X, point.X-snapped.X, snapped.Y-point.Y, point.Y-snapped.Y) > 1 {
		t.Fatalf("%v snaps to %v, want %v", numbers, snapped, point)
	}
	return point, true
}
