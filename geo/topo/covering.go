package topo

import (
	"slices"

	"perimetre/geo"
)

// covering is lines that do not cross, the faces between them, and the rings around each face.
//
// A face is inside a ring when a way from far outside crosses it an odd number of times. So one walk from face to face
// tells it for all rings: to cross a line is to enter or to leave the rings along it, those that pass it an even number of
// times excepted. How rings are wound does not matter.
type covering struct {
	graph  *Coverage // lines as arcs, their sides not told
	rings  *rings
	users  buckets   // by arc: the rings along it
	face   []int32   // by half: the face on its left; 0 is the one around everything
	edges  buckets   // by face: the halves that have it on their left
	sets   [][]int32 // by face: the rings that it is inside of, ascending
	covers []cover   // by face
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
	c.covers = make([]cover, n)
	for face := range c.covers {
		c.covers[face] = c.coverOf(int32(face))
	}
	return c
}

// traceFaces numbers the faces and gives their number.
//
// A face is traced with itself on the left by turning clockwise at each node. What is traced counter-clockwise is the
// outline of a face; every connected set of lines has one other trace besides, its contour, which bounds the face that the
// whole set lies in: the one east of the next line to the west. That line belongs to a set that begins farther west, so that
// its face is known when contours are looked at from west to east.
func (c *covering) traceFaces(s *sweep) (n int) {
	g := c.graph
	trace := make([]int32, 2*g.NumArcs())
	for i := range trace {
		trace[i] = -1
	}
	var faces []int32 // by trace
	var contours []contour
	n = 1
	for half := range int32(len(trace)) {
		if trace[half] >= 0 {
			continue
		}
		t := int32(len(faces))
		var area int128
		for h := half; trace[h] < 0; h = g.clockwise(h) {
			trace[h] = t
			if h%2 == 0 {
				area = area.plus(g.areas[h/2])
			} else {
				area = area.plus(g.areas[h/2].negated())
			}
		}
		if area.sign() > 0 {
			faces = append(faces, int32(n))
			n++
		} else {
			faces = append(faces, 0)
			contours = append(contours, contour{t, g.lowestAlong(half)})
		}
	}
	slices.SortFunc(contours, func(a, b contour) int { return a.lowest.Compare(b.lowest) })
	west := newWestward(s)
	for _, contour := range contours {
		if half, ok := west.of(contour.lowest); ok {
			faces[contour.trace] = faces[trace[half]]
		}
	}
	c.face = make([]int32, len(trace))
	for half, t := range trace {
		c.face[half] = faces[t]
	}
	return n
}

// contour is the trace around a connected set of lines, and the lowest point of these.
type contour struct {
	trace  int32
	lowest geo.Point
}

// lowestAlong is the lowest point of the trace that a half is on.
func (c *Coverage) lowestAlong(half int32) geo.Point {
	lowest := c.points[c.first[half/2]]
	for h := half; ; {
		for _, p := range c.Arc(int(h / 2)).Points {
			if p.Compare(lowest) < 0 {
				lowest = p
			}
		}
		if h = c.clockwise(h); h == half {
			return lowest
		}
	}
}

// clockwise is the half that follows another one when the face on the left is walked around.
func (c *Coverage) clockwise(half int32) int32 {
	back := half ^ 1
	around := c.leaving.of(c.origin[back])
	return around[(int(c.rank[back])+len(around)-1)%len(around)]
}

// enterRings walks from the face around everything to all others.
func (c *covering) enterRings(n int) {
	c.edges = group(n, len(c.face), func(half int) int32 { return c.face[half] })
	c.sets = make([][]int32, n)
	seen := make([]bool, n)
	seen[0] = true
	queue := make([]int32, 1, n)
	arena := make([]int32, 0, 2*n)
	for i := 0; i < len(queue); i++ {
		face := queue[i]
		for _, half := range c.edges.of(face) {
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
	for _, polygon := range c.covers[face].polygons {
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

// ground gives the ground of some faces, ascending, those that share a border as one polygon. It takes no longer than they are
// large.
func (c *covering) ground(faces []int32) Shape {
	s := newSparseStitcher(c.graph)
	for _, face := range faces {
		for _, half := range c.edges.of(face) {
			if _, in := slices.BinarySearch(faces, c.face[half^1]); !in {
				s.bound(refOf(half), 0, None)
			}
		}
	}
	slices.Sort(s.halves)
	return s.shapes(1)[0]
}
