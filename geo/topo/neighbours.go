package topo

import (
	"iter"
	"slices"

	"perimetre/geo"
)

// Neighbours gives the units that share a border with a unit, ascending, without Outside. The coverage has no overlap.
func (c *Coverage) Neighbours(unit int32) []int32 {
	var found []int32
	for _, i := range c.ArcsOf(unit) {
		for _, side := range c.sides[i] {
			if side != unit && side != Outside {
				found = append(found, side)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Touching gives the units that share a border or a single point with a unit, ascending, without Outside. The coverage has no
// overlap.
func (c *Coverage) Touching(unit int32) []int32 {
	var found []int32
	for _, around := range c.Corners(unit) {
		found = append(found, around...)
	}
	slices.Sort(found)
	found = slices.Compact(found)
	return slices.DeleteFunc(found, func(u int32) bool { return u == unit })
}

// Corners visits the nodes of a unit's border, with the units that meet there, in no order and without Outside.
// A node may be visited more than once; the slice is valid during the visit. The coverage has no overlap.
func (c *Coverage) Corners(unit int32) iter.Seq2[geo.Point, []int32] {
	return func(yield func(geo.Point, []int32) bool) {
		var around []int32
		for _, i := range c.ArcsOf(unit) {
			for _, end := range [2]int32{2 * i, 2*i + 1} {
				around = around[:0]
				for _, half := range c.leaving.of(c.origin[end]) {
					if left := c.left(refOf(half)); left != Outside {
						around = append(around, left)
					}
				}
				point, _ := c.start(refOf(end))
				if !yield(point, around) {
					return
				}
			}
		}
	}
}

// Components parts units into those that a relation joins, directly or from one to the next. joined gives the units
// that a unit is joined to; those out of the list are passed over. Parts and their units keep the order of the list.
func Components(units []int32, joined func(unit int32) []int32) [][]int32 {
	part := make(map[int32]int, len(units))
	for _, unit := range units {
		part[unit] = -1
	}
	n := 0
	for _, unit := range units {
		if part[unit] >= 0 {
			continue
		}
		part[unit] = n
		for queue := []int32{unit}; len(queue) > 0; {
			last := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for _, next := range joined(last) {
				if p, in := part[next]; in && p < 0 {
					part[next] = n
					queue = append(queue, next)
				}
			}
		}
		n++
	}
	parts := make([][]int32, n)
	for _, unit := range units {
		parts[part[unit]] = append(parts[part[unit]], unit)
	}
	return parts
}
