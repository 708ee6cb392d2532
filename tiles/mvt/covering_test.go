package mvt_test

import (
	"slices"
	"testing"

	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

func TestCoveringHasEveryTileThatHoldsSomething(t *testing.T) {
	a := miniatureAtlas()
	p := mvt.New(a, mvt.Options{MaxZoom: 10})
	for _, zoom := range []uint8{0, 4, 8, 10} {
		covering := p.Covering(zoom)
		full := 0
		for _, id := range around(a, zoom) {
			for x := max(id.X, 1) - 1; x <= min(id.X+1, 1<<zoom-1); x++ {
				near := tiles.ID{Z: zoom, X: x, Y: id.Y}
				tile, err := p.Tile(t.Context(), near, nil)
				if err != nil {
					t.Fatal(err)
				}
				if tile == nil {
					continue
				}
				full++
				if !slices.Contains(covering, near) {
					t.Errorf("tile %v holds something and is not in the covering", near)
				}
			}
		}
		if full == 0 || len(covering) > 2*full+4 {
			t.Errorf("zoom %d: %d tiles, %d hold something", zoom, len(covering), full)
		}
	}
	if tiles := p.Covering(11); tiles != nil {
		t.Errorf("%d tiles beyond the last zoom", len(tiles))
	}
}
