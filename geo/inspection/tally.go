package inspection

import "perimetre/geo/topo"

// tally sums gaps and overlaps.
type tally struct {
	gaps     Gaps
	overlaps Overlaps
	pairs    map[[2]int32]bool // that overlap
	nested   map[[2]int32]bool // of which a polygon lies whole in another: a defect tells all that they share
}

func newTally(defects []topo.Defect) *tally {
	t := &tally{pairs: map[[2]int32]bool{}, nested: map[[2]int32]bool{}}
	for _, d := range defects {
		if nests(d) {
			eachPair(d.Units, func(pair [2]int32) { t.nested[pair] = true })
		}
	}
	return t
}

// add counts a defect that has ground.
func (t *tally) add(d topo.Defect) {
	switch {
	case d.Claims == 0:
		t.gaps.Count++
		t.gaps.Area += d.Area
	case d.Claims > 1 || nests(d):
		t.overlaps.Count++
		eachPair(d.Units, func(pair [2]int32) {
			if len(d.Units) > 2 && t.nested[pair] {
				return // counted already, with the whole of the inner polygon
			}
			if !t.pairs[pair] {
				t.pairs[pair] = true
				t.overlaps.Pairs++
			}
			t.overlaps.Area += d.Area
		})
	}
}

func nests(d topo.Defect) bool {
	return d.Kind == topo.PolygonInside || d.Kind == topo.PolygonDuplicate
}

func eachPair(units []int32, visit func(pair [2]int32)) {
	for i, a := range units {
		for _, b := range units[i+1:] {
			visit([2]int32{a, b})
		}
	}
}
