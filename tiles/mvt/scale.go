package mvt

import (
	"slices"
	"sync"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// tolerance is how far a border may be from its course, in pixels, at every zoom but the deepest. Half a pixel of a map that
// draws a tile on 512 of its own is 4 of ours, and rounding to the grid takes up to 0.71 of them.
const tolerance = 3

// longest is how many segments a piece of an arc has at most: what does not meet a window is passed over piece by piece.
const longest = 32

// scale is the borders of an atlas on the pixel grid of one zoom: x from the west, y from the south. It is immutable, and
// made of few slices without pointers, which a garbage collector passes over.
type scale struct {
	steps  []step    // of all arcs, one after the other
	pieces []piece   // arcs, the long ones cut into several
	boxes  []geo.Box // by piece
	levels [levels]figure
	limits []limit // the features that the lines of borders are
	lines  figure  // the borders, by limit
}

// step leads from a point to the next. Borders have a vertex wherever they meet the side of a window, so that none is longer
// than a tile is wide.
type step struct{ dx, dy int16 }

func (s step) from(p geo.Point) geo.Point {
	return geo.Point{X: p.X + int32(s.dx), Y: p.Y + int32(s.dy)}
}

func (s step) back(p geo.Point) geo.Point {
	return geo.Point{X: p.X - int32(s.dx), Y: p.Y - int32(s.dy)}
}

// piece is a part of an arc: steps[from:to] lead from its start to its end.
type piece struct {
	start    geo.Point
	from, to int32
}

// directed is a piece of an arc and a direction: i is piece i, ^i the same backwards, as topo.ArcRef has arcs.
type directed = topo.ArcRef

// figure is what a layer draws of a scale: lines, or rings that are parts of units.
type figure struct {
	parts  []int32    // parts[u]:parts[u+1] are the parts of unit u: its polygons
	lines  []int32    // lines[p]:lines[p+1] are the lines of part p: a shell, then its holes
	refs   []int32    // refs[l]:refs[l+1] are the pieces of line l
	pieces []directed // of all lines, one after the other
	boxes  []geo.Box  // by line
	blocks []geo.Box  // around each fan pieces that follow each other
	unitOf []int32    // by part
	tree   tree       // of parts, by the boxes of their first lines
}

// newScale brings a world to the grid of a zoom. It shows communes when those are the world's units.
func newScale(w *world, zoom uint8, exact, communes bool) *scale {
	c := w.coverage
	if !exact {
		steps := float64(uint64(tolerance) << stepBits(zoom))
		c = c.Simplify(w.weigh(), steps*steps)
	}
	c = c.Snap(stepBits(zoom), topo.Cuts{Side: Extent, Margin: Buffer})
	s := &scale{}
	firsts := s.cut(c)
	var wg sync.WaitGroup
	for level := range s.levels {
		if level == int(geo.Communes) && !communes {
			continue
		}
		wg.Go(func() { s.levels[level] = s.polygons(firsts, w.levels[level].shapes(c)) })
	}
	wg.Go(func() { s.limits, s.lines = s.borders(firsts, w, c) })
	wg.Wait()
	return s
}

// cut takes the arcs, cut into pieces: firsts[i]:firsts[i+1] are those of arc i.
func (s *scale) cut(c *topo.Coverage) (firsts []int32) {
	s.steps = make([]step, 0, c.NumPoints()-c.NumArcs())
	firsts = make([]int32, 1, c.NumArcs()+1)
	for i := range c.NumArcs() {
		points := c.Arc(i).Points
		for len(points) > 1 {
			part := points[:min(longest+1, len(points))]
			points = points[len(part)-1:]
			from := int32(len(s.steps))
			for k, p := range part[1:] {
				s.steps = append(s.steps, step{int16(p.X - part[k].X), int16(p.Y - part[k].Y)})
			}
			s.pieces = append(s.pieces, piece{part[0], from, int32(len(s.steps))})
			s.boxes = append(s.boxes, boxOf(part))
		}
		firsts = append(firsts, int32(len(s.pieces)))
	}
	s.pieces, s.boxes = slices.Clone(s.pieces), slices.Clone(s.boxes) // without room to grow
	return firsts
}

// piece is that of a reference, whatever its direction, and its steps.
func (s *scale) piece(ref directed) (start geo.Point, steps []step) {
	p := &s.pieces[max(ref, ^ref)]
	return p.start, s.steps[p.from:p.to]
}

// start is the first point of a directed piece.
func (s *scale) start(ref directed) geo.Point {
	start, steps := s.piece(ref)
	if ref < 0 {
		for _, step := range steps {
			start = step.from(start)
		}
	}
	return start
}

// count is the number of steps of some pieces.
func (s *scale) count(refs []directed) (n int) {
	for _, ref := range refs {
		_, steps := s.piece(ref)
		n += len(steps)
	}
	return n
}

// appendPiece appends the points of a directed piece.
func (s *scale) appendPiece(points []geo.Point, ref directed) []geo.Point {
	first := len(points)
	p, steps := s.piece(ref)
	points = append(slices.Grow(points, 1+len(steps)), p)
	for _, step := range steps {
		p = step.from(p)
		points = append(points, p)
	}
	if ref < 0 {
		slices.Reverse(points[first:])
	}
	return points
}

// addLine adds arcs that follow each other.
func (f *figure) addLine(s *scale, firsts []int32, arcs []topo.ArcRef) {
	at := len(f.pieces)
	for _, arc := range arcs {
		first, last := firsts[arc.Index()], firsts[arc.Index()+1]
		if arc >= 0 {
			for i := first; i < last; i++ {
				f.pieces = append(f.pieces, directed(i))
			}
			continue
		}
		for i := last - 1; i >= first; i-- {
			f.pieces = append(f.pieces, directed(^i))
		}
	}
	box := s.boxes[f.pieces[at].Index()]
	for _, ref := range f.pieces[at+1:] {
		box = join(box, s.boxes[ref.Index()])
	}
	f.refs = append(f.refs, int32(len(f.pieces)))
	f.boxes = append(f.boxes, box)
}

// endPart ends a part of a unit, and endUnit a unit, after all that belongs to it.
func (f *figure) endPart() {
	f.lines = append(f.lines, int32(len(f.boxes)))
	f.unitOf = append(f.unitOf, int32(len(f.parts)-1))
}

func (f *figure) endUnit() { f.parts = append(f.parts, int32(len(f.unitOf))) }

func newFigure() figure { return figure{parts: []int32{0}, lines: []int32{0}, refs: []int32{0}} }

// index makes what finds parts and pieces.
func (f *figure) index(s *scale) {
	boxes := make([]geo.Box, len(f.pieces))
	for i, ref := range f.pieces {
		boxes[i] = s.boxes[ref.Index()]
	}
	f.blocks = around(boxes)
	f.parts, f.lines, f.refs = slices.Clone(f.parts), slices.Clone(f.lines), slices.Clone(f.refs) // without room to grow
	f.pieces, f.boxes, f.unitOf = slices.Clone(f.pieces), slices.Clone(f.boxes), slices.Clone(f.unitOf)
	f.tree = newTree(len(f.unitOf), f.boxes, f.lines)
}

// polygons takes the shapes of the units of a level.
func (s *scale) polygons(firsts []int32, shapes []topo.Shape) figure {
	f := newFigure()
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				f.addLine(s, firsts, ring)
			}
			f.endPart()
		}
		f.endUnit()
	}
	f.index(s)
	return f
}
