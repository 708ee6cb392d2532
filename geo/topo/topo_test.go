package topo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/internal/drawing"
)

// pieces makes a piece of each cell: building merges the cells of a unit.
func pieces(d drawing.Drawing) []Piece {
	var pieces []Piece
	for unit, letter := range d.Units() {
		for _, cell := range d.Cells(letter) {
			pieces = append(pieces, Piece{int32(unit), geo.MultiPolygon{cell}})
		}
	}
	return pieces
}

func TestDissolveOfDrawings(t *testing.T) {
	for _, test := range []struct {
		name    string
		picture string
		unit    byte
		want    string // polygons, holes
	}{
		{"a square alone is one polygon", `A`, 'A', "1 0"},
		{"two cells of a unit merge", `AA`, 'A', "1 0"},
		{"a unit in two parts", `ABA`, 'A', "2 0"},
		{"an enclave is a hole of the unit around it", `AAA ABA AAA`, 'A', "1 1"},
		{"a lake is a hole", `AAA A.A AAA`, 'A', "1 1"},
		{"two cells that touch at a point are two polygons", `AB BA`, 'A', "2 0"},
		{"a hole that touches the outside at a point stays a hole", `AAB ABA AAA`, 'A', "1 1"},
		{"two holes that touch at a point are two", `AAAA ABAA AABA AAAA`, 'A', "1 2"},
		{"holes in a ring of points cut the polygon in two", `AAAAA AABAA ABABA AABAA AAAAA`, 'A', "2 1"},
		{"an island in a lake of a unit", `AAAAA A...A A.A.A A...A AAAAA`, 'A', "2 1"},
		{"an island of another unit in a lake", `AAAAA A...A A.B.A A...A AAAAA`, 'B', "1 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := drawing.Draw(test.picture)
			c, _ := Build(len(d.Units()), pieces(d), Tolerance{})
			polygons := c.Geometry(c.Union([]int32{int32(slices.Index(d.Units(), test.unit))}))
			if got := fmt.Sprint(len(polygons), " ", polygons.Holes()); got != test.want {
				t.Errorf("polygons and holes %s, want %s\n%v", got, test.want, polygons)
			}
		})
	}
}

func TestNeighbours(t *testing.T) {
	d := drawing.Draw(`
		AAB
		CDB
		C.E`)
	c, _ := Build(5, pieces(d), Tolerance{})
	for _, test := range []struct {
		unit            int32
		byEdge, byPoint []int32
	}{
		{0, []int32{1, 2, 3}, []int32{1, 2, 3}},
		{3, []int32{0, 1, 2}, []int32{0, 1, 2, 4}},
		{4, []int32{1}, []int32{1, 3}},
	} {
		if diff := cmp.Diff(test.byEdge, c.Neighbours(test.unit)); diff != "" {
			t.Errorf("neighbours of unit %d (-want +got):\n%s", test.unit, diff)
		}
		if diff := cmp.Diff(test.byPoint, c.Touching(test.unit)); diff != "" {
			t.Errorf("units touching unit %d (-want +got):\n%s", test.unit, diff)
		}
	}
}

func TestLandmassesAreDividedByTheSeaOnly(t *testing.T) {
	d := drawing.Draw(`
		AAB..C
		AAB..D
		.....A`)
	c, _ := Build(4, pieces(d), Tolerance{})
	faces := c.Faces()
	for unit, want := range [][]int32{{0, 1}, {0}, {1}, {1}} {
		if diff := cmp.Diff(want, faces.Landmasses(int32(unit))); diff != "" {
			t.Errorf("landmasses of unit %d (-want +got):\n%s", unit, diff)
		}
	}
}

func square(x, y, size int32) geo.Polygon {
	return geo.Polygon{{{X: x, Y: y}, {X: x + size, Y: y}, {X: x + size, Y: y + size}, {X: x, Y: y + size}, {X: x, Y: y}}}
}

