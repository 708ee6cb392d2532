package inspection

import "perimetre/geo"

// tally sums gaps and overlaps.
type tally struct {
	gaps     Gaps
	overlaps Overlaps
	pairs    map[[2]int32]bool
	ground   []geo.MultiPolygon // by unit, as its records give it
}

// add counts a defect that has ground.
func (t *tally) add(d defect) {
	switch {
	case t.isGap(d):
		t.gaps.Count++
		t.gaps.Area += d.Area
	case isOverlap(d):
		t.overlaps.Count++
		for i, a := range d.Units {
			for _, b := range d.Units[i+1:] {
				if pair := [2]int32{a, b}; !t.pairs[pair] {
					t.pairs[pair] = true
					t.overlaps.Pairs++
				}
				t.overlaps.Area += d.Area
			}
		}
	}
}

// isGap tells whether the ground of a defect belongs to nobody. A vertex that one side of a border lacks makes a gap or an
// overlap according to the side on which it lies: then no unit holds the middle of the ground, or both do.
func (t *tally) isGap(d defect) bool {
	switch d.Kind.String() {
	case gap, sliverGap, holeEmpty:
		return true
	case edgeUnmatched:
		return len(d.Ground) > 0 && !t.claimed(d)
	}
	return false
}

func isOverlap(d defect) bool {
	switch d.Kind.String() {
	case overlap, sliverOverlap, polygonDuplicate, polygonInside:
		return true
	case edgeUnmatched:
		return len(d.Ground) > 0
	}
	return false
}

func (t *tally) claimed(d defect) bool {
	x, y := middle(d.Ground[0][0])
	for _, unit := range d.Units {
		if holds(t.ground[unit], x, y) {
			return true
		}
	}
	return false
}

// middle is the middle of the triangle that a ring makes at its lowest vertex, inside it when the ring is a triangle.
func middle(ring geo.Ring) (x, y float64) {
	n := len(ring) - 1
	low := 0
	for i := range n {
		if ring[i].Compare(ring[low]) < 0 {
			low = i
		}
	}
	a, b, c := ring[(low+n-1)%n], ring[low], ring[(low+1)%n]
	return (float64(a.X) + float64(b.X) + float64(c.X)) / 3, (float64(a.Y) + float64(b.Y) + float64(c.Y)) / 3
}
