package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// unmatched looks at the arcs that have no unit on one side. In a sound coverage they are its outline: they do not
// cross, and their rings are shells with holes in them. Anything else is an overlap or an edge that is not matched.
func (c *Coverage) unmatched() []Defect {
	var found defects
	c.findCrossings(&found)
	c.findNesting(&found)
	return found
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

// findNesting reports each hole of the whole coverage as a gap, and each shell that lies in another one, not in its
// holes, as an overlap.
func (c *Coverage) findNesting(found *defects) {
	all := make([]int32, c.units)
	for unit := range all {
		all[unit] = int32(unit)
	}
	whole := c.Union(all)
	s := newStitcher(c)
	shells := make([]ring, len(whole))
	for i, polygon := range whole {
		shells[i] = s.measured(polygon[0])
		for _, hole := range polygon[1:] {
			start, _ := c.start(hole[0])
			found.add(Gap, start, c.unitsAlong(hole)...)
		}
	}
	for i, inner := range shells {
		depth := 0
		for j, outer := range shells {
			if i == j || !s.holds(outer, inner) {
				continue
			}
			depth++
			for _, hole := range whole[j][1:] {
				if s.holds(s.measured(hole), inner) {
					depth--
				}
			}
		}
		if depth > 0 {
			start, _ := c.start(inner.arcs[0])
			found.add(Overlap, start, c.unitsAlong(inner.arcs)...)
		}
	}
}

// unitsAlong gives the units on the inside of a ring.
func (c *Coverage) unitsAlong(r Ring) []int32 {
	units := make([]int32, len(r))
	for i, ref := range r {
		units[i] = c.left(ref)
	}
	return units
}
