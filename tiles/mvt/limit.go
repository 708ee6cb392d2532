package mvt

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// limit is what a border bounds, and what is on its two sides.
type limit struct {
	left, right int32     // the units of its level, topo.None for none
	level       geo.Level // the highest one that it bounds; territories, which are made of EPCI, count below them
	territory   bool      // whether it bounds a territory
	coast       bool      // whether one side belongs to no commune
}

// ranking is the levels that limits bound, from the highest to the lowest.
func ranking() [levels]geo.Level {
	return [...]geo.Level{geo.Regions, geo.Departements, geo.EPCI, geo.Territoires, geo.Communes}
}

// limitOf tells what parts two sides. A limit is seen from one direction, whatever that of the arc: with the lower unit on
// the left, and nothing on the right. Turned tells whether that is the other direction.
func limitOf(left, right kin, coast bool) (l limit, turned bool) {
	l = limit{level: geo.Communes, territory: left.held != right.held, coast: coast}
	for _, level := range ranking() {
		if left.of[level] != right.of[level] || level == geo.Territoires && l.territory {
			l.level = level
			break
		}
	}
	l.left, l.right = left.of[l.level], right.of[l.level]
	if l.left == topo.None || l.right != topo.None && l.right < l.left {
		l.left, l.right = l.right, l.left
		return l, true
	}
	return l, false
}

// key orders limits from the highest level down, then by their units.
func (l limit) key() [2]uint64 {
	order := ranking()
	high := uint64(slices.Index(order[:], l.level)) << 2
	if l.territory {
		high |= 2
	}
	if l.coast {
		high |= 1
	}
	return [2]uint64{high, uint64(uint32(l.left))<<32 | uint64(uint32(l.right))}
}

// borders takes every arc once, as lines of what it bounds.
func (s *scale) borders(firsts []int32, w *world, c *topo.Coverage) ([]limit, figure) {
	type bound struct {
		key   [2]uint64
		arc   topo.ArcRef
		limit limit
	}
	bounds := make([]bound, c.NumArcs())
	for i := range bounds {
		arc := c.Arc(i)
		l, turned := limitOf(w.kinOf(arc.Left), w.kinOf(arc.Right), arc.Left == topo.Outside || arc.Right == topo.Outside)
		ref := topo.ArcRef(i)
		if turned {
			ref = ref.Reverse()
		}
		bounds[i] = bound{l.key(), ref, l}
	}
	slices.SortFunc(bounds, func(a, b bound) int {
		return cmp.Or(cmp.Compare(a.key[0], b.key[0]), cmp.Compare(a.key[1], b.key[1]), cmp.Compare(a.arc.Index(), b.arc.Index()))
	})
	var limits []limit
	var arcs []topo.ArcRef
	f := newFigure()
	for i, b := range bounds {
		arcs = append(arcs, b.arc)
		if i+1 < len(bounds) && bounds[i+1].key == b.key {
			continue
		}
		limits = append(limits, b.limit)
		for _, line := range joined(c, arcs) {
			f.addLine(s, firsts, line)
			f.endPart()
		}
		f.endUnit()
		arcs = arcs[:0]
	}
	f.index(s)
	return slices.Clip(limits), f
}

// joined puts arcs end to end, into few lines: dashes of a map run on along a line. First those that begin where no other one
// ends, then rings.
func joined(c *topo.Coverage, arcs []topo.ArcRef) [][]topo.ArcRef {
	if len(arcs) == 1 {
		return [][]topo.ArcRef{arcs}
	}
	leaving := make(map[geo.Point][]topo.ArcRef, len(arcs))
	ends := make(map[geo.Point]bool, len(arcs))
	for _, arc := range slices.Backward(arcs) {
		leaving[start(c, arc)] = append(leaving[start(c, arc)], arc)
		ends[start(c, arc.Reverse())] = true
	}
	taken := make(map[topo.ArcRef]bool, len(arcs))
	var lines [][]topo.ArcRef
	follow := func(arc topo.ArcRef) {
		if taken[arc] {
			return
		}
		var line []topo.ArcRef
		for {
			taken[arc] = true
			line = append(line, arc)
			next := leaving[start(c, arc.Reverse())]
			for len(next) > 0 && taken[next[len(next)-1]] {
				next = next[:len(next)-1]
			}
			leaving[start(c, arc.Reverse())] = next
			if len(next) == 0 {
				break
			}
			arc = next[len(next)-1]
		}
		lines = append(lines, line)
	}
	for _, arc := range arcs {
		if !ends[start(c, arc)] {
			follow(arc)
		}
	}
	for _, arc := range arcs {
		follow(arc)
	}
	return lines
}

func start(c *topo.Coverage, ref topo.ArcRef) geo.Point {
	points := c.Arc(ref.Index()).Points
	if ref < 0 {
		return points[len(points)-1]
	}
	return points[0]
}
