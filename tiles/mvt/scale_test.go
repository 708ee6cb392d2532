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
		const step = 1.0 / (1 << worldBits)
		if dx, dy := float64(got.x)*step-want[0], float64(got.y)*step-want[1]; math.Abs(dx) > 2*step || math.Abs(dy) > 2*step {
			t.Errorf("%v is at %v, %v, want %v", p, float64(got.x)*step, float64(got.y)*step, want)
		}
	})
}

func TestPolesAreHeldAtTheBorderOfTheSquare(t *testing.T) {
	north, south := project(geo.Point{Y: geo.MaxY}), project(geo.Point{X: geo.MaxX, Y: -geo.MaxY})
	if north.y != 0 || south.y != math.MaxUint32 || south.x != math.MaxUint32 {
		t.Errorf("poles are at %v and %v", north, south)
	}
}

func TestAPixelIsTheNearest(t *testing.T) {
	const step = 1 << (worldBits - extentBits - 3)
	for _, test := range []struct {
		name string
		from uint32
		want int32
	}{
		{"a pixel's own place", 5 * step, 5},
		{"a little before the middle", 5*step + step/2 - 1, 5},
		{"the middle goes up", 5*step + step/2, 6},
		{"the end of the world is the first pixel after it", math.MaxUint32, Extent << 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := (world{x: test.from}).pixel(3).x; got != test.want {
				t.Errorf("pixel %d, want %d", got, test.want)
			}
		})
	}
}
