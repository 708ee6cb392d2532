package cog

import (
	"testing"

	"perimetre/geo"
)

func TestEveryDepartementHasAnExtent(t *testing.T) {
	for _, d := range France().Departements {
		box, ok := Extent(d.Code)
		if !ok || box.Min.X >= box.Max.X || box.Min.Y >= box.Max.Y {
			t.Errorf("extent of %s %s: %v, %v", d.Code, d.Name, box, ok)
		}
	}
	if got := len(Extents()); got != 101 {
		t.Errorf("%d extents, want 101", got)
	}
	for _, code := range []string{"", "1", "20", "98", "2A 8.48"} {
		if box, ok := Extent(code); ok {
			t.Errorf("%q has extent %v", code, box)
		}
	}
}

func TestParisLiesInItsExtent(t *testing.T) {
	box, _ := Extent("75")
	if paris := (geo.Point{X: 2_3522000, Y: 48_8566000}); !box.Intersects(geo.Box{Min: paris, Max: paris}) {
		t.Errorf("%v does not hold Paris", box)
	}
}
