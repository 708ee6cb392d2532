package mvt

import (
	"slices"

	"perimetre/geo"
)

// cutAtTouches cuts the chains at points where rings of the polygon touch each other, and tells whether there are any. Rings
// that lie inside and have one become chains.
//
// Two rings that touch leave the ground in one part, but with the border of the window they may surround some of it. So at
// such a point too a walk turns from the ray of one chain to the next.
func (c *clipper) cutAtTouches(f *figure, part int32) bool {
	c.places = c.places[:0]
	for line := f.lines[part]; line < f.lines[part+1]; line++ {
		if !meets(f.boxes[line], c.window) {
			continue
		}
		for _, ref := range f.pieces[f.refs[line]:f.refs[line+1]] { // they touch at ends of arcs only
			if p := c.scale.start(ref); c.sides(p) == 0 {
				c.places = append(c.places, p)
			}
		}
	}
	if !repeats(c.places) {
		return false
	}
	c.touches = c.touches[:0]
	for i, p := range c.places {
		if i > 0 && p == c.places[i-1] {
			c.touches = append(c.touches, p)
		}
	}
	c.touches = slices.Compact(c.touches)
	whole := c.rings
	c.rings = nil
	for _, ring := range whole {
		if !c.addTouching(f, ring.line) {
			c.rings = append(c.rings, ring)
		}
	}
	for i := 0; i < len(c.list); i++ { // those that are cut off come after
		at := c.list[i]
		for k := at.from + 1; k < at.to-1; k++ {
			if c.touch(c.chains.points[k]) >= 0 {
				c.list[i].to = k + 1
				c.list = append(c.list, chain{k, at.to})
				break
			}
		}
	}
	return true
}

// touch numbers the points where rings touch; -1 is none.
func (c *clipper) touch(p geo.Point) int {
	i, found := slices.BinarySearchFunc(c.touches, p, geo.Point.Compare)
	if !found {
		return -1
	}
	return i
}

// addTouching adds a line that lies inside as a chain, from one of the points where it touches others back to it; false when
// it touches none.
func (c *clipper) addTouching(f *figure, line int32) bool {
	from := len(c.chains.points)
	open := false
	for _, ref := range f.pieces[f.refs[line]:f.refs[line+1]] {
		open = c.addWhole(ref, open)
	}
	ring := c.chains.points[from : len(c.chains.points)-1]
	first := slices.IndexFunc(ring, func(p geo.Point) bool { return c.touch(p) >= 0 })
	if first < 0 {
		c.chains.points = c.chains.points[:from]
		c.list = c.list[:len(c.list)-1]
		return false
	}
	turned := slices.Concat(ring[first:], ring[:first], ring[first:first+1])
	copy(c.chains.points[from:], turned)
	return true
}

// turn gives the chain that begins at the touch where one ends: the first one clockwise.
func (c *clipper) turn(end stop) int32 {
	best := -1
	for i, s := range c.inner {
		if s.along == end.along && (best < 0 || end.clockwise(s, c.inner[best])) {
			best = i
		}
	}
	return c.inner[best].chain
}

// clockwise tells whether, turning clockwise from one ray, another comes before a third.
func (s stop) clockwise(a, b stop) bool {
	if far, other := s.cross(a) > 0, s.cross(b) > 0; far != other {
		return other
	}
	return a.cross(b) < 0
}

// cross is positive when the ray of another stop is counter-clockwise of this one, by less than half a turn.
func (s stop) cross(t stop) int64 { return int64(s.dx)*int64(t.dy) - int64(s.dy)*int64(t.dx) }
