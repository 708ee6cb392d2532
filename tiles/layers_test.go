package tiles_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"perimetre/tiles"
)

// encoded is a vector tile of layers that hold a point each.
func encoded(t testing.TB, names ...string) []byte {
	t.Helper()
	var layers mvt.Layers
	for i, name := range names {
		f := geojson.NewFeature(orb.Point{float64(i), 7})
		f.Properties["nom"] = "Communauté de " + name
		layers = append(layers, &mvt.Layer{Name: name, Version: 2, Extent: 4096, Features: []*geojson.Feature{f}})
	}
	data, err := mvt.Marshal(layers)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSelectLayers(t *testing.T) {
	all := encoded(t, "regions", "epci", "communes")
	for _, test := range []struct {
		name   string
		layers []string
		want   []byte
	}{
		{"all of them", []string{"regions", "epci", "communes"}, all},
		{"in the order of the tile", []string{"communes", "regions", "epci"}, all},
		{"none", nil, nil},
		{"one that is not there", []string{"epc"}, nil},
		{"the first", []string{"regions", "constats"}, encoded(t, "regions")},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := tiles.SelectLayers(all, test.layers)
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("tile (%v) (-want +got):\n%s", err, diff)
			}
		})
	}
	got, err := tiles.SelectLayers(all, []string{"communes"})
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(got)
	if err != nil || len(layers) != 1 || layers[0].Name != "communes" || layers[0].Features[0].Properties["nom"] != "Communauté de communes" {
		t.Errorf("decoded: %v (%v)", layers, err)
	}
}

func TestSelectLayersLooksForNamesAmongAllFields(t *testing.T) {
	// Fields 15 (varint), 90 (64 bits) and 91 (32 bits) before the name; the tile has a field that no layer is.
	layer := []byte{15 << 3, 2, 0xd1, 5, 1, 2, 3, 4, 5, 6, 7, 8, 0xdd, 5, 1, 2, 3, 4, 1<<3 | 2, 1, 'a'}
	named := append([]byte{3<<3 | 2, byte(len(layer))}, layer...)
	tile := append([]byte{7<<3 | 2, 2, 'x', 'y'}, named...)
	if got, err := tiles.SelectLayers(tile, []string{"a"}); !bytes.Equal(got, named) || err != nil {
		t.Errorf("got % x (%v), want % x", got, err, named)
	}
}

// brokenTiles are tiles that cannot be read, by what is said of them.
func brokenTiles() map[string][]byte {
	return map[string][]byte{
		"vector tile: byte 0: the number of a field cannot be read":          {0xff},
		"byte 0: the value of field 2 cannot be read":                        {2 << 3, 0xff},
		"byte 0: the length of field 3 cannot be read":                       {3<<3 | 2},
		"byte 0: field 3 has 200 bytes, and 1 are left":                      {3<<3 | 2, 0xc8, 1, 0},
		"byte 0: field 3 has 18446744073709551615 bytes, and 0 are left":     {3<<3 | 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1},
		"byte 0: field 3 has 8 bytes, and 1 are left":                        {3<<3 | 1, 0},
		"byte 0: field 3 has wire type 3, which is none":                     {3<<3 | 3},
		"layer at byte 0: it has no name":                                    {3<<3 | 2, 0},
		"layer at byte 2: field 1 has 9 bytes, and 1 are left":               {2 << 3, 0, 3<<3 | 2, 3, 1<<3 | 2, 9, 'a'},
		"vector tile: layer at byte 0: the number of a field cannot be read": {3<<3 | 2, 1, 0xff},
	}
}

func TestSelectLayersOfBrokenTiles(t *testing.T) {
	for want, tile := range brokenTiles() {
		t.Run(want, func(t *testing.T) {
			if got, err := tiles.SelectLayers(tile, []string{"a"}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got % x (%v)", got, err)
			}
		})
	}
}

func FuzzSelectLayers(f *testing.F) {
	f.Add(encoded(f, "regions", "epci", "communes"), "epci")
	for _, tile := range brokenTiles() {
		f.Add(tile, "a")
	}
	f.Fuzz(func(t *testing.T, tile []byte, name string) {
		got, err := tiles.SelectLayers(tile, []string{name})
		if err != nil {
			return
		}
		if again, err := tiles.SelectLayers(got, []string{name}); err != nil || !bytes.Equal(again, got) {
			t.Errorf("chosen again: % x (%v), want % x", again, err, got)
		}
		if len(got) > len(tile) {
			t.Errorf("%d bytes of %d", len(got), len(tile))
		}
	})
}
