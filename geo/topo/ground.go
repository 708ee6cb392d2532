package topo

import (
	"slices"

	"perimetre/geo"
)

// findTangles tells the ground that several polygons claim, and the holes that take nothing away.
func (b *builder) findTangles(c *covering) {
	if !slices.ContainsFunc(c.covers, func(over cover) bool { return len(over.polygons) > 1 || len(over.stray) > 0 }) {
		return
	}
	b.findStrayHoles(c)
	pairs := newPairs(c.covers, c.areas())
	b.findNested(c, pairs)

	kinds := map[string]int32{} // by list of polygons
	var lists [][]int32
	kind := func(face int32) int32 {
		polygons := c.covers[face].polygons
		if len(polygons) < 2 || !pairs.overlapIn(polygons) {
			return None
		}
		key := keyOfList(polygons)
		k, ok := kinds[key]
		if !ok {
			k = int32(len(lists))
			kinds[key] = k
			lists = append(lists, polygons)
		}
		return k
	}
	for face := range c.covers { // numbers the kinds
		kind(int32(face))
	}
	for k, shape := range c.grounds(kind, len(lists)) {
		var units []int32
		for _, polygon := range lists[k] {
			units = append(units, c.rings.polygons[polygon])
		}
		for _, polygon := range shape {
			b.tellGround(c, polygon, Overlap, units, len(units))
		}
	}
}

// findGaps tells the ground that no unit claims and that is not the surroundings of everything.
func (b *builder) findGaps(c *covering) {
	kind := func(face int32) int32 {
		if len(c.covers[face].polygons) == 0 {
			return 0
		}
		return None
	}
	for _, polygon := range c.grounds(kind, 1)[0] {
		rings, units := c.around(polygon)
		gap := Gap
		if len(rings) == 1 && c.rings.list[rings[0]].hole {
			gap = HoleEmpty
		}
		b.tellGround(c, polygon, gap, units, 0)
	}
}

// tellGround tells a gap or an overlap by what it is more closely, with its place and its size.
func (b *builder) tellGround(c *covering, polygon Polygon, kind DefectKind, units []int32, claims int) {
	d := newDefect(kind, c.graph.Geometry(Shape{polygon}), units)
	d.Claims = claims
	for _, ring := range d.Ground[0] {
		for _, p := range ring {
			b.explained[p] = true
		}
	}
	if apex, ok := b.lackedVertex(c, polygon); ok {
		d.Kind, d.At = EdgeUnmatched, apex
	} else if twin, ok := b.movedVertex(polygon, d.Ground[0]); ok {
		d.Kind, d.At = VertexNear, twin
	} else if d.Width < b.tolerance.Sliver && kind == Overlap {
		d.Kind = SliverOverlap
	} else if d.Width < b.tolerance.Sliver && kind == Gap {
		d.Kind = SliverGap
	}
	b.defects = append(b.defects, d)
}

// lackedVertex tells whether a ground is a triangle of input vertices, one side of which is an edge of rings that do not
// have the corner opposite, while another ring goes along the two other sides: the former lack that vertex. It is the lowest
// one, where that can be said of several.
func (b *builder) lackedVertex(c *covering, polygon Polygon) (apex geo.Point, ok bool) {
	points := c.graph.RingPoints(polygon[0])
	if len(polygon) > 1 || len(points) != 4 || !b.allGiven(points) {
		return apex, false
	}
	for _, ref := range polygon[0] {
		if len(c.graph.Arc(ref.Index()).Points) != 2 {
			continue
		}
		edge := c.users.of(int32(ref.Index()))
		var along []int32 // rings along both other sides
		for _, other := range polygon[0] {
			if other == ref {
				continue
			}
			users := c.users.of(int32(other.Index()))
			if along == nil {
				along = users
			}
			along = common(along, users)
		}
		from, to := c.graph.start(ref)
		k := slices.IndexFunc(points, func(p geo.Point) bool { return p != from && p != to })
		if len(along) > 0 && len(common(along, edge)) == 0 && (!ok || points[k].Compare(apex) < 0) {
			apex, ok = points[k], true
		}
	}
	return apex, ok
}

// movedVertex tells whether a ground is what two near vertices leave between them when each neighbour has one of them.
func (b *builder) movedVertex(polygon Polygon, ground geo.Polygon) (at geo.Point, ok bool) {
	points := ground[0]
	if len(polygon) > 1 || len(polygon[0]) != 2 || len(points) != 5 || !b.allGiven(points) {
		return at, false
	}
	for i := range 2 {
		if p, q := points[i], points[i+2]; distance(p, q) < b.tolerance.Vertex {
			if p.Compare(q) > 0 {
				p = q
			}
			return p, true
		}
	}
	return at, false
}

// allGiven tells whether points are vertices of the input: none was made where lines cross.
func (b *builder) allGiven(points []geo.Point) bool {
	return !slices.ContainsFunc(points, func(p geo.Point) bool { return b.rings.vertices.number(p) >= b.given })
}

// common gives the items of a list that another one has too.
func common(a, b []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(a), func(item int32) bool { return !slices.Contains(b, item) })
}

