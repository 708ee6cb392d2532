package topo

import (
	"cmp"
	"math/bits"

	"perimetre/geo"
)

// int128 is a signed sum that cannot overflow on the grid: areas of whole countries stay exact.
// The zero value is zero.
type int128 struct {
	hi int64
	lo uint64
}

func (a int128) plus(b int128) int128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return int128{a.hi + b.hi + int64(carry), lo}
}

func (a int128) plusInt(b int64) int128 { return a.plus(int128{b >> 63, uint64(b)}) }

func (a int128) negated() int128 { return int128{^a.hi, ^a.lo}.plusInt(1) }

// float is the nearest float64, to one rounding more.
func (a int128) float() float64 {
	if a.hi < 0 {
		return -a.negated().float()
	}
	return float64(float64(a.hi)*(1<<64)) + float64(a.lo)
}

func (a int128) sign() int {
	switch {
	case a.hi < 0:
		return -1
	case a.hi > 0 || a.lo > 0:
		return 1
	}
	return 0
}

func (a int128) compare(b int128) int {
	if c := cmp.Compare(a.hi, b.hi); c != 0 {
		return c
	}
	return cmp.Compare(a.lo, b.lo)
}

// twiceArea is the sum of the trapezoids under a line, which for a closed line is twice its signed area in
// square grid steps: positive when counter-clockwise. A term is at most 3.6e9 × 1.8e9, within an int64.
func twiceArea(points []geo.Point) int128 {
	var sum int128
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		sum = sum.plusInt((int64(p.X) - int64(q.X)) * (int64(p.Y) + int64(q.Y)))
	}
	return sum
}

// orientation is the side of the line a→b on which c lies: 1 left, -1 right, 0 on it. The two products are
// compared, never subtracted, so that they stay within an int64.
func orientation(a, b, c geo.Point) int {
	return cmp.Compare(
		(int64(b.X)-int64(a.X))*(int64(c.Y)-int64(a.Y)),
		(int64(b.Y)-int64(a.Y))*(int64(c.X)-int64(a.X)))
}

// turn is a direction, and its order around the circle, counter-clockwise from east.
type turn struct{ dx, dy int64 }

func direction(from, to geo.Point) turn {
	return turn{int64(to.X) - int64(from.X), int64(to.Y) - int64(from.Y)}
}

func (t turn) compare(u turn) int {
	if c := cmp.Compare(t.half(), u.half()); c != 0 {
		return c
	}
	return cmp.Compare(t.dy*u.dx, t.dx*u.dy)
}

// half is 0 for directions from east up to but not west, 1 from west on.
func (t turn) half() int {
	if t.dy > 0 || t.dy == 0 && t.dx > 0 {
		return 0
	}
	return 1
}

// product multiplies without overflow.
func product(a, b int64) int128 {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	p := int128{int64(hi), lo}
	if (a < 0) != (b < 0) {
		return p.negated()
	}
	return p
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}
