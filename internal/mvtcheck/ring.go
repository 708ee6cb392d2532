package mvtcheck

import (
	"cmp"
	"slices"
)

// segment is a side of a ring, from west to east, with the index of its first point.
type segment struct {
	a, b Point
	side int
}

func (r Ring) segments() []segment {
	all := make([]segment, len(r))
	for i, p := range r {
		a, b := p, r[(i+1)%len(r)]
		if a.X > b.X {
			a, b = b, a
		}
		all[i] = segment{a, b, i}
	}
	slices.SortFunc(all, func(s, t segment) int { return cmp.Compare(s.a.X, t.a.X) })
	return all
}

// turn is positive where a, b, p turn one way, negative where they turn the other, 0 where they are on a line.
func turn(a, b, p Point) int {
	return cmp.Compare((int64(b.X)-int64(a.X))*(int64(p.Y)-int64(a.Y)), (int64(b.Y)-int64(a.Y))*(int64(p.X)-int64(a.X)))
}

// on tells whether a point lies on a segment, its ends included.
func (s segment) on(p Point) bool {
	return turn(s.a, s.b, p) == 0 && s.a.X <= p.X && p.X <= s.b.X && min(s.a.Y, s.b.Y) <= p.Y && p.Y <= max(s.a.Y, s.b.Y)
}

// crosses tells whether the insides of two segments meet at one point that is an end of neither.
func (s segment) crosses(t segment) bool {
	return turn(s.a, s.b, t.a)*turn(s.a, s.b, t.b) < 0 && turn(t.a, t.b, s.a)*turn(t.a, t.b, s.b) < 0
}

// anomaly gives a point where a ring crosses or touches itself: "no anomalous geometric points, such as self-intersection or
// self-tangency" (section 4.3.4.4). Sides that follow each other share one end, and nothing more.
func (r Ring) anomaly() (Point, bool) {
	all := r.segments()
	for i, s := range all {
		for _, t := range all[i+1:] {
			if t.a.X > s.b.X {
				break
			}
			if max(t.a.Y, t.b.Y) < min(s.a.Y, s.b.Y) || min(t.a.Y, t.b.Y) > max(s.a.Y, s.b.Y) {
				continue
			}
			// The end that they share, where they follow each other: the second point of the first one.
			shared, follow := Point{}, false
			switch {
			case (s.side+1)%len(r) == t.side:
				shared, follow = r[t.side], true
			case (t.side+1)%len(r) == s.side:
				shared, follow = r[s.side], true
			}
			for _, p := range []struct {
				Point
				of segment
			}{{s.a, t}, {s.b, t}, {t.a, s}, {t.b, s}} {
				if p.of.on(p.Point) && (!follow || p.Point != shared) {
					return p.Point, true
				}
			}
			if s.crosses(t) {
				return s.a, true
			}
		}
	}
	return Point{}, false
}

// place tells where a point, in half units, is: 1 inside the ring, 0 on it, -1 outside.
func (r Ring) place(x, y int64) int {
	inside := false
	for i, p := range r {
		q := r[(i+1)%len(r)]
		ax, ay, bx, by := 2*int64(p.X), 2*int64(p.Y), 2*int64(q.X), 2*int64(q.Y)
		side := (bx-ax)*(y-ay) - (by-ay)*(x-ax)
		if side == 0 && min(ax, bx) <= x && x <= max(ax, bx) && min(ay, by) <= y && y <= max(ay, by) {
			return 0
		}
		if (ay > y) != (by > y) && (side > 0) == (by > ay) {
			inside = !inside
		}
	}
	if inside {
		return 1
	}
	return -1
}

// places visits the corners of a ring and the middles of its sides, in half units.
func (r Ring) places(visit func(x, y int64) bool) bool {
	for i, p := range r {
		q := r[(i+1)%len(r)]
		if !visit(2*int64(p.X), 2*int64(p.Y)) || !visit(int64(p.X)+int64(q.X), int64(p.Y)+int64(q.Y)) {
			return false
		}
	}
	return true
}

// encloses tells whether no part of a ring is outside of another one.
func (r Ring) encloses(hole Ring) bool {
	return !r.crosses(hole) && hole.places(func(x, y int64) bool { return r.place(x, y) >= 0 })
}

// intersects tells whether the insides of two rings have a point in common.
func (r Ring) intersects(other Ring) bool {
	if r.crosses(other) {
		return true
	}
	outside := func(of Ring) func(x, y int64) bool { return func(x, y int64) bool { return of.place(x, y) <= 0 } }
	if !r.places(outside(other)) || !other.places(outside(r)) {
		return true
	}
	// Neither has a corner or the middle of a side in the other: they are apart, or the same.
	same := func(x, y int64) bool { return other.place(x, y) == 0 }
	return r.places(same)
}

// crosses tells whether sides of two rings cross.
func (r Ring) crosses(other Ring) bool {
	// A hole is small beside its shell: only the sides that reach its box are compared.
	west, north := other[0].X, other[0].Y
	east, south := west, north
	for _, p := range other {
		west, east, north, south = min(west, p.X), max(east, p.X), min(north, p.Y), max(south, p.Y)
	}
	all := other.segments()
	for i, p := range r {
		q := r[(i+1)%len(r)]
		if max(p.X, q.X) < west || min(p.X, q.X) > east || max(p.Y, q.Y) < north || min(p.Y, q.Y) > south {
			continue
		}
		s := segment{p, q, i}
		for _, t := range all {
			if t.a.X > max(p.X, q.X) {
				break
			}
			if s.crosses(t) {
				return true
			}
		}
	}
	return false
}
