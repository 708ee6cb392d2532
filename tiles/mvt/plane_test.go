package mvt

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/tiles"
)

// The expected place is that of orb/maptile, which computes the same projection by another formula.
func TestProjectAgreesWithOrb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := geo.Point{
			X: rapid.Int32Range(-geo.MaxX, geo.MaxX-1).Draw(t, "x"),
			Y: rapid.Int32Range(-85*geo.GridPerDegree, 85*geo.GridPerDegree).Draw(t, "y"),
		}
		want := maptile.Fraction(orb.Point{p.Lon(), p.Lat()}, 0)
		got := project(p)
		const step = 1.0 / (1 << planeBits)
		if dx, dy := float64(got.X)*step-want[0], 1-float64(got.Y)*step-want[1]; math.Abs(dx) > 2*step || math.Abs(dy) > 2*step {
			t.Errorf("%v is at %v, want %v", p, got, want)
		}
	})
}

func TestPolesAreHeldAtTheBorderOfTheSquare(t *testing.T) {
	north, south := project(geo.Point{Y: geo.MaxY}), project(geo.Point{X: geo.MaxX, Y: -geo.MaxY})
	if north.Y != math.MaxInt32 || south.Y != 0 || south.X != math.MaxInt32 {
		t.Errorf("poles are at %v and %v", north, south)
	}
}

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
		if got := hilbert(test.id.Z, test.id.X, test.id.Y); got != test.want {
			t.Errorf("%v is at %d, want %d", test.id, got, test.want)
		}
	}
}

func TestSquaresOfALargerOneFollowEachOtherOnTheCurve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := uint8(rapid.IntRange(1, planeBits).Draw(t, "bits"))
		x, y := rapid.Uint32Range(0, 1<<bits-1).Draw(t, "x"), rapid.Uint32Range(0, 1<<bits-1).Draw(t, "y")
		if got, want := hilbert(bits, x, y)/4, hilbert(bits-1, x/2, y/2); got != want {
			t.Errorf("a quarter of square %d is in square %d", want, got)
		}
	})
}
