package miniature

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// land is the cells that are not sea: three landmasses.
type land struct {
	mainland []int // ascending
	island   []int // ascending
	islet    int   // a cell
}

// newLand raises the cells that stand highest on a rough hill, and keeps the largest piece of it without its lakes; then an
// island and an islet off its coast. It fails when the sea has no room for them.
func newLand(m *mesh, random *rand.Rand) (l land, ok bool) {
	const cells, islandCells = 2300, 30
	l.mainland = m.withoutLakes(m.largestPiece(highest(m, random, cells)))

	away := m.steps(l.mainland)
	offshore := func(cell int) bool { return away[cell] >= 3 && fromRim(cell) >= 2 }
	var candidates []int
	for cell := range m.at {
		if offshore(cell) && away[cell] == 5 {
			candidates = append(candidates, cell)
		}
	}
	if len(candidates) == 0 {
		return l, false
	}
	heart := candidates[random.IntN(len(candidates))]
	near := m.flood(heart, offshore)
	slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(distance(m.at[heart], m.at[a]), distance(m.at[heart], m.at[b])) })
	shore := near[:min(len(near), islandCells*4/3)]
	random.Shuffle(len(shore), func(i, j int) { shore[i], shore[j] = shore[j], shore[i] })
	shore = append(shore[:len(shore)*3/4:len(shore)*3/4], heart)
	l.island = m.withoutLakes(m.flood(heart, func(cell int) bool { return slices.Contains(shore, cell) }))

	awayFromIsland := m.steps(l.island)
	for cell := range m.at {
		if away[cell] == 2 && awayFromIsland[cell] >= 3 && fromRim(cell) >= 2 {
			l.islet = cell
			return l, len(l.island) >= islandCells/2
		}
	}
	return l, false
}

// highest gives the n highest cells of a hill with the roughness of noise at two scales.
func highest(m *mesh, random *rand.Rand, n int) []int {
	broad, fine := newNoise(random, 14), newNoise(random, 5)
	height := make([]int, len(m.at))
	var cells []int
	for cell := range m.at {
		if fromRim(cell) < 4 {
			continue
		}
		column, row := cell%columns, cell/columns
		x, y := 2048*column/columns-1024, 2048*row/rows-1024
		height[cell] = -2*(x*x+y*y)/1024 + broad.at(column, row)*5/4 + fine.at(column, row)/2
		cells = append(cells, cell)
	}
	slices.SortStableFunc(cells, func(a, b int) int { return cmp.Compare(height[b], height[a]) })
	return cells[:n]
}

// largestPiece gives the largest connected part of some cells.
func (m *mesh) largestPiece(cells []int) []int {
	left := map[int]bool{}
	for _, cell := range cells {
		left[cell] = true
	}
	var largest []int
	for _, cell := range cells {
		if !left[cell] {
			continue
		}
		piece := m.flood(cell, func(next int) bool { return left[next] })
		for _, member := range piece {
			delete(left, member)
		}
		if len(piece) > len(largest) {
			largest = piece
		}
	}
	return largest
}

// withoutLakes gives everything that the open sea does not reach, ascending. The cell after the corner is open sea.
func (m *mesh) withoutLakes(cells []int) []int {
	land, sea := make([]bool, len(m.at)), make([]bool, len(m.at))
	for _, cell := range cells {
		land[cell] = true
	}
	for _, cell := range m.flood(columns+1, func(next int) bool { return !land[next] }) {
		sea[cell] = true
	}
	var dry []int
	for cell := range m.at {
		if !sea[cell] && fromRim(cell) > 0 {
			dry = append(dry, cell)
		}
	}
	return dry
}

// noise is values at the nodes of a square lattice, from 0 to 1023, and smooth in between.
type noise struct {
	values []int
	step   int // cells between nodes
	width  int // nodes in a row
}

func newNoise(random *rand.Rand, step int) noise {
	n := noise{step: step, width: columns/step + 2}
	for range n.width * (rows/step + 2) {
		n.values = append(n.values, random.IntN(1024))
	}
	return n
}

func (n noise) at(column, row int) int {
	node := row/n.step*n.width + column/n.step
	across, up := smooth(column%n.step*1024/n.step), smooth(row%n.step*1024/n.step)
	low := mix(n.values[node], n.values[node+1], across)
	high := mix(n.values[node+n.width], n.values[node+n.width+1], across)
	return mix(low, high, up)
}

func mix(a, b, t int) int { return a + (b-a)*t/1024 }

// smooth is 3t² − 2t³ in 1024ths.
func smooth(t int) int { return t * t * (3*1024 - 2*t) / (1024 * 1024) }
