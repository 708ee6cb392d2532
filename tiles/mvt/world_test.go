package mvt

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/policy"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/topo"
	"perimetre/internal/drawing"
)

func square(west, east int32) geo.MultiPolygon {
	return geo.MultiPolygon{geo.Box{Min: geo.Point{X: west}, Max: geo.Point{X: east, Y: 10}}.Polygon()}
}

// Two squares overlap between 10 and 15.
func TestGroundOfTwoUnitsIsOfTheFirst(t *testing.T) {
	torn, _ := topo.Build(2, []topo.Piece{{Unit: 0, Geometry: square(0, 15)}, {Unit: 1, Geometry: square(10, 20)}}, topo.Tolerance{})
	c := withoutOverlaps(torn)
	var boxes []geo.Box
	for _, shape := range c.Dissolve([]int32{0, 1}, 2) {
		box, _ := c.Geometry(shape).Bounds()
		boxes = append(boxes, box)
	}
	want := []geo.Box{{Max: geo.Point{X: 15, Y: 10}}, {Min: geo.Point{X: 15}, Max: geo.Point{X: 20, Y: 10}}}
	if diff := cmp.Diff(want, boxes); diff != "" {
		t.Errorf("boxes of the units (-want +got):\n%s", diff)
	}
	if again := withoutOverlaps(c); again != c {
		t.Error("a coverage without overlaps is made again")
	}
}

// Communes A and B are of one EPCI and one territory; C and D are of one EPCI and of none; E is in two territories.
func TestAtomsAreCommunesThatAreAlike(t *testing.T) {
	a, _ := atlas.Build(drawing.Draw(`
		AABB
		CCDE`).Edition([]string{"AB", "CDE"}, []string{"ABE", "E"}), policy.France())
	w := newWorld(a)
	atoms := w.atoms()
	if got := atoms.coverage.NumUnits(); got != 3 {
		t.Errorf("%d atoms, want AB, CD and E", got)
	}
	for _, level := range []geo.Level{geo.Territoires, geo.EPCI, geo.Departements} {
		var want, got []int
		for _, world := range []*world{w, atoms} {
			points := &want
			if world == atoms {
				points = &got
			}
			for _, shape := range world.levels[level].shapes(world.coverage) {
				box, _ := world.coverage.Geometry(shape).Bounds()
				*points = append(*points, int(box.Max.X-box.Min.X), int(box.Max.Y-box.Min.Y))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sizes of %s (-of communes +of atoms):\n%s", level, diff)
		}
	}
	if shapes := atoms.levels[geo.Territoires].shapes(atoms.coverage); len(shapes[0]) != 1 || len(shapes[1]) != 1 {
		t.Errorf("two territories that share a commune have %d and %d polygons, want one each", len(shapes[0]), len(shapes[1]))
	}
}
