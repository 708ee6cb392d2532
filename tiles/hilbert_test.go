package tiles_test

import (
	"testing"

	"pgregory.net/rapid"

	"perimetre/tiles"
)

// The numbers are those of the PMTiles specification, version 3, section 4.1, less that of the first tile of the zoom.
func TestHilbertIsTheCurveOfPMTiles(t *testing.T) {
	for _, test := range []struct {
		id   tiles.ID
		want uint64
	}{
		{tiles.ID{}, 0},
		{tiles.ID{Z: 1}, 0},
		{tiles.ID{Z: 1, Y: 1}, 1},
		{tiles.ID{Z: 1, X: 1, Y: 1}, 2},
		{tiles.ID{Z: 1, X: 1}, 3},
		{tiles.ID{Z: 2}, 0},
		{tiles.ID{Z: 2, X: 1}, 1},
		{tiles.ID{Z: 12, X: 3423, Y: 1763}, 19_078_479 - 5_592_405},
	} {
		if got := tiles.Hilbert(test.id.Z, test.id.X, test.id.Y); got != test.want {
			t.Errorf("%v is at %d, want %d", test.id, got, test.want)
		}
	}
}

func TestSquaresOfALargerOneFollowEachOtherOnTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := uint8(rapid.IntRange(1, 31).Draw(t, "bits"))
		x, y := rapid.Uint32Range(0, 1<<bits-1).Draw(t, "x"), rapid.Uint32Range(0, 1<<bits-1).Draw(t, "y")
		if got, want := tiles.Hilbert(bits, x, y)/4, tiles.Hilbert(bits-1, x/2, y/2); got != want {
			t.Errorf("a quarter of square %d is in square %d", want, got)
		}
	})
}
