package topo

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
)

// FuzzBuild builds coverages of random triangles and quadrilaterals on a small grid, where coincidences live: whatever comes
// in, building ends, and the result is a planar arrangement: each side taken as a unit of its own builds again without
// anything but gaps, and into the same lines.
func FuzzBuild(f *testing.F) {
	f.Add(uint8(8), []byte{0, 0, 4, 0, 4, 4, 0, 0, 0, 4, 4, 0, 4, 0})
	f.Add(uint8(8), []byte{0, 0, 4, 0, 4, 4, 2, 1, 6, 1, 6, 5})
	f.Add(uint8(8), []byte{0, 0, 7, 0, 0, 7, 1, 1, 2, 1, 1, 2, 0, 0, 7, 0, 0, 7})
	f.Add(uint8(100), []byte{0, 0, 70, 10, 0, 70, 91, 11, 20, 15, 10, 20, 0, 0, 70, 10, 0, 70, 33, 44, 1})
	f.Fuzz(func(t *testing.T, side uint8, data []byte) {
		var pieces []Piece
		for ; len(data) >= 8 && len(pieces) < 24; data = data[8:] {
			var ring geo.Ring
			for k := 0; k < 8; k += 2 {
				ring = append(ring, geo.Point{X: int32(data[k] % max(1, side)), Y: int32(data[k+1] % max(1, side))})
			}
			pieces = append(pieces, Piece{int32(len(pieces)), geo.MultiPolygon{{append(ring, ring[0])}}})
		}
		c, _ := Build(len(pieces), pieces, Tolerance{})
		n := c.units + len(c.shared)
		s := newStitcher(c)
		for i, sides := range c.sides {
			s.bound(ArcRef(i), sides[0], sides[1])
		}
		var parts []Piece
		for unit, shape := range s.shapes(n) {
			parts = append(parts, Piece{int32(unit), c.Geometry(shape)})
		}
		again, defects := Build(n, parts, Tolerance{})
		if diff := cmp.Diff(snapshot(c), snapshot(again)); diff != "" {
			t.Errorf("the arrangement builds otherwise again:\n%s", diff)
		}
		for _, d := range defects {
			if d.Kind != Gap && d.Kind != HoleEmpty && d.Kind != EdgeUnmatched {
				t.Errorf("the arrangement has a defect: %v", d)
			}
		}
	})
}
