package topo

import "slices"

// Alone gives the ground that a unit owns and no other one claims. In a coverage without overlaps that is all its ground.
func (c *Coverage) Alone(unit int32) Shape {
	s := newSparseStitcher(c)
	of := func(side int32) int32 {
		if side == unit {
			return 0
		}
		return None
	}
	for _, i := range c.ArcsOf(unit) {
		s.bound(ArcRef(i), of(c.sides[i][0]), of(c.sides[i][1]))
	}
	slices.Sort(s.halves)
	return s.shapes(1)[0]
}
