package mvt

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"pgregory.net/rapid"

	"perimetre/geo"
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
