package topo

import "perimetre/geo"

// Regroup gives the coverage of groups of units: group[u], from 0 to n-1 or None, is the group of unit u. What belongs
// to no group becomes Outside. It is the coverage that Build would make of the shapes of Dissolve, without the rings in
// between: arcs inside a group vanish, and those that remain are joined where no third one meets them any more.
//
// No unit of the coverage may overlap another.
func (c *Coverage) Regroup(group []int32, n int) *Coverage {
	r := regrouping{
		c:      c,
		sides:  make([][2]int32, c.NumArcs()),
		done:   make([]bool, c.NumArcs()),
		points: make([]geo.Point, 0, len(c.points)),
	}
	for i, sides := range c.sides {
		for k, side := range sides {
			r.sides[i][k] = Outside
			if side != Outside {
				r.sides[i][k] = group[side]
			}
		}
		r.done[i] = r.sides[i][0] == r.sides[i][1]
	}
	for node := range int32(c.NumNodes()) {
		if _, _, ok := r.passage(node); ok {
			continue
		}
		for _, half := range c.leaving.of(node) {
			if !r.done[half/2] {
				r.lines = append(r.lines, r.follow(half).canonical())
			}
		}
	}
	for i := range int32(c.NumArcs()) {
		if !r.done[i] {
			r.lines = append(r.lines, r.follow(2*i).rotated().canonical())
		}
	}
	return coverageOf(n, r.lines)
}

// regrouping chains the arcs that bound groups.
type regrouping struct {
	c      *Coverage
	sides  [][2]int32  // by arc: the groups on its left and right
	done   []bool      // by arc: it is in a line, or inside a group
	points []geo.Point // of all lines, one after the other
	lines  []line
}

func (r *regrouping) left(half int32) int32  { return r.sides[half/2][half%2] }
func (r *regrouping) right(half int32) int32 { return r.sides[half/2][1-half%2] }

// passage gives the two arcs that leave a node when they are the only ones that bound groups there and have the same
// groups beside them: they become one.
func (r *regrouping) passage(node int32) (one, other int32, ok bool) {
	n := 0
	for _, half := range r.c.leaving.of(node) {
		if r.left(half) != r.right(half) {
			one, other = other, half
			n++
		}
	}
	return one, other, n == 2 && r.left(one) == r.right(other) && r.right(one) == r.left(other)
}

// follow makes a line of the arcs that follow a half, up to a place where it cannot pass or where it began.
func (r *regrouping) follow(half int32) line {
	start, at := half, len(r.points)
	l := line{left: r.left(half), right: r.right(half)}
	for {
		r.done[half/2] = true
		r.append(refOf(half))
		one, other, ok := r.passage(r.c.origin[half^1])
		if one == half^1 {
			one = other
		}
		if !ok || one == start {
			break
		}
		half = one
		r.points = r.points[:len(r.points)-1] // the end of one arc is the start of the next
	}
	l.points = r.points[at:len(r.points):len(r.points)]
	return l
}

func (r *regrouping) append(ref ArcRef) {
	arc := r.c.Arc(ref.Index()).Points
	if ref >= 0 {
		r.points = append(r.points, arc...)
		return
	}
	for i := len(arc) - 1; i >= 0; i-- {
		r.points = append(r.points, arc[i])
	}
}
