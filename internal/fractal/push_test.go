package fractal

import (
	"slices"
	"strings"
	"testing"

	"perimetre/geo"
)

// squares is a country of four squares of 1,000 steps around the node 0 0.
//
//	A B
//	C D
func squares(yield func(geo.Feature, error) bool) {
	for i, letter := range "ABCD" {
		x, y := int32(i%2-1)*1000, -int32(i/2)*1000
		box := geo.Box{Min: geo.Point{X: x, Y: y}, Max: geo.Point{X: x + 1000, Y: y + 1000}}
		if !yield(geo.Feature{ID: string(letter), Geometry: geo.MultiPolygon{box.Polygon()}}, nil) {
			return
		}
	}
}

func TestAPushHidesOneCrossing(t *testing.T) {
	f := Fractal{Levels: 3, Seed: 16}
	node := geo.Point{}
	for _, test := range []struct {
		name    string
		toward  geo.Point // the border between two squares on which the vertex lies
		concern []int     // the two squares, and the one whose border is crossed
	}{
		{"between A and B, through the border of C", geo.Point{Y: 1000}, []int{0, 1, 2}},
		{"between A and C, through the border of B", geo.Point{X: -1000}, []int{0, 1, 2}},
		{"between C and D, through the border of A", geo.Point{Y: -1000}, []int{0, 2, 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			vertex := f.Edge(node, test.toward)[0]
			push, err := Through(f.Densify(squares), vertex)
			if err != nil {
				t.Fatal(err)
			}
			if push.From != vertex || !slices.Equal(push.Features, test.concern) {
				t.Errorf("push %+v, want one of %v that concerns %v", push, vertex, test.concern)
			}
			if before, after := unpaired(f.Densify(squares)), unpaired(push.Apply(f.Densify(squares))); before != after {
				t.Errorf("%d edges do not pair up, want the %d of the outline", after, before)
			}
			_, defects := build(t, push.Apply(f.Densify(squares)))
			if len(defects) == 0 {
				t.Fatal("no defect is found")
			}
			for _, d := range defects {
				if far := max(abs(d.At.X-push.At.X), abs(d.At.Y-push.At.Y)); far > 125 {
					t.Errorf("%v at %v is %d steps from %v, more than a dense edge", d.Kind, d.At, far, push.At)
				}
				for _, unit := range d.Units {
					if !slices.Contains(push.Features, int(unit)) {
						t.Errorf("%v at %v names %d, want some of %v", d.Kind, d.At, unit, push.Features)
					}
				}
			}
		})
	}
}

// unpaired counts the edges that no other feature has in the other direction.
func unpaired(features geo.Features) int {
	edges := map[[2]geo.Point]bool{}
	for feature, err := range features {
		if err != nil {
			panic(err)
		}
		ring := feature.Geometry.(geo.MultiPolygon)[0][0]
		for i, p := range ring[1:] {
			if back := [2]geo.Point{p, ring[i]}; edges[back] {
				delete(edges, back)
			} else {
				edges[[2]geo.Point{ring[i], p}] = true
			}
		}
	}
	return len(edges)
}

func abs(x int32) int32 { return max(x, -x) }

func TestAVertexThatCannotBePushedIsToldSo(t *testing.T) {
	f := Fractal{Levels: 3, Seed: 16}
	for _, test := range []struct {
		name   string
		vertex geo.Point
		want   string
	}{
		{"no feature has it", geo.Point{X: 7, Y: 7}, "no feature has the vertex 0.0000007 0.0000007"},
		{"it is far from any node", f.Edge(geo.Point{}, geo.Point{Y: 1000})[3], "is beside no border"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Through(f.Densify(squares), test.vertex); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}
