package mvt

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// mosaic is a square of cells, each cut in two triangles by one of its diagonals. Every triangle belongs to a unit, or to none.
// Units meet, touch and surround each other in every way: along the sides of a window and at its corners too. Every other line
// of corners is straight: a window may have its sides there.
type mosaic struct {
	n         int32
	corners   []geo.Point // of cells, n+1 a row
	triangles [][3]int32  // by their corners, counter-clockwise
	units     []int32     // by triangle
}

// spacing is how far corners of cells are apart, before they are moved.
const spacing = 10

// drawMosaic draws a mosaic, of much of unit 0 so that it is large and has holes.
func drawMosaic(t *rapid.T, n, units int32) mosaic {
	m := mosaic{n: n}
	most := rapid.IntRange(0, 9).Draw(t, "tenths of unit 0")
	move := rapid.Int32Range(-2, 2)
	for y := range n + 1 {
		for x := range n + 1 {
			p := geo.Point{X: spacing * x, Y: spacing * y}
			if x%2 == 1 {
				p.X += move.Draw(t, "dx")
			}
			if y%2 == 1 {
				p.Y += move.Draw(t, "dy")
			}
			m.corners = append(m.corners, p)
		}
	}
	at := func(x, y int32) int32 { return y*(n+1) + x }
	unit := func() int32 {
		if rapid.IntRange(0, 9).Draw(t, "tenth") < most {
			return 0
		}
		return rapid.Int32Range(topo.Outside, units-1).Draw(t, "unit")
	}
	for y := range n {
		for x := range n {
			a, b, c, d := at(x, y), at(x+1, y), at(x+1, y+1), at(x, y+1)
			pair := [2][3]int32{{a, b, c}, {a, c, d}}
			if rapid.Bool().Draw(t, "diagonal") {
				pair = [2][3]int32{{a, b, d}, {b, c, d}}
			}
			first := unit()
			second := first
			if rapid.IntRange(0, 2).Draw(t, "alike") == 0 {
				second = unit()
			}
			m.triangles = append(m.triangles, pair[0], pair[1])
			m.units = append(m.units, first, second)
		}
	}
	return m
}

func (m *mosaic) scale(units int) *scale {
	var pieces []topo.Piece
	for i, triangle := range m.triangles {
		if m.units[i] == topo.Outside {
			continue
		}
		a, b, c := m.corners[triangle[0]], m.corners[triangle[1]], m.corners[triangle[2]]
		pieces = append(pieces, topo.Piece{Unit: m.units[i], Geometry: geo.MultiPolygon{{{a, b, c, a}}}})
	}
	c, _ := topo.Build(units, pieces, topo.Tolerance{})
	group := make([]int32, units)
	for i := range group {
		group[i] = int32(i)
	}
	s := &scale{}
	s.levels[0] = s.polygons(s.cut(c), c.Dissolve(group, units))
	return s
}

// areas gives twice the area of each part of a unit inside a window, ascending: triangles that share a side are of one part.
func (m *mosaic) areas(unit int32, window geo.Box) []int64 {
	sides := map[[2]int32]int{} // by side: a triangle
	part := make([]int, len(m.triangles))
	var find func(i int) int
	find = func(i int) int {
		if part[i] != i {
			part[i] = find(part[i])
		}
		return part[i]
	}
	sum := map[int]int64{}
	inside := func(i int) bool {
		if m.units[i] != unit {
			return false
		}
		for _, corner := range m.triangles[i] {
			if !holds(window, geo.Box{Min: m.corners[corner], Max: m.corners[corner]}) {
				return false
			}
		}
		return true
	}
	for i, t := range m.triangles {
		part[i] = i
		if !inside(i) {
			continue
		}
		for k := range 3 {
			a, b := t[k], t[(k+1)%3]
			if other, ok := sides[[2]int32{b, a}]; ok {
				part[find(i)] = find(other)
			}
			sides[[2]int32{a, b}] = i
		}
	}
	for i, t := range m.triangles {
		if inside(i) {
			sum[find(i)] += twice([]geo.Point{m.corners[t[0]], m.corners[t[1]], m.corners[t[2]]})
		}
	}
	var areas []int64
	for _, area := range sum {
		areas = append(areas, area)
	}
	slices.Sort(areas)
	return areas
}

// twice is twice the area of a ring, positive when it is counter-clockwise.
func twice(ring []geo.Point) (sum int64) {
	before := ring[len(ring)-1]
	for _, p := range ring {
		sum += int64(before.X)*int64(p.Y) - int64(p.X)*int64(before.Y)
		before = p
	}
	return sum
}

