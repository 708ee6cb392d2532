package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// Repair is a change that [Mend] made.
type Repair struct {
	Kind   DefectKind       // what was mended: Overlap, Gap, VertexNear, or a fault within one unit or without ground
	Before []int32          // the units that claimed the ground, or whose border it was, ascending; none for a gap
	After  int32            // the unit that has it now, -1 where no ground changed hands
	At     geo.Point        // the lowest vertex of the ground
	Area   float64          // m² that moved
	Ground geo.MultiPolygon // that moved, one polygon; nil where none did
}

// mostMends is how often Mend begins again when vertices that it moved leave something new to mend.
const mostMends = 16

// Mend builds the coverage of n units as [Build] does, and mends what is narrower than a width, in metres.
//
// Every narrow gap and overlap goes to one unit: the one that has the longest border with it, for an overlap among those
// that claim it. Vertices nearer than the tolerance become one. Both are done until nothing is left to do, sixteen times at most.
// It gives the coverage that results, what was changed, by kind and then by place, and the defects that are left: what is wider.
//
// A gap that absent tells to be meant stays nobody's, however narrow. It may be nil: then none is.
func Mend(
	n int, pieces []Piece, tolerance Tolerance, width float64, absent func(gap geo.MultiPolygon) bool,
) (*Coverage, []Repair, []Defect) {
	if absent == nil {
		absent = func(geo.MultiPolygon) bool { return false }
	}
	b := build(n, pieces, tolerance)
	var repairs []Repair
	for _, d := range b.defects.sorted() {
		inOneUnit := len(d.Units) == 1 && d.Claims != 0
		if (d.Ground == nil || inOneUnit) && d.Kind != VertexNear && d.Kind != RingWinding {
			repairs = append(repairs, Repair{Kind: d.Kind, Before: d.Units, After: -1, At: d.At, Area: d.Area, Ground: d.Ground})
		}
	}
	for range mostMends {
		given, grounds := b.coverage.give(width, absent)
		pieces = given.pieces()
		b = build(n, pieces, tolerance)
		moves := joined(pieces, b.near)
		repairs = slices.Concat(repairs, grounds, moves)
		if len(moves) == 0 {
			break
		}
		b = build(n, pieces, tolerance)
	}
	slices.SortFunc(repairs, Repair.compare)
	return b.coverage, repairs, b.defects.sorted()
}

func (r Repair) compare(s Repair) int {
	return cmp.Or(cmp.Compare(r.Kind, s.Kind), r.At.Compare(s.At), slices.Compare(r.Before, s.Before),
		cmp.Compare(r.After, s.After), cmp.Compare(r.Area, s.Area), compareGround(r.Ground, s.Ground))
}

// give gives every narrow ground to a unit, but for gaps that are meant. The outer border of the whole does not move, and no
// vertex does.
//
// Where narrow grounds touch each other they are given away in rounds: in each of them only borders with ground that
// belongs to one unit count. Overlaps that border on none go to the first of their owners, and gaps beside those follow
// them. A gap that wide overlaps surround stays as it is.
func (c *Coverage) give(width float64, absent func(gap geo.MultiPolygon) bool) (*Coverage, []Repair) {
	r := newRepairer(c, width, absent)
	for r.round() {
	}
	for i := range r.grounds {
		if g := &r.grounds[i]; g.after < 0 && len(g.before) > 0 {
			g.after = g.before[0]
		}
	}
	for r.round() {
	}
	return r.coverage(), r.repairs()
}

// pieces gives the shape of each unit.
func (c *Coverage) pieces() []Piece {
	pieces := make([]Piece, c.units)
	for unit, shape := range c.shapes() {
		pieces[unit] = Piece{int32(unit), c.Geometry(shape)}
	}
	return pieces
}

// repairer holds the narrow grounds of a coverage.
type repairer struct {
	c       *Coverage
	grounds []narrow
	on      []int32 // by half: the narrow ground on its left, -1 when there is none
}

// narrow is a gap or an overlap to be given away.
type narrow struct {
	Defect
	polygon Polygon
	before  []int32
	after   int32 // -1 until it is given away
}

func newRepairer(c *Coverage, width float64, absent func(gap geo.MultiPolygon) bool) *repairer {
	r := &repairer{c: c, on: make([]int32, 2*c.NumArcs())}
	for i := range r.on {
		r.on[i] = -1
	}
	of := func(side int32) int32 {
		if side == Outside || int(side) >= c.units {
			return max(0, side-int32(c.units)+1) // 0 is Outside
		}
		return None
	}
	s := newStitcher(c)
	for i, sides := range c.sides {
		s.bound(ArcRef(i), of(sides[0]), of(sides[1]))
	}
	for i, shape := range s.shapes(1 + len(c.shared)) {
		var owners []int32
		if i > 0 {
			owners = c.shared[i-1]
		}
		for _, polygon := range shape {
			d := newDefect(Overlap, c.Geometry(Shape{polygon}), owners)
			if d.Width >= width || len(owners) == 0 && absent(d.Ground) {
				continue
			}
			for _, ring := range polygon {
				for _, ref := range ring {
					r.on[ref.half()] = int32(len(r.grounds))
				}
			}
			r.grounds = append(r.grounds, narrow{d, polygon, owners, -1})
		}
	}
	return r
}

// owner is the one unit on the left of a half, -1 when there is none yet.
func (r *repairer) owner(ref ArcRef) int32 {
	if ground := r.on[ref.half()]; ground >= 0 {
		return r.grounds[ground].after
	}
	if side := r.c.left(ref); int(side) < r.c.units {
		return side
	}
	return -1
}

// round gives away the grounds that border on a unit, all at once, and tells whether there was one.
func (r *repairer) round() bool {
	given := map[int]int32{}
	for i, g := range r.grounds {
		if g.after >= 0 {
			continue
		}
		if unit := r.longest(g); unit >= 0 {
			given[i] = unit
		}
	}
	for i, unit := range given {
		r.grounds[i].after = unit
	}
	return len(given) > 0
}

// longest is the unit that has the longest border with a ground, the first of several, -1 when there is none.
func (r *repairer) longest(g narrow) int32 {
	borders := map[int32]float64{}
	for _, ring := range g.polygon {
		for _, ref := range ring {
			unit := r.owner(ref.Reverse())
			if unit >= 0 && (len(g.before) == 0 || slices.Contains(g.before, unit)) {
				borders[unit] += length(r.c.Arc(ref.Index()).Points)
			}
		}
	}
	best := int32(-1)
	for unit, border := range borders {
		if best < 0 || cmp.Or(cmp.Compare(border, borders[best]), cmp.Compare(best, unit)) > 0 {
			best = unit
		}
	}
	return best
}

// coverage makes the coverage in which the grounds have changed hands.
func (r *repairer) coverage() *Coverage {
	given := *r.c
	given.sides = slices.Clone(r.c.sides)
	for i := range given.sides {
		for side, ref := range [2]ArcRef{ArcRef(i), ArcRef(i).Reverse()} {
			if ground := r.on[ref.half()]; ground >= 0 && r.grounds[ground].after >= 0 {
				given.sides[i][side] = r.grounds[ground].after
			}
		}
	}
	made := &Coverage{units: r.c.units, shared: r.c.shared}
	made.chain(&given)
	return made
}

func (r *repairer) repairs() []Repair {
	var repairs []Repair
	for _, g := range r.grounds {
		if g.after < 0 {
			continue
		}
		kind := Overlap
		if len(g.before) == 0 {
			kind = Gap
		}
		repairs = append(repairs, Repair{kind, g.before, g.after, g.At, g.Area, g.Ground})
	}
	return repairs
}
