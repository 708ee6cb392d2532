package topo

import (
	"slices"

	"perimetre/geo"
)

// lines are the pieces of border between junctions, each held once whatever the number of rings that pass along it.
type lines struct {
	points []geo.Point // of all lines, one after the other
	first  []int32     // first[i]:first[i+1] are the points of line i
	users  buckets     // by line: the rings along it; twice the same when a ring passes twice
	uses   []use       // by ring, in its order
}

func (l *lines) len() int { return len(l.first) - 1 }

// use is one passage of a ring along a line: the vertices seq[first] to seq[last], or back to the ring's first one
// where last is the ring's end.
type use struct{ ring, first, last int32 }

// start is how a use leaves one of its ends: the vertex there, and the next one.
type start struct{ from, toward int32 }

// cut cuts rings at their junctions.
//
// A vertex is a junction unless every ring that passes through it has the same two neighbours there, in either order. So
// a line is known by its first edge: from there its inner vertices lead on one way only. That is how lines of different
// rings are found to be the same, without comparing their points. A ring without junction starts at its lowest vertex.
//
// After the cut of topojson-server (M. Bostock), which compares whole lines.
func (r *rings) cut() *lines {
	junction := r.junctions()
	uses := r.uses(junction)
	starts := make([]start, 2*len(uses)) // of use i, from its first vertex at 2i and from its last one at 2i+1
	for i, u := range uses {
		starts[2*i] = start{r.at(u.ring, u.first), r.at(u.ring, u.first+1)}
		starts[2*i+1] = start{r.at(u.ring, u.last), r.at(u.ring, u.last-1)}
	}
	leaving := group(len(r.vertices.points), len(starts), func(i int) int32 { return starts[i].from })
	lineOf := make([]int32, len(uses))
	for i := range lineOf {
		lineOf[i] = -1
	}
	l := &lines{first: make([]int32, 1, len(uses)/2+1), uses: uses}
	total := 0
	for _, u := range uses {
		total += int(u.last-u.first) + 1
	}
	l.points = make([]geo.Point, 0, total*5/8)
	for i, u := range uses {
		if lineOf[i] >= 0 {
			continue
		}
		line := int32(len(l.first) - 1)
		for _, other := range leaving.of(starts[2*i].from) {
			if starts[other] == starts[2*i] {
				lineOf[other/2] = line
			}
		}
		at := len(l.points)
		for k := u.first; k <= u.last; k++ {
			l.points = append(l.points, r.point(r.at(u.ring, k)))
		}
		if backwards(l.points[at:]) {
			slices.Reverse(l.points[at:])
		}
		l.first = append(l.first, int32(len(l.points)))
	}
	l.users = group(l.len(), len(uses), func(i int) int32 { return lineOf[i] })
	for i, u := range l.users.items {
		l.users.items[i] = uses[u].ring
	}
	return l
}

// at is the vertex at a place of seq, the end of a ring leading back to its start.
func (r *rings) at(ring, k int32) int32 {
	if of := r.list[ring]; k >= of.last {
		k += of.first - of.last
	}
	return r.seq[k]
}

// junctions marks the vertices where rings do not all go on together.
func (r *rings) junctions() []bool {
	type neighbours struct{ before, after int32 }
	seen := make([]neighbours, len(r.vertices.points)) // vertex + 1, 0 when none
	junction := make([]bool, len(r.vertices.points))
	for _, of := range r.list {
		ring := r.seq[of.first:of.last]
		before := ring[len(ring)-1] + 1
		for i, v := range ring {
			after := ring[0] + 1
			if i+1 < len(ring) {
				after = ring[i+1] + 1
			}
			switch s := seen[v]; {
			case s.after == 0:
				seen[v] = neighbours{before, after}
				junction[v] = before == after
			case (s.before != before || s.after != after) && (s.before != after || s.after != before):
				junction[v] = true
			}
			before = v + 1
		}
	}
	return junction
}

// uses cuts every ring, after turning it so that it starts at a junction.
func (r *rings) uses(junction []bool) []use {
	var uses []use
	var turned []int32
	for i, of := range r.list {
		ring := r.seq[of.first:of.last]
		start := slices.IndexFunc(ring, func(v int32) bool { return junction[v] })
		if start < 0 {
			start = 0
			for k := range ring {
				if r.point(ring[k]).Compare(r.point(ring[start])) < 0 {
					start = k
				}
			}
		}
		if start > 0 {
			turned = append(append(turned[:0], ring[start:]...), ring[:start]...)
			copy(ring, turned)
		}
		first := of.first
		for k := of.first + 1; k < of.last; k++ {
			if junction[r.seq[k]] {
				uses = append(uses, use{int32(i), first, k})
				first = k
			}
		}
		uses = append(uses, use{int32(i), first, of.last})
	}
	return uses
}
