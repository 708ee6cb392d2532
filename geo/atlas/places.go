package atlas

import (
	"slices"

	"github.com/tidwall/rtree"

	"perimetre/geo"
)

// places finds the units of a level by their box. Units without a place are not in it.
type places struct{ tree rtree.RTreeGN[int32, int] }

func newPlaces(units []Unit) *places {
	p := &places{}
	for i, unit := range units {
		if len(unit.Shape) > 0 {
			p.tree.Insert(corners(unit.Box.Min), corners(unit.Box.Max), i)
		}
	}
	return p
}

func (p *places) search(box geo.Box) []int {
	var found []int
	p.tree.Search(corners(box.Min), corners(box.Max), func(_, _ [2]int32, i int) bool {
		found = append(found, i)
		return true
	})
	slices.Sort(found)
	return found
}

func corners(p geo.Point) [2]int32 { return [2]int32{p.X, p.Y} }
