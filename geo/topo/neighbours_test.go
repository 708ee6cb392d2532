package topo

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/internal/drawing"
)

func TestNeighbours(t *testing.T) {
	d := drawing.Draw(`
		AAB
		CDB
		C.E`)
	c, _ := Build(5, pieces(d), Tolerance{})
	for _, test := range []struct {
		unit            int32
		byEdge, byPoint []int32
	}{
		{0, []int32{1, 2, 3}, []int32{1, 2, 3}},
		{3, []int32{0, 1, 2}, []int32{0, 1, 2, 4}},
		{4, []int32{1}, []int32{1, 3}},
	} {
		if diff := cmp.Diff(test.byEdge, c.Neighbours(test.unit)); diff != "" {
			t.Errorf("neighbours of unit %d (-want +got):\n%s", test.unit, diff)
		}
		if diff := cmp.Diff(test.byPoint, c.Touching(test.unit)); diff != "" {
			t.Errorf("units touching unit %d (-want +got):\n%s", test.unit, diff)
		}
	}
}

func TestLandmassesAreDividedByTheSeaOnly(t *testing.T) {
	d := drawing.Draw(`
		AAB..C
		AAB..D
		.....A`)
	c, _ := Build(4, pieces(d), Tolerance{})
	faces := c.Faces()
	for unit, want := range [][]int32{{0, 1}, {0}, {1}, {1}} {
		if diff := cmp.Diff(want, faces.Landmasses(int32(unit))); diff != "" {
			t.Errorf("landmasses of unit %d (-want +got):\n%s", unit, diff)
		}
	}
}
