package mvt

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"perimetre/data/miniature"
	"perimetre/data/policy"
	"perimetre/geo/atlas"
)

func TestKeysGiveBackTheirPixels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zoom := uint8(rapid.IntRange(0, MaxZoom).Draw(t, "zoom"))
		h := newHotPixels(nil, zoom)
		side := int32(Extent) << zoom
		p := pixel{rapid.Int32Range(0, side).Draw(t, "x"), rapid.Int32Range(0, side).Draw(t, "y")}
		if got := h.pixel(h.key(p)); got != p {
			t.Errorf("pixel %v comes back as %v", p, got)
		}
	})
}

func TestBendsAreTheHotPixelsOnTheWay(t *testing.T) {
	const zoom, side = 9, 1 << (worldBits - extentBits - 9)
	at := func(x, y float64) world { return world{uint32(x * side), uint32(y * side)} }
	h := newHotPixels([]world{at(10, 10), at(20, 10), at(15, 10), at(13, 10.4), at(13, 11), at(17, 9.2)}, zoom)
	want := []pixel{{13, 10}, {15, 10}}
	if got := h.appendBends(nil, at(10, 10), at(20, 10)); !slices.Equal(got, want) {
		t.Errorf("bends %v, want %v", got, want)
	}
	slices.Reverse(want)
	if got := h.appendBends(nil, at(20, 10), at(10, 10)); !slices.Equal(got, want) {
		t.Errorf("bends %v on the way back, want %v", got, want)
	}
}

func TestNoTwoBordersCrossOnTheGridOfAnyZoom(t *testing.T) {
	a, _ := atlas.Build(miniature.Country(1), policy.France())
	p := New(a, Options{})
	for zoom := range uint8(MaxZoom + 1) {
		if n := crossings(p.scale(zoom)); n > 0 {
			t.Errorf("zoom %d: %d pairs of segments cross", zoom, n)
		}
	}
}

// Lines a fraction of a pixel apart, each in a band of its own, are what rounding crosses first.
func TestNoTwoLinesOfASheafCrossOnTheGrid(t *testing.T) {
	const zoom, side = 8, 1 << (worldBits - extentBits - 8)
	random := rand.New(rand.NewPCG(1, 2))
	var lines [][]world
	var places []world
	for i := range uint32(100) {
		var line []world
		for x := uint32(0); x < 400*side; x += side + random.Uint32N(30*side) {
			line = append(line, world{1<<31 + x, 1<<31 + x/3 + i*side/10 + random.Uint32N(side/12)})
		}
		lines = append(lines, line)
		places = append(places, line...)
	}
	hot := newHotPixels(places, zoom)
	s := &scale{first: []int32{0}}
	for _, line := range lines {
		s.points = appendStraightened(s.points, onGrid(nil, line, hot))
		s.first = append(s.first, int32(len(s.points)))
	}
	if n := crossings(s); n > 0 {
		t.Errorf("%d pairs of segments cross", n)
	}
}

// crossings counts the pairs of segments that cross elsewhere than at their ends, by a sweep from west to east.
func crossings(s *scale) (n int) {
	type segment struct{ a, b pixel }
	var segments []segment
	for i := range len(s.first) - 1 {
		for k := s.first[i] + 1; k < s.first[i+1]; k++ {
			a, b := s.points[k-1], s.points[k]
			if a.x > b.x {
				a, b = b, a
			}
			segments = append(segments, segment{a, b})
		}
	}
	slices.SortFunc(segments, func(s, t segment) int { return cmp.Compare(s.a.x, t.a.x) })
	side := func(s segment, p pixel) int {
		return cmp.Compare(int64(s.b.x-s.a.x)*int64(p.y-s.a.y), int64(s.b.y-s.a.y)*int64(p.x-s.a.x))
	}
	for i, s := range segments {
		for _, t := range segments[i+1:] {
			if t.a.x >= s.b.x {
				break
			}
			if side(s, t.a)*side(s, t.b) < 0 && side(t, s.a)*side(t, s.b) < 0 {
				n++
			}
		}
	}
	return n
}
