package mvt_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"

	"perimetre/data/policy"
	"perimetre/geo/atlas"
	"perimetre/internal/drawing"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

// dump writes a tile as text that a person can review: a layer, a feature, a ring a line.
func dump(layers orbmvt.Layers) string {
	var out strings.Builder
	for _, layer := range layers {
		fmt.Fprintf(&out, "%s (version %d, extent %d)\n", layer.Name, layer.Version, layer.Extent)
		for _, f := range layer.Features {
			fmt.Fprintf(&out, "  %.0f", f.ID)
			for _, key := range slices.Sorted(maps.Keys(f.Properties)) {
				fmt.Fprintf(&out, " %s=%v", key, f.Properties[key])
			}
			fmt.Fprintln(&out)
			for _, line := range lines(f.Geometry) {
				fmt.Fprintf(&out, "    %v\n", line)
			}
		}
	}
	return out.String()
}

// lines gives every line, ring or point of a geometry.
func lines(g orb.Geometry) []orb.LineString {
	var all []orb.LineString
	switch g := g.(type) {
	case orb.Point:
		all = append(all, orb.LineString{g})
	case orb.LineString:
		all = append(all, g)
	case orb.MultiLineString:
		all = g
	case orb.Polygon:
		for _, ring := range g {
			all = append(all, orb.LineString(ring))
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			all = append(all, lines(polygon)...)
		}
	default:
		panic(fmt.Sprintf("a tile holds no %T", g))
	}
	return all
}

func decoded(t testing.TB, p *mvt.Pyramid, id tiles.ID) orbmvt.Layers {
	t.Helper()
	tile, err := p.Tile(t.Context(), id, nil)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := orbmvt.Unmarshal(tile)
	if err != nil {
		t.Fatalf("tile %v: %v", id, err)
	}
	return layers
}

// TestTilesAsText compares tiles of a small country with those that were reviewed. UPDATE_GOLDEN=1 writes them anew.
//
//	A A B B     C is an enclave of A, with an EPCI of its own.
//	A C B .
//	A A A D
func TestTilesAsText(t *testing.T) {
	a, _ := atlas.Build(drawing.Draw(`
		AABB
		ACB.
		AAAD`).Edition([]string{"AB", "C", "D"}, []string{"AB", "CD"}), policy.France())
	p := mvt.New(a, mvt.Options{})
	for name, id := range map[string]tiles.ID{
		"country": {Z: 5, X: 16, Y: 11},
		"far":     {Z: 2, X: 2, Y: 1},
		"west":    {Z: 8, X: 129, Y: 90},
		"corner":  {Z: 11, X: 1036, Y: 727},
	} {
		t.Run(name, func(t *testing.T) {
			got := dump(decoded(t, p, id))
			golden := filepath.Join("testdata", name+".txt")
			if os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("tile %v (-want +got):\n%s", id, diff)
			}
		})
	}
}
