package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// stitcher turns directed boundary arcs into rings, rings into polygons.
type stitcher struct {
	c      *Coverage
	group  marks   // by half: the group on its left, None when it bounds none or is taken
	halves []int32 // those that bound a group
	mark   marks   // by node: its place in the path being split, -1 when it is not on it
}

// newStitcher makes a stitcher for the whole coverage.
func newStitcher(c *Coverage) *stitcher {
	return &stitcher{c: c, group: dense(2 * c.NumArcs()), mark: dense(c.NumNodes())}
}

// newSparseStitcher makes a stitcher for a few arcs: what it takes does not depend on the size of the coverage.
func newSparseStitcher(c *Coverage) *stitcher {
	return &stitcher{c: c, group: sparse(), mark: sparse()}
}

// bound says which groups lie on the two sides of an arc.
func (s *stitcher) bound(r ArcRef, left, right int32) {
	if left == right {
		return
	}
	for _, side := range [2]struct {
		half  int
		group int32
	}{{r.half(), left}, {r.Reverse().half(), right}} {
		if half := int32(side.half); side.group != None && s.group.at(half) == None {
			s.group.set(half, side.group)
			s.halves = append(s.halves, half)
		}
	}
}

// ring is a simple ring with what the assembly needs.
type ring struct {
	arcs Ring
	area int128 // twice the signed area
	box  geo.Box
}

func (s *stitcher) shapes(n int) []Shape {
	shells, holes := make([][]ring, n), make([][]ring, n)
	for _, half := range s.halves {
		group := s.group.at(half)
		if group == None {
			continue
		}
		for _, arcs := range s.split(s.trace(half, group)) {
			if r := s.c.measured(arcs); r.area.sign() > 0 {
				shells[group] = append(shells[group], r)
			} else {
				holes[group] = append(holes[group], r)
			}
		}
	}
	shapes := make([]Shape, n)
	for group := range n {
		shapes[group] = s.assemble(shells[group], holes[group])
	}
	return shapes
}

// trace follows the boundary of a group from one half until it comes back, and takes the halves that it follows.
func (s *stitcher) trace(half, group int32) Ring {
	var path Ring
	for first := half; half >= 0; half = s.next(half, group, first) {
		s.group.set(half, None)
		path = append(path, refOf(half))
	}
	return path
}

// next is the first half that bounds the group clockwise from the end of another one: -1 when that is the first of
// the path.
func (s *stitcher) next(half, group, first int32) int32 {
	back := half ^ 1
	around := s.c.leaving.of(s.c.origin[back])
	for i, k := 0, int(s.c.rank[back]); i < len(around); i++ {
		if k--; k < 0 {
			k = len(around) - 1
		}
		if around[k] == first {
			return -1
		}
		if s.group.at(around[k]) == group {
			return around[k]
		}
	}
	return -1
}

// split cuts a closed path into rings that pass once through each node.
func (s *stitcher) split(path Ring) []Ring {
	var rings []Ring
	var stack Ring
	for _, r := range path {
		node := s.c.origin[r.half()]
		if at := s.mark.at(node); at >= 0 {
			rings = append(rings, slices.Clone(stack[at:]))
			for _, cut := range stack[at:] {
				s.mark.set(s.c.origin[cut.half()], -1)
			}
			stack = stack[:at]
		}
		s.mark.set(node, int32(len(stack)))
		stack = append(stack, r)
	}
	for _, r := range stack {
		s.mark.set(s.c.origin[r.half()], -1)
	}
	return append(rings, stack)
}

func (c *Coverage) measured(arcs Ring) ring {
	r := ring{arcs: arcs, box: c.boxes[arcs[0].Index()]}
	for _, ref := range arcs {
		area, box := c.areas[ref.Index()], c.boxes[ref.Index()]
		if ref < 0 {
			area = area.negated()
		}
		r.area = r.area.plus(area)
		r.box = r.box.Extend(box.Min).Extend(box.Max)
	}
	return r
}

// assemble gives each hole to the smallest shell that holds it. A hole in no shell, as the contours of what lies in
// Outside have none, is left out.
func (s *stitcher) assemble(shells, holes []ring) Shape {
	polygons := make(Shape, len(shells))
	for i, shell := range shells {
		polygons[i] = Polygon{shell.arcs}
	}
	bySize := make([]int, len(shells))
	for i := range bySize {
		bySize[i] = i
	}
	if len(holes) > 0 {
		slices.SortFunc(bySize, func(i, j int) int {
			return cmp.Or(shells[i].area.compare(shells[j].area), cmp.Compare(i, j))
		})
	}
	for _, hole := range holes {
		if i := slices.IndexFunc(bySize, func(i int) bool { return s.c.holds(shells[i], hole) }); i >= 0 {
			polygons[bySize[i]] = append(polygons[bySize[i]], hole.arcs)
		}
	}
	return polygons
}

// holds tells whether the inner ring lies in the outer one. The two may share points but no segment, so the middle of
// a segment of the inner one is not on the outer one: it is tested exactly, in doubled coordinates.
func (c *Coverage) holds(outer, inner ring) bool {
	if !contains(outer.box, inner.box) {
		return false
	}
	a, b := c.start(inner.arcs[0])
	x, y := int64(a.X)+int64(b.X), int64(a.Y)+int64(b.Y)
	inside := false
	for _, ref := range outer.arcs {
		if box := c.boxes[ref.Index()]; y < 2*int64(box.Min.Y) || y > 2*int64(box.Max.Y) || x > 2*int64(box.Max.X) {
			continue
		}
		points := c.Arc(ref.Index()).Points
		for i := 1; i < len(points); i++ {
			if crossesRay(points[i-1], points[i], x, y) {
				inside = !inside
			}
		}
	}
	return inside
}

// crossesRay tells whether the segment pq crosses the ray that goes east from the point (x, y), given in doubled
// coordinates. A segment owns its lower end, not its upper one.
func crossesRay(p, q geo.Point, x, y int64) bool {
	if p.Y > q.Y {
		p, q = q, p
	}
	py, qy := 2*int64(p.Y), 2*int64(q.Y)
	if y < py || y >= qy {
		return false
	}
	px, qx := 2*int64(p.X), 2*int64(q.X)
	// The point is left of pq when (qx-px)(y-py) > (qy-py)(x-px).
	return product(qx-px, y-py).compare(product(qy-py, x-px)) > 0
}

func contains(outer, inner geo.Box) bool {
	return outer.Min.X <= inner.Min.X && outer.Min.Y <= inner.Min.Y &&
		inner.Max.X <= outer.Max.X && inner.Max.Y <= outer.Max.Y
}
