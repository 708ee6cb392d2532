package topo

import (
	"cmp"
	"math/bits"
	"slices"

	"perimetre/geo"
	"perimetre/geo/parallel"
)

// Cuts are the lines x or y = k·Side ± Margin, in cells, for any k: the sides of square windows that overlap by twice a
// margin. The zero value has none.
type Cuts struct{ Side, Margin int32 }

// Snap gives the coverage on a coarser grid, of cells 2^bits steps wide: coordinates of the result count cells. The grid of
// the coverage is that of a plane, from 0 to 2^31 - 1, and bits is 1 or more.
//
// It is snap rounding. Each vertex moves to the centre of its cell, and each border is bent to the centre of every cell that
// holds a vertex and that it passes through. So borders that did not meet do not cross: at most they come to run together,
// and what was between them is gone. No border moves by more than half the diagonal of a cell. What is left is a valid
// coverage: rings are simple, nothing goes back on itself, no vertex lies on the way between its neighbours.
//
// Borders also get a vertex wherever they meet one of the lines of cuts, and keep it there: what lies on one side of such a
// line is told apart by looking at vertices.
//
// Sources: J. D. Hobby, Practical segment intersection with finite precision output, Computational Geometry 13 (1999),
// 199–214; L. Guibas, D. Marimont, Rounding arrangements dynamically, 11th Symposium on Computational Geometry (1995).
func (c *Coverage) Snap(bits uint8, cuts Cuts) *Coverage {
	s := snapping{from: c, bits: bits, cuts: cuts}
	s.findHot()
	s.bend()
	s.findJunctions()
	pieces := s.pieces()
	pieces.indexNodes()
	chains := pieces.chains()
	parallel.Each(len(chains), func(i int) { chains[i] = canonical(chains[i].straightened(cuts)) })
	made := &Coverage{units: c.units, shared: c.shared}
	made.arrange(chains)
	return made
}

// snapping is a coverage on its way to a coarser grid.
type snapping struct {
	from   *Coverage
	bits   uint8
	cuts   Cuts
	hot    vertices // the cells that hold a vertex or a cut
	cell   []int32  // by point of the coverage: its cell, in hot
	nearby nearby   // of hot cells

	courses  [][]int32 // by arc: the hot cells along it, none equal to the next
	junction []bool    // by hot cell: other than two ends of edges of one arc meet there
}

// half is what rounding adds: the cell of a centre x holds the steps from x<<bits - half up to, not including, x<<bits + half.
func (s *snapping) half() int64 { return int64(1) << s.bits >> 1 }

func (s *snapping) cellOf(p geo.Point) geo.Point {
	return geo.Point{X: int32((int64(p.X) + s.half()) >> s.bits), Y: int32((int64(p.Y) + s.half()) >> s.bits)}
}

// findHot numbers the cells that hold vertices, and places where borders meet the lines of cuts.
func (s *snapping) findHot() {
	points := s.from.points
	s.hot.spread(len(points))
	s.cell = make([]int32, len(points))
	before := int32(-1)
	for i, p := range points {
		before = s.hot.numberAfter(before, s.cellOf(p))
		s.cell[i] = before
	}
	var cut []geo.Point
	length, edges := uint64(0), uint64(1)
	for arc := range s.from.NumArcs() {
		for i := s.from.first[arc] + 1; i < s.from.first[arc+1]; i++ {
			cut = s.appendCuts(cut[:0], points[i-1], points[i])
			for _, p := range cut {
				s.hot.number(p)
			}
			d := direction(points[i-1], points[i])
			length += (magnitude(d.dx) + magnitude(d.dy)) >> s.bits
			edges++
		}
	}
	s.hot.forget()
	turn := uint(bits.Len(uint(len(s.hot.points)))) / 2
	s.nearby = newNearby(uint(bits.Len64(length/edges)), turn, func(visit func(geo.Point, int32)) {
		for i, p := range s.hot.points {
			visit(p, int32(i))
		}
	})
}

