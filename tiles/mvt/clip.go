package mvt

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// clipper cuts polygons to a window, exactly.
//
// What a polygon has inside a window is bounded by its chains (see chains) and by stretches of the window's border. Both are
// walked with the ground on their left: chains as the polygon has them, the border counter-clockwise. Where a chain ends,
// the ground lies counter-clockwise of it; walking on along the border, and at a point turning from the ray of one chain to the
// next, one stays beside that ground until a chain that begins bounds it, since chains do not cross. So chains that end and
// chains that begin alternate around the border, and what follows a chain is the next one that begins. That is all: each walk
// is closed, has the ground on its left, and takes in no more than it must where the ground touches itself.
//
// A walk may pass twice through a point, where a ring of the polygon touches the window's border or another ring. It is split
// there; since it goes around a face of a planar drawing, it never passes two points in turns. What runs counter-clockwise
// then is a shell, what runs clockwise a hole of the smallest shell around it.
type clipper struct {
	chains
	starts []stop      // of chains that begin on the border, in the order in which it passes them
	inner  []stop      // of those that begin at a touch
	ends   []stop      // by chain
	taken  []bool      // by chain
	points []geo.Point // of rings
	rings  []cutRing   // what is left of a polygon
	places []geo.Point // of a walk: where it may pass twice
	path   []geo.Point // of a walk that is being split

	touches []geo.Point // where rings of the polygon touch each other, ascending
}

// stop is where a chain begins or ends: how far along the border, from its south-western corner, or ^i at touch i; and the ray
// from there along the chain.
type stop struct {
	along  int32
	dx, dy int32
	chain  int32
}

// compare orders stops as the border passes them: at one point from the most counter-clockwise ray to the least.
func (s stop) compare(t stop) int {
	if c := cmp.Compare(s.along, t.along); c != 0 {
		return c
	}
	return cmp.Compare(s.cross(t), 0)
}

// cutRing is a ring of what is left of a polygon: a line of its figure that is there whole, or points of the clipper.
type cutRing struct {
	line     int32 // -1 for points
	from, to int32
	shell    int32 // of a hole, the place of its shell; of a shell, -1
	twice    int64 // the area, 1 of a shell that is alone; 0 or less of a hole
}

// polygon cuts a part of a figure, which is not wholly in the window. It leaves rings, every hole with its shell.
func (c *clipper) polygon(f *figure, part int32) {
	c.clear()
	c.points, c.rings = c.points[:0], c.rings[:0]
	crossing := 0 // rings that have chains
	for line := f.lines[part]; line < f.lines[part+1]; line++ {
		switch box := f.boxes[line]; {
		case !meets(box, c.window):
		case c.strictly(box):
			c.rings = append(c.rings, cutRing{line: line})
		default:
			before := len(c.list)
			if c.add(f, line, true); len(c.list) > before {
				crossing++
			}
		}
	}
	switch {
	case len(c.list) > 0:
		several := crossing+len(c.rings) > 1
		c.walk(several && c.cutAtTouches(f, part))
	case len(c.rings) > 0 || c.covers(f, part):
		c.points = append(c.points, c.corner(0), c.corner(1), c.corner(2), c.corner(3))
		c.rings = append(c.rings, cutRing{line: -1, from: 0, to: 4})
	}
	c.assemble(f)
}

// corner is a corner of the window, counter-clockwise from the south-west.
func (c *clipper) corner(i int32) geo.Point {
	w := &c.window
	switch i {
	case 0:
		return w.Min
	case 1:
		return geo.Point{X: w.Max.X, Y: w.Min.Y}
	case 2:
		return w.Max
	}
	return geo.Point{X: w.Min.X, Y: w.Max.Y}
}

// side is the length of a side of the window.
func (c *clipper) side() int32 { return c.window.Max.X - c.window.Min.X }

// stop gives the stop of a point on the border, of a chain that goes on from there to another.
func (c *clipper) stop(p, toward geo.Point, chain int) stop {
	w, side := &c.window, c.side()
	s := stop{dx: toward.X - p.X, dy: toward.Y - p.Y, chain: int32(chain)}
	switch {
	case p.Y == w.Min.Y:
		s.along = p.X - w.Min.X
	case p.X == w.Max.X:
		s.along = side + p.Y - w.Min.Y
	case p.Y == w.Max.Y:
		s.along = 2*side + w.Max.X - p.X
	case p.X == w.Min.X:
		s.along = 3*side + w.Max.Y - p.Y
	default:
		s.along = int32(^c.touch(p))
	}
	return s
}

// walk closes the chains.
func (c *clipper) walk(touching bool) {
	c.starts, c.inner, c.ends, c.taken = c.starts[:0], c.inner[:0], c.ends[:0], c.taken[:0]
	for i, chain := range c.list {
		points := c.chains.points[chain.from:chain.to]
		last := len(points) - 1
		if begin := c.stop(points[0], points[1], i); begin.along >= 0 {
			c.starts = append(c.starts, begin)
		} else {
			c.inner = append(c.inner, begin)
		}
		c.ends = append(c.ends, c.stop(points[last], points[last-1], i))
		c.taken = append(c.taken, false)
	}
	slices.SortFunc(c.starts, stop.compare)
	for first := range c.list {
		if c.taken[first] {
			continue
		}
		from := int32(len(c.points))
		c.places = c.places[:0]
		for chain := int32(first); !c.taken[chain]; {
			c.taken[chain] = true
			at := c.list[chain]
			c.points = append(c.points, c.chains.points[at.from:at.to]...)
			c.places = append(c.places, c.chains.points[at.from])
			chain = c.goOn(c.ends[chain])
		}
		c.cutOut(from, touching)
	}
}

// goOn walks along the border from the end of a chain to the next one that begins, and gives that chain.
func (c *clipper) goOn(end stop) int32 {
	last := len(c.points) - 1
	if end.along < 0 {
		c.points = c.points[:last]
		return c.turn(end)
	}
	i, _ := slices.BinarySearchFunc(c.starts, end, stop.compare)
	if i == len(c.starts) {
		i = 0
	}
	next, side := c.starts[i], c.side()
	round := int32(0) // the length of the border, when the way leads over its beginning
	if next.compare(end) < 0 {
		round = 4 * side
	}
	if next.along == end.along && round == 0 { // the next chain begins with that point
		c.points = c.points[:last]
		return next.chain
	}
	c.places = append(c.places, c.points[last])
	for corner := end.along/side + 1; corner*side < next.along+round; corner++ {
		c.points = append(c.points, c.corner(corner%4))
	}
	return next.chain
}
