package miniature

import (
	"math/rand/v2"
	"slices"

	"perimetre/geo"
)

// The mesh: its size in cells, and where and how far apart, in grid steps, their middles are: about 4.5 km.
const (
	columns, rows = 88, 80
	west, south   = -204_000_000, 441_000_000
	stepX, stepY  = 570_000, 350_000
)

// mesh is hexagonal cells that tile a rectangle. A cell stands around a point of a bent triangular lattice, and has a
// corner in each of the six triangles that meet there. near lists its six neighbours counter-clockwise from east; the cells
// of the rim have none.
type mesh struct {
	graph
	random  *rand.Rand
	pinch   [2]int                 // two cells whose common border is shrunk to a point
	borders map[[2]int][]geo.Point // by two cells, the lower first, which has the border's left side
}

func newMesh(random *rand.Rand) *mesh {
	m := &mesh{random: random, pinch: [2]int{-1, -1}, borders: map[[2]int][]geo.Point{}}
	for row := range rows {
		for column := range columns {
			m.at = append(m.at, geo.Point{
				X: int32(west + column*stepX + row%2*stepX/2 + random.IntN(stepX*6/10) - stepX*3/10),
				Y: int32(south + row*stepY + random.IntN(stepY*6/10) - stepY*3/10),
			})
			m.near = append(m.near, neighbours(row*columns+column))
		}
	}
	return m
}

// fromRim counts the cells between a cell and the rim of the mesh: 0 on the rim.
func fromRim(cell int) int {
	column, row := cell%columns, cell/columns
	return min(column, columns-1-column, row, rows-1-row)
}

func neighbours(cell int) []int {
	if fromRim(cell) == 0 {
		return nil
	}
	east := cell + cell/columns%2 // odd rows stand half a cell to the east
	return []int{cell + 1, east + columns, east + columns - 1, cell - 1, east - columns - 1, east - columns}
}

// corner is where three cells meet.
func (m *mesh) corner(a, b, c int) geo.Point {
	p, q := m.pinch[0], m.pinch[1]
	corner := []int{a, b, c}
	if slices.Contains(corner, p) && slices.Contains(corner, q) {
		return middle(m.at[p], m.at[q])
	}
	return middle(m.at[a], m.at[b], m.at[c])
}

// border gives the border between a cell and its neighbour number k, with the cell on its left.
func (m *mesh) border(cell, k int) []geo.Point {
	other := m.near[cell][k]
	if cell > other {
		border := slices.Clone(m.border(other, slices.Index(m.near[other], cell)))
		slices.Reverse(border)
		return border
	}
	border, drawn := m.borders[[2]int{cell, other}]
	if !drawn {
		before, after := m.near[cell][(k+5)%6], m.near[cell][(k+1)%6]
		from, to := m.corner(cell, before, other), m.corner(cell, other, after)
		border = []geo.Point{from}
		if from != to {
			border = m.wander(border, from, m.at[cell], to, m.at[other], 3)
		}
		m.borders[[2]int{cell, other}] = border
	}
	return border
}

// wander draws an irregular line from a to c that stays within the quadrilateral abcd: it goes through a point near the
// middle, and wanders before and after it within two quarters that meet there only. Lines in quadrilaterals that do not
// overlap never cross. Source: A. Patel, Polygonal map generation for games (2010), noisy edges.
func (m *mesh) wander(line []geo.Point, a, b, c, d geo.Point, depth int) []geo.Point {
	if depth == 0 {
		return append(line, c)
	}
	p, q := 256+m.random.IntN(512), 256+m.random.IntN(512)
	ad, bc, ab, dc := along(a, d, p), along(b, c, p), along(a, b, q), along(d, c, q)
	via := along(ad, bc, q)
	line = m.wander(line, a, ab, via, ad, depth-1)
	return m.wander(line, via, bc, c, dc, depth-1)
}

// along is the point n/1024 of the way from p to q.
func along(p, q geo.Point, n int) geo.Point {
	return geo.Point{
		X: p.X + int32((int64(q.X)-int64(p.X))*int64(n)/1024),
		Y: p.Y + int32((int64(q.Y)-int64(p.Y))*int64(n)/1024),
	}
}

// outline gives the polygons that cells cover. Where there is a hole, there is one polygon.
func (m *mesh) outline(cells []int) geo.MultiPolygon {
	var shells, holes []geo.Ring
	drawn := map[[2]int]bool{}
	for _, cell := range cells {
		for k, other := range m.near[cell] {
			if drawn[[2]int{cell, k}] || slices.Contains(cells, other) {
				continue
			}
			if ring := m.ring(cells, cell, k, drawn); counterClockwise(ring) {
				shells = append(shells, ring)
			} else {
				holes = append(holes, ring)
			}
		}
	}
	polygons := make(geo.MultiPolygon, len(shells))
	for i, shell := range shells {
		polygons[i] = geo.Polygon{shell}
	}
	polygons[0] = append(polygons[0], holes...)
	return polygons
}

// ring follows the outline of cells from one border until it comes back, with the cells on its left.
func (m *mesh) ring(cells []int, cell, k int, drawn map[[2]int]bool) geo.Ring {
	var ring geo.Ring
	for !drawn[[2]int{cell, k}] {
		drawn[[2]int{cell, k}] = true
		border := m.border(cell, k)
		ring = append(ring, border[:len(border)-1]...)
		// At the corner that follows, the outline turns around this cell, or goes on along the next one.
		outer := m.near[cell][k]
		k = (k + 1) % 6
		if next := m.near[cell][k]; slices.Contains(cells, next) {
			cell, k = next, slices.Index(m.near[next], outer)
		}
	}
	return append(ring, ring[0])
}

func counterClockwise(ring geo.Ring) bool {
	var twice int64
	for i := 1; i < len(ring); i++ {
		p, q := ring[i-1], ring[i]
		twice += int64(p.X-ring[0].X)*int64(q.Y-ring[0].Y) - int64(q.X-ring[0].X)*int64(p.Y-ring[0].Y)
	}
	return twice > 0
}