// appendCuts appends the cells where a segment meets the lines of cuts between its ends. The meeting lies on the line, and
// so does the centre of its cell.
func (s *snapping) appendCuts(cut []geo.Point, a, b geo.Point) []geo.Point {
	if s.cuts.Side == 0 {
		return cut
	}
	if a.Compare(b) > 0 { // the same cells whichever the direction
		a, b = b, a
	}
	d := direction(a, b)
	s.cuts.between(a.X, b.X, s.bits, func(x int64) {
		y := int64(a.Y) + floorDiv((x<<s.bits-int64(a.X))*d.dy, d.dx)
		cut = append(cut, geo.Point{X: int32(x), Y: int32((y + s.half()) >> s.bits)})
	})
	if a.Y > b.Y {
		a, d = b, turn{-d.dx, -d.dy}
	}
	s.cuts.between(a.Y, a.Y+int32(d.dy), s.bits, func(y int64) {
		x := int64(a.X) + floorDiv((y<<s.bits-int64(a.Y))*d.dx, d.dy)
		cut = append(cut, geo.Point{X: int32((x + s.half()) >> s.bits), Y: int32(y)})
	})
	return cut
}

// between visits the lines, in cells, that lie strictly between two coordinates, in steps.
func (c Cuts) between(from, to int32, bits uint8, visit func(line int64)) {
	side := int64(c.Side) << bits
	for _, margin := range [2]int64{-int64(c.Margin), int64(c.Margin)} {
		offset := margin << bits
		for k := floorDiv(int64(from)-offset, side) + 1; k*side+offset < int64(to); k++ {
			visit(k*int64(c.Side) + margin)
		}
	}
}

