package mvt

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tidwall/rtree"
	"pgregory.net/rapid"

	"perimetre/geo"
)

func numbers(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

func TestATreeFindsWhatALookAtEachBoxFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Int32Range(0, 20)
		box := rapid.Custom(func(t *rapid.T) geo.Box {
			p := geo.Point{X: coordinate.Draw(t, "x"), Y: coordinate.Draw(t, "y")}
			return geo.Box{Min: p, Max: geo.Point{X: p.X + coordinate.Draw(t, "width"), Y: p.Y + coordinate.Draw(t, "height")}}
		})
		boxes := rapid.SliceOfN(box, 0, 300).Draw(t, "boxes")
		window := box.Draw(t, "window")
		tree := newTree(len(boxes), boxes, numbers(len(boxes)))
		var got, want []int32
		tree.visit(window, func(item int32) bool {
			got = append(got, item)
			return true
		})
		slices.Sort(got)
		for i, b := range boxes {
			if meets(b, window) {
				want = append(want, int32(i))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("found %v, want %v", got, want)
		}
		visited := 0
		if end := tree.visit(window, func(int32) bool { visited++; return false }); end != (len(want) == 0) || visited > 1 {
			t.Errorf("%d visited by who stops at once, to the end: %v", visited, end)
		}
	})
}

// BenchmarkFind looks for boxes as large as communes in a country of them, in windows as large as tiles.
func BenchmarkFind(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	boxes := make([]geo.Box, 36_000)
	for i := range boxes {
		p := geo.Point{X: random.Int32N(190_000), Y: random.Int32N(190_000)}
		boxes[i] = geo.Box{Min: p, Max: geo.Point{X: p.X + 1000, Y: p.Y + 1000}}
	}
	packed := newTree(len(boxes), boxes, numbers(len(boxes)))
	var pointers rtree.RTreeGN[int32, int32]
	for i, box := range boxes {
		pointers.Insert([2]int32{box.Min.X, box.Min.Y}, [2]int32{box.Max.X, box.Max.Y}, int32(i))
	}
	for _, side := range []int32{1000, 4000, 16_000} {
		windows := make([]geo.Box, 1000)
		for i := range windows {
			p := geo.Point{X: random.Int32N(190_000), Y: random.Int32N(190_000)}
			windows[i] = geo.Box{Min: p, Max: geo.Point{X: p.X + side, Y: p.Y + side}}
		}
		found := 0
		run := func(name string, find func(geo.Box)) {
			b.Run(fmt.Sprintf("%d/%s", side, name), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					find(windows[i%len(windows)])
				}
			})
		}
		run("packed", func(w geo.Box) { packed.visit(w, func(int32) bool { found++; return true }) })
		run("rtree", func(w geo.Box) {
			count := func(_, _ [2]int32, _ int32) bool { found++; return true }
			pointers.Search([2]int32{w.Min.X, w.Min.Y}, [2]int32{w.Max.X, w.Max.Y}, count)
		})
		run("each", func(w geo.Box) {
			for _, box := range boxes {
				if meets(box, w) {
					found++
				}
			}
		})
	}
}
