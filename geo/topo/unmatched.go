package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// unmatched looks for what a partition of the ground cannot have. Around every node the units follow each other; the
// arcs that have no unit on one side do not cross; and the rings that they make are shells, with gaps in them. Any other
// arrangement is an overlap, or an edge that its neighbour does not match.
func (c *Coverage) unmatched() []Defect {
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

// segment is a piece of the outline, with its left end first.
type segment struct {
	a, b geo.Point
	arc  int32
}

// findCrossings reports the segments of the outline that meet elsewhere than at a common end: a sweep by longitude.
func (c *Coverage) findCrossings(found *defects) {
	var segments []segment
	for _, i := range c.ArcsOf(Outside) {
		points := c.Arc(int(i)).Points
		for k := 1; k < len(points); k++ {
			a, b := points[k-1], points[k]
			if a.Compare(b) > 0 {
				a, b = b, a
			}
			segments = append(segments, segment{a, b, i})
		}
	}
	slices.SortFunc(segments, func(s, t segment) int { return cmp.Or(s.a.Compare(t.a), s.b.Compare(t.b)) })
	for i, s := range segments {
		for _, t := range segments[i+1:] {
			if t.a.X > s.b.X {
				break
			}
			if at, ok := s.meets(t); ok {
				sides, others := c.sides[s.arc], c.sides[t.arc]
				found.add(EdgeCrossing, at, sides[0], sides[1], others[0], others[1])
			}
		}
	}
}

// meets tells whether two segments cross, or touch elsewhere than at an end of both, and near which of their ends.
func (s segment) meets(t segment) (at geo.Point, ok bool) {
	if max(s.a.Y, s.b.Y) < min(t.a.Y, t.b.Y) || max(t.a.Y, t.b.Y) < min(s.a.Y, s.b.Y) {
		return at, false
	}
	if s.a == t.a && s.b == t.b {
		return at, false // the same edge twice: EdgeClaimedTwice already
	}
	ta, tb := orientation(s.a, s.b, t.a), orientation(s.a, s.b, t.b)
	sa, sb := orientation(t.a, t.b, s.a), orientation(t.a, t.b, s.b)
	for _, end := range []struct {
		p     geo.Point
		on    segment
		turns int
	}{{t.a, s, ta}, {t.b, s, tb}, {s.a, t, sa}, {s.b, t, sb}} {
		if end.turns == 0 && end.on.holdsInside(end.p) {
			return end.p, true
		}
	}
	return t.a, ta*tb < 0 && sa*sb < 0
}

// holdsInside tells whether a point of the segment's line lies strictly between its ends.
func (s segment) holdsInside(p geo.Point) bool { return s.a.Compare(p) < 0 && p.Compare(s.b) < 0 }

// findNesting follows the rings that have Outside on their left. One wound like a shell encloses a gap. One wound like a
// hole is the outer border of some units: where it lies in another one and in none of its gaps, they overlap others.
func (c *Coverage) findNesting(found *defects) {
	s := newStitcher(c)
	for i := range c.NumArcs() {
		s.bound(ArcRef(i), outsideGroup(c.sides[i][0]), outsideGroup(c.sides[i][1]))
	}
	var borders, gaps []ring
	for _, half := range s.halves {
		if s.group[half] == None {
			continue
		}
		switch r := s.measured(s.trace(half, 0)); r.area.sign() {
		case 1:
			gaps = append(gaps, r)
			found.add(Gap, c.lowest(r), c.unitsOn(r)...)
		case -1:
			borders = append(borders, r)
		}
	}
	for i, inner := range borders {
		depth := 0
		for j, outer := range borders {
			if i != j && s.holds(outer, inner) {
				depth++
			}
		}
		for _, gap := range gaps {
			if depth > 0 && s.holds(gap, inner) {
				depth--
			}
		}
		if depth > 0 {
			found.add(Overlap, c.lowest(inner), append(c.unitsOn(inner), c.unitsAround(inner)...)...)
		}
	}
}

// unitsAround gives the units that hold a ring which lies inside the coverage.
func (c *Coverage) unitsAround(inner ring) []int32 {
	s := newStitcher(c)
	var around []int32
	for unit, shape := range c.shapes() {
		for _, polygon := range shape {
			inside := func(r Ring) bool { return s.holds(s.measured(r), inner) }
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
