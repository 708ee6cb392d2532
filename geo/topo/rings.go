package topo

import (
	"slices"

	"perimetre/geo"
)

// rings is the input as closed walks over numbered vertices.
type rings struct {
	vertices *vertices
	seq      []int32 // the vertices of all rings, one ring after the other, the closing one left out
	list     []ringOf
	polygons []int32 // by polygon: its unit
	defects  defects
}

// ringOf is a ring and what it belongs to.
type ringOf struct {
	first, last int32 // its vertices are seq[first:last]
	unit        int32
	polygon     int32 // numbered over the whole input
	hole        bool
}

func (r *rings) point(v int32) geo.Point { return r.vertices.points[v] }

// lowest is the lowest vertex of a ring: a place that does not depend on where it starts.
func (r *rings) lowest(ring int32) geo.Point {
	seq := r.seq[r.list[ring].first:r.list[ring].last]
	return r.point(slices.MinFunc(seq, func(v, w int32) int { return r.point(v).Compare(r.point(w)) }))
}

// readRings numbers the vertices of every ring, and takes out what no ring can have: repeated vertices and spikes.
// A ring that is left without area is left out.
func readRings(pieces []Piece) *rings {
	total := 0
	for _, piece := range pieces {
		total += piece.Geometry.Vertices()
	}
	r := &rings{vertices: newVertices(total), seq: make([]int32, 0, total)}
	var winding windings
	for _, piece := range pieces {
		for _, polygon := range piece.Geometry {
			for i, points := range polygon {
				if len(points) == 0 { // it has no place of its own
					box, _ := piece.Geometry.Bounds()
					r.defects.place(RingTooSmall, box.Min, piece.Unit)
					continue
				}
				first := int32(len(r.seq))
				if !r.readRing(points, piece.Unit) {
					r.seq = r.seq[:first]
					continue
				}
				r.list = append(r.list, ringOf{
					first: first, last: int32(len(r.seq)),
					unit: piece.Unit, polygon: int32(len(r.polygons)), hole: i > 0,
				})
				winding.add(int32(len(r.list)-1), i > 0, twiceArea(points).sign())
			}
			r.polygons = append(r.polygons, piece.Unit)
		}
	}
	winding.tell(r)
	return r
}

// readRing appends the vertices of a ring to seq, and tells whether it has an area.
func (r *rings) readRing(points geo.Ring, unit int32) bool {
	open := points[:len(points)-1]
	if first, last := points[0], points[len(points)-1]; first != last {
		r.defects.place(RingUnclosed, last, unit)
		open = points
	}
	guesses := r.vertices.guesses(open)
	first := len(r.seq)
	before := int32(-1)
	plain := true                                        // neither repeated vertices nor spikes
	p, q := open[max(0, len(open)-2)], open[len(open)-1] // the two points before
	for i, point := range open {
		if point == q && len(open) > 1 {
			r.defects.place(VertexRepeated, point, unit)
			plain = false
			continue
		}
		plain = plain && !turnsBack(p, q, point)
		before = r.vertices.numberAfter(before, point, guesses[i])
		r.seq = append(r.seq, before)
		p, q = q, point
	}
	if !plain {
		ring := r.withoutSpikes(r.seq[first:], unit)
		r.seq = append(r.seq[:first], ring...)
	}
	if len(r.seq)-first < 3 {
		r.defects.place(RingTooSmall, slices.MinFunc(points, geo.Point.Compare), unit)
		return false
	}
	return true
}

// turnsBack tells whether a line that goes from a to b goes back on itself to c. The three follow each other, all different
// but for a and c.
func turnsBack(a, b, c geo.Point) bool {
	d, e := direction(a, b), direction(b, c)
	return d.dx*e.dy == d.dy*e.dx && d.half() != e.half()
}

// withoutSpikes takes out the tips of spikes, from the outermost inwards: what is left nowhere goes back on itself. A ring
// whose vertices lie all on one line vanishes, and is no spike.
func (r *rings) withoutSpikes(ring []int32, unit int32) []int32 {
	ring = r.settled(ring)
	var kept, tips []int32
	push := func(v int32) {
		for {
			n := len(kept)
			switch {
			case n > 0 && kept[n-1] == v:
				return
			case n > 1 && turnsBack(r.point(kept[n-2]), r.point(kept[n-1]), r.point(v)):
				tips = append(tips, kept[n-1])
				kept = kept[:n-1]
			default:
				kept = append(kept, v)
				return
			}
		}
	}
	for _, v := range ring {
		push(v)
	}
	for rounds := 0; len(kept) > 2 && rounds < 2; rounds++ { // across the end of the ring
		before := len(kept)
		first := kept[0]
		kept = kept[1:]
		push(first)
		if len(kept) < before {
			rounds = -1
		}
	}
	if len(kept) < 3 {
		return nil
	}
	for _, tip := range tips {
		r.defects.place(Spike, r.point(tip), unit)
	}
	return kept
}

// settled turns a ring to the start and the direction from which it reads lowest: where it goes to and fro on one line, what
// is taken for the tip depends on both.
func (r *rings) settled(ring []int32) []int32 {
	back := slices.Clone(ring)
	slices.Reverse(back)
	least := ring
	for _, way := range [2][]int32{ring, back} {
		for k, v := range way {
			if r.point(v).Compare(r.point(least[0])) > 0 {
				continue
			}
			turned := slices.Concat(way[k:], way[:k])
			if slices.CompareFunc(turned, least, func(v, w int32) int { return r.point(v).Compare(r.point(w)) }) < 0 {
				least = turned
			}
		}
	}
	return least
}

// windings are how the rings of the input are wound: 1 counter-clockwise, -1 clockwise.
type windings struct {
	rings []woundRing
	ways  map[int]int // of shells, a hole counting as a shell wound the other way
}

type woundRing struct {
	ring int32
	way  int
}

func (w *windings) add(ring int32, hole bool, way int) {
	if hole {
		way = -way
	}
	if w.ways == nil {
		w.ways = map[int]int{}
	}
	w.rings = append(w.rings, woundRing{ring, way})
	w.ways[way]++
}

// tell names the rings that are wound against the others. Where all follow one convention nothing is wrong: files follow
// either.
func (w *windings) tell(r *rings) {
	usual := 1
	if w.ways[-1] > w.ways[1] {
		usual = -1
	}
	for _, wound := range w.rings {
		if wound.way == -usual {
			r.defects.place(RingWinding, r.lowest(wound.ring), r.list[wound.ring].unit)
		}
	}
}
