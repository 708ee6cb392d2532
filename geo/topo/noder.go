package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// meeting is a place where two lines meet elsewhere than at a vertex of both.
type meeting struct {
	at    geo.Point
	s, t  segment
	k, l  int32 // the index of their first points
	cross bool  // inside both; otherwise at is a vertex of t, within half a step of s
	near  bool  // nothing but two vertices nearer than the tolerance: at, and the end b of s
}

// node makes lines that meet at vertices only, and tells where rings meet themselves.
//
// It is iterated snap rounding, kept to where something is wrong: two segments that cross get a vertex at the grid point
// nearest to their crossing, a segment with a vertex on it is cut there, and what was made so is looked at again, a segment
// that passes through the pixel of a vertex being bent to it, until nothing is left to do. What is clean needs one sweep,
// and no vertex of it moves. No segment moves by more than half a step a round.
//
// Sources: J. D. Hobby, Practical segment intersection with finite precision output, Computational Geometry 13 (1999),
// 199–214; D. Halperin, E. Packer, Iterated snap rounding, Computational Geometry 23 (2002), 209–225, for its end.
func (b *builder) node() (*lines, *sweep) {
	lines := b.rings.cut()
	b.findSelfTouches(lines.uses)
	fresh := map[geo.Point]bool{} // ends of segments that were made
	for first := true; ; first = false {
		sweep, met := b.meetings(lines, fresh, first)
		splits := map[segment][]geo.Point{}
		for _, m := range met {
			if first {
				b.tellMeeting(lines, m)
			}
			if m.near {
				continue
			}
			addSplit(splits, m.s, m.at)
			if m.cross {
				addSplit(splits, m.t, m.at)
			}
		}
		if len(splits) == 0 {
			b.rings.vertices.forget()
			return lines, sweep
		}
		b.rings.split(splits)
		lines = b.rings.cut()
		for s, points := range splits {
			fresh[s.a], fresh[s.b] = true, true
			for _, p := range points {
				fresh[p] = true
			}
		}
	}
}

func addSplit(splits map[segment][]geo.Point, s segment, at geo.Point) {
	if !s.ends(at) {
		s = s.canonical()
		splits[s] = append(splits[s], at)
	}
}

// meetings sweeps the lines. Near vertices are looked for when tolerance is set.
func (b *builder) meetings(l *lines, fresh map[geo.Point]bool, tolerance bool) (*sweep, []meeting) {
	margin := int32(0)
	near := func(geo.Point, geo.Point) bool { return false }
	if tolerance && b.tolerance.Vertex > 0 {
		margin = stepsWithin(b.tolerance.Vertex)
		near = func(p, q geo.Point) bool {
			dx, dy := int64(p.X)-int64(q.X), int64(p.Y)-int64(q.Y)
			return max(dx, -dx, dy, -dy) <= int64(margin) && p != q && distance(p, q) < b.tolerance.Vertex
		}
	}
	sweep := newSweep(l, margin)
	return sweep, pairs(sweep, func(found []meeting, k, l int32, s, t segment) []meeting {
		made := len(fresh) > 0 && (fresh[s.a] || fresh[s.b] || fresh[t.a] || fresh[t.b])
		// Segments that follow each other in a line of the input meet at their vertex only: no ring turns back on itself.
		if made || l != k+1 && k != l+1 {
			found = appendMeetings(found, k, l, s, t, made)
		}
		if margin == 0 {
			return found
		}
		for _, p := range [2]geo.Point{s.a, s.b} {
			for _, q := range [2]geo.Point{t.a, t.b} {
				if near(p, q) {
					found = append(found, meeting{at: q, s: segment{q, p}, near: true})
				}
			}
		}
		return found
	})
}

// appendMeetings appends where two segments meet: at a vertex of one on the other, by its pixel where one of them was made;
// else where they cross.
func appendMeetings(found []meeting, k, l int32, s, t segment, made bool) []meeting {
	before := len(found)
	for _, end := range [4]struct {
		p        geo.Point
		on, from segment
		k, l     int32
	}{{t.a, s, t, k, l}, {t.b, s, t, k, l}, {s.a, t, s, l, k}, {s.b, t, s, l, k}} {
		if end.on.reaches(end.p, made) {
			found = append(found, meeting{at: end.p, s: end.on, t: end.from, k: end.k, l: end.l})
		}
	}
	if len(found) == before && s.crosses(t) {
		found = append(found, meeting{at: s.crossing(t), s: s, t: t, k: k, l: l, cross: true})
	}
	return found
}

// split puts vertices into the segments of rings.
func (r *rings) split(splits map[segment][]geo.Point) {
	dirty := make([]bool, len(r.vertices.points))
	for s, points := range splits {
		for _, p := range [2]geo.Point{s.a, s.b} {
			dirty[r.vertices.number(p)] = true
		}
		ordered(s, points)
		splits[s] = slices.Compact(points)
	}
	seq := make([]int32, 0, len(r.seq)+2*len(splits))
	for i := range r.list {
		ring := r.seq[r.list[i].first:r.list[i].last]
		r.list[i].first = int32(len(seq))
		for k, v := range ring {
			seq = append(seq, v)
			next := ring[0]
			if k+1 < len(ring) {
				next = ring[k+1]
			}
			if !dirty[v] || !dirty[next] {
				continue
			}
			s := segment{r.point(v), r.point(next)}
			points := splits[s.canonical()]
			for j := range points {
				if s == s.canonical() {
					seq = append(seq, r.vertices.number(points[j]))
				} else {
					seq = append(seq, r.vertices.number(points[len(points)-1-j]))
				}
			}
		}
		r.list[i].last = int32(len(seq))
	}
	r.seq = seq
}

// ordered sorts points in the order in which a segment passes through their pixels: it goes on in one direction in both
// coordinates, and so do the pixels on its way.
func ordered(s segment, points []geo.Point) {
	inOrderAlong(s, points, func(p geo.Point) geo.Point { return p })
}

func inOrderAlong[T any](s segment, items []T, at func(T) geo.Point) {
	dx, dy := cmp.Compare(s.b.X, s.a.X), cmp.Compare(s.b.Y, s.a.Y)
	slices.SortFunc(items, func(i, j T) int {
		p, q := at(i), at(j)
		return cmp.Or(dx*cmp.Compare(p.X, q.X), dy*cmp.Compare(p.Y, q.Y))
	})
}