// clipped gives the polygons of a unit inside a window: shells, then their holes.
func clipped(s *scale, unit int32, window geo.Box) [][][]geo.Point {
	f := &s.levels[0]
	var c clipper
	c.reset(s, window)
	var found [][][]geo.Point
	whole := func(line int32) (ring []geo.Point) {
		for _, ref := range f.pieces[f.refs[line]:f.refs[line+1]] {
			ring = s.appendPiece(ring, ref)
			ring = ring[:len(ring)-1] // the next piece begins there
		}
		return ring
	}
	for part := f.parts[unit]; part < f.parts[unit+1]; part++ {
		if holds(window, f.boxes[f.lines[part]]) {
			var polygon [][]geo.Point
			for line := f.lines[part]; line < f.lines[part+1]; line++ {
				polygon = append(polygon, whole(line))
			}
			found = append(found, polygon)
			continue
		}
		c.polygon(f, part)
		for i, shell := range c.rings {
			if shell.twice <= 0 {
				continue
			}
			polygon := [][]geo.Point{slices.Clone(c.points[shell.from:shell.to])}
			for _, hole := range c.rings {
				if hole.twice > 0 || hole.shell != int32(i) {
					continue
				}
				if hole.line >= 0 {
					polygon = append(polygon, whole(hole.line))
				} else {
					polygon = append(polygon, slices.Clone(c.points[hole.from:hole.to]))
				}
			}
			found = append(found, polygon)
		}
		for _, ring := range c.rings {
			if ring.twice <= 0 && ring.shell < 0 {
				return nil // a hole in no shell: no area is right
			}
		}
	}
	return found
}

// TestClippedPolygonsTileTheWindow holds what windows have of each unit against the triangles inside them: as many polygons as
// there are parts, of the same areas to the last half square, all of them valid.
func TestClippedPolygonsTileTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const units, cells = 3, 8
		m := drawMosaic(t, cells, units)
		s := m.scale(units)
		for side := int32(2); side <= cells+2; side += 2 {
			for west := int32(-2); west+side <= cells+2; west += 2 {
				for south := int32(-2); south+side <= cells+2; south += 2 {
					window := geo.Box{
						Min: geo.Point{X: spacing * west, Y: spacing * south},
						Max: geo.Point{X: spacing * (west + side), Y: spacing * (south + side)},
					}
					for unit := range int32(units) {
						m.compare(t, s, unit, window)
					}
				}
			}
		}
	})
}

// compare holds what a window has of a unit against the triangles inside it.
func (m *mosaic) compare(t *rapid.T, s *scale, unit int32, window geo.Box) {
	var areas []int64
	for _, polygon := range clipped(s, unit, window) {
		area := int64(0)
		for i, ring := range polygon {
			if (twice(ring) > 0) != (i == 0) {
				t.Errorf("unit %d in %v: ring %d of %v is wound the wrong way", unit, window, i, polygon)
			}
			area += twice(ring)
		}
		areas = append(areas, area)
		if fault := invalid(polygon); fault != "" {
			t.Errorf("unit %d in %v: %s: %v", unit, window, fault, polygon)
		}
	}
	slices.Sort(areas)
	if want := m.areas(unit, window); !slices.Equal(areas, want) {
		t.Errorf("unit %d in %v: twice the areas are %v, want %v: %v", unit, window, areas, want, clipped(s, unit, window))
	}
}

// invalid says what is wrong with a polygon by OGC Simple Features, that its interior is of one part left aside.
func invalid(polygon [][]geo.Point) string {
	type segment struct{ a, b geo.Point }
	var segments []segment
	for _, ring := range polygon {
		seen := map[geo.Point]bool{}
		before := ring[len(ring)-1]
		for _, p := range ring {
			if seen[p] {
				return "a ring passes twice through a point"
			}
			seen[p] = true
			segments = append(segments, segment{before, p})
			before = p
		}
	}
	side := func(s segment, p geo.Point) int64 {
		return int64(s.b.X-s.a.X)*int64(p.Y-s.a.Y) - int64(s.b.Y-s.a.Y)*int64(p.X-s.a.X)
	}
	sign := func(v int64) int64 { return min(1, max(-1, v)) }
	for i, s := range segments {
		for _, o := range segments[i+1:] {
			if sign(side(s, o.a))*sign(side(s, o.b)) < 0 && sign(side(o, s.a))*sign(side(o, s.b)) < 0 {
				return "two segments cross"
			}
			if s.a == o.b && s.b == o.a {
				return "a segment is there twice"
			}
		}
	}
	for _, hole := range polygon[1:] {
		inside := false
		middle := geo.Point{X: hole[0].X + hole[1].X, Y: hole[0].Y + hole[1].Y}
		before := polygon[0][len(polygon[0])-1]
		for _, p := range polygon[0] {
			if crossesRay(before, p, middle) {
				inside = !inside
			}
			before = p
		}
		if !inside {
			return "a hole is outside of its shell"
		}
	}
	return ""
}
