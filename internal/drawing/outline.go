package drawing

import (
	"slices"

	"perimetre/geo"
)

// corner is a place between cells; the south-west one of the drawing is 0, 0.
type corner struct{ x, y int }

// Outline gives the ground of a letter as files give it: a polygon for each region of cells joined by edges, its rings
// simple, shells counter-clockwise and holes clockwise.
func (d Drawing) Outline(letter byte) geo.MultiPolygon {
	var outline geo.MultiPolygon
	seen := map[corner]bool{}
	for y := range d.Rows {
		for x := range d.Rows[0] {
			if region := d.region(letter, corner{x, y}, seen); region != nil {
				outline = append(outline, d.polygon(region))
			}
		}
	}
	return outline
}

// region gives the cells of a letter that edges join to one, by their south-west corners; nil when it was seen before.
func (d Drawing) region(letter byte, from corner, seen map[corner]bool) (region []corner) {
	for queue := []corner{from}; len(queue) > 0; queue = queue[1:] {
		c := queue[0]
		if c.x < 0 || c.y < 0 || c.y >= len(d.Rows) || seen[c] {
			continue
		}
		row := d.Rows[len(d.Rows)-1-c.y]
		if c.x >= len(row) || row[c.x] != letter {
			continue
		}
		seen[c] = true
		region = append(region, c)
		queue = append(queue, corner{c.x - 1, c.y}, corner{c.x + 1, c.y}, corner{c.x, c.y - 1}, corner{c.x, c.y + 1})
	}
	return region
}

// polygon follows the edges of a region that have no cell of it on their right. Where four of them meet, either way on
// is good: a ring is closed as soon as it comes back to one of its corners. The shell is the one that goes farthest west.
func (d Drawing) polygon(region []corner) geo.Polygon {
	next := map[corner][]corner{}
	for _, c := range region {
		a, b, e, f := c, corner{c.x + 1, c.y}, corner{c.x + 1, c.y + 1}, corner{c.x, c.y + 1}
		for _, edge := range [4][2]corner{{a, b}, {b, e}, {e, f}, {f, a}} {
			if back := slices.Index(next[edge[1]], edge[0]); back >= 0 {
				next[edge[1]] = slices.Delete(next[edge[1]], back, back+1)
			} else {
				next[edge[0]] = append(next[edge[0]], edge[1])
			}
		}
	}
	var polygon geo.Polygon
	for y := range len(d.Rows) + 1 {
		for x := range len(d.Rows[0]) + 1 {
			var path []corner
			for at := (corner{x, y}); len(next[at]) > 0; {
				path = append(path, at)
				at, next[at] = next[at][0], next[at][1:]
				if start := slices.Index(path, at); start >= 0 {
					polygon = append(polygon, d.ring(path[start:]))
					path = path[:start]
				}
			}
		}
	}
	west := func(ring geo.Ring) geo.Point { return slices.MinFunc(ring, geo.Point.Compare) }
	slices.SortFunc(polygon, func(a, b geo.Ring) int { return west(a).Compare(west(b)) })
	return polygon
}

func (d Drawing) ring(path []corner) geo.Ring {
	var ring geo.Ring
	for _, c := range path {
		ring = append(ring, d.at(c.x, c.y))
	}
	return append(ring, ring[0])
}
