package topo

import (
	"slices"

	"perimetre/geo"
)

// unsound looks for what a partition of the ground cannot have. Around every node the units follow each other; no two
// edges cross; the holes of a unit lie in one of its shells; and the rings that have no unit on one side are shells, with
// gaps in them. Any other arrangement is an overlap, or an edge that its neighbour does not match.
func (c *Coverage) unsound() []Defect {
	var found defects
	c.findBrokenNodes(&found)
	c.findCrossings(&found)
	c.findNesting(&found)
	return found
}

// findBrokenNodes reports the nodes around which two arcs that follow each other disagree on the unit between them.
// Nodes where two arcs leave in the same direction are left to findCrossings.
func (c *Coverage) findBrokenNodes(found *defects) {
	for node := range int32(c.NumNodes()) {
		halves := c.leaving.of(node)
		var broken []int32
		for i, half := range halves {
			before, after := refOf(halves[(i+len(halves)-1)%len(halves)]), refOf(half)
			if len(halves) > 1 && direction(c.start(before)).compare(direction(c.start(after))) == 0 {
				broken = nil
				break
			}
			if left, right := c.left(before), c.left(after.Reverse()); left != right {
				broken = append(broken, left, right)
			}
		}
		if broken != nil {
			at, _ := c.start(refOf(halves[0]))
			found.add(Overlap, at, broken...)
		}
	}
}

// findNesting looks at rings inside rings. Those that have Outside on their left are followed: one wound like a shell is
// a gap, and lies in one outer border; one wound like a hole is the outer border of some units, and lies in none but those
// whose gap it lies in. Elsewhere they overlap others, or a hole lies where its polygon is not.
func (c *Coverage) findNesting(found *defects) {
	shapes, stray := c.shapes()
	for _, hole := range stray {
		r := c.measured(hole)
		found.add(HoleMisplaced, c.lowest(r), c.left(hole[0]))
	}
	s := newStitcher(c)
	for i := range c.NumArcs() {
		s.bound(ArcRef(i), outsideGroup(c.sides[i][0]), outsideGroup(c.sides[i][1]))
	}
	var borders, gaps []ring
	for _, half := range s.halves {
		if s.group.at(half) == None {
			continue
		}
		switch r := c.measured(s.trace(half, 0)); r.area.sign() {
		case 1:
			gaps = append(gaps, r)
		case -1:
			borders = append(borders, r)
		}
	}
	holding := func(rings []ring, inner ring) (n int) {
		for _, outer := range rings {
			if outer.arcs[0] != inner.arcs[0] && c.holds(outer, inner) {
				n++
			}
		}
		return n
	}
	for _, gap := range gaps {
		kind := Gap
		if holding(borders, gap)-holding(gaps, gap) != 1 {
			kind = HoleMisplaced
		}
		found.add(kind, c.lowest(gap), c.unitsOn(gap)...)
	}
	for _, border := range borders {
		if holding(borders, border) > holding(gaps, border) {
			found.add(Overlap, c.lowest(border), append(c.unitsOn(border), c.unitsAround(shapes, border)...)...)
		}
	}
}

// unitsAround gives the units that hold a ring which lies inside the coverage.
func (c *Coverage) unitsAround(shapes []Shape, inner ring) []int32 {
	var around []int32
	for unit, shape := range shapes {
		for _, polygon := range shape {
			inside := func(r Ring) bool { return c.holds(c.measured(r), inner) }
			if inside(polygon[0]) && !slices.ContainsFunc(polygon[1:], inside) {
				around = append(around, int32(unit))
			}
		}
	}
	return around
}

func outsideGroup(unit int32) int32 {
	if unit == Outside {
		return 0
	}
	return None
}

// unitsOn gives the units on the right of a ring.
func (c *Coverage) unitsOn(r ring) []int32 {
	units := make([]int32, len(r.arcs))
	for i, ref := range r.arcs {
		units[i] = c.left(ref.Reverse())
	}
	return units
}

// lowest gives the lowest end of the arcs of a ring: a place that does not depend on where the ring starts.
func (c *Coverage) lowest(r ring) geo.Point {
	lowest, _ := c.start(r.arcs[0])
	for _, ref := range r.arcs[1:] {
		if start, _ := c.start(ref); start.Compare(lowest) < 0 {
			lowest = start
		}
	}
	return lowest
}