// on tells whether a coordinate, in cells, is that of a line.
func (c Cuts) on(x int32) bool {
	if c.Side == 0 {
		return false
	}
	x %= c.Side
	return x == c.Margin || x == c.Side-c.Margin
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// bend makes the course of every arc.
func (s *snapping) bend() {
	s.courses = make([][]int32, s.from.NumArcs())
	parallel.Each(len(s.courses), func(arc int) {
		first, last := s.from.first[arc], s.from.first[arc+1]
		course := make([]int32, 1, last-first)
		course[0] = s.cell[first]
		for i := first + 1; i < last; i++ {
			if s.cell[i] == s.cell[i-1] {
				continue
			}
			course = s.appendBends(course, i-1, i)
			course = append(course, s.cell[i])
		}
		s.courses[arc] = course
	})
}

// appendBends appends the hot cells that a segment passes through between those of its ends.
func (s *snapping) appendBends(course []int32, i, j int32) []int32 {
	from, to := s.cell[i], s.cell[j]
	way := segment{s.hot.points[from], s.hot.points[to]}
	a, along := s.from.points[i], direction(s.from.points[i], s.from.points[j])
	box := geo.Box{Min: way.a, Max: way.a}.Extend(way.b)
	before := len(course)
	s.nearby.near(box, func(spots []spot) bool {
		for _, hot := range spots {
			if within(hot.at, box) && hot.point != from && hot.point != to && s.passes(a, along, hot.at) {
				course = append(course, hot.point)
			}
		}
		return true
	})
	if bends := course[before:]; len(bends) > 1 {
		inOrderAlong(way, bends, func(v int32) geo.Point { return s.hot.points[v] })
	}
	return course
}

// passes tells whether a segment that starts at a passes through a cell, which is in the box of the cells of its ends. The
// cell has its western and southern sides, and not the others.
func (s *snapping) passes(a geo.Point, along turn, cell geo.Point) bool {
	west, south := int64(cell.X)<<s.bits-s.half()-int64(a.X), int64(cell.Y)<<s.bits-s.half()-int64(a.Y)
	side := int64(1) << s.bits
	left, right := 0, 0 // corners strictly on one side of the line
	corner := func(x, y int64) int64 {
		across := along.dx*y - along.dy*x
		if across > 0 {
			left++
		} else if across < 0 {
			right++
		}
		return across
	}
	southWest := corner(west, south)
	corner(west+side, south)
	corner(west, south+side)
	corner(west+side, south+side)
	// A line that only touches the square does so at one corner, or along one side: that is in the cell when its
	// south-western corner is.
	return left > 0 && right > 0 || southWest == 0
}

// findJunctions finds the cells where arcs must be cut: their ends, the cells that they pass through together or twice, and
// those where one goes back on itself.
func (s *snapping) findJunctions() {
	s.junction = make([]bool, len(s.hot.points))
	passed := make([]bool, len(s.hot.points))
	for _, course := range s.courses {
		last := len(course) - 1
		for k, v := range course {
			if passed[v] || k == 0 || k == last || course[k-1] == course[k+1] {
				s.junction[v] = true
			}
			passed[v] = true
		}
	}
}

// edge is an edge between two junctions, from the lower numbered one, with what lies on its sides.
type edge struct {
	from, to    int32
	left, right int32
}

// compare orders edges by where they run.
func (e edge) compare(f edge) int {
	return cmp.Or(cmp.Compare(e.from, f.from), cmp.Compare(e.to, f.to))
}

// pieces gives the courses cut at junctions. A piece with a vertex inside has no part in common with any other, since only
// one arc passes there, once. So what runs together are single edges: they become one, and what lay between them is gone.
// One that has the same owner on both sides is given all the same.
func (s *snapping) pieces() *Coverage {
	made := &Coverage{units: s.from.units, shared: s.from.shared, first: make([]int32, 1, len(s.courses)+1)}
	add := func(course []int32, left, right int32) {
		for _, v := range course {
			made.points = append(made.points, s.hot.points[v])
		}
		made.first = append(made.first, int32(len(made.points)))
		made.sides = append(made.sides, [2]int32{left, right})
	}
	made.points = make([]geo.Point, 0, len(s.hot.points)*5/4)
	var edges []edge
	for arc, course := range s.courses {
		sides := s.from.sides[arc]
		start := 0
		for k := 1; k < len(course); k++ {
			switch {
			case !s.junction[course[k]]:
				continue
			case k > start+1:
				add(course[start:k+1], sides[0], sides[1])
			case course[start] < course[k]:
				edges = append(edges, edge{course[start], course[k], sides[0], sides[1]})
			default:
				edges = append(edges, edge{course[k], course[start], sides[1], sides[0]})
			}
			start = k
		}
	}
	slices.SortFunc(edges, edge.compare)
	for len(edges) > 0 {
		same := 1
		for same < len(edges) && edges[0].compare(edges[same]) == 0 {
			same++
		}
		left, right := outer(edges[:same])
		add([]int32{edges[0].from, edges[0].to}, left, right)
		edges = edges[same:]
	}
	return made
}

// outer gives what lies on the two sides of edges that run together. From left to right, what is right of one is left of the
// next: each face in between is on the left as often as on the right, the leftmost one once more on the left, the
// rightmost one once more on the right, unless they are the same.
func outer(edges []edge) (left, right int32) {
	if len(edges) == 1 {
		return edges[0].left, edges[0].right
	}
	balance := map[int32]int{}
	for _, e := range edges {
		balance[e.left]++
		balance[e.right]--
	}
	left, right = Outside, Outside
	for side, n := range balance {
		if n > 0 {
			left = side
		} else if n < 0 {
			right = side
		}
	}
	return left, right
}

// straightened gives a chain without the vertices that lie on the way from the one before to the next, but those on cuts.
func (c chained) straightened(cuts Cuts) chained {
	kept := c.points[:1:1]
	for k := 1; k < len(c.points); k++ {
		p := c.points[k]
		if k+1 < len(c.points) && !cuts.on(p.X) && !cuts.on(p.Y) && orientation(kept[len(kept)-1], p, c.points[k+1]) == 0 {
			continue
		}
		kept = append(kept, p)
	}
	c.points = kept
	return c
}
