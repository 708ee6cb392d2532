package topo

import (
	"math/bits"
	"slices"

	"perimetre/geo"
	"perimetre/geo/parallel"
)

// sweep finds the pairs of segments that may meet: the map is cut into bands of latitude, and each band is swept by
// longitude, a segment being compared with those that begin before it ends. A segment is named by the index of its first
// point among those of all lines.
type sweep struct {
	lines  *lines
	margin int32 // steps around each segment within which another one is told too
	south  int64
	shift  uint // the height of a band is 2^shift steps
	start  []int32
	items  []bandItem // of band i: items[start[i]:start[i+1]], by longitude
}

// bandItem is a segment and its western end in one number, so that numbers sort as longitudes do.
type bandItem uint64

func newBandItem(k, minX int32) bandItem {
	return bandItem(uint64(uint32(minX)^1<<31)<<32 | uint64(uint32(k)))
}

func (i bandItem) segment() int32 { return int32(uint32(i)) }

func (i bandItem) minX() int32 { return int32(uint32(i>>32) ^ 1<<31) }

// segmentsABand is how many times the height of a usual segment a band is high: a segment is seldom in two, and has few
// others beside it.
const segmentsABand = 8

func newSweep(l *lines, margin int32) *sweep {
	s := &sweep{lines: l, margin: margin}
	south, north := int64(geo.MaxY), int64(-geo.MaxY)
	for _, p := range l.points {
		south, north = min(south, int64(p.Y)), max(north, int64(p.Y))
	}
	segments := len(l.points) - l.len()
	rise := uint64(0) // of all segments, from that of the points: lines end where others begin
	for i, p := range l.points[min(1, len(l.points)):] {
		rise += magnitude(int64(p.Y) - int64(l.points[i].Y))
	}
	for _, k := range l.first[1:max(1, l.len())] {
		rise -= magnitude(int64(l.points[k].Y) - int64(l.points[k-1].Y))
	}
	s.south = south - int64(margin)
	s.shift = uint(bits.Len64(segmentsABand * rise / uint64(segments+1)))
	for (north+int64(margin)-s.south)>>s.shift > int64(2*segments) {
		s.shift++ // a few small things far apart
	}
	n := max(0, (north+int64(margin)-s.south)>>s.shift+1)
	s.start = make([]int32, n+2)
	s.each(func(_ int32, a, b geo.Point) {
		for low, high := s.bands(a, b); low <= high; low++ {
			s.start[low+2]++
		}
	})
	for i := 1; i < len(s.start); i++ {
		s.start[i] += s.start[i-1]
	}
	s.items = make([]bandItem, s.start[len(s.start)-1])
	s.each(func(k int32, a, b geo.Point) {
		for low, high := s.bands(a, b); low <= high; low++ {
			s.items[s.start[low+1]] = newBandItem(k, min(a.X, b.X))
			s.start[low+1]++
		}
	})
	s.start = s.start[:n+1]
	parallel.Each(s.len(), func(band int) { slices.Sort(s.band(band)) })
	return s
}

// each visits every segment of the lines.
func (s *sweep) each(visit func(k int32, a, b geo.Point)) {
	for i := range s.lines.len() {
		for k := s.lines.first[i]; k < s.lines.first[i+1]-1; k++ {
			visit(k, s.lines.points[k], s.lines.points[k+1])
		}
	}
}

// bands gives the first and the last band that a segment is in, its margin included above.
func (s *sweep) bands(a, b geo.Point) (low, high int64) {
	if a.Y > b.Y {
		a, b = b, a
	}
	return (int64(a.Y) - s.south) >> s.shift, (int64(b.Y) + int64(s.margin) - s.south) >> s.shift
}

func (s *sweep) len() int { return len(s.start) - 1 }

func (s *sweep) band(i int) []bandItem { return s.items[s.start[i]:s.start[i+1]] }

func (s *sweep) segment(k int32) segment { return segment{s.lines.points[k], s.lines.points[k+1]} }

// pairs visits the pairs of segments whose boxes come within the margin of each other, each pair once, in an order that
// depends on the lines only, and gives what the visits found.
func pairs[T any](s *sweep, visit func(found []T, k, l int32, a, b segment) []T) []T {
	found := make([][]T, s.len())
	parallel.Each(s.len(), func(band int) {
		items := s.band(band)
		for i, item := range items {
			a := s.segment(item.segment())
			maxX := int64(max(a.a.X, a.b.X)) + int64(s.margin)
			low, high := min(a.a.Y, a.b.Y), max(a.a.Y, a.b.Y)
			for _, other := range items[i+1:] {
				if int64(other.minX()) > maxX {
					break
				}
				b := s.segment(other.segment())
				otherLow, otherHigh := min(b.a.Y, b.b.Y), max(b.a.Y, b.b.Y)
				if int64(otherLow) > int64(high)+int64(s.margin) || int64(low) > int64(otherHigh)+int64(s.margin) {
					continue
				}
				if (int64(max(low, otherLow))-s.south)>>s.shift != int64(band) {
					continue // the pair is in a lower band too, or in a higher one
				}
				found[band] = visit(found[band], item.segment(), other.segment(), a, b)
			}
		}
	})
	return slices.Concat(found...)
}
