package topo

import (
	"slices"

	"perimetre/geo"
)

// touch is a vertex of some rings that lies on a segment of others, which lack it.
type touch struct {
	at    geo.Point
	units []int32
}

// tellMeeting keeps what a meeting says of the input: a ring that meets itself, rings of which one lacks a vertex, or
// near vertices. Two rings that cross are told later, by the ground that they overlap on or leave out.
func (b *builder) tellMeeting(l *lines, m meeting) {
	if m.near {
		pair := [2]geo.Point{m.s.a, m.s.b}
		if pair[0].Compare(pair[1]) > 0 {
			pair[0], pair[1] = pair[1], pair[0]
		}
		b.near = append(b.near, pair)
		return
	}
	along, others := l.users.of(l.lineAt(m.k)), l.users.of(l.lineAt(m.l))
	var selves []int32
	for _, ring := range along {
		if slices.Contains(others, ring) {
			selves = append(selves, ring)
		}
	}
	switch {
	case len(selves) == 0 && !m.cross:
		b.touches = append(b.touches, touch{m.at, b.rings.units(along, others)})
	case len(selves) == 0:
	case m.cross || b.rings.passesThrough(selves[0], m.at, m.s):
		b.defects.place(RingSelfCrossing, m.at, b.rings.units(selves)...)
	default:
		b.defects.place(RingSelfTouch, m.at, b.rings.units(selves)...)
	}
}

// lineAt is the line that holds a point, given by its index among those of all lines.
func (l *lines) lineAt(k int32) int32 { return runAt(l.first, k) }

// units gives the units of some rings.
func (r *rings) units(lists ...[]int32) []int32 {
	var units []int32
	for _, ring := range slices.Concat(lists...) {
		units = append(units, r.list[ring].unit)
	}
	return units
}

// passesThrough tells whether a ring that has a vertex on one of its segments crosses it there.
func (r *rings) passesThrough(ring int32, at geo.Point, s segment) bool {
	before, after, ok := r.around(ring, at)
	return ok && interleaved(at, before, after, s.a, s.b)
}

// around gives the neighbours of a vertex in a ring, at its first passage.
func (r *rings) around(ring int32, at geo.Point) (before, after geo.Point, ok bool) {
	seq := r.seq[r.list[ring].first:r.list[ring].last]
	i := slices.IndexFunc(seq, func(v int32) bool { return r.point(v) == at })
	if i < 0 {
		return before, after, false
	}
	return r.point(seq[(i+len(seq)-1)%len(seq)]), r.point(seq[(i+1)%len(seq)]), true
}

// findSelfTouches tells the vertices that a ring passes twice: it crosses itself there or touches itself. Unless it goes
// the same way each time, such a vertex is a junction.
func (b *builder) findSelfTouches(uses []use) {
	var starts []int32
	for i := 0; i < len(uses); {
		ring := uses[i].ring
		starts = starts[:0]
		for ; i < len(uses) && uses[i].ring == ring; i++ {
			starts = append(starts, b.rings.seq[uses[i].first])
		}
		slices.Sort(starts)
		for k := 1; k < len(starts); k++ {
			if starts[k] == starts[k-1] {
				b.tellSelfTouch(ring, starts[k])
			}
		}
	}
}

// tellSelfTouch compares the passages of a ring through a vertex.
func (b *builder) tellSelfTouch(ring, v int32) {
	r := b.rings
	seq := r.seq[r.list[ring].first:r.list[ring].last]
	kind := RingSelfTouch
	var passages [][2]geo.Point
	for i, w := range seq {
		if w != v {
			continue
		}
		passage := [2]geo.Point{r.point(seq[(i+len(seq)-1)%len(seq)]), r.point(seq[(i+1)%len(seq)])}
		for _, other := range passages {
			if passage == other || passage == [2]geo.Point{other[1], other[0]} {
				return // inside a line that the ring passes twice
			}
			if interleaved(r.point(v), passage[0], passage[1], other[0], other[1]) {
				kind = RingSelfCrossing
			}
		}
		passages = append(passages, passage)
	}
	b.defects.place(kind, r.point(v), r.list[ring].unit)
}

// interleaved tells whether the lines a–at–b and c–at–d cross at a point: going around it they are met in turn. Lines that
// leave it in one direction together do not.
func interleaved(at, a, b, c, d geo.Point) bool {
	from, to := direction(at, a), direction(at, b)
	within := func(p geo.Point) int { // 1 strictly between from and to, counter-clockwise; -1 strictly outside; 0 on either
		t := direction(at, p)
		if t.compare(from) == 0 || t.compare(to) == 0 {
			return 0
		}
		after, before := from.compare(t) < 0, t.compare(to) < 0
		if from.compare(to) < 0 && after && before || from.compare(to) > 0 && (after || before) {
			return 1
		}
		return -1
	}
	return within(c)*within(d) < 0
}
