package topo

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/internal/drawing"
)

// mess is input with faults of every kind.
type mess struct {
	units  int
	pieces []Piece
}

// messes generates pieces of up to four units: rings of three to six vertices on a grid of some points a side, where
// coincidences live. Their distance is some grid steps.
func messes(side, steps int32) *rapid.Generator[mess] {
	coordinate := rapid.Int32Range(0, side-1)
	ring := rapid.Custom(func(t *rapid.T) geo.Ring {
		var ring geo.Ring
		for range rapid.IntRange(3, 6).Draw(t, "vertices") {
			ring = append(ring, geo.Point{X: steps * coordinate.Draw(t, "x"), Y: steps * coordinate.Draw(t, "y")})
		}
		return append(ring, ring[0])
	})
	return rapid.Custom(func(t *rapid.T) mess {
		m := mess{units: rapid.IntRange(1, 4).Draw(t, "units")}
		for range rapid.IntRange(1, 6).Draw(t, "pieces") {
			unit := rapid.Int32Range(0, int32(m.units-1)).Draw(t, "unit")
			m.pieces = append(m.pieces, Piece{unit, geo.MultiPolygon{rapid.SliceOfN(ring, 1, 3).Draw(t, "polygon")}})
		}
		return m
	})
}

// Crossings of segments between 4 × 4 points that are so many steps apart lie on the grid: the denominators of their
// coordinates are the cross products of vectors of up to 3 × 3, whose least common multiple is this.
const exactSteps = 360360

// shuffled gives the same input in another order, rings starting elsewhere and wound otherwise.
func (m mess) shuffled(random *rand.Rand) mess {
	other := mess{units: m.units}
	for _, piece := range m.pieces {
		var polygons geo.MultiPolygon
		for _, polygon := range piece.Geometry {
			var rings geo.Polygon
			for _, ring := range polygon {
				open := ring[:len(ring)-1]
				at := random.IntN(len(open))
				turned := slices.Concat(open[at:], open[:at])
				if random.IntN(2) == 0 {
					slices.Reverse(turned)
				}
				rings = append(rings, append(turned, turned[0]))
			}
			random.Shuffle(len(rings)-1, func(i, j int) { rings[1+i], rings[1+j] = rings[1+j], rings[1+i] })
			polygons = append(polygons, rings)
		}
		other.pieces = append(other.pieces, Piece{piece.Unit, polygons})
	}
	random.Shuffle(len(other.pieces), func(i, j int) {
		other.pieces[i], other.pieces[j] = other.pieces[j], other.pieces[i]
	})
	return other
}

func snapshot(c *Coverage) []Arc {
	arcs := make([]Arc, c.NumArcs())
	for i := range arcs {
		arcs[i] = c.Arc(i)
	}
	return arcs
}

// The winding of rings is told, and is all that may be told otherwise.
func withoutWinding(defects []Defect) []Defect {
	return slices.DeleteFunc(defects, func(d Defect) bool { return d.Kind == RingWinding })
}

func TestOrderStartAndWindingOfTheInputDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inputs := messes(rapid.Int32Range(3, 9).Draw(t, "side"), rapid.SampledFrom([]int32{1, 1, 2, 50}).Draw(t, "steps"))
		if rapid.Bool().Draw(t, "clean") {
			inputs = rapid.Map(drawings(), func(d drawing.Drawing) mess { return mess{len(d.Units()), pieces(d)} })
		}
		m := inputs.Draw(t, "input")
		other := m.shuffled(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
		tolerance := Tolerance{Sliver: 0.02, Vertex: rapid.SampledFrom([]float64{0, 0.02}).Draw(t, "vertex")}
		check := func(what string, want, got any) {
			t.Helper()
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s differ:\n%s", what, diff)
			}
		}
		c, defects := Build(m.units, m.pieces, tolerance)
		again, defectsAgain := Build(m.units, other.pieces, tolerance)
		check("arcs", snapshot(c), snapshot(again))
		check("defects", withoutWinding(defects), withoutWinding(defectsAgain))

		c, repairs, defects := Mend(m.units, m.pieces, tolerance, 0.03, nil)
		again, repairsAgain, defectsAgain := Mend(m.units, other.pieces, tolerance, 0.03, nil)
		check("mended arcs", snapshot(c), snapshot(again))
		check("repairs", repairs, repairsAgain)
		check("defects left", defects, defectsAgain)
	})
}

func TestEveryArcHasTwoDifferentSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := messes(6, 1).Draw(t, "input")
		c, _ := Build(m.units, m.pieces, Tolerance{})
		for i := range c.NumArcs() {
			if arc := c.Arc(i); arc.Left == arc.Right {
				t.Fatalf("arc %d has %d on both sides", i, arc.Left)
			}
		}
	})
}

