package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// line is an arc in the making, with the units on its two sides.
type line struct {
	points      []geo.Point
	left, right int32
}

// rotated makes a closed line start at its lowest point. It writes in place.
func (l line) rotated() line {
	open := l.points[:len(l.points)-1]
	lowest := 0
	for i, p := range open {
		if p.Compare(open[lowest]) < 0 {
			lowest = i
		}
	}
	copy(open, slices.Concat(open[lowest:], open[:lowest]))
	l.points[len(open)] = open[0]
	return l
}

// canonical turns a line so that it reads from its lower end; a closed one towards its lower neighbour. It writes in
// place.
func (l line) canonical() line {
	n := len(l.points)
	order := cmp.Or(
		l.points[0].Compare(l.points[n-1]),
		l.points[1].Compare(l.points[n-2]))
	if order > 0 || order == 0 && l.left > l.right {
		slices.Reverse(l.points)
		l.left, l.right = l.right, l.left
	}
	return l
}

func (l line) compare(m line) int {
	return cmp.Or(
		slices.CompareFunc(l.points, m.points, geo.Point.Compare),
		cmp.Compare(l.left, m.left), cmp.Compare(l.right, m.right))
}

// coverageOf makes a coverage whose arcs are these lines, in an order that depends on geometry only.
func coverageOf(units int, lines []line) *Coverage {
	slices.SortFunc(lines, line.compare)
	total := 0
	for _, l := range lines {
		total += len(l.points)
	}
	c := &Coverage{
		units:  units,
		points: make([]geo.Point, 0, total),
		first:  make([]int32, 1, len(lines)+1),
		sides:  make([][2]int32, 0, len(lines)),
	}
	for _, l := range lines {
		c.points = append(c.points, l.points...)
		c.first = append(c.first, int32(len(c.points)))
		c.sides = append(c.sides, [2]int32{l.left, l.right})
	}
	c.index()
	return c
}
