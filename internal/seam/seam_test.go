package seam_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"perimetre/internal/mvtcheck"
	"perimetre/internal/seam"
)

// ring gives the ring of some places, x then y.
func ring(xy ...int32) (r mvtcheck.Ring) {
	for i := 0; i < len(xy); i += 2 {
		r = append(r, mvtcheck.Point{X: xy[i], Y: xy[i+1]})
	}
	return r
}

func polygon(xy ...int32) mvtcheck.Polygon { return mvtcheck.Polygon{ring(xy...)} }

// features gives a feature a polygon.
func features(polygons ...mvtcheck.Polygon) mvtcheck.Layer {
	var l mvtcheck.Layer
	for i, polygon := range polygons {
		l.Features = append(l.Features, mvtcheck.Feature{
			ID: uint64(i + 1), Type: mvtcheck.PolygonType, Polygons: []mvtcheck.Polygon{polygon},
		})
	}
	return l
}

// Two squares of side 10, the second one shifted to the east, within a frame of side 100.
func pair(east int32) []mvtcheck.Polygon {
	return []mvtcheck.Polygon{
		polygon(0, 0, 10, 0, 10, 10, 0, 10),
		polygon(east, 0, east+10, 0, east+10, 10, east, 10),
	}
}

func TestSeamsAreMeasured(t *testing.T) {
	frame := func(hole mvtcheck.Ring) mvtcheck.Polygon {
		return append(polygon(-50, -50, 50, -50, 50, 50, -50, 50), hole)
	}
	for _, test := range []struct {
		name         string
		layer        mvtcheck.Layer
		gap, overlap float64
		faults       bool
	}{
		{"neighbours that meet", features(pair(10)...), 0, 0, false},
		{"neighbours that overlap", features(pair(8)...), 0, 20, false},
		{"neighbours that do not meet, with the sea between them", features(pair(12)...), 0, 0, false},
		{"a crack that is closed", features(append(pair(12), frame(ring(0, 0, 0, 10, 22, 10, 22, 0)))...), 20, 0, false},
		{"an enclave", features(frame(ring(0, 0, 0, 10, 10, 10, 10, 0)), pair(12)[0]), 0, 0, false},
		{"a polygon in another one", features(frame(ring(20, 20, 20, 30, 30, 30, 30, 20)), pair(12)[0]), 100, 100, false},
		// The second triangle has a vertex more, a unit beyond the common side: 10 wide, and 1 high.
		{"a polygon that is twice there", features(pair(0)...), 0, 100, false},
		{"a ring that touches itself", features(polygon(0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10)), 0, 0, true},
		{"a vertex that one side lacks", features(
			polygon(0, 0, 10, 0, 5, -9), polygon(0, 0, 5, -1, 10, 0, 5, 9),
		), 0, 5, true},
		{"a vertex that one side lacks, on the line", features(
			polygon(0, 0, 10, 0, 5, -9), polygon(0, 0, 5, 9, 10, 0, 5, 0),
		), 0, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := seam.Measure(test.layer)
			gap := 0.0
			for _, g := range got.Gaps {
				gap += g.Area
			}
			if gap != test.gap || got.Overlap != test.overlap || (got.Faults > 0) != test.faults {
				t.Errorf("gap %v, overlap %v, %d faults, want %v, %v, %v", gap, got.Overlap, got.Faults, test.gap, test.overlap, test.faults)
			}
		})
	}
}

var window = seam.Window{Extent: 100, Buffer: 5}

func TestOutlineIsWhatNoNeighbourFollows(t *testing.T) {
	if got := len(window.Outline(features(pair(10)...).Features)); got != 6 {
		t.Errorf("%d sides around two squares, want 6", got)
	}
	if got := len(window.Outline(features(pair(11)...).Features)); got != 8 {
		t.Errorf("%d sides around two squares that are torn, want 8", got)
	}
	cut := features(polygon(-5, 0, 10, 0, 10, 10, -5, 10))
	if got := len(window.Outline(cut.Features)); got != 3 {
		t.Errorf("%d sides around a square that is cut, want 3", got)
	}
}

func TestTilesSideBySideAreCompared(t *testing.T) {
	// A triangle across the side of two tiles at x = 100, whose tip is a unit lower in one of them.
	west := func(tip int32) mvtcheck.Layer { return features(polygon(80, 0, 98, tip, 80, 50)) }
	east := features(polygon(-5, 20, -2, 30, -5, 40))
	if got := window.Apart(west(30), features(), 1, 0); len(got) != 0 {
		t.Errorf("sides that leave the common ground are compared: %v", got)
	}
	whole := func(tip int32) mvtcheck.Layer { return features(polygon(95, 20, 98, tip, 95, 40)) }
	for _, test := range []struct {
		name   string
		a, b   mvtcheck.Layer
		dx, dy int32
		want   int
	}{
		{"the same", whole(30), east, 1, 0, 0},
		{"the same, from the other side", east, whole(30), -1, 0, 0},
		{"another tip", whole(31), east, 1, 0, 4},
		{"nothing in the second one", whole(30), features(), 1, 0, 2},
		{"nothing in the first one", features(), east, 1, 0, 2},
		{"tiles above each other", features(polygon(20, 95, 40, 95, 30, 98)), features(polygon(20, -5, 40, -5, 30, -2)), 0, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := window.Apart(test.a, test.b, test.dx, test.dy); len(got) != test.want {
				t.Errorf("%d sides differ, want %d: %v", len(got), test.want, got)
			}
		})
	}
}

// The expected distance is the least over all segments.
func TestDistanceIsThatOfTheNearestLine(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	place := func() [2]float64 { return [2]float64{random.Float64()*300 - 150, random.Float64()*300 - 150} }
	var lines seam.Lines
	var segments [][2][2]float64
	for range 20 {
		s := [2][2]float64{place(), place()}
		segments = append(segments, s)
		lines.Add(s[0], s[1])
	}
	found := 0
	for range 1000 {
		p, want := place(), math.Inf(1)
		for _, s := range segments {
			for k := range 1001 {
				f := float64(k) / 1000
				want = min(want, math.Hypot(p[0]-s[0][0]-f*(s[1][0]-s[0][0]), p[1]-s[0][1]-f*(s[1][1]-s[0][1])))
			}
		}
		got := lines.Distance(p, 10)
		if want < 9.9 && math.Abs(got-want) > 0.1 || want > 10.1 && !math.IsInf(got, 1) {
			t.Errorf("%v is at %v, want %v", p, got, want)
		}
		if want < 9.9 {
			found++
		}
	}
	if found < 100 {
		t.Errorf("only %d places are near a line", found)
	}
}