// Where crossings lie on the grid nothing moves, and the owners of a place are the units that have a polygon around it: one
// whose shell a way from far outside crosses an odd number of times, and its holes not.
func TestOwnersAreThoseWhoseRingsGoAround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := messes(4, exactSteps).Draw(t, "input")
		c, _ := Build(m.units, m.pieces, Tolerance{})
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for range 50 {
			// Odd in doubled coordinates: between the points of the grid.
			x, y := 1+2*random.Int64N(3*exactSteps), 1+2*random.Int64N(3*exactSteps)
			var want []int32
			for _, piece := range m.pieces {
				for _, polygon := range piece.Geometry {
					around := func(ring geo.Ring) bool { return crossings(ring, x, y)%2 == 1 }
					if around(polygon[0]) && !slices.ContainsFunc(polygon[1:], around) {
						want = append(want, piece.Unit)
					}
				}
			}
			in := make([]bool, m.units)
			for i := range c.NumArcs() {
				arc := c.Arc(i)
				if crossings(arc.Points, x, y)%2 == 0 {
					continue
				}
				for _, unit := range slices.Concat(c.Owners(arc.Left), c.Owners(arc.Right)) {
					in[unit] = !in[unit]
				}
			}
			var got []int32
			for unit, in := range in {
				if in {
					got = append(got, int32(unit))
				}
			}
			if diff := cmp.Diff(distinct(want), got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("owners of (%v, %v) (-want +got):\n%s", float64(x)/2, float64(y)/2, diff)
			}
		}
	})
}

// crossings counts how often a line crosses the ray that goes east from a point in doubled coordinates.
func crossings(line []geo.Point, x, y int64) (n int) {
	for i := 1; i < len(line); i++ {
		if crossesRay(line[i-1], line[i], x, y) {
			n++
		}
	}
	return n
}

// Triangles that overlap in every way, each a unit, come back with the very areas that went in.
func TestNoGroundIsLostOrMade(t *testing.T) {
	coordinate := rapid.Int32Range(0, 3)
	rapid.Check(t, func(t *rapid.T) {
		var input []Piece
		for unit := range rapid.Int32Range(1, 6).Draw(t, "triangles") {
			var ring geo.Ring
			for range 3 {
				ring = append(ring, geo.Point{X: exactSteps * coordinate.Draw(t, "x"), Y: exactSteps * coordinate.Draw(t, "y")})
			}
			input = append(input, Piece{unit, geo.MultiPolygon{{append(ring, ring[0])}}})
		}
		c, _ := Build(len(input), input, Tolerance{})
		for unit, shape := range c.pieces() {
			want := twiceArea(input[unit].Geometry[0][0])
			if want.sign() < 0 {
				want = want.negated()
			}
			if got := twiceAreaOf(shape.Geometry); got != want {
				t.Errorf("twice the area of unit %d is %v, want %v", unit, got, want)
			}
		}
	})
}

func twiceAreaOf(polygons geo.MultiPolygon) (area int128) {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			area = area.plus(twiceArea(ring))
		}
	}
	return area
}

// whole gives all units and the gaps between them as one.
func whole(c *Coverage, defects []Defect) geo.MultiPolygon {
	filled := []Piece{{0, c.Geometry(c.Dissolve(make([]int32, c.units), 1)[0])}}
	for _, defect := range defects {
		if defect.Claims == 0 {
			filled = append(filled, Piece{0, defect.Ground})
		}
	}
	outline, _ := Build(1, filled, Tolerance{})
	return outline.pieces()[0].Geometry
}

func TestMendingEverythingLeavesAPartitionOfTheSameGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := messes(rapid.Int32Range(3, 9).Draw(t, "side"), rapid.SampledFrom([]int32{1, 30, exactSteps}).Draw(t, "steps")).Draw(t, "input")
		before, dirt := Build(m.units, m.pieces, Tolerance{})
		c, repairs, defects := Mend(m.units, m.pieces, Tolerance{}, math.Inf(1), nil)
		if len(defects) > 0 {
			t.Errorf("left: %v", defects)
		}
		for i := range c.NumArcs() {
			if arc := c.Arc(i); int(max(arc.Left, arc.Right)) >= m.units {
				t.Errorf("arc %d has several owners on a side", i)
			}
		}
		if diff := cmp.Diff(whole(before, dirt), whole(c, nil)); diff != "" {
			t.Errorf("the ground of all units differs:\n%s\nafter %v", diff, repairs)
		}
		again, more, _ := Mend(m.units, c.pieces(), Tolerance{}, math.Inf(1), nil)
		if diff := cmp.Diff(snapshot(c), snapshot(again)); diff != "" || len(more) > 0 {
			t.Errorf("mending again changes %v:\n%s", more, diff)
		}
	})
}
