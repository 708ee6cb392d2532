// Package drawing makes test coverages and editions from maps drawn in text.
//
// A drawing is a map of square cells: a letter is a unit, a dot is nobody's. The first line is the northernmost.
//
//	AAB
//	A.B
//	CCC
package drawing

import (
	"fmt"
	"slices"
	"strings"

	"perimetre/geo"
)

// Drawing is a map of cells. A bent one is sheared, so that no edge runs along an axis.
type Drawing struct {
	Rows []string
	Bent bool
}

// Draw reads a map; lines may be indented.
func Draw(picture string) Drawing { return Drawing{Rows: strings.Fields(picture)} }

// Units gives the letters in alphabetical order.
func (d Drawing) Units() []byte {
	letters := []byte(strings.ReplaceAll(strings.Join(d.Rows, ""), ".", ""))
	slices.Sort(letters)
	return slices.Compact(letters)
}

// Cells gives the cells of a letter, one polygon each.
func (d Drawing) Cells(letter byte) geo.MultiPolygon {
	var cells geo.MultiPolygon
	for row, line := range d.Rows {
		for col := range len(line) {
			if line[col] == letter {
				cells = append(cells, d.cell(col, len(d.Rows)-1-row))
			}
		}
	}
	return cells
}

func (d Drawing) cell(x, y int) geo.Polygon {
	return geo.Polygon{{d.at(x, y), d.at(x+1, y), d.at(x+1, y+1), d.at(x, y+1), d.at(x, y)}}
}

// at gives a corner of the map: cells are a tenth of a degree wide, east of longitude 2 and north of latitude 46.
func (d Drawing) at(x, y int) geo.Point {
	const step = geo.GridPerDegree / 10
	if d.Bent {
		return geo.Point{X: int32(2*10*step + 7*x*step + 3*y*step), Y: int32(46*10*step + 11*y*step/2 - 2*x*step)}
	}
	return geo.Point{X: int32(20*step + x*step), Y: int32(460*step + y*step)}
}

// Flood counts what a group of letters dissolves into, by flooding the cells of the drawing with a margin around it:
// polygons are the regions of its cells joined by edges; the holes of each are the regions of all other cells, less the
// one that is around everything.
func (d Drawing) Flood(letters string) (polygons, holes int) {
	width, height := len(d.Rows[0])+2, len(d.Rows)+2
	type cell struct{ x, y int }
	in := func(c cell) bool {
		return c.x > 0 && c.y > 0 && c.x < width-1 && c.y < height-1 &&
			strings.IndexByte(letters, d.Rows[c.y-1][c.x-1]) >= 0
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

// Edition makes an edition of a drawing: a commune a letter, in one département of one région. Groupings are written as
// letters, and so are the members of territories; see [Commune] and [EPCI] for the identifiers.
func (d Drawing) Edition(groupings, territories []string) *geo.Edition {
	e := &geo.Edition{
		Vintage:      2025,
		Departements: []geo.Division{{Code: "01", Name: "Ouest"}, {Code: "02", Name: "Est"}},
		Regions:      []geo.Division{{Code: "11", Name: "Nord"}, {Code: "24", Name: "Sud"}},
	}
	for _, letter := range d.Units() {
		e.Communes = append(e.Communes, geo.Commune{
			Code: Commune(letter), Name: string(letter), Population: 100, Departement: "01", Region: "11",
			Geometry: d.Outline(letter),
		})
	}
	for i, letters := range groupings {
		g := geo.Grouping{SIREN: EPCI(i), Name: "CC " + letters, Nature: "CC"}
		for j := range len(letters) {
			g.Communes = append(g.Communes, Commune(letters[j]))
		}
		e.Groupings = append(e.Groupings, g)
	}
	for i, letters := range territories {
		t := geo.Territory{ID: fmt.Sprintf("ti-%02d", i+1), Name: "Territoire " + letters, Region: "11"}
		for j := range len(letters) {
			t.Members = append(t.Members, geo.Member{ID: string(Commune(letters[j]))})
		}
		e.Territories = append(e.Territories, t)
	}
	return e
}

// Commune is the INSEE code of a letter: A is 01001.
func Commune(letter byte) geo.Code { return geo.Code(fmt.Sprintf("01%03d", int(letter-'A')+1)) }

// EPCI is the SIREN of the grouping of that number, from 0: its Luhn key is right.
func EPCI(i int) geo.SIREN {
	for key := range 10 {
		if siren := geo.SIREN(fmt.Sprintf("2000%04d%d", i, key)); siren.Valid() {
			return siren
		}
	}
	panic("a SIREN has a Luhn key")
}
