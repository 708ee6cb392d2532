package topo

import (
	"cmp"
	"slices"
)

// covering is lines that do not cross, the faces between them, and the rings around each face.
//
// A face is inside a ring when a way from far outside crosses it an odd number of times. So one walk from face to face
// tells it for all rings: to cross a line is to enter or to leave the rings along it, those that pass it an even number of
// times excepted. How rings are wound does not matter.
type covering struct {
	graph *Coverage // lines as arcs, their sides not told
	rings *rings
	users buckets   // by arc: the rings along it
	face  []int32   // by half: the face on its left; 0 is the one around everything
	sets  [][]int32 // by face: the rings that it is inside of, ascending
}

func newCovering(l *lines, s *sweep, r *rings) *covering {
	c := &covering{
		graph: &Coverage{points: l.points, first: l.first, sides: make([][2]int32, l.len())},
		rings: r,
		users: l.users,
	}
	c.graph.indexNodes()
	n := c.traceFaces(s)
	c.enterRings(n)
	return c
}

// traceFaces numbers the faces and gives their number.
//
// A face is traced with itself on the left by turning clockwise at each node. What is traced counter-clockwise is the
// outline of a face; every connected set of lines has one other trace besides, its contour, which bounds the face that the
// whole set lies in: the one east of the next line to the west.
func (c *covering) traceFaces(s *sweep) (n int) {
	g := c.graph
	trace := make([]int32, 2*g.NumArcs())
	for i := range trace {
		trace[i] = -1
	}
	var contours []int32 // by trace: a half of it when it is a contour, -1 when it is an outline
	for half := range int32(len(trace)) {
		if trace[half] >= 0 {
			continue
		}
		var area int128
		for h := half; trace[h] < 0; h = g.clockwise(h) {
			trace[h] = int32(len(contours))
			if h%2 == 0 {
				area = area.plus(g.areas[h/2])
			} else {
				area = area.plus(g.areas[h/2].negated())
			}
		}
		if area.sign() > 0 {
			contours = append(contours, -1)
		} else {
			contours = append(contours, half)
		}
	}
	faces := make([]int32, len(contours)) // by trace, -1 while it is not known
	n = 1
	for i, contour := range contours {
		faces[i] = -1
		if contour < 0 {
			faces[i] = int32(n)
			n++
		}
	}
	var resolve func(t int32) int32
	resolve = func(t int32) int32 {
		if faces[t] < 0 {
			faces[t] = 0
			if east, ok := c.westOf(s, contours[t]); ok {
				faces[t] = resolve(trace[east])
			}
		}
		return faces[t]
	}
	c.face = make([]int32, len(trace))
	for half, t := range trace {
		c.face[half] = resolve(t)
	}
	return n
}

// clockwise is the half that follows another one when the face on the left is walked around.
func (c *Coverage) clockwise(half int32) int32 {
	back := half ^ 1
	around := c.leaving.of(c.origin[back])
	return around[(int(c.rank[back])+len(around)-1)%len(around)]
}

// westOf gives the half that has on its left the face around a contour: of the lines west of the contour's lowest point,
// and a hair north of it, the nearest one. ok is false when there is none.
func (c *covering) westOf(s *sweep, contour int32) (east int32, ok bool) {
	g := c.graph
	p := g.points[g.first[contour/2]]
	for h := contour; ; {
		for _, q := range g.Arc(int(h / 2)).Points {
			if q.Compare(p) < 0 {
				p = q
			}
		}
		if h = g.clockwise(h); h == contour {
			break
		}
	}
	var nearest segment
	at := int32(-1)
	for _, item := range s.band(int((int64(p.Y) - s.south) >> s.shift)) {
		if item.minX() > p.X {
			break
		}
		up := s.segment(item.segment())
		if up.a.Y > up.b.Y {
			up.a, up.b = up.b, up.a
		}
		if p.Y < up.a.Y || p.Y >= up.b.Y || orientation(up.a, up.b, p) >= 0 {
			continue
		}
		if at < 0 || up.eastOf(nearest) {
			nearest, at = up, item.segment()
		}
	}
	if at < 0 {
		return 0, false
	}
	line := s.lines.lineAt(at)
	if s.lines.points[at].Y < s.lines.points[at+1].Y {
		return 2*line + 1, true
	}
	return 2 * line, true
}

