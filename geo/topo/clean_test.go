package topo

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

func TestACoverageGivesBackItsInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings().Draw(t, "drawing")
		c, _ := Build(len(d.Units()), pieces(d), Tolerance{})
		shapes := c.pieces()
		again, _ := Build(c.units, shapes, Tolerance{})
		if diff := cmp.Diff(snapshot(c), snapshot(again)); diff != "" {
			t.Errorf("rebuilt coverage differs:\n%s", diff)
		}
		if diff := cmp.Diff(shapes, again.pieces()); diff != "" {
			t.Errorf("rebuilt shapes differ:\n%s", diff)
		}
	})
}

// A drawing with a margin has a gap for each part of nobody's land, less the one around everything.
func TestACleanCoverageHasNoDefectButItsGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings().Draw(t, "drawing")
		_, defects := Build(len(d.Units()), pieces(d), Tolerance{Sliver: 1, Vertex: 0.1})
		empty := strings.Repeat(".", len(d.Rows[0])+2)
		with := drawing.Drawing{Rows: []string{empty}}
		for _, row := range d.Rows {
			with.Rows = append(with.Rows, "."+row+".")
		}
		with.Rows = append(with.Rows, empty)
		lands, _ := with.Flood(".")
		if len(defects) != lands-1 {
			t.Errorf("%d defects, want %d gaps", len(defects), lands-1)
		}
		for _, defect := range defects {
			if defect.Kind != Gap && defect.Kind != HoleEmpty {
				t.Errorf("a drawing of cells has a defect: %v", defect)
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
