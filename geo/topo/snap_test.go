package topo

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
)

// onPositiveGrid moves a coverage to where all coordinates are positive, as those of a plane are.
func onPositiveGrid(c *Coverage) *Coverage {
	if len(c.points) == 0 {
		return c
	}
	low := c.points[0]
	for _, p := range c.points {
		low = geo.Point{X: min(low.X, p.X), Y: min(low.Y, p.Y)}
	}
	var chains []chained
	for i := range c.NumArcs() {
		arc := c.Arc(i)
		points := make([]geo.Point, len(arc.Points))
		for k, p := range arc.Points {
			points[k] = geo.Point{X: p.X - low.X, Y: p.Y - low.Y}
		}
		chains = append(chains, canonical(chained{points, arc.Left, arc.Right}))
	}
	made := &Coverage{units: c.units}
	made.arrange(chains)
	return made
}

// distanceTo is the distance in steps from a point to the nearest border.
func (c *Coverage) distanceTo(p geo.Point) float64 {
	least := math.Inf(1)
	for i := range c.NumArcs() {
		points := c.Arc(i).Points
		for k := 1; k < len(points); k++ {
			bent := &Coverage{points: []geo.Point{points[k-1], p, points[k]}}
			least = min(least, math.Sqrt(bent.departure(0, 2)))
		}
	}
	return least
}

func TestSnappedCoveragesAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := onPositiveGrid(coverages().Draw(t, "coverage"))
		// The cells of a drawing are a tenth of a degree or so wide: cells of the grid are from far smaller to far larger.
		bits := uint8(rapid.IntRange(1, 24).Draw(t, "bits"))
		var cuts Cuts
		if rapid.Bool().Draw(t, "cuts") {
			wide, _ := geo.MultiPoint(c.points).Bounds()
			cuts.Side = max(8, (wide.Max.X>>bits)/int32(rapid.IntRange(1, 6).Draw(t, "columns")))
			cuts.Margin = cuts.Side / int32(rapid.SampledFrom([]int{3, 5, 100}).Draw(t, "part of the side"))
		}
		s := c.Snap(bits, cuts)
		for i := range s.NumArcs() {
			arc := s.Arc(i)
			if arc.Left == arc.Right {
				t.Fatalf("arc %d has unit %d on both sides", i, arc.Left)
			}
			for k := 1; k < len(arc.Points); k++ {
				a, b := arc.Points[k-1], arc.Points[k]
				for _, span := range [2][2]int32{{a.X, b.X}, {a.Y, b.Y}} {
					for x := min(span[0], span[1]) + 1; cuts.Side > 0 && x < max(span[0], span[1]) && x < min(span[0], span[1])+100; x++ {
						if cuts.on(x) {
							t.Fatalf("the edge from %v to %v crosses %d without a vertex", a, b, x)
						}
					}
				}
			}
		}
		if len(s.points) == 0 {
			return
		}
		got := snapshot(rebuilt(t, s))
		if diff := cmp.Diff(snapshot(s), got); diff != "" {
			t.Fatalf("the coverage of its shapes differs (-snapped +rebuilt):\n%s", diff)
		}
		near := float64(int64(1)<<bits) * 0.7072
		for i := range s.NumArcs() {
			for _, p := range s.Arc(i).Points {
				centre := geo.Point{X: p.X << bits, Y: p.Y << bits}
				if d := c.distanceTo(centre); d > near {
					t.Fatalf("%v is %.0f steps from every border, want %.0f at most", p, d, near)
				}
			}
		}
	})
}