// around gives the rings along the outline of a ground, and the units that they belong to.
func (c *covering) around(polygon Polygon) (rings, units []int32) {
	for _, ring := range polygon {
		for _, ref := range ring {
			rings = append(rings, c.users.of(int32(ref.Index()))...)
		}
	}
	rings = distinct(rings)
	return rings, distinct(c.rings.units(rings))
}

// areas gives twice the area of every face; that of the face around everything is negative.
func (c *covering) areas() []int128 {
	areas := make([]int128, len(c.sets))
	for i, area := range c.graph.areas {
		left, right := c.face[2*i], c.face[2*i+1]
		areas[left] = areas[left].plus(area)
		areas[right] = areas[right].plus(area.negated())
	}
	return areas
}

// findStrayHoles tells the holes that take nothing away.
func (b *builder) findStrayHoles(c *covering) {
	stray := map[int32][]int32{} // by polygon: the faces
	for face, over := range c.covers {
		for _, polygon := range over.stray {
			stray[polygon] = append(stray[polygon], int32(face))
		}
	}
	for polygon, faces := range stray {
		b.tellFaces(c, HoleOutsideShell, faces, c.rings.polygons[polygon])
	}
}

// tellFaces tells a defect on some faces, ascending, once a connected part of them.
func (b *builder) tellFaces(c *covering, kind DefectKind, faces []int32, units ...int32) {
	for _, part := range c.ground(faces) {
		b.defects = append(b.defects, newDefect(kind, c.graph.Geometry(Shape{part}), units))
	}
}

// polygonPairs is what pairs of polygons have in common.
type polygonPairs struct {
	areas   map[int32]int128 // twice the area, by polygon
	overlap map[[2]int32]int128
}

func newPairs(covers []cover, areas []int128) polygonPairs {
	p := polygonPairs{map[int32]int128{}, map[[2]int32]int128{}}
	for face, over := range covers {
		for i, polygon := range over.polygons {
			p.areas[polygon] = p.areas[polygon].plus(areas[face])
			for _, other := range over.polygons[i+1:] {
				pair := [2]int32{polygon, other}
				p.overlap[pair] = p.overlap[pair].plus(areas[face])
			}
		}
	}
	return p
}

// within tells whether one of a pair lies whole in the other, and whether they are the same.
func (p polygonPairs) within(pair [2]int32) (within, same bool) {
	first, second := p.overlap[pair] == p.areas[pair[0]], p.overlap[pair] == p.areas[pair[1]]
	return first || second, first && second
}

// overlapIn tells whether two of some polygons overlap in part.
func (p polygonPairs) overlapIn(polygons []int32) bool {
	for i, polygon := range polygons {
		for _, other := range polygons[i+1:] {
			if within, _ := p.within([2]int32{polygon, other}); !within {
				return true
			}
		}
	}
	return false
}

// findNested tells the polygons that lie whole in others.
func (b *builder) findNested(c *covering, pairs polygonPairs) {
	nested := map[[2]int32][]int32{} // by pair: the faces that both lie over
	for pair := range pairs.overlap {
		if within, _ := pairs.within(pair); within {
			nested[pair] = nil
		}
	}
	for face, over := range c.covers {
		for i, polygon := range over.polygons {
			for _, other := range over.polygons[i+1:] {
				pair := [2]int32{polygon, other}
				if faces, ok := nested[pair]; ok {
					nested[pair] = append(faces, int32(face))
				}
			}
		}
	}
	for pair, faces := range nested {
		_, same := pairs.within(pair)
		units := []int32{c.rings.polygons[pair[0]], c.rings.polygons[pair[1]]}
		kind := PolygonInside
		switch {
		case same:
			kind = PolygonDuplicate
		case units[0] == units[1]:
			kind = ShellsNested
		}
		b.tellFaces(c, kind, faces, units...)
	}
}

// keyOfList makes a key of a list of numbers.
func keyOfList(list []int32) string {
	key := make([]byte, 0, 4*len(list))
	for _, n := range list {
		key = append(key, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	}
	return string(key)
}

// findUnmatched tells what meets without ground between: vertices on the segments of others, and near vertices. Those on
// the outline of a gap or an overlap that was told are a part of it.
func (b *builder) findUnmatched() {
	for _, t := range b.touches {
		if !b.explained[t.at] {
			b.defects.place(EdgeUnmatched, t.at, t.units...)
		}
	}
	var near [][2]geo.Point
	for _, pair := range b.near {
		if !b.explained[pair[0]] || !b.explained[pair[1]] {
			near = append(near, pair)
		}
	}
	if len(near) == 0 {
		return
	}
	units := b.rings.unitsAt(near)
	for _, pair := range near {
		b.defects.place(VertexNear, pair[0], slices.Concat(units[pair[0]], units[pair[1]])...)
	}
}

// unitsAt gives the units of the rings through some vertices.
func (r *rings) unitsAt(pairs [][2]geo.Point) map[geo.Point][]int32 {
	wanted := make([]bool, len(r.vertices.points))
	for _, pair := range pairs {
		wanted[r.vertices.number(pair[0])], wanted[r.vertices.number(pair[1])] = true, true
	}
	units := map[geo.Point][]int32{}
	for _, of := range r.list {
		for _, v := range r.seq[of.first:of.last] {
			if wanted[v] {
				units[r.point(v)] = append(units[r.point(v)], of.unit)
			}
		}
	}
	return units
}
