package shapefile

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/tidwall/rtree"

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
// is a hole when it lies in an odd number of others. It fails when too many rings lie in others.
func assemble(rings []ring) (geo.MultiPolygon, error) {
	shell := make([]bool, len(rings))
	for i, r := range rings {
		shell[i] = r.clockwise
	}
	left := comparisons
	owners := ownersOf(rings, shell, &left)
	if slices.Contains(owners, orphan) {
		for i, depth := range depths(rings, &left) {
			shell[i] = depth%2 == 0
		}
		owners = ownersOf(rings, shell, &left)
	}
	if left < 0 {
		return nil, errTooDeep
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
	return polygons, nil
}

// comparisons is how many boxes that hold a corner of a ring are looked at in one record: thousands of rings one in another, which no
// file of territories has, would take the square of their number.
const comparisons = 1 << 22

var errTooDeep = errors.New("too many of its rings lie in one another")

// What a ring has that has no owner.
const (
	isShell = -1
	orphan  = -2 // a hole outside all shells, which can only be taken as a shell
)

// nest finds the rings that hold others by their boxes: a polygon may have as many rings as a record has room for.
type nest struct {
	rings []ring
	left  *int // of the comparisons
	boxes rtree.RTreeGN[int32, int]
}

// nestOf gives the nest of some of the rings.
func nestOf(rings []ring, left *int, of func(i int) bool) *nest {
	n := &nest{rings: rings, left: left}
	for i, r := range rings {
		if of(i) && len(r.points) > 0 {
			n.boxes.Insert([2]int32{r.box.Min.X, r.box.Min.Y}, [2]int32{r.box.Max.X, r.box.Max.Y}, i)
		}
	}
	return n
}

// holder gives the smallest ring that holds another, the last of several, and orphan when none does.
func (n *nest) holder(i int, may func(j int) bool) int {
	held := n.rings[i]
	if len(held.points) == 0 {
		return orphan
	}
	found, least := orphan, int64(math.MaxInt64)
	corner := [2]int32{held.box.Min.X, held.box.Min.Y}
	n.boxes.Search(corner, corner, func(_, _ [2]int32, j int) bool {
		extent := n.rings[j].extent()
		if (extent < least || extent == least && j > found) && j != i && n.rings[j].holds(held) && may(j) {
			found, least = j, extent
		}
		*n.left--
		return *n.left >= 0
	})
	return found
}

// ownersOf gives the shell of every hole.
func ownersOf(rings []ring, shell []bool, left *int) []int {
	shells := nestOf(rings, left, func(i int) bool { return shell[i] })
	owners := make([]int, len(rings))
	for i := range rings {
		if owners[i] = isShell; !shell[i] {
			owners[i] = shells.holder(i, func(int) bool { return true })
		}
	}
	return owners
}

// depths counts the rings that hold each: one more than hold its holder, since rings do not cross.
func depths(rings []ring, left *int) []int {
	all := nestOf(rings, left, func(int) bool { return true })
	holders := make([]int, len(rings))
	order := make([]int, len(rings)) // holders first
	for i := range rings {
		order[i] = i
		holders[i] = all.holder(i, func(j int) bool {
			return j < i || !rings[i].holds(rings[j]) // of two equal rings the first holds the second
		})
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rings[b].extent(), rings[a].extent()) })
	depths := make([]int, len(rings))
	for _, i := range order {
		if holder := holders[i]; holder >= 0 {
			depths[i] = depths[holder] + 1
		}
	}
	return depths
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
