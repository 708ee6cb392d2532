package mvt

import (
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
	points []geo.Point // of all arcs, one after the other
	pieces []piece     // arcs, the long ones cut into several
	boxes  []geo.Box   // by piece
	levels [levels]figure
	limits []limit // the features that the lines of borders are
	lines  figure  // the borders, by limit
}

// piece is a run of points of an arc: from is the first of them and to the last.
type piece struct{ from, to int32 }

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

// cut takes the points of arcs, cut into pieces: firsts[i]:firsts[i+1] are those of arc i.
func (s *scale) cut(c *topo.Coverage) (firsts []int32) {
	s.points = make([]geo.Point, 0, c.NumPoints())
	firsts = make([]int32, 1, c.NumArcs()+1)
	for i := range c.NumArcs() {
		points := c.Arc(i).Points
		from := int32(len(s.points))
		last := from + int32(len(points)) - 1
		s.points = append(s.points, points...)
		for from < last {
			to := min(from+longest, last)
			s.pieces = append(s.pieces, piece{from, to})
			from = to
		}
		firsts = append(firsts, int32(len(s.pieces)))
	}
	s.boxes = make([]geo.Box, len(s.pieces))
	for i, p := range s.pieces {
		s.boxes[i] = boxOf(s.points[p.from : p.to+1])
	}
	return firsts
}

// start is the first point of a directed piece.
func (s *scale) start(ref directed) geo.Point {
	if ref < 0 {
		return s.points[s.pieces[^ref].to]
	}
	return s.points[s.pieces[ref].from]
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
