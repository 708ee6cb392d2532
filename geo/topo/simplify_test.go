package topo

import (
	"math"
	"math/rand/v2"
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
			c, _ := Build(len(d.Units()), pieces(d), Tolerance{})
			least := c.Simplify(c.Weigh(), math.Inf(1))
			if got := least.vertices(); got != test.want {
				t.Errorf("%d vertices, want %d: %v", got, test.want, snapshot(least))
			}
		})
	}
}

func (c *Coverage) vertices() int { return c.NumPoints() - 2*c.NumArcs() + c.NumNodes() }

// wiggly gives a coverage with the topology of another and more vertices: each edge becomes a line of up to ten, which
// strays from it by less than a third of the way to its nearer end, so that no two lines meet.
func wiggly(c *Coverage, seed uint64) *Coverage {
	random := rand.New(rand.NewPCG(seed, 0))
	var chains []chained
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
		if points[0] == points[len(points)-1] && !isNode(c, points[0]) {
			points = startingLowest(points)
		}
		chains = append(chains, canonical(chained{points, arc.Left, arc.Right}))
	}
	made := &Coverage{units: c.units}
	made.arrange(chains)
	return made
}

// isNode tells whether other arcs start at a point where a closed one does.
func isNode(c *Coverage, p geo.Point) bool {
	for half, node := range c.origin {
		if start, _ := c.start(refOf(int32(half))); start == p && len(c.leaving.of(node)) > 2 {
			return true
		}
	}
	return false
}

// coverages generates drawings of few units in large patches, half of them wiggly.
func coverages() *rapid.Generator[*Coverage] {
	return rapid.Custom(func(t *rapid.T) *Coverage {
		d := drawings().Draw(t, "drawing")
		if rapid.Bool().Draw(t, "in patches") {
			d = patches(d, rapid.IntRange(2, 3).Draw(t, "size"), rapid.Uint64().Draw(t, "holes"))
		}
		c, _ := Build(len(d.Units()), pieces(d), Tolerance{})
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
	again, defects := Build(c.units, pieces, Tolerance{})
	for _, defect := range defects {
		if defect.Claims != 0 {
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

// Faulty input may be simplified to anything, but it is: triangles on a small grid overlap in every way.
func TestWeighingFaultyInputEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Int32Range(0, 5)
		n := rapid.IntRange(1, 8).Draw(t, "triangles")
		var input []Piece
		for unit := range n {
			var ring geo.Ring
			for range 3 {
				ring = append(ring, geo.Point{X: coordinate.Draw(t, "x"), Y: coordinate.Draw(t, "y")})
			}
			input = append(input, Piece{int32(unit / 2), geo.MultiPolygon{{append(ring, ring[0])}}})
		}
		c, _ := Build(n, input, Tolerance{})
		c.Simplify(c.Weigh(), math.Inf(1))
	})
}
