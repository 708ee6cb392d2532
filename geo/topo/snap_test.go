package topo

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/internal/wkt"
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

// Cells are four steps wide: the one of a centre 4k holds the steps from 4k - 2 to 4k + 1.
func TestSnap(t *testing.T) {
	for _, test := range []struct {
		name        string
		units, want []string
		cuts        Cuts
	}{
		{
			name:  "a strip thinner than a cell is gone, and its neighbours meet",
			units: []string{"((0 0,40 0,40 20,0 20,0 0))", "((0 20,40 20,40 21,0 21,0 20))", "((0 21,40 21,40 40,0 40,0 21))"},
			want:  []string{"POLYGON((0 5,0 0,10 0,10 5,0 5))", "MULTIPOLYGON EMPTY", "POLYGON((10 5,10 10,0 10,0 5,10 5))"},
		},
		{
			name:  "an islet in one cell vanishes",
			units: []string{"((0 0,40 0,40 20,0 20,0 0)),((50 50,51 50,51 51,50 51,50 50))"},
			want:  []string{"POLYGON((0 0,10 0,10 5,0 5,0 0))"},
		},
		{
			name:  "a cape thinner than a cell vanishes",
			units: []string{"((0 0,40 0,40 20,21 20,21 38,20 38,20 20,0 20,0 0))"},
			want:  []string{"POLYGON((0 0,10 0,10 5,0 5,0 0))"},
		},
		{
			name:  "a border stays on its side of a vertex by touching it",
			units: []string{"((0 0,40 0,40 24,0 20,0 0))", "((0 20,40 24,40 40,0 40,0 20),(20 23,10 30,30 30,20 23))", "((20 23,30 30,10 30,20 23))"},
			want: []string{
				"POLYGON((0 5,0 0,10 0,10 6,5 6,0 5))",
				"POLYGON((10 6,10 10,0 10,0 5,5 6,10 6),(5 6,3 8,8 8,5 6))",
				"POLYGON((5 6,8 8,3 8,5 6))",
			},
		},
		{
			name:  "a lake that reaches the shore parts the land",
			units: []string{"((0 0,40 0,40 40,0 40,0 0),(0 0,19 20,0 40,10 20,0 0))"},
			want:  []string{"MULTIPOLYGON(((0 10,0 0,3 5,0 10)),((0 10,5 5,0 0,10 0,10 10,0 10)))"},
		},
		{
			name:  "borders have a vertex where they meet a cut",
			units: []string{"((0 0,40 0,40 40,0 40,0 0))"},
			want:  []string{"POLYGON((0 0,1 0,9 0,10 0,10 1,10 9,10 10,9 10,1 10,0 10,0 9,0 1,0 0))"},
			cuts:  Cuts{Side: 10, Margin: 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pieces []Piece
			all := make([]int32, len(test.units))
			for unit, text := range test.units {
				geometry, err := wkt.Scale(1).Parse("MULTIPOLYGON(" + text + ")")
				if err != nil {
					t.Fatal(err)
				}
				pieces = append(pieces, Piece{int32(unit), geometry})
				all[unit] = int32(unit)
			}
			c, _ := Build(len(pieces), pieces, Tolerance{})
			snapped := c.Snap(2, test.cuts)
			var got []string
			for _, shape := range snapped.Dissolve(all, len(all)) {
				got = append(got, wkt.Scale(1).Format(snapped.Geometry(shape)))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
		})
	}
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