func TestDefects(t *testing.T) {
	unit := func(i int32, polygons ...geo.Polygon) Piece { return Piece{i, polygons} }
	for _, test := range []struct {
		name   string
		pieces []Piece
		want   []string
	}{
		{"two squares side by side are sound", []Piece{unit(0, square(0, 0, 4)), unit(1, square(4, 0, 4))}, nil},
		{
			"a ring that is not closed",
			[]Piece{unit(0, geo.Polygon{square(0, 0, 4)[0][:4]})},
			[]string{"ring-unclosed"},
		},
		{
			"a ring of two vertices",
			[]Piece{unit(0, geo.Polygon{{{X: 0, Y: 0}, {X: 4, Y: 0}, {X: 0, Y: 0}}})},
			[]string{"ring-too-small"},
		},
		{
			"a shell that passes twice through a point",
			[]Piece{unit(0, geo.Polygon{{
				{X: 0, Y: 0}, {X: 8, Y: 0}, {X: 4, Y: 4}, {X: 8, Y: 8}, {X: 0, Y: 8}, {X: 4, Y: 4}, {X: 0, Y: 0},
			}})},
			[]string{"ring-self-touch"},
		},
		{
			"a spike",
			[]Piece{unit(0, geo.Polygon{{
				{X: 0, Y: 0}, {X: 4, Y: 0}, {X: 4, Y: 4}, {X: 9, Y: 9}, {X: 4, Y: 4}, {X: 0, Y: 4}, {X: 0, Y: 0},
			}})},
			[]string{"spike"},
		},
		{
			"the same polygon twice",
			[]Piece{unit(0, square(0, 0, 4)), unit(1, square(0, 0, 4))},
			[]string{"polygon-duplicate"},
		},
		{
			"two squares that overlap in part",
			[]Piece{unit(0, square(0, 0, 4)), unit(1, square(2, 1, 4))},
			[]string{"overlap"},
		},
		{
			"a square inside another without a hole",
			[]Piece{unit(0, square(0, 0, 9)), unit(1, square(3, 3, 2))},
			[]string{"polygon-inside"},
		},
		{
			"a neighbour that lacks a vertex on a straight border",
			[]Piece{
				unit(0, square(0, 0, 4)),
				unit(1, geo.Polygon{{{X: 4, Y: 0}, {X: 8, Y: 0}, {X: 8, Y: 4}, {X: 4, Y: 4}, {X: 4, Y: 2}, {X: 4, Y: 0}}}),
			},
			[]string{"edge-unmatched"},
		},
		{
			"a neighbour whose vertex leaves a sliver between the two",
			[]Piece{
				unit(0, square(0, 0, 4)),
				unit(1, geo.Polygon{{{X: 4, Y: 0}, {X: 8, Y: 0}, {X: 8, Y: 4}, {X: 4, Y: 4}, {X: 5, Y: 2}, {X: 4, Y: 0}}}),
			},
			[]string{"edge-unmatched"},
		},
		{
			"a neighbour whose vertex bites into the other",
			[]Piece{
				unit(0, square(0, 0, 4)),
				unit(1, geo.Polygon{{{X: 4, Y: 0}, {X: 8, Y: 0}, {X: 8, Y: 4}, {X: 4, Y: 4}, {X: 3, Y: 2}, {X: 4, Y: 0}}}),
			},
			[]string{"edge-unmatched"},
		},
		{
			"a hole in a hole",
			[]Piece{unit(0, geo.Polygon{square(0, 0, 9)[0], square(1, 1, 7)[0], square(3, 3, 2)[0]})},
			[]string{"ring-winding", "hole-outside-shell", "hole-empty"},
		},
		{
			"a hole in the sea",
			[]Piece{unit(0, geo.Polygon{square(0, 0, 4)[0], square(6, 0, 2)[0]})},
			[]string{"ring-winding", "hole-outside-shell"},
		},
		{
			"a hole that lies elsewhere, exactly where another unit is",
			[]Piece{unit(0, geo.Polygon{square(0, 0, 4)[0], square(6, 0, 2)[0]}), unit(1, square(6, 0, 2))},
			[]string{"ring-winding", "hole-outside-shell"},
		},
		{
			"a bow-tie of two equal loops",
			[]Piece{unit(0, geo.Polygon{{{X: 0, Y: 0}, {X: 4, Y: 4}, {X: 4, Y: 0}, {X: 0, Y: 4}, {X: 0, Y: 0}}})},
			[]string{"ring-self-crossing"},
		},
		{
			"a bow-tie of unequal loops",
			[]Piece{unit(0, geo.Polygon{{{X: 0, Y: 0}, {X: 4, Y: 4}, {X: 4, Y: 1}, {X: 0, Y: 8}, {X: 0, Y: 0}}})},
			[]string{"ring-self-crossing"},
		},
		{
			"a crossing that both neighbours share",
			[]Piece{
				unit(0, geo.Polygon{{{X: 0, Y: 0}, {X: 90, Y: 0}, {X: 90, Y: 50}, {X: 30, Y: 60}, {X: 60, Y: 40}, {X: 60, Y: 60}, {X: 0, Y: 50}, {X: 0, Y: 0}}}),
				unit(1, geo.Polygon{{{X: 0, Y: 50}, {X: 60, Y: 60}, {X: 60, Y: 40}, {X: 30, Y: 60}, {X: 90, Y: 50}, {X: 90, Y: 90}, {X: 0, Y: 90}, {X: 0, Y: 50}}}),
			},
			[]string{"ring-self-crossing"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, defects := Build(2, test.pieces, Tolerance{})
			var got []string
			for _, d := range defects {
				if !slices.Contains(got, d.Kind.String()) {
					got = append(got, d.Kind.String())
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("kinds of defects (-want +got):\n%s\n%v", diff, defects)
			}
		})
	}
}

// drawings generates maps of up to 8 × 8 cells over four units and nobody's land.
func drawings() *rapid.Generator[drawing.Drawing] {
	return rapid.Custom(func(t *rapid.T) drawing.Drawing {
		width, height := rapid.IntRange(1, 8).Draw(t, "width"), rapid.IntRange(1, 8).Draw(t, "height")
		rows := make([]string, height)
		for i := range rows {
			rows[i] = string(rapid.SliceOfN(rapid.SampledFrom([]byte("ABCD.")), width, width).Draw(t, "row"))
		}
		return drawing.Drawing{Rows: rows, Bent: rapid.Bool().Draw(t, "bent")}
	})
}

func TestEveryArcHasTwoDifferentSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings().Draw(t, "drawing")
		c, _ := Build(len(d.Units()), pieces(d), Tolerance{})
		for i := range c.NumArcs() {
			if arc := c.Arc(i); arc.Left == arc.Right {
				t.Fatalf("arc %d has unit %d on both sides", i, arc.Left)
			}
		}
	})
}

