package tiles_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/tiles"
)

func TestValid(t *testing.T) {
	for _, test := range []struct {
		name string
		id   tiles.ID
		want bool
	}{
		{"the whole world", tiles.ID{}, true},
		{"the last tile of a zoom", tiles.ID{Z: 3, X: 7, Y: 7}, true},
		{"a column beyond the last", tiles.ID{Z: 3, X: 8}, false},
		{"a row beyond the last", tiles.ID{Z: 3, Y: 8}, false},
		{"a zoom too deep", tiles.ID{Z: 31}, false},
		{"a zoom deeper than a number has bits", tiles.ID{Z: 200, X: 1}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.id.Valid(); got != test.want {
				t.Errorf("%v is valid: %v, want %v", test.id, got, test.want)
			}
		})
	}
}

func TestParent(t *testing.T) {
	for _, test := range []struct {
		name     string
		id, want tiles.ID
	}{
		{"the world is its own parent", tiles.ID{}, tiles.ID{}},
		{"four tiles have one parent", tiles.ID{Z: 9, X: 263, Y: 182}, tiles.ID{Z: 8, X: 131, Y: 91}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.id.Parent(); got != test.want {
				t.Errorf("parent of %v is %v, want %v", test.id, got, test.want)
			}
		})
	}
}

// The limits of tiles are those that the specification of EPSG:3857 gives: 85.0511287798° is the latitude of its top.
func TestBounds(t *testing.T) {
	for _, test := range []struct {
		name   string
		id     tiles.ID
		margin float64
		want   geo.Box
	}{
		{
			"the world",
			tiles.ID{},
			0,
			geo.Box{Min: geo.Point{X: -1_800_000_000, Y: -850_511_288}, Max: geo.Point{X: 1_800_000_000, Y: 850_511_288}},
		},
		{
			"the world with a margin stays in the world",
			tiles.ID{},
			0.5,
			geo.Box{Min: geo.Point{X: -1_800_000_000, Y: -850_511_288}, Max: geo.Point{X: 1_800_000_000, Y: 850_511_288}},
		},
		{
			"the north-west quarter",
			tiles.ID{Z: 1},
			0,
			geo.Box{Min: geo.Point{X: -1_800_000_000}, Max: geo.Point{Y: 850_511_288}},
		},
		{
			"a quarter of a side around the tile east of Greenwich",
			tiles.ID{Z: 2, X: 2, Y: 2},
			1,
			geo.Box{Min: geo.Point{X: -900_000_000, Y: -850_511_288}, Max: geo.Point{X: 1_800_000_000, Y: 665_132_605}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.id.Bounds(test.margin)); diff != "" {
				t.Errorf("bounds of %v (-want +got):\n%s", test.id, diff)
			}
		})
	}
}

func TestTileJSONHasWhatTheSpecificationAsksFor(t *testing.T) {
	bounds, center := tiles.Extent(geo.Box{Min: geo.Point{X: -50_000_000, Y: 410_000_000}, Max: geo.Point{X: 100_000_000, Y: 510_000_000}}, 14)
	got, err := json.Marshal(tiles.TileJSON{
		TileJSON: tiles.Version, Scheme: "xyz", Tiles: []string{"https://example.org/{z}/{x}/{y}.mvt"}, MaxZoom: 14,
		Bounds: bounds, Center: center,
		VectorLayers: []tiles.VectorLayer{{ID: "communes", MaxZoom: 14, Fields: map[string]string{"nom": "nom"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"tilejson":"3.0.0","scheme":"xyz","tiles":["https://example.org/{z}/{x}/{y}.mvt"],"minzoom":0,"maxzoom":14,` +
		`"bounds":[-5,41,10,51],"center":[2.5,46,5],"vector_layers":[{"id":"communes","minzoom":0,"maxzoom":14,"fields":{"nom":"nom"}}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("TileJSON (-want +got):\n%s", diff)
	}
}

func TestTileJSONNeverHoldsNull(t *testing.T) {
	for _, described := range []tiles.TileJSON{{}, {VectorLayers: []tiles.VectorLayer{{ID: "communes"}}}, tiles.TileJSON{}.Select([]string{"epci"})} {
		got, err := json.Marshal(described)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(got, []byte("null")) {
			t.Errorf("TileJSON %s", got)
		}
	}
}

func TestTheCentreIsNoDeeperThanTheTiles(t *testing.T) {
	here := geo.Point{X: 20_000_000, Y: 460_000_000}
	if _, center := tiles.Extent(geo.Box{Min: here, Max: here}, 14); center[2] != 14 {
		t.Errorf("zoom %v for a point, want 14", center[2])
	}
}