// eastOf tells whether a segment lies east of another one at the latitudes that both span. Both go up, and do not cross.
func (s segment) eastOf(t segment) bool {
	if s.a.Y >= t.a.Y {
		return cmp.Or(orientation(t.a, t.b, s.a), orientation(t.a, t.b, s.b)) < 0
	}
	return cmp.Or(orientation(s.a, s.b, t.a), orientation(s.a, s.b, t.b)) > 0
}

// enterRings walks from the face around everything to all others.
func (c *covering) enterRings(n int) {
	halves := group(n, len(c.face), func(half int) int32 { return c.face[half] })
	c.sets = make([][]int32, n)
	seen := make([]bool, n)
	seen[0] = true
	queue := make([]int32, 1, n)
	arena := make([]int32, 0, 2*n)
	for i := 0; i < len(queue); i++ {
		face := queue[i]
		for _, half := range halves.of(face) {
			next := c.face[half^1]
			if seen[next] {
				continue
			}
			seen[next] = true
			queue = append(queue, next)
			start := len(arena)
			arena = append(append(arena, c.sets[face]...), c.users.of(half/2)...)
			slices.Sort(arena[start:])
			arena = arena[:start+len(inPairsOut(arena[start:]))]
			c.sets[next] = arena[start:len(arena):len(arena)]
		}
	}
}

// inPairsOut takes out of an ascending list what stands in it an even number of times, and keeps one of the rest.
func inPairsOut(list []int32) []int32 {
	kept := list[:0]
	for _, item := range list {
		if n := len(kept); n > 0 && kept[n-1] == item {
			kept = kept[:n-1]
		} else {
			kept = append(kept, item)
		}
	}
	return kept
}

// cover is what lies over a face.
type cover struct {
	polygons []int32 // inside the shell and in no hole, ascending
	stray    []int32 // polygons that have a hole there which takes nothing away: outside the shell, or in another hole
}

// coverOf reads the cover of a face. Rings of one polygon follow each other, the shell first.
func (c *covering) coverOf(face int32) (over cover) {
	set := c.sets[face]
	for i := 0; i < len(set); {
		polygon := c.rings.list[set[i]].polygon
		shell := !c.rings.list[set[i]].hole
		holes := 0
		for ; i < len(set) && c.rings.list[set[i]].polygon == polygon; i++ {
			if c.rings.list[set[i]].hole {
				holes++
			}
		}
		switch {
		case shell && holes == 0:
			over.polygons = append(over.polygons, polygon)
		case !shell || holes > 1:
			over.stray = append(over.stray, polygon)
		}
	}
	return over
}

// coverage makes the coverage of n units: its sides are the units that own the faces.
func (c *covering) coverage(n int) *Coverage {
	made := &Coverage{units: n}
	owners := make([][]int32, len(c.sets))
	for face := range owners {
		owners[face] = c.unitsOn(int32(face))
	}
	made.share(owners)
	sides := make([]int32, len(owners))
	for face, units := range owners {
		sides[face] = made.side(units)
	}
	owned := *c.graph
	owned.sides = make([][2]int32, len(c.graph.sides))
	for i := range owned.sides {
		owned.sides[i] = [2]int32{sides[c.face[2*i]], sides[c.face[2*i+1]]}
	}
	made.chain(&owned)
	return made
}

// unitsOn gives the units that own a face, ascending.
func (c *covering) unitsOn(face int32) []int32 {
	var units []int32
	for _, polygon := range c.coverOf(face).polygons {
		units = append(units, c.rings.polygons[polygon])
	}
	slices.Sort(units)
	return slices.Compact(units)
}

// grounds gives the ground of n kinds of faces. Faces of one kind that share a border are one polygon; those of kind None
// are left out.
func (c *covering) grounds(kind func(face int32) int32, n int) []Shape {
	s := newStitcher(c.graph)
	for i := range c.graph.NumArcs() {
		s.bound(ArcRef(i), kind(c.face[2*i]), kind(c.face[2*i+1]))
	}
	return s.shapes(n)
}
