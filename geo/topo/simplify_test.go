package topo

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/internal/drawing"
)

func TestSimplifyOfDrawings(t *testing.T) {
	for _, test := range []struct {
		name    string
		picture string
		want    int // vertices that no threshold removes
	}{
		{"an island keeps three vertices", `AAA AAA`, 3},
		{"two units side by side keep their nodes, and each a vertex to have an area", `AABB AABB`, 4},
		{"an enclave keeps three vertices, and so does the ring around it", `AAAAAAA AAAAAAA AAAAAAA ABAAAAA AAAAAAA`, 6},
		{"a lake keeps three vertices", `AAAAAAA AAAAAAA AAAAAAA A.AAAAA AAAAAAA`, 6},
		{"a corner stays where the border would cut off an enclave", `AAAAA AABAA AAAAA`, 7},
		{"the smaller island of a unit vanishes", `AAA...A AAA....`, 3},
		{"the larger island of each unit stays", `AAA.BBB.A.B AAA.BBB...B`, 6},
		{"an islet that holds another unit stays", `AAAAAAA.AAAAA AAAAAAA.AAAAA AAAAAAA.ABAAA AAAAAAA.AAAAA`, 9},
		{"an islet that touches another unit at a point stays", `AAA.A. AAA..B`, 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := drawing.Draw(test.picture)
			c, _ := Build(len(d.Units()), pieces(d))
			least := c.Simplify(c.Weigh(), math.Inf(1))
			if got := least.vertices(); got != test.want {
				t.Errorf("%d vertices, want %d: %v", got, test.want, snapshot(least))
			}
		})
	}
}

func (c *Coverage) vertices() int { return c.NumPoints() - 2*c.NumArcs() + c.NumNodes() }

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
			c, _ := Build(1, []Piece{{0, geo.MultiPolygon{{ring}}}})
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

// wiggly gives a coverage with the topology of another and more vertices: each edge becomes a line of up to ten, which
// strays from it by less than a third of the way to its nearer end, so that no two lines meet.
func wiggly(c *Coverage, seed uint64) *Coverage {
	random := rand.New(rand.NewPCG(seed, 0))
	var lines []line
	for _, arc := range snapshot(c) {
		points := []geo.Point{arc.Points[0]}
		for i := 1; i < len(arc.Points); i++ {
			p, d := arc.Points[i-1], direction(arc.Points[i-1], arc.Points[i])
			steps := random.IntN(10) + 1
			for k := 1; k < steps; k++ {
				along := float64(k) / float64(steps)
				away := (random.Float64()*2 - 1) * 0.3 * min(along, 1-along)
				points = append(points, geo.Point{
					X: p.X + int32(along*float64(d.dx)-away*float64(d.dy)),
					Y: p.Y + int32(along*float64(d.dy)+away*float64(d.dx)),
				})
			}
			points = append(points, arc.Points[i])
		}
		l := line{points, arc.Left, arc.Right}
		if points[0] == points[len(points)-1] {
			l = l.rotatedUnlessNode(c)
		}
		lines = append(lines, l.canonical())
	}
	return coverageOf(c.units, lines)
}

// rotatedUnlessNode makes a closed line start at its lowest point unless other arcs start where it does.
func (l line) rotatedUnlessNode(c *Coverage) line {
	for half, node := range c.origin {
		if start, _ := c.start(refOf(int32(half))); start == l.points[0] && len(c.leaving.of(node)) > 2 {
			return l
		}
	}
	return l.rotated()
}

// coverages generates drawings of few units in large patches, half of them wiggly.
func coverages() *rapid.Generator[*Coverage] {
	return rapid.Custom(func(t *rapid.T) *Coverage {
		d := drawings().Draw(t, "drawing")
		if rapid.Bool().Draw(t, "in patches") {
			d = patches(d, rapid.IntRange(2, 3).Draw(t, "size"), rapid.Uint64().Draw(t, "holes"))
		}
		c, _ := Build(len(d.Units()), pieces(d))
		if rapid.Bool().Draw(t, "wiggly") {
			return wiggly(c, rapid.Uint64().Draw(t, "seed"))
		}
		return c
	})
}

// patches makes each cell of a drawing a square of cells, and gives one cell in eight to a cell nearby: borders become
// longer than what they part.
func patches(d drawing.Drawing, size int, seed uint64) drawing.Drawing {
	random := rand.New(rand.NewPCG(seed, 1))
	rows := make([]string, size*len(d.Rows))
	at := func(i, n int) int { return min(max(i/size, 0), n-1) }
	for y := range rows {
		row := make([]byte, size*len(d.Rows[0]))
		for x := range row {
			dx, dy := 0, 0
			if random.IntN(8) == 0 {
				dx, dy = random.IntN(2*size+1)-size, random.IntN(2*size+1)-size
			}
			row[x] = d.Rows[at(y+dy, len(d.Rows))][at(x+dx, len(d.Rows[0]))]
		}
		rows[y] = string(row)
	}
	return drawing.Drawing{Rows: rows, Bent: d.Bent}
}

