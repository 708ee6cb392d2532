package mvt

import (
	"slices"

	"perimetre/geo"
)

// cutOut takes the walk that the last points are, split where it passes twice through a point: that is at a place where chains
// begin or end, or anywhere when rings touch.
func (c *clipper) cutOut(from int32, touching bool) {
	if touching {
		c.places = append(c.places[:0], c.points[from:]...)
	}
	if !repeats(c.places) {
		c.addRing(from)
		return
	}
	walk := slices.Clone(c.points[from:])
	c.points = c.points[:from]
	c.path = c.path[:0]
	at := make(map[geo.Point]int, len(walk)) // by point of the path: its place
	for _, p := range walk {
		if first, passed := at[p]; passed {
			from := int32(len(c.points))
			c.points = append(c.points, c.path[first:]...)
			c.addRing(from)
			for _, gone := range c.path[first:] {
				delete(at, gone)
			}
			c.path = c.path[:first]
		}
		at[p] = len(c.path)
		c.path = append(c.path, p)
	}
	from = int32(len(c.points))
	c.points = append(c.points, c.path...)
	c.addRing(from)
}

// repeats tells whether a point occurs twice among some, and orders them.
func repeats(points []geo.Point) bool {
	slices.SortFunc(points, geo.Point.Compare)
	for i := 1; i < len(points); i++ {
		if points[i] == points[i-1] {
			return true
		}
	}
	return false
}

// addRing adds the last points as a ring.
func (c *clipper) addRing(from int32) {
	c.rings = append(c.rings, cutRing{line: -1, from: from, to: int32(len(c.points))})
}

// assemble gives each hole to the smallest shell around it. A ring that is alone is a shell.
func (c *clipper) assemble(f *figure) {
	if len(c.rings) == 1 {
		c.rings[0].twice, c.rings[0].shell = 1, -1
		return
	}
	only, shells := int32(-1), 0
	for i := range c.rings {
		ring := &c.rings[i]
		if ring.line < 0 {
			ring.twice = c.twice(*ring)
		}
		if ring.twice > 0 {
			ring.shell = -1
			only = int32(i)
			shells++
		}
	}
	if shells == len(c.rings) {
		return
	}
	for i := range c.rings {
		ring := &c.rings[i]
		if ring.twice > 0 {
			continue
		}
		ring.shell = only
		if shells > 1 {
			ring.shell = c.shellAround(f, *ring)
		}
	}
}

// twice is the area of a ring of points, twice; below zero when it runs clockwise.
func (c *clipper) twice(ring cutRing) (twice int64) {
	q, before := c.points[ring.from], c.points[ring.to-1]
	for _, p := range c.points[ring.from:ring.to] { // from the first point on, so that products stay small
		twice += int64(before.X-q.X)*int64(p.Y-q.Y) - int64(p.X-q.X)*int64(before.Y-q.Y)
		before = p
	}
	return twice
}

// shellAround gives the smallest shell around a hole. The two may share points but no segment, so the middle of a segment of
// the hole is not on the shell: it is tested exactly, in doubled coordinates.
func (c *clipper) shellAround(f *figure, hole cutRing) int32 {
	var p, q geo.Point
	if hole.line >= 0 {
		start, steps := c.scale.piece(f.pieces[f.refs[hole.line]])
		p, q = start, steps[0].from(start)
	} else {
		p, q = c.points[hole.from], c.points[hole.from+1]
	}
	middle := geo.Point{X: p.X + q.X, Y: p.Y + q.Y}
	found := int32(-1)
	for i, shell := range c.rings {
		if shell.twice <= 0 || found >= 0 && shell.twice >= c.rings[found].twice {
			continue
		}
		inside := false
		before := c.points[shell.to-1]
		for _, p := range c.points[shell.from:shell.to] {
			if crossesRay(before, p, middle) {
				inside = !inside
			}
			before = p
		}
		if inside {
			found = int32(i)
		}
	}
	return found
}

// covers tells whether a part, of which no segment lies inside the window, covers it: whether a ray that goes east from the
// window's middle crosses the part's border an odd number of times. Half a pixel beside the middle it passes through no vertex.
func (c *clipper) covers(f *figure, part int32) bool {
	w := &c.window
	if !holds(f.boxes[f.lines[part]], *w) {
		return false
	}
	middle := geo.Point{X: w.Min.X + w.Max.X + 1, Y: w.Min.Y + w.Max.Y + 1} // in doubled coordinates
	aside := func(b *geo.Box) bool { return 2*b.Max.X < middle.X || 2*b.Max.Y < middle.Y || 2*b.Min.Y > middle.Y }
	inside := false
	for line := f.lines[part]; line < f.lines[part+1]; line++ {
		if aside(&f.boxes[line]) {
			continue
		}
		for i, end := f.refs[line], f.refs[line+1]; i < end; {
			if (i%fan == 0 || i == f.refs[line]) && aside(&f.blocks[i/fan]) {
				i = min(end, (i/fan+1)*fan)
				continue
			}
			ref := f.pieces[i]
			i++
			if aside(&c.scale.boxes[ref.Index()]) {
				continue
			}
			p, steps := c.scale.piece(ref)
			for _, step := range steps {
				next := step.from(p)
				if crossesRay(p, next, middle) {
					inside = !inside
				}
				p = next
			}
		}
	}
	return inside
}

// crossesRay tells whether a segment crosses the ray that goes east from a place, which is given in doubled coordinates. A
// segment owns its lower end, not its upper one.
func crossesRay(p, q, from geo.Point) bool {
	if p.Y > q.Y {
		p, q = q, p
	}
	if from.Y < 2*p.Y || from.Y >= 2*q.Y {
		return false
	}
	// The place is west of the segment when (q.X-p.X)(y-p.Y) > (q.Y-p.Y)(x-p.X).
	return int64(q.X-p.X)*int64(from.Y-2*p.Y) > int64(q.Y-p.Y)*int64(from.X-2*p.X)
}
