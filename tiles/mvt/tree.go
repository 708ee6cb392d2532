package mvt

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/tiles"
)

// fan is how many boxes are under one of the level above, in trees, and how many pieces of a line have one around them.
const fan = 16

// tree finds boxes that meet a window: a packed Hilbert R-tree (I. Kamel and C. Faloutsos, On packing R-trees, CIKM 1993).
// It is immutable.
type tree struct {
	boxes  []geo.Box
	of     []int32     // by item: its box
	items  []int32     // in the order of the Hilbert curve through the middles of their boxes
	levels [][]geo.Box // levels[0][i] is around the boxes of items[fan*i:fan*(i+1)], levels[k+1][i] around as many of levels[k]
}

// newTree makes the tree of n items, which keeps the slices.
func newTree(n int, boxes []geo.Box, of []int32) tree {
	t := tree{boxes: boxes, of: of, items: make([]int32, n)}
	if n == 0 {
		return t
	}
	whole := boxes[of[0]]
	for _, at := range of[:n] {
		whole = join(whole, boxes[at])
	}
	// The curve has 2^16 columns and rows.
	side := max(1, int64(whole.Max.X)-int64(whole.Min.X), int64(whole.Max.Y)-int64(whole.Min.Y))
	places := make([]uint64, n)
	for i := range t.items {
		b := boxes[of[i]]
		x := (int64(b.Min.X) + int64(b.Max.X) - 2*int64(whole.Min.X)) * (1<<15 - 1) / side
		y := (int64(b.Min.Y) + int64(b.Max.Y) - 2*int64(whole.Min.Y)) * (1<<15 - 1) / side
		t.items[i], places[i] = int32(i), tiles.Hilbert(16, uint32(x), uint32(y))
	}
	slices.SortFunc(t.items, func(i, j int32) int { return cmp.Or(cmp.Compare(places[i], places[j]), cmp.Compare(i, j)) })
	ordered := make([]geo.Box, n)
	for i, item := range t.items {
		ordered[i] = boxes[of[item]]
	}
	for {
		ordered = around(ordered)
		t.levels = append(t.levels, ordered)
		if len(ordered) <= fan {
			return t
		}
	}
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

// visit gives the items whose box has a point inside a window, in no order, until told to stop by false. It tells whether it
// came to the end.
func (t *tree) visit(window geo.Box, yield func(item int32) bool) bool {
	if len(t.levels) == 0 {
		return true
	}
	return t.descend(window, len(t.levels)-1, 0, len(t.levels[len(t.levels)-1]), yield)
}

func (t *tree) descend(window geo.Box, level, from, to int, yield func(item int32) bool) bool {
	for i := from; i < to; i++ {
		if !meets(t.levels[level][i], window) {
			continue
		}
		if level > 0 {
			if !t.descend(window, level-1, fan*i, min(fan*(i+1), len(t.levels[level-1])), yield) {
				return false
			}
			continue
		}
		for _, item := range t.items[fan*i : min(fan*(i+1), len(t.items))] {
			if meets(t.boxes[t.of[item]], window) && !yield(item) {
				return false
			}
		}
	}
	return true
}
