package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// westward looks from points to the next line west of them.
type westward struct {
	sweep  *sweep
	widest []int64 // by band: steps of longitude that its segments span at most; -1 while it is not known
}

func newWestward(s *sweep) *westward {
	w := &westward{s, make([]int64, s.len())}
	for i := range w.widest {
		w.widest[i] = -1
	}
	return w
}

// of gives the half that has a point on its left, and a hair north of it: of the nearest line west of the point. ok is false
// when there is none. Lines that pass through the point do not count.
func (w *westward) of(p geo.Point) (half int32, ok bool) {
	s := w.sweep
	band := int((int64(p.Y) - s.south) >> s.shift)
	widest := w.widestOf(band)
	items := s.band(band)
	next, _ := slices.BinarySearchFunc(items, p.X, func(item bandItem, x int32) int { // the first that begins east of p
		if item.minX() <= x {
			return -1
		}
		return 1
	})
	var nearest segment
	at := int32(-1)
	for next--; next >= 0; next-- {
		item := items[next]
		if at >= 0 && int64(item.minX())+widest < int64(min(nearest.a.X, nearest.b.X)) {
			break // what begins here or before ends west of the nearest
		}
		up := s.segment(item.segment())
		if up.a.Y > up.b.Y {
			up.a, up.b = up.b, up.a
		}
		if p.Y < up.a.Y || p.Y >= up.b.Y || orientation(up.a, up.b, p) >= 0 {
			continue
		}
		if at < 0 || up.eastOf(nearest) {
			nearest, at = up, item.segment()
		}
	}
	if at < 0 {
		return 0, false
	}
	line := s.lines.lineAt(at)
	if s.lines.points[at].Y < s.lines.points[at+1].Y {
		return 2*line + 1, true
	}
	return 2 * line, true
}

func (w *westward) widestOf(band int) int64 {
	if w.widest[band] < 0 {
		w.widest[band] = 0
		for _, item := range w.sweep.band(band) {
			s := w.sweep.segment(item.segment())
			w.widest[band] = max(w.widest[band], int64(max(s.a.X, s.b.X))-int64(item.minX()))
		}
	}
	return w.widest[band]
}

// eastOf tells whether a segment lies east of another one at the latitudes that both span. Both go up, and do not cross.
func (s segment) eastOf(t segment) bool {
	if s.a.Y >= t.a.Y {
		return cmp.Or(orientation(t.a, t.b, s.a), orientation(t.a, t.b, s.b)) < 0
	}
	return cmp.Or(orientation(s.a, s.b, t.a), orientation(s.a, s.b, t.b)) > 0
}
