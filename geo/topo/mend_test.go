package topo

import (
	"math"
	"testing"

	"perimetre/internal/wkt"
)

func TestAGapThatOnlyAnOverlapSurroundsGoesWithIt(t *testing.T) {
	annulus, err := wkt.Drawing.Parse("POLYGON((0 0,6 0,6 6,0 6,0 0),(2 2,2 4,4 4,4 2,2 2))")
	if err != nil {
		t.Fatal(err)
	}
	c, repairs, defects := Mend(2, []Piece{{0, annulus}, {1, annulus}}, Tolerance{}, math.Inf(1), nil)
	if len(defects) > 0 {
		t.Errorf("left: %v", defects)
	}
	if got := wkt.Drawing.Format(c.pieces()[0].Geometry); got != "POLYGON((0 0,6 0,6 6,0 6,0 0))" {
		t.Errorf("the first unit is %s, after %v", got, repairs)
	}
}
