package topo

import (
	"math/bits"

	"perimetre/geo"
)

// segment is one step of a line.
type segment struct{ a, b geo.Point }

// ends tells whether a point is one of the ends.
func (s segment) ends(p geo.Point) bool { return p == s.a || p == s.b }

// reaches tells whether a point lies on a segment, its ends excepted; when pixel is set, whether the segment passes through
// the pixel of the point: the square of one step around it, without its border.
func (s segment) reaches(p geo.Point, pixel bool) bool {
	if s.ends(p) ||
		p.X < min(s.a.X, s.b.X) || p.X > max(s.a.X, s.b.X) || p.Y < min(s.a.Y, s.b.Y) || p.Y > max(s.a.Y, s.b.Y) {
		return false
	}
	if !pixel {
		return orientation(s.a, s.b, p) == 0
	}
	// The line ax + by = c passes within half a step of p in both coordinates when 2|distance| < |a| + |b|, the distance
	// being taken in units of the normal (a, b).
	dx, dy := int64(s.b.X)-int64(s.a.X), int64(s.b.Y)-int64(s.a.Y)
	off := int128{0, cross(dx, dy, int64(p.X)-int64(s.a.X), int64(p.Y)-int64(s.a.Y))}
	return off.plus(off).compare(int128{0, magnitude(dx) + magnitude(dy)}) < 0
}

// crosses tells whether two segments cross inside both of them.
func (s segment) crosses(t segment) bool {
	return orientation(s.a, s.b, t.a)*orientation(s.a, s.b, t.b) < 0 &&
		orientation(t.a, t.b, s.a)*orientation(t.a, t.b, s.b) < 0
}

// canonical puts the lower end first.
func (s segment) canonical() segment {
	if s.a.Compare(s.b) > 0 {
		return segment{s.b, s.a}
	}
	return s
}

// compare orders segments by their ends.
func (s segment) compare(t segment) int {
	if c := s.a.Compare(t.a); c != 0 {
		return c
	}
	return s.b.Compare(t.b)
}

// crossing gives the grid point nearest to where two segments cross. It is a function of the two, not of their order nor
// of their directions.
//
// From the lower one's a, along d = b - a, the other one e from c is met at the share ((c-a) × e) / (d × e) of d. Products
// of differences fit 65 bits, and with a sign 64: their quotient by 128-bit division is exact.
func (s segment) crossing(t segment) geo.Point {
	s, t = s.canonical(), t.canonical()
	if s.compare(t) > 0 {
		s, t = t, s
	}
	dx, dy := int64(s.b.X)-int64(s.a.X), int64(s.b.Y)-int64(s.a.Y)
	ex, ey := int64(t.b.X)-int64(t.a.X), int64(t.b.Y)-int64(t.a.Y)
	cx, cy := int64(t.a.X)-int64(s.a.X), int64(t.a.Y)-int64(s.a.Y)
	whole := cross(dx, dy, ex, ey)
	part := cross(cx, cy, ex, ey)
	along := func(d int64) int64 {
		hi, lo := bits.Mul64(part, magnitude(d))
		quotient, rest := bits.Div64(hi, lo, whole)
		if rest >= whole-rest {
			quotient++
		}
		if d < 0 {
			return -int64(quotient)
		}
		return int64(quotient)
	}
	return geo.Point{X: int32(int64(s.a.X) + along(dx)), Y: int32(int64(s.a.Y) + along(dy))}
}

// cross is the magnitude of the cross product of two vectors between grid points: at most 2 × 3.6e9 × 1.8e9, which 64 bits
// hold.
func cross(dx, dy, ex, ey int64) uint64 {
	p := product(dx, ey).plus(product(dy, ex).negated())
	if p.sign() < 0 {
		p = p.negated()
	}
	return p.lo
}
