package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// segment is one step of an arc, with its lower end first.
type segment struct {
	a, b geo.Point
	arc  int32
}

// bandBits is the height of the bands of the sweep: 2^17 grid steps, about 1.5 km, some ten times a usual segment.
const bandBits = 17

// findCrossings reports the segments that meet elsewhere than at a common end. The map is cut into bands of latitude, and
// each of them swept by longitude: a segment is compared with those that begin before it ends.
func (c *Coverage) findCrossings(found *defects) {
	segments := make([]segment, 0, len(c.points)-c.NumArcs())
	for i := range c.NumArcs() {
		points := c.Arc(i).Points
		for k := 1; k < len(points); k++ {
			a, b := points[k-1], points[k]
			if a.Compare(b) > 0 {
				a, b = b, a
			}
			segments = append(segments, segment{a, b, int32(i)})
		}
	}
	for _, band := range bands(segments) {
		slices.SortFunc(band, func(i, j int32) int { return cmp.Compare(segments[i].a.X, segments[j].a.X) })
		for i, item := range band {
			s := segments[item]
			for _, other := range band[i+1:] {
				t := segments[other]
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
}

// bands lists the segments of each band of latitude, from the south.
func bands(segments []segment) [][]int32 {
	if len(segments) == 0 {
		return nil
	}
	south, north := segments[0].a.Y, segments[0].a.Y
	for _, s := range segments {
		south, north = min(south, s.a.Y, s.b.Y), max(north, s.a.Y, s.b.Y)
	}
	span := func(s segment) (first, last int64) {
		return (int64(min(s.a.Y, s.b.Y)) - int64(south)) >> bandBits, (int64(max(s.a.Y, s.b.Y)) - int64(south)) >> bandBits
	}
	sizes := make([]int, (int64(north)-int64(south))>>bandBits+1)
	for _, s := range segments {
		for first, last := span(s); first <= last; first++ {
			sizes[first]++
		}
	}
	bands := make([][]int32, len(sizes))
	for i, size := range sizes {
		bands[i] = make([]int32, 0, size)
	}
	for i, s := range segments {
		for first, last := span(s); first <= last; first++ {
			bands[first] = append(bands[first], int32(i))
		}
	}
	return bands
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
