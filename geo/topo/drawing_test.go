package topo

import (
	"slices"
	"strings"

	"perimetre/geo"
)

// drawing is a map of square cells: a letter is a unit, a dot is nobody's. The first line is the northernmost. Each
// cell is a piece of its own, so that building merges the cells of a unit. A bent drawing is sheared, so that no edge
// runs along an axis.
type drawing struct {
	rows []string
	bent bool
}

func draw(picture string) drawing {
	return drawing{rows: strings.Fields(picture)}
}

// units gives the letters in alphabetical order: unit i is the i-th.
func (d drawing) units() []byte {
	letters := []byte(strings.ReplaceAll(strings.Join(d.rows, ""), ".", ""))
	slices.Sort(letters)
	return slices.Compact(letters)
}

func (d drawing) pieces() []Piece {
	units := d.units()
	var pieces []Piece
	for row, line := range d.rows {
		for col := range len(line) {
			if unit := slices.Index(units, line[col]); unit >= 0 {
				pieces = append(pieces, Piece{int32(unit), geo.MultiPolygon{d.cell(col, len(d.rows)-1-row)}})
			}
		}
	}
	return pieces
}

func (d drawing) cell(x, y int) geo.Polygon {
	return geo.Polygon{{d.at(x, y), d.at(x+1, y), d.at(x+1, y+1), d.at(x, y+1), d.at(x, y)}}
}

func (d drawing) at(x, y int) geo.Point {
	if d.bent {
		return geo.Point{X: int32(7*x + 3*y), Y: int32(11*y - 2*x)}
	}
	return geo.Point{X: int32(x), Y: int32(y)}
}

// cellArea is twice the area of a cell in square grid steps.
func (d drawing) cellArea() int64 {
	if d.bent {
		return 2 * (7*11 + 3*2)
	}
	return 2
}

// flood counts what a group of letters dissolves into, by flooding the cells of the drawing with a margin around it:
// polygons are the regions of its cells joined by edges; the holes of each are the regions of all other cells, less the
// one that is around everything.
func (d drawing) flood(letters string) (polygons, holes int) {
	width, height := len(d.rows[0])+2, len(d.rows)+2
	type cell struct{ x, y int }
	in := func(c cell) bool {
		return c.x > 0 && c.y > 0 && c.x < width-1 && c.y < height-1 &&
			strings.IndexByte(letters, d.rows[c.y-1][c.x-1]) >= 0
	}
	regions := func(member func(cell) bool) (found []map[cell]bool) {
		seen := map[cell]bool{}
		for i := range width * height {
			region := map[cell]bool{}
			for queue := []cell{{i % width, i / width}}; len(queue) > 0; {
				c := queue[0]
				queue = queue[1:]
				if c.x < 0 || c.y < 0 || c.x >= width || c.y >= height || seen[c] || !member(c) {
					continue
				}
				seen[c], region[c] = true, true
				queue = append(queue, cell{c.x - 1, c.y}, cell{c.x + 1, c.y}, cell{c.x, c.y - 1}, cell{c.x, c.y + 1})
			}
			if len(region) > 0 {
				found = append(found, region)
			}
		}
		return found
	}
	for _, region := range regions(in) {
		polygons++
		holes += len(regions(func(c cell) bool { return !region[c] })) - 1
	}
	return polygons, holes
}
