package topo

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
)

func TestWeightsAreAreasOnTheGround(t *testing.T) {
	const step = geo.GridPerDegree / 10
	for _, test := range []struct {
		name   string
		corner geo.Point
		want   float64 // m², from ST_Area(geography) of PostGIS
	}{
		{"at the equator", geo.Point{}, 61_539_569},
		{"in France", geo.Point{X: 2 * 10 * step, Y: 46 * 10 * step}, 42_432_430},
		{"in the south", geo.Point{X: 55 * 10 * step, Y: -21 * 10 * step}, 57_851_903},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := func(x, y int32) geo.Point { return geo.Point{X: test.corner.X + x*step, Y: test.corner.Y + y*step} }
			// A square without a corner, in the middle of a far larger border.
			ring := geo.Ring{at(0, 0), at(9, 0), at(9, 9), at(1, 9), at(1, 8), at(0, 8), at(0, 0)}
			c, _ := Build(1, []Piece{{0, geo.MultiPolygon{{ring}}}}, Tolerance{})
			w := c.Weigh()
			if math.Abs(float64(slices.Min(w.points))/test.want-1) > 1e-4 {
				t.Errorf("the smallest weight is %.0f m², want %.0f", slices.Min(w.points), test.want)
			}
		})
	}
}

func TestThresholdKeepsAShare(t *testing.T) {
	w := &Weights{vertices: 10, points: []float32{forever, 3, 0, 2, forever, forever, 8, 0, forever, 2, 1}}
	for _, test := range []struct {
		share float64
		kept  int
	}{{1, 10}, {0.9, 8}, {0.8, 8}, {0.7, 7}, {0.6, 5}, {0.5, 5}, {0.3, 3}, {0.2, 3}, {0, 3}} {
		if got := w.Kept(w.Threshold(test.share)); got != test.kept {
			t.Errorf("a share of %v keeps %d vertices, want %d", test.share, got, test.kept)
		}
	}
}

// A removal that looks at everything at each step, in one order, is the twin of the one that takes arcs by themselves.
func TestWeightsAreThoseOfANaiveRemoval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, m := coverages().Draw(t, "coverage"), measure(onGround{newGround()})
		if rapid.Bool().Draw(t, "on a plane") {
			c, m = onPositiveGrid(c), onPlane{}
		}
		r := newRemoval(c, m)
		for bound := range rapid.IntRange(0, 3).Draw(t, "rounds") {
			r.round(float32(math.Pow(10, float64(bound+5))))
		}
		r.round(forever)
		if diff := cmp.Diff(naiveWeights(c, m), r.weights); diff != "" {
			t.Errorf("weights (-naive +found):\n%s", diff)
		}
	})
}

func naiveWeights(c *Coverage, m measure) []float32 {
	live := make([]bool, len(c.points))
	weights := make([]float32, len(c.points))
	islet := map[int]bool{}
	for _, i := range c.islets() {
		islet[int(i)] = true
	}
	for v := range live {
		live[v], weights[v] = true, forever
	}
	around := func(v int) (u, w int) {
		for u = v - 1; !live[u]; u-- {
		}
		for w = v + 1; !live[w]; w++ {
		}
		return u, w
	}
	type step struct {
		weight float32
		arc    int
		v      int
	}
	for now := float32(0); ; {
		edges := map[[2]geo.Point]int{}
		for i := range c.NumArcs() {
			last := -1
			for v := int(c.first[i]); v < int(c.first[i+1]); v++ {
				if !live[v] {
					continue
				}
				if last >= 0 {
					edges[[2]geo.Point{c.points[last], c.points[v]}]++
					edges[[2]geo.Point{c.points[v], c.points[last]}]++
				}
				last = v
			}
		}
		best := step{weight: forever}
		for i := range c.NumArcs() {
			first, last := int(c.first[i]), int(c.first[i+1])-1
			if islet[i] && live[first] {
				if weight := max(now, m.islet(c, int32(i))); weight < best.weight {
					best = step{weight, i, -1}
				}
			}
			for v := first + 1; v < last; v++ {
				if !live[v] {
					continue
				}
				u, w := around(v)
				a, b, d := c.points[u], c.points[v], c.points[w]
				weight := max(now, m.vertex(c, int32(u), int32(v), int32(w)))
				if weight >= best.weight || edges[[2]geo.Point{a, d}] > 0 || u == first && w == last && c.bowed(int32(i)) {
					continue
				}
				blocked := false
				for q, p := range c.points {
					signs := []int{orientation(a, b, p), orientation(b, d, p), orientation(d, a, p)}
					inBox := min(a.X, b.X, d.X) <= p.X && p.X <= max(a.X, b.X, d.X) &&
						min(a.Y, b.Y, d.Y) <= p.Y && p.Y <= max(a.Y, b.Y, d.Y)
					if live[q] && inBox && p != a && p != b && p != d && (slices.Min(signs) >= 0 || slices.Max(signs) <= 0) {
						blocked = true
					}
				}
				if !blocked {
					best = step{weight, i, v}
				}
			}
		}
		if best.weight == forever {
			return weights
		}
		now = best.weight
		if best.v >= 0 {
			live[best.v], weights[best.v] = false, now
			continue
		}
		for v := c.first[best.arc]; v < c.first[best.arc+1]; v++ {
			if live[v] {
				live[v], weights[v] = false, now
			}
		}
	}
}

// The threshold is a distance: whatever is dropped lies no farther from what is kept.
func TestWeightsOnAPlaneBoundTheDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := onPositiveGrid(coverages().Draw(t, "coverage"))
		wide, _ := geo.MultiPoint(c.points).Bounds()
		distance := float64(wide.Max.X) * rapid.Float64Range(0, 0.3).Draw(t, "part of the width")
		s := c.Simplify(c.WeighPlane(), distance*distance)
		for i := range c.NumArcs() {
			for _, p := range c.Arc(i).Points {
				if d := s.distanceTo(p); d > distance*1.000001 && !c.isIslet(i) {
					t.Fatalf("%v is %.0f steps from the nearest border, want %.0f at most", p, d, distance)
				}
			}
		}
	})
}

func (c *Coverage) isIslet(arc int) bool { return slices.Contains(c.islets(), int32(arc)) }
