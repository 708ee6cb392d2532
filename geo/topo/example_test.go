package topo_test

import (
	"fmt"
	"strings"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// square is a piece of a unit: a square with its lower left corner at (x, y), in hundredths of a degree.
func square(unit, x, y, size int32) topo.Piece {
	const step = geo.GridPerDegree / 100
	box := geo.Box{Min: geo.Point{X: x * step, Y: y * step}, Max: geo.Point{X: (x + size) * step, Y: (y + size) * step}}
	return topo.Piece{Unit: unit, Geometry: geo.MultiPolygon{box.Polygon()}}
}

func lonLats(points []geo.Point) string {
	texts := make([]string, len(points))
	for i, p := range points {
		texts[i] = p.String()
	}
	return strings.Join(texts, ", ")
}

// Two squares share a border: it is one arc, between the two nodes.
func ExampleBuild() {
	coverage, defects := topo.Build(2, []topo.Piece{square(0, 0, 0, 1), square(1, 1, 0, 1)}, topo.Tolerance{})
	for i := range coverage.NumArcs() {
		arc := coverage.Arc(i)
		fmt.Printf("%d left, %d right: %s\n", arc.Left, arc.Right, lonLats(arc.Points))
	}
	fmt.Println("defects:", len(defects))
	// Output:
	// -1 left, 0 right: 0.01 0, 0 0, 0 0.01, 0.01 0.01
	// 0 left, 1 right: 0.01 0, 0.01 0.01
	// 1 left, -1 right: 0.01 0, 0.02 0, 0.02 0.01, 0.01 0.01
	// defects: 0
}

// Two squares that overlap: the ground that both claim has a side of its own, and is told with its place and its size.
func ExampleBuild_defects() {
	coverage, defects := topo.Build(2, []topo.Piece{square(0, 0, 0, 2), square(1, 1, 1, 2)}, topo.Tolerance{})
	for _, d := range defects {
		fmt.Printf("%v of units %v at %v: %.0f m², %.0f m wide\n", d.Kind, d.Units, d.At, d.Area, d.Width)
	}
	for i := range coverage.NumArcs() {
		arc := coverage.Arc(i)
		fmt.Println(coverage.Owners(arc.Left), "beside", coverage.Owners(arc.Right))
	}
	// Output:
	// overlap of units [0 1] at 0.01 0.01: 1230907 m², 555 m wide
	// [0] beside []
	// [0 1] beside [0]
	// [] beside [1]
	// [1] beside [0 1]
}

// Four squares in a row, dissolved into the two on the left and the two on the right.
func ExampleCoverage_Dissolve() {
	pieces := []topo.Piece{square(0, 0, 0, 1), square(1, 1, 0, 1), square(2, 2, 0, 1), square(3, 3, 0, 1)}
	coverage, _ := topo.Build(4, pieces, topo.Tolerance{})
	for group, shape := range coverage.Dissolve([]int32{0, 0, 1, 1}, 2) {
		for _, polygon := range coverage.Geometry(shape) {
			fmt.Printf("group %d: %s\n", group, lonLats(polygon[0]))
		}
	}
	// Output:
	// group 0: 0.01 0.01, 0 0.01, 0 0, 0.01 0, 0.02 0, 0.02 0.01, 0.01 0.01
	// group 1: 0.02 0.01, 0.02 0, 0.03 0, 0.04 0, 0.04 0.01, 0.03 0.01, 0.02 0.01
}

// Units 0 to 3 meet at one point, from the lower left: 0 and 3 touch there, and share no border.
func ExampleCoverage_Neighbours() {
	pieces := []topo.Piece{square(0, 0, 0, 1), square(1, 1, 0, 1), square(2, 0, 1, 1), square(3, 1, 1, 1)}
	coverage, _ := topo.Build(4, pieces, topo.Tolerance{})
	fmt.Println("share a border with 0:", coverage.Neighbours(0))
	fmt.Println("touch 0:", coverage.Touching(0))
	// Output:
	// share a border with 0: [1 2]
	// touch 0: [1 2 3]
}

// Two squares, of which the second begins 1e-5 degree too far west, about a metre. The strip that both claim is narrower than two
// metres, so it goes to the one that has the longest border with it: the first, as they are equal.
func ExampleMend() {
	west, east := square(0, 0, 0, 1), square(1, 1, 0, 1)
	ring := east.Geometry[0][0]
	ring[0].X -= 100
	ring[3].X -= 100
	ring[4].X -= 100

	coverage, repairs, left := topo.Mend(2, []topo.Piece{west, east}, topo.Tolerance{}, 2, nil)
	for _, r := range repairs {
		fmt.Printf("%v of %v: %.0f m² go to %d\n", r.Kind, r.Before, r.Area, r.After)
	}
	fmt.Println("defects left:", len(left))
	fmt.Println("east:", lonLats(coverage.Geometry(coverage.Union([]int32{1}))[0][0]))
	// Output:
	// overlap of [0 1]: 1231 m² go to 0
	// defects left: 0
	// east: 0.01 0.01, 0.01 0, 0.02 0, 0.02 0.01, 0.01 0.01
}
