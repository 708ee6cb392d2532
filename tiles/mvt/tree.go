package mvt

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// fan is how many boxes a box of the level above holds, in trees and in lines: two lines of a processor's cache hold eight.
const fan = 16

// tree finds boxes that meet a window: a packed Hilbert R-tree (I. Kamel and C. Faloutsos, On packing R-trees, CIKM 1993).
// It is immutable.
type tree struct {
	items  []int32     // in the order of the Hilbert curve through the middles of their boxes
	levels [][]geo.Box // levels[0] are their boxes; levels[k+1][i] is around levels[k][fan*i:fan*(i+1)]
}

func newTree(boxes []geo.Box) tree {
	if len(boxes) == 0 {
		return tree{}
	}
	whole := boxes[0]
	for _, b := range boxes {
		whole = join(whole, b)
	}
	// The curve has 2^16 columns and rows.
	side := max(1, int64(whole.Max.X)-int64(whole.Min.X), int64(whole.Max.Y)-int64(whole.Min.Y))
	type placed struct {
		place uint64
		item  int32
	}
	order := make([]placed, len(boxes))
	for i, b := range boxes {
		x := (int64(b.Min.X) + int64(b.Max.X) - 2*int64(whole.Min.X)) * (1<<15 - 1) / side
		y := (int64(b.Min.Y) + int64(b.Max.Y) - 2*int64(whole.Min.Y)) * (1<<15 - 1) / side
		order[i] = placed{hilbert(16, uint32(x), uint32(y)), int32(i)}
	}
	slices.SortFunc(order, func(a, b placed) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.item, b.item)) })
	t := tree{items: make([]int32, len(boxes))}
	leaves := make([]geo.Box, len(boxes))
	for i, o := range order {
		t.items[i], leaves[i] = o.item, boxes[o.item]
	}
	t.levels = [][]geo.Box{leaves}
	for len(leaves) > fan {
		leaves = around(leaves)
		t.levels = append(t.levels, leaves)
	}
	return t
}

// around gives the boxes of each fan boxes that follow each other.
func around(boxes []geo.Box) []geo.Box {
	above := make([]geo.Box, 0, (len(boxes)+fan-1)/fan)
	for group := range slices.Chunk(boxes, fan) {
		box := group[0]
		for _, b := range group[1:] {
			box = join(box, b)
		}
		above = append(above, box)
	}
	return above
}

// appendMeeting appends the items whose box has a point inside a window, in no order.
func (t *tree) appendMeeting(found []int32, window geo.Box) []int32 {
	if len(t.levels) == 0 {
		return found
	}
	return t.descend(found, window, len(t.levels)-1, 0, len(t.levels[len(t.levels)-1]))
}

func (t *tree) descend(found []int32, window geo.Box, level, from, to int) []int32 {
	for i := from; i < to; i++ {
		switch {
		case !meets(t.levels[level][i], window):
		case level == 0:
			found = append(found, t.items[i])
		default:
			found = t.descend(found, window, level-1, fan*i, min(fan*(i+1), len(t.levels[level-1])))
		}
	}
	return found
}

// meets tells whether some box has a point inside a window.
func (t *tree) meets(window geo.Box) bool {
	var any func(level, from, to int) bool
	any = func(level, from, to int) bool {
		for i := from; i < to; i++ {
			if meets(t.levels[level][i], window) && (level == 0 || any(level-1, fan*i, min(fan*(i+1), len(t.levels[level-1])))) {
				return true
			}
		}
		return false
	}
	top := len(t.levels) - 1
	return top >= 0 && any(top, 0, len(t.levels[top]))
}
