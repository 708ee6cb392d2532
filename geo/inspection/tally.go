package inspection

import "perimetre/geo/topo"

// tally sums gaps and overlaps.
type tally struct {
	gaps     Gaps
	overlaps Overlaps
	pairs    map[[2]int32]bool
}

// add counts a defect that has ground.
func (t *tally) add(d topo.Defect) {
	switch {
	case d.Claims == 0:
		t.gaps.Count++
		t.gaps.Area += d.Area
	case d.Claims > 1 || d.Kind.String() == polygonDuplicate || d.Kind.String() == polygonInside:
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
