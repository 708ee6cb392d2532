package mvt_test

import (
	"testing"

	"perimetre/data/miniature"
	"perimetre/data/policy"
	"perimetre/geo/atlas"
	"perimetre/tiles"
	"perimetre/tiles/mvt"
)

func TestAnEditionWithoutATerritoryOrAFindingHasTiles(t *testing.T) {
	e := miniature.Country(1)
	e.Territories = nil
	a, _ := atlas.Build(e, policy.France())
	p := mvt.New(a, mvt.Options{})
	for _, layers := range [][]string{nil, {"territoires", "constats"}} {
		tile, err := p.Tile(t.Context(), tiles.ID{}, layers)
		if err != nil || len(tile) > 0 != (layers == nil) {
			t.Errorf("layers %v: %d bytes, %v", layers, len(tile), err)
		}
	}
}
