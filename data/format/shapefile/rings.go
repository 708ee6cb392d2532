package shapefile

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// ring is a ring of a polygon as a file has it.
type ring struct {
	points    geo.Ring
	box       geo.Box
	clockwise bool // as shells of a Shapefile are; one without an area counts as a shell
}

func newRing(points geo.Ring, twiceArea float64) ring {
	box, _ := geo.MultiPoint(points).Bounds()
	return ring{points, box, !(twiceArea > 0)}
}

// twiceArea gives twice the area of a ring of n points in the units of a file: positive when counter-clockwise. On the grid a
// narrow ring may have none. Coordinates are taken from the first point, lest an area be lost beside the distance to the origin.
func twiceArea(n int, at func(i int) (x, y float64)) (area float64) {
	if n == 0 {
		return 0
	}
	x0, y0 := at(0)
	var px, py float64 // the point before
	for i := 1; i < n; i++ {
		x, y := at(i)
		x, y = x-x0, y-y0
		area += px*y - x*py
		px, py = x, y
	}
	return area
}

// assemble makes polygons of the rings of a record, wound as RFC 7946 has them, in the order of the file: shells are clockwise in
// it, holes counter-clockwise (Technical Description, page 8), and a hole belongs to the smallest shell that holds it.
//
// Where a hole has no shell, the file was not wound so, often as RFC 7946 has it: then no ring of the record is trusted, and one
// is a hole when it lies in an odd number of others.
func assemble(rings []ring) geo.MultiPolygon {
	shell := make([]bool, len(rings))
	for i, r := range rings {
		shell[i] = r.clockwise
	}
	owners := ownersOf(rings, shell)
	if slices.Contains(owners, orphan) {
		for i := range rings {
			shell[i] = depth(rings, i)%2 == 0
		}
		owners = ownersOf(rings, shell)
	}
	var polygons geo.MultiPolygon
	place := make([]int, len(rings)) // of the polygon of each shell
	for i, owner := range owners {
		if owner < 0 {
			place[i] = len(polygons)
			polygons = append(polygons, geo.Polygon{rings[i].wound(false)})
		}
	}
	for i, owner := range owners {
		if owner >= 0 {
			at := place[owner]
			polygons[at] = append(polygons[at], rings[i].wound(true))
		}
	}
	return polygons
}

// What a ring has that has no owner.
const (
	isShell = -1
	orphan  = -2 // a hole outside all shells, which can only be taken as a shell
)

// ownersOf gives the shell of every hole.
func ownersOf(rings []ring, shell []bool) []int {
	owners := make([]int, len(rings))
	for i, r := range rings {
		if owners[i] = isShell; shell[i] {
			continue
		}
		owners[i] = orphan
		for j, s := range rings {
			if shell[j] && s.holds(r) && (owners[i] < 0 || s.extent() < rings[owners[i]].extent()) {
				owners[i] = j
			}
		}
	}
	return owners
}

// depth counts the rings that hold one.
func depth(rings []ring, i int) (n int) {
	for j, r := range rings {
		if j != i && r.holds(rings[i]) && (j < i || !rings[i].holds(r)) { // of two equal rings the first holds the second
			n++
		}
	}
	return n
}

// extent is the area of the box, in square steps of the grid: at most 3.6e9 × 1.8e9, within an int64.
func (r ring) extent() int64 {
	return (int64(r.box.Max.X) - int64(r.box.Min.X)) * (int64(r.box.Max.Y) - int64(r.box.Min.Y))
}

// wound gives the points of the ring clockwise or not. It may turn them where they are.
func (r ring) wound(clockwise bool) geo.Ring {
	if r.clockwise != clockwise {
		slices.Reverse(r.points)
	}
	return r.points
}

// holds tells whether another ring, which does not cross it, lies inside: its first point that is not on the border does.
func (r ring) holds(other ring) bool {
	if len(other.points) == 0 || other.box.Min.X < r.box.Min.X || other.box.Min.Y < r.box.Min.Y ||
		other.box.Max.X > r.box.Max.X || other.box.Max.Y > r.box.Max.Y {
		return false
	}
	for _, p := range other.points {
		if side := r.side(p); side != 0 {
			return side > 0
		}
	}
	return true
}

// side tells whether a point is inside the ring (1), outside (-1) or on its border (0): by the number of edges that a ray to the
// west meets, exactly. A ring that is not closed has an edge from its last point to its first.
func (r ring) side(p geo.Point) int {
	side := -1
	if len(r.points) == 0 {
		return side
	}
	a := r.points[len(r.points)-1]
	for _, b := range r.points {
		switch {
		case (a.Y > p.Y) != (b.Y > p.Y):
			turn := orientation(a, b, p)
			if turn == 0 {
				return 0
			}
			if (turn < 0) == (b.Y > a.Y) { // the edge is west of the point
				side = -side
			}
		case b == p || a.Y == p.Y && b.Y == p.Y && (a.X > p.X) != (b.X > p.X):
			return 0
		}
		a = b
	}
	return side
}

// orientation is the side of the line a→b on which c lies: 1 left, -1 right, 0 on it. The two products are compared, never
// subtracted, so that they stay within an int64.
func orientation(a, b, c geo.Point) int {
	return cmp.Compare(
		(int64(b.X)-int64(a.X))*(int64(c.Y)-int64(a.Y)),
		(int64(b.Y)-int64(a.Y))*(int64(c.X)-int64(a.X)))
}
