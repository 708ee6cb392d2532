package shapefile

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/internal/race"
)

// side gives the ring of a square, clockwise as shells of a Shapefile are.
func side(x, y, length int32) geo.Ring {
	points := slices.Clone(square(x, y, length)[0][0])
	slices.Reverse(points)
	return points
}

func turned(points geo.Ring) geo.Ring {
	points = slices.Clone(points)
	slices.Reverse(points)
	return points
}

// assembled gives polygons of rings that do not lie too deep in one another.
func assembled(t interface{ Fatal(args ...any) }, points ...geo.Ring) geo.MultiPolygon {
	polygons, err := assemble(rings(points...))
	if err != nil {
		t.Fatal(err)
	}
	return polygons
}

func rings(points ...geo.Ring) (rings []ring) {
	for _, p := range points {
		p = slices.Clone(p)
		rings = append(rings, newRing(p, twiceArea(len(p), func(i int) (x, y float64) { return float64(p[i].X), float64(p[i].Y) })))
	}
	return rings
}

// +-----------+  +---+
// | A +---+   |  | E |   A, E shells; B a hole of A; C an island in B; D a hole of C.
// |   |B+-+   |  +---+
// |   | |C|D  |
// |   +-+-+   |
// +-----------+
func TestRingsAreAssembled(t *testing.T) {
	a, b, c, d, e := side(0, 0, 100), side(10, 10, 50), side(20, 20, 20), side(25, 25, 5), side(200, 0, 10)
	whole := geo.MultiPolygon{{turned(a), b}, {turned(c), d}, {turned(e)}}
	for _, test := range []struct {
		name  string
		rings []geo.Ring
		want  geo.MultiPolygon
	}{
		{"as the specification asks", []geo.Ring{a, turned(b), c, turned(d), e}, whole},
		{"holes before shells", []geo.Ring{turned(d), turned(b), a, c, e}, whole},
		{"a hole far from its shell", []geo.Ring{a, c, e, turned(d), turned(b)}, geo.MultiPolygon{{turned(a), b}, {turned(c), d}, {turned(e)}}},
		{"wound as RFC 7946 asks", []geo.Ring{turned(a), b, turned(c), d, turned(e)}, whole},
		{"one shell, counter-clockwise", []geo.Ring{turned(a)}, geo.MultiPolygon{{turned(a)}}},
		{"two shells, counter-clockwise", []geo.Ring{turned(a), turned(e)}, geo.MultiPolygon{{turned(a)}, {turned(e)}}},
		{"a shell and its hole, both counter-clockwise", []geo.Ring{turned(a), turned(b)}, geo.MultiPolygon{{turned(a), b}}},
		{"a hole outside of the shell is another shell", []geo.Ring{a, turned(e)}, geo.MultiPolygon{{turned(a)}, {turned(e)}}},
		{"shells one in another stay so: it is an overlap", []geo.Ring{a, b}, geo.MultiPolygon{{turned(a)}, {turned(b)}}},
		{"a hole that is the shell again", []geo.Ring{a, turned(a)}, geo.MultiPolygon{{turned(a), a}}},
		{"twice the same ring, counter-clockwise", []geo.Ring{turned(a), turned(a)}, geo.MultiPolygon{{turned(a), a}}},
		{
			"a hole whose corners lie on the shell",
			[]geo.Ring{{{}, {Y: 10}, {X: 10, Y: 10}, {X: 10}, {}}, {{X: 5}, {X: 10, Y: 5}, {X: 5, Y: 10}, {Y: 5}, {X: 5}}},
			geo.MultiPolygon{{
				{{}, {X: 10}, {X: 10, Y: 10}, {Y: 10}, {}}, {{X: 5}, {Y: 5}, {X: 5, Y: 10}, {X: 10, Y: 5}, {X: 5}},
			}},
		},
		{"a ring without an area is a shell", []geo.Ring{{{}, {X: 5}, {}}}, geo.MultiPolygon{{{{}, {X: 5}, {}}}}},
		{"a ring without a point", []geo.Ring{{}}, geo.MultiPolygon{{{}}}},
		{"rings without a point, one a hole", []geo.Ring{{}, turned(a)}, geo.MultiPolygon{{{}}, {turned(a)}}},
		{"a ring that is not closed", []geo.Ring{{{}, {Y: 10}, {X: 10, Y: 10}, {X: 10}}, turned(side(2, 2, 3))}, geo.MultiPolygon{
			{{{X: 10}, {X: 10, Y: 10}, {Y: 10}, {}}, side(2, 2, 3)},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, assembled(t, test.rings...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheOrderAndTheWindingOfRingsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Squares in squares, side by side: the shell of each hole is known.
		var want geo.MultiPolygon
		var all []geo.Ring
		columns := rapid.SliceOfN(rapid.IntRange(1, 6), 1, 4).Draw(t, "depths")
		for column, depth := range columns {
			for i := range int32(depth) {
				points := side(int32(column)*1000+10*i, 10*i, 500-20*i)
				all = append(all, points)
				if i%2 == 0 {
					want = append(want, geo.Polygon{turned(points)})
				} else {
					last := len(want) - 1
					want[last] = append(want[last], points)
				}
			}
		}
		wound := rapid.SampledFrom([]string{"ESRI", "RFC 7946", "all counter-clockwise"}).Draw(t, "wound")
		given := rapid.Permutation(slices.Clone(all)).Draw(t, "order")
		for i, points := range given {
			hole := points[0].Y%20 == 10
			switch {
			case wound == "ESRI" && hole, wound == "RFC 7946" && !hole, wound == "all counter-clockwise":
				given[i] = turned(points)
			}
		}
		got := assembled(t, given...)
		slices.SortFunc(got, func(a, b geo.Polygon) int {
			p, _ := geo.MultiPolygon{a}.Bounds()
			q, _ := geo.MultiPolygon{b}.Bounds()
			return p.Min.Compare(q.Min)
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// 40,000 rings wound the wrong way: the time that they take is that of their number, not of its square.
func TestManyRingsAreAssembledAtOnce(t *testing.T) {
	race.LeaveOut(t)
	const many, most = 40_000, 5 * time.Second
	for name, at := range map[string]func(i int32) geo.Ring{
		"side by side":        func(i int32) geo.Ring { return side(i*10, 0, 5) },
		"one above the other": func(i int32) geo.Ring { return side(0, i*10, 5) },
		"in rows of a square": func(i int32) geo.Ring { return side(i%200*10, i/200*10, 5) },
	} {
		t.Run(name, func(t *testing.T) {
			given := make([]geo.Ring, many)
			for i := range given {
				given[i] = turned(at(int32(i)))
			}
			start := time.Now()
			if got := assembled(t, given...); len(got) != many {
				t.Errorf("%d polygons, want %d", len(got), many)
			}
			if took := time.Since(start); took > most {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestRingsThatLieTooDeepAreRefused(t *testing.T) {
	race.LeaveOut(t)
	var given []geo.Ring
	for i := range int32(40_000) {
		given = append(given, turned(side(i, i, 200_000-2*i)))
	}
	if polygons, err := assemble(rings(given...)); err == nil {
		t.Errorf("%d polygons", len(polygons))
	}
}
