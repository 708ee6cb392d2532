package topo

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
)

// FuzzBuild builds coverages of random quadrilaterals on a small grid: whatever comes in, building ends, and the result is a
// planar arrangement: each side taken as a unit of its own builds again without anything but gaps, and into the same lines.
func FuzzBuild(f *testing.F) {
	addQuadrilaterals(f)
	f.Fuzz(func(t *testing.T, side uint8, data []byte) {
		pieces := quadrilaterals(side, data)
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
			// A triangular gap looks like a lacked vertex.
			if d.Kind != Gap && d.Kind != HoleEmpty && (d.Kind != EdgeUnmatched || d.Claims != 0) {
				t.Errorf("the arrangement has a defect: %v", d)
			}
		}
	})
}

// FuzzMend mends the same input, whole or in part: what is left is no narrower than was asked, and mending again changes
// nothing.
func FuzzMend(f *testing.F) {
	addQuadrilaterals(f)
	f.Fuzz(func(t *testing.T, side uint8, data []byte) {
		pieces := quadrilaterals(side, data)
		for _, width := range []float64{0.05, math.Inf(1)} { // m; a step is about 0.011
			c, _, defects := Mend(len(pieces), pieces, Tolerance{}, width, nil)
			for _, d := range defects {
				if d.Claims >= 2 && d.Width < width || d.Claims == 0 && width > 1 {
					t.Errorf("left at a width of %v: %v", width, d)
				}
			}
			again, repairs, _ := Mend(len(pieces), c.pieces(), Tolerance{}, width, nil)
			if diff := cmp.Diff(snapshot(c), snapshot(again)); diff != "" || len(repairs) > 0 {
				t.Errorf("mending again at a width of %v changes %v:\n%s", width, repairs, diff)
			}
		}
	})
}

func addQuadrilaterals(f *testing.F) {
	f.Add(uint8(8), []byte{0, 0, 4, 0, 4, 4, 0, 0, 0, 4, 4, 0, 4, 0})
	f.Add(uint8(8), []byte{0, 0, 4, 0, 4, 4, 2, 1, 6, 1, 6, 5})
	f.Add(uint8(8), []byte{0, 0, 7, 0, 0, 7, 1, 1, 2, 1, 1, 2, 0, 0, 7, 0, 0, 7})
	f.Add(uint8(100), []byte{0, 0, 70, 10, 0, 70, 91, 11, 20, 15, 10, 20, 0, 0, 70, 10, 0, 70, 33, 44, 1})
}

// quadrilaterals makes a unit of every eight bytes, on a grid of some points a side.
func quadrilaterals(side uint8, data []byte) (pieces []Piece) {
	for ; len(data) >= 8 && len(pieces) < 24; data = data[8:] {
		var ring geo.Ring
		for k := 0; k < 8; k += 2 {
			ring = append(ring, geo.Point{X: int32(data[k] % max(1, side)), Y: int32(data[k+1] % max(1, side))})
		}
		pieces = append(pieces, Piece{int32(len(pieces)), geo.MultiPolygon{{append(ring, ring[0])}}})
	}
	return pieces
}
