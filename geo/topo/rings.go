package topo

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/parallel"
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

// readRings takes out of every ring what none can have, repeated vertices and spikes, and numbers the vertices that are left.
// A ring that is left without area is left out.
func readRings(pieces []Piece) *rings {
	r := &rings{}
	outlines := r.outlines(pieces)
	parallel.Each(len(outlines), func(i int) { outlines[i].clean() })
	var winding windings
	kept := outlines[:0]
	last := int32(0)
	for _, o := range outlines {
		r.defects = append(r.defects, o.defects...)
		if len(o.points) == 0 {
			continue
		}
		winding.add(int32(len(kept)), o.hole, o.way)
		o.first, o.last = last, last+int32(len(o.points))
		last = o.last
		kept = append(kept, o)
		r.list = append(r.list, o.ringOf)
	}
	r.vertices, r.seq = numbered(kept)
	winding.tell(r)
	return r
}

// outline is a ring of the input on its way to be numbered.
type outline struct {
	ringOf
	points  geo.Ring // once clean: without the closing one, none when it has no area
	west    int32    // the longitudes that they span
	east    int32
	way     int // how it is wound: 1 counter-clockwise, -1 clockwise
	defects defects
}

// outlines lists the rings of the input.
func (r *rings) outlines(pieces []Piece) []outline {
	n := 0
	for _, piece := range pieces {
		for _, polygon := range piece.Geometry {
			n += len(polygon)
		}
	}
	list := make([]outline, 0, n)
	for _, piece := range pieces {
		for _, polygon := range piece.Geometry {
			for i, points := range polygon {
				if len(points) == 0 { // it has no place of its own
					box, _ := piece.Geometry.Bounds()
					r.defects.place(RingTooSmall, box.Min, piece.Unit)
					continue
				}
				of := ringOf{unit: piece.Unit, polygon: int32(len(r.polygons)), hole: i > 0}
				list = append(list, outline{ringOf: of, points: points})
			}
			r.polygons = append(r.polygons, piece.Unit)
		}
	}
	return list
}

// clean takes out the closing vertex, repeated ones and spikes.
func (o *outline) clean() {
	points := o.points
	o.way = twiceArea(points).sign()
	open := points[:max(1, len(points)-1)]
	if first, last := points[0], points[len(points)-1]; first != last {
		o.defects.place(RingUnclosed, last, o.unit)
		open = points
	}
	o.points = open
	repeated, spiked := false, false
	o.west, o.east = open[0].X, open[0].X
	p, q := open[max(0, len(open)-2)], open[len(open)-1] // the two points before
	for _, point := range open {
		repeated = repeated || point == q
		spiked = spiked || turnsBack(p, q, point)
		o.west, o.east = min(o.west, point.X), max(o.east, point.X)
		p, q = q, point
	}
	if repeated && len(open) > 1 {
		o.withoutRepeats()
	}
	if repeated || spiked {
		o.withoutSpikes()
	}
	if len(o.points) < 3 {
		o.defects.place(RingTooSmall, slices.MinFunc(points, geo.Point.Compare), o.unit)
		o.points = nil
	}
}

func (o *outline) withoutRepeats() {
	var kept geo.Ring
	before := o.points[len(o.points)-1]
	for _, point := range o.points {
		if point == before {
			o.defects.place(VertexRepeated, point, o.unit)
			continue
		}
		kept = append(kept, point)
		before = point
	}
	o.points = kept
}

// turnsBack tells whether a line that goes from a to b goes back on itself to c. The three follow each other, all different
// but for a and c.
func turnsBack(a, b, c geo.Point) bool {
	d, e := direction(a, b), direction(b, c)
	return d.dx*e.dy == d.dy*e.dx && d.half() != e.half()
}

// withoutSpikes takes out the tips of spikes, from the outermost inwards: what is left nowhere goes back on itself. A ring
// whose vertices lie all on one line vanishes, and is no spike.
func (o *outline) withoutSpikes() {
	var kept, tips geo.Ring
	push := func(p geo.Point) {
		for {
			n := len(kept)
			switch {
			case n > 0 && kept[n-1] == p:
				return
			case n > 1 && turnsBack(kept[n-2], kept[n-1], p):
				tips = append(tips, kept[n-1])
				kept = kept[:n-1]
			default:
				kept = append(kept, p)
				return
			}
		}
	}
	for _, p := range settled(o.points) {
		push(p)
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
		kept, tips = nil, nil
	}
	for _, tip := range tips {
		o.defects.place(Spike, tip, o.unit)
	}
	o.points = kept
}

// settled turns a ring to the start and the direction from which it reads lowest: where it goes to and fro on one line, what
// is taken for the tip depends on both.
func settled(ring geo.Ring) geo.Ring {
	back := slices.Clone(ring)
	slices.Reverse(back)
	least := ring
	for _, way := range [2]geo.Ring{ring, back} {
		for k, p := range way {
			if p.Compare(least[0]) > 0 {
				continue
			}
			if turned := slices.Concat(way[k:], way[:k]); compareRings(turned, least) < 0 {
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
