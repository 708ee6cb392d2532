package seam

import "perimetre/internal/mvtcheck"

// Side is a side of a polygon or a part of a line, from one point to the next.
type Side [2]mvtcheck.Point

// Window is the square that tiles are cut to: from -Buffer to Extent + Buffer.
type Window struct{ Extent, Buffer int32 }

// cut tells whether a side lies along where tiles are cut: it is no border.
func (w Window) cut(s Side) bool {
	for _, at := range []int32{-w.Buffer, w.Extent + w.Buffer} {
		if s[0].X == at && s[1].X == at || s[0].Y == at && s[1].Y == at {
			return true
		}
	}
	return false
}

// Sides visits the sides of the polygons and lines of a feature, those where the tile is cut left out.
func (w Window) Sides(f mvtcheck.Feature, visit func(Side)) {
	side := func(p, q mvtcheck.Point) {
		if s := (Side{p, q}); !w.cut(s) {
			visit(s)
		}
	}
	for _, polygon := range f.Polygons {
		for _, ring := range polygon {
			for i, p := range ring {
				side(p, ring[(i+1)%len(ring)])
			}
		}
	}
	for _, line := range f.Lines {
		for i := 1; i < len(line); i++ {
			side(line[i-1], line[i])
		}
	}
}

// Outline gives the sides of the polygons of some features that no other polygon follows in the other direction.
func (w Window) Outline(features []mvtcheck.Feature) map[Side]bool {
	outline := map[Side]bool{}
	for _, f := range features {
		w.Sides(f, func(s Side) {
			if back := (Side{s[1], s[0]}); outline[back] {
				delete(outline, back)
			} else {
				outline[s] = true
			}
		})
	}
	return outline
}

// Apart gives the sides of a layer that one of two tiles has in the ground that both draw, and the other has not: by the id
// of their feature, in the coordinates of the first tile. The second one is dx columns to the east and dy rows to the south
// of the first. A side that leaves that ground is compared where both of its points lie within it.
func (w Window) Apart(a, b mvtcheck.Layer, dx, dy int32) []Side {
	type of struct {
		id uint64
		Side
	}
	shift := func(p mvtcheck.Point) mvtcheck.Point {
		return mvtcheck.Point{X: p.X + dx*w.Extent, Y: p.Y + dy*w.Extent}
	}
	west, east := max(0, dx)*w.Extent-w.Buffer, min(0, dx)*w.Extent+w.Extent+w.Buffer
	north, south := max(0, dy)*w.Extent-w.Buffer, min(0, dy)*w.Extent+w.Extent+w.Buffer
	common := func(p mvtcheck.Point) bool { return west <= p.X && p.X <= east && north <= p.Y && p.Y <= south }
	found := map[of]int{}
	gather := func(l mvtcheck.Layer, place func(mvtcheck.Point) mvtcheck.Point, count int) {
		for _, f := range l.Features {
			w.Sides(f, func(s Side) {
				s = Side{place(s[0]), place(s[1])}
				along := s[0].X == s[1].X && (s[0].X == west || s[0].X == east) || s[0].Y == s[1].Y && (s[0].Y == north || s[0].Y == south)
				if common(s[0]) && common(s[1]) && !along {
					found[of{f.ID, s}] += count
				}
			})
		}
	}
	gather(a, func(p mvtcheck.Point) mvtcheck.Point { return p }, 1)
	gather(b, shift, -1)
	var apart []Side
	for s, count := range found {
		if count != 0 {
			apart = append(apart, s.Side)
		}
	}
	return apart
}