func TestAnyGroupDissolvesIntoWhatFloodingCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings().Draw(t, "drawing")
		letters := d.Units()
		grouped := rapid.SliceOfN(rapid.Bool(), len(letters), len(letters)).Draw(t, "grouped")
		group := make([]int32, len(letters))
		in := ""
		for i, letter := range letters {
			if grouped[i] {
				in += string(letter)
			} else {
				group[i] = None
			}
		}
		c, _ := Build(len(letters), pieces(d), Tolerance{})
		polygons := c.Geometry(c.Dissolve(group, 1)[0])
		regions, holes := d.Flood(in)
		if len(polygons) != regions || polygons.Holes() != holes {
			t.Errorf("%d polygons with %d holes, want %d with %d", len(polygons), polygons.Holes(), regions, holes)
		}
		cells := 0
		for _, row := range d.Rows {
			for _, letter := range in {
				cells += strings.Count(row, string(letter))
			}
		}
		var area int128
		for _, polygon := range polygons {
			for i, ring := range polygon {
				if simple := len(distinctPoints(ring)) == len(ring)-1; !simple {
					t.Errorf("ring %v passes twice through a point", ring)
				}
				if sign := twiceArea(ring).sign(); (sign > 0) != (i == 0) {
					t.Errorf("ring %d is wound %d", i, sign)
				}
				area = area.plus(twiceArea(ring))
			}
		}
		var want int128
		for range cells {
			want = want.plus(twiceArea(drawing.Drawing{Rows: []string{"A"}, Bent: d.Bent}.Cells('A')[0][0]))
		}
		if area != want {
			t.Errorf("twice the area is %v, want %v", area, want)
		}
	})
}

func distinctPoints(ring geo.Ring) map[geo.Point]bool {
	points := map[geo.Point]bool{}
	for _, p := range ring {
		points[p] = true
	}
	return points
}

func TestOrderStartAndWindingOfTheInputDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings().Draw(t, "drawing")
		input := pieces(d)
		want, wantDefects := Build(len(d.Units()), input, Tolerance{})
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		random.Shuffle(len(input), func(i, j int) { input[i], input[j] = input[j], input[i] })
		for _, piece := range input {
			ring := piece.Geometry[0][0]
			open := ring[:len(ring)-1]
			at := random.IntN(len(open))
			turned := slices.Concat(open[at:], open[:at])
			if random.IntN(2) == 0 {
				slices.Reverse(turned)
			}
			copy(ring, append(turned, turned[0]))
		}
		got, gotDefects := Build(len(d.Units()), input, Tolerance{})
		if diff := cmp.Diff(snapshot(want), snapshot(got)); diff != "" {
			t.Errorf("coverages differ:\n%s", diff)
		}
		if diff := cmp.Diff(withoutWinding(wantDefects), withoutWinding(gotDefects), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("defects differ:\n%s", diff)
		}
	})
}