// rebuilt builds a coverage again from the shapes of its units.
func rebuilt(t *rapid.T, c *Coverage) *Coverage {
	identity := make([]int32, c.units)
	for unit := range identity {
		identity[unit] = int32(unit)
	}
	var pieces []Piece
	for unit, shape := range c.Dissolve(identity, c.units) {
		pieces = append(pieces, Piece{int32(unit), c.Geometry(shape)})
	}
	again, defects := Build(c.units, pieces)
	for _, defect := range defects {
		if defect.Kind != Gap {
			t.Fatalf("defect %v", defect)
		}
	}
	return again
}

func TestEveryThresholdGivesAValidCoverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := coverages().Draw(t, "coverage")
		rebuilt(t, c)
		w := c.Weigh()
		before := c
		for _, share := range []float64{rapid.Float64Range(0, 1).Draw(t, "share"), 0} {
			threshold := w.Threshold(share)
			s := c.Simplify(w, threshold)
			if diff := cmp.Diff(snapshot(s), snapshot(rebuilt(t, s))); diff != "" {
				t.Fatalf("the coverage of its shapes differs (-simplified +rebuilt):\n%s", diff)
			}
			if got, want := s.vertices(), w.Kept(threshold); got != want {
				t.Errorf("%d vertices, want %d", got, want)
			}
			for unit := range int32(c.units) {
				if len(c.ArcsOf(unit)) > 0 && len(s.ArcsOf(unit)) == 0 {
					t.Errorf("unit %d is gone", unit)
				}
				if diff := cmp.Diff(c.Neighbours(unit), s.Neighbours(unit)); diff != "" {
					t.Errorf("neighbours of unit %d (-before +after):\n%s", unit, diff)
				}
				if diff := cmp.Diff(c.Touching(unit), s.Touching(unit)); diff != "" {
					t.Errorf("units touching unit %d (-before +after):\n%s", unit, diff)
				}
			}
			kept := before.places()
			for place := range s.places() {
				if !kept[place] {
					t.Errorf("%v is kept at a threshold of %v m² and not at a lower one", place, threshold)
				}
			}
			before = s
		}
	})
}

func (c *Coverage) places() map[geo.Point]bool {
	places := map[geo.Point]bool{}
	for _, p := range c.points {
		places[p] = true
	}
	return places
}

// A removal that looks at everything at each step, in one order, is the twin of the one that takes arcs by themselves.
func TestWeightsAreThoseOfANaiveRemoval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := coverages().Draw(t, "coverage")
		r := newRemoval(c)
		for bound := range rapid.IntRange(0, 3).Draw(t, "rounds") {
			r.round(float32(math.Pow(10, float64(bound+5))))
		}
		r.round(forever)
		if diff := cmp.Diff(naiveWeights(c), r.weights); diff != "" {
			t.Errorf("weights (-naive +found):\n%s", diff)
		}
	})
}

func naiveWeights(c *Coverage) []float32 {
	scale := newGround()
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
		area float32
		arc  int
		v    int
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
		best := step{area: forever}
		for i := range c.NumArcs() {
			first, last := int(c.first[i]), int(c.first[i+1])-1
			if islet[i] && live[first] {
				box := c.boxes[i]
				y := int32((int64(box.Min.Y) + int64(box.Max.Y)) / 2)
				if area := max(now, scale.area(math.Abs(c.areas[i].float()), y)); area < best.area {
					best = step{area, i, -1}
				}
			}
			for v := first + 1; v < last; v++ {
				if !live[v] {
					continue
				}
				u, w := around(v)
				a, b, d := c.points[u], c.points[v], c.points[w]
				twice := twiceArea([]geo.Point{a, b, d, a}).float()
				area := max(now, scale.area(math.Abs(twice), b.Y))
				if area >= best.area || edges[[2]geo.Point{a, d}] > 0 || u == first && w == last && c.bowed(int32(i)) {
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
					best = step{area, i, v}
				}
			}
		}
		if best.area == forever {
			return weights
		}
		now = best.area
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

func TestRegroupIsTheCoverageOfDissolvedShapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := coverages().Draw(t, "coverage")
		const n = 3
		group := make([]int32, c.units)
		for unit := range group {
			group[unit] = rapid.Int32Range(None, n-1).Draw(t, "group")
		}
		got := c.Regroup(group, n)
		if diff := cmp.Diff(snapshot(rebuilt(t, got)), snapshot(got)); diff != "" {
			t.Errorf("its own shapes make another coverage (-rebuilt +regrouped):\n%s", diff)
		}
		var pieces []Piece
		for i, shape := range c.Dissolve(group, n) {
			pieces = append(pieces, Piece{int32(i), c.Geometry(shape)})
		}
		want, _ := Build(n, pieces)
		if diff := cmp.Diff(snapshot(want), snapshot(got)); diff != "" {
			t.Errorf("coverages differ (-built +regrouped):\n%s", diff)
		}
	})
}

func TestRegroupOfUnitsByThemselvesIsTheCoverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := coverages().Draw(t, "coverage")
		identity := make([]int32, c.units)
		for unit := range identity {
			identity[unit] = int32(unit)
		}
		if diff := cmp.Diff(snapshot(c), snapshot(c.Regroup(identity, c.units))); diff != "" {
			t.Errorf("coverages differ (-before +after):\n%s", diff)
		}
	})
}
