package mvt

import "perimetre/geo"

// chains is the parts of lines that lie inside a window, cut at every vertex on the window's border. It is kept from one use
// to the next.
//
// Borders have a vertex wherever they meet a side of a window (topo.Cuts). So a segment lies inside, or outside, or along a
// side, and no point is ever computed: it lies inside when both its ends are in the closed window and not both on one side.
type chains struct {
	scale  *scale
	window geo.Box
	points []geo.Point // of all chains, one after the other
	list   []chain
	piece  []geo.Point // of a piece that is being cut
}

// chain is points[from:to] of the chains. Those of a line come after those of the lines added before.
type chain struct{ from, to int32 }

// The sides of a window that a point may be on. None of them: it is strictly inside.
const (
	west = 1 << iota
	east
	south
	north
	outside
)

func (c *chains) reset(s *scale, window geo.Box) {
	c.scale, c.window = s, window
	c.clear()
}

func (c *chains) clear() { c.points, c.list = c.points[:0], c.list[:0] }

// sides tells where a point is.
func (c *chains) sides(p geo.Point) (sides uint8) {
	w := &c.window
	if p.X > w.Min.X && p.X < w.Max.X && p.Y > w.Min.Y && p.Y < w.Max.Y {
		return 0
	}
	if p.X < w.Min.X || p.X > w.Max.X || p.Y < w.Min.Y || p.Y > w.Max.Y {
		return outside
	}
	switch p.X {
	case w.Min.X:
		sides = west
	case w.Max.X:
		sides = east
	}
	switch p.Y {
	case w.Min.Y:
		sides |= south
	case w.Max.Y:
		sides |= north
	}
	return sides
}

// strictly tells whether a box lies inside the window and does not touch its sides.
func (c *chains) strictly(b geo.Box) bool {
	w := &c.window
	return b.Min.X > w.Min.X && b.Max.X < w.Max.X && b.Min.Y > w.Min.Y && b.Max.Y < w.Max.Y
}

// add adds what lies inside of a line of a figure. Of a ring that begins inside, the last chain and the first are one.
func (c *chains) add(f *figure, line int32, ring bool) {
	before := len(c.list)
	open := false // whether the last chain may go on
	for i, end := f.refs[line], f.refs[line+1]; i < end; {
		if i%fan == 0 || i == f.refs[line] {
			if !meets(f.blocks[i/fan], c.window) {
				i = min(end, (i/fan+1)*fan)
				continue
			}
		}
		ref := f.pieces[i]
		i++
		switch box := c.scale.boxes[ref.Index()]; {
		case !meets(box, c.window):
		case c.strictly(box):
			open = c.addWhole(ref, open)
		default:
			open = c.addCut(ref, open)
		}
	}
	if open && ring && c.sides(c.scale.start(f.pieces[f.refs[line]])) == 0 {
		c.close(before)
	}
}

// close joins the last chain to the one at an index, which goes on where it ends.
func (c *chains) close(first int) {
	tail := len(c.list) - 1
	if tail == first {
		return
	}
	head := c.list[first]
	c.points = append(c.points, c.points[head.from+1:head.to]...)
	c.list[first] = chain{c.list[tail].from, int32(len(c.points))}
	c.list = c.list[:tail]
}

// addWhole adds a piece that lies strictly inside. The chain may go on after it.
func (c *chains) addWhole(ref directed, open bool) bool {
	if open {
		c.points = c.points[:len(c.points)-1] // the piece begins with that point
	} else {
		c.begin()
	}
	c.points = c.scale.appendPiece(c.points, ref)
	c.list[len(c.list)-1].to = int32(len(c.points))
	return true
}

func (c *chains) begin() { c.list = append(c.list, chain{from: int32(len(c.points))}) }

// addCut adds what lies inside of a piece. It tells whether the chain may go on after it.
func (c *chains) addCut(ref directed, open bool) bool {
	c.piece = c.scale.appendPiece(c.piece[:0], ref)
	a := c.piece[0]
	sides := c.sides(a)
	for _, b := range c.piece[1:] {
		next := c.sides(b)
		if (sides|next)&outside == 0 && sides&next == 0 {
			if !open {
				c.begin()
				c.points = append(c.points, a)
			}
			c.points = append(c.points, b)
			open = next == 0
			c.list[len(c.list)-1].to = int32(len(c.points))
		}
		a, sides = b, next
	}
	return open
}