// Faulty input is told in the same words whatever its order: triangles on a small grid overlap in every way.
func TestOrderOfFaultyInputDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Int32Range(0, 5)
		n := rapid.IntRange(1, 6).Draw(t, "triangles")
		var input []Piece
		for unit := range n {
			var ring geo.Ring
			for range 3 {
				ring = append(ring, geo.Point{X: coordinate.Draw(t, "x"), Y: coordinate.Draw(t, "y")})
			}
			input = append(input, Piece{int32(unit), geo.MultiPolygon{{append(ring, ring[0])}}})
		}
		want, wantDefects := Build(n, input, Tolerance{})
		for _, piece := range input {
			ring := piece.Geometry[0][0]
			copy(ring, geo.Ring{ring[1], ring[2], ring[0], ring[1]})
		}
		slices.Reverse(input)
		got, gotDefects := Build(n, input, Tolerance{})
		if diff := cmp.Diff(snapshot(want), snapshot(got)); diff != "" {
			t.Errorf("coverages differ:\n%s", diff)
		}
		if diff := cmp.Diff(withoutWinding(wantDefects), withoutWinding(gotDefects), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("defects differ:\n%s", diff)
		}
	})
}

func withoutWinding(defects []Defect) []Defect {
	return slices.DeleteFunc(defects, func(d Defect) bool { return d.Kind == RingWinding })
}

func snapshot(c *Coverage) []Arc {
	arcs := make([]Arc, c.NumArcs())
	for i := range arcs {
		arcs[i] = c.Arc(i)
	}
	return arcs
}

func TestACoverageGivesBackItsInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings().Draw(t, "drawing")
		n := len(d.Units())
		c, _ := Build(n, pieces(d), Tolerance{})
		faces := c.Faces()
		again := make([]Piece, n)
		for unit := range again {
			again[unit] = Piece{int32(unit), c.Geometry(faces.Shape(int32(unit)))}
		}
		rebuilt, defects := Build(n, again, Tolerance{})
		if diff := cmp.Diff(snapshot(c), snapshot(rebuilt)); diff != "" {
			t.Errorf("rebuilt coverage differs:\n%s", diff)
		}
		for _, defect := range defects {
			if defect.Kind != Gap && defect.Kind != HoleEmpty {
				t.Errorf("a drawing of cells has a defect: %v", defect)
			}
		}
	})
}

// FuzzBuild builds coverages of random triangles and quadrilaterals on a small grid, where coincidences live: whatever comes
// in, building ends, and the result is a planar arrangement: each side taken as a unit of its own builds again without
// anything but gaps, and into the same lines.
func FuzzBuild(f *testing.F) {
	f.Add(uint8(8), []byte{0, 0, 4, 0, 4, 4, 0, 0, 0, 4, 4, 0, 4, 0})
	f.Add(uint8(8), []byte{0, 0, 4, 0, 4, 4, 2, 1, 6, 1, 6, 5})
	f.Add(uint8(8), []byte{0, 0, 7, 0, 0, 7, 1, 1, 2, 1, 1, 2, 0, 0, 7, 0, 0, 7})
	f.Add(uint8(100), []byte{0, 0, 70, 10, 0, 70, 91, 11, 20, 15, 10, 20, 0, 0, 70, 10, 0, 70, 33, 44, 1})
	f.Fuzz(func(t *testing.T, side uint8, data []byte) {
		var pieces []Piece
		for ; len(data) >= 8 && len(pieces) < 24; data = data[8:] {
			var ring geo.Ring
			for k := 0; k < 8; k += 2 {
				ring = append(ring, geo.Point{X: int32(data[k] % max(1, side)), Y: int32(data[k+1] % max(1, side))})
			}
			pieces = append(pieces, Piece{int32(len(pieces)), geo.MultiPolygon{{append(ring, ring[0])}}})
		}
		c, _ := Build(len(pieces), pieces, Tolerance{})
		n := c.units + len(c.shared)
		s := newStitcher(c)
		for i, sides := range c.sides {
			s.bound(ArcRef(i), sides[0], sides[1])
		}
		var parts []Piece
		for unit, shape := range s.shapes(n) {
			parts = append(parts, Piece{int32(unit), c.Geometry(shape)})
		}
		again, defects := Build(n, parts, Tolerance{})
		if diff := cmp.Diff(snapshot(c), snapshot(again)); diff != "" {
			t.Errorf("the arrangement builds otherwise again:\n%s", diff)
		}
		for _, d := range defects {
			if d.Kind != Gap && d.Kind != HoleEmpty && d.Kind != EdgeUnmatched {
				t.Errorf("the arrangement has a defect: %v", d)
			}
		}
	})
}
