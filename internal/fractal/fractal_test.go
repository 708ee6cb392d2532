package fractal

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/drawing"
)

// country is five communes, E an enclave of C and D.
func country() geo.Features {
	d := drawing.Draw(`
		AAABBB
		AAABBB
		CCCDDD
		CECDD.`)
	d.Bent = true
	var pieces []topo.Piece
	for i, letter := range d.Units() {
		pieces = append(pieces, topo.Piece{Unit: int32(i), Geometry: d.Cells(letter)})
	}
	coverage, _ := topo.Build(len(pieces), pieces, topo.Tolerance{})
	return func(yield func(geo.Feature, error) bool) {
		for i, letter := range d.Units() {
			feature := geo.Feature{ID: string(letter), Geometry: coverage.Geometry(coverage.Union([]int32{int32(i)}))}
			if !yield(feature, nil) {
				return
			}
		}
	}
}

func build(t *testing.T, features geo.Features) (*topo.Coverage, []topo.Defect) {
	t.Helper()
	var pieces []topo.Piece
	for feature, err := range features {
		if err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, topo.Piece{Unit: int32(len(pieces)), Geometry: feature.Geometry.(geo.MultiPolygon)})
	}
	return topo.Build(len(pieces), pieces, topo.Tolerance{})
}

// drawPoint draws a point of the grid: near the middle, so that edges are of all lengths, or anywhere.
func drawPoint(t *rapid.T, name string) geo.Point {
	near := rapid.Int32Range(-100, 100)
	return geo.Point{
		X: rapid.OneOf(near, rapid.Int32Range(-geo.MaxX, geo.MaxX)).Draw(t, name+".x"),
		Y: rapid.OneOf(near, rapid.Int32Range(-geo.MaxY, geo.MaxY)).Draw(t, name+".y"),
	}
}

func TestAnEdgeHasTheSamePointsInBothDirections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fractal{Levels: rapid.IntRange(0, 4).Draw(t, "levels"), Seed: rapid.Uint64().Draw(t, "seed")}
		a, b := drawPoint(t, "a"), drawPoint(t, "b")
		forth, back := f.Edge(a, b), f.Edge(b, a)
		slices.Reverse(back)
		if diff := cmp.Diff(forth, back); diff != "" {
			t.Fatalf("(-forth +back):\n%s", diff)
		}
		line := slices.Concat([]geo.Point{a}, forth, []geo.Point{b})
		for i, p := range line[1:] {
			if p == line[i] && a != b {
				t.Fatalf("two points coincide: %v", line)
			}
		}
	})
}

func TestEdgesAreCutAsOftenAsTheGridAllows(t *testing.T) {
	for _, test := range []struct {
		name   string
		levels int
		b      geo.Point
		want   int
	}{
		{"no level changes nothing", 0, geo.Point{X: 1000}, 0},
		{"one level makes two of an edge", 1, geo.Point{X: 1000, Y: 700}, 1},
		{"three levels make eight", 3, geo.Point{X: 1000, Y: 700}, 7},
		{"eight steps hold eight edges", 3, geo.Point{X: 8}, 7},
		{"three steps hold three", 3, geo.Point{X: 3}, 2},
		{"one step stays whole", 3, geo.Point{X: 1, Y: 1}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := (Fractal{Levels: test.levels}).Edge(geo.Point{}, test.b); len(got) != test.want {
				t.Errorf("points %v, want %d of them", got, test.want)
			}
		})
	}
}

func TestAnEdgeTooShortToBendIsStraight(t *testing.T) {
	got := Fractal{Levels: 2}.Edge(geo.Point{}, geo.Point{X: 12})
	if want := []geo.Point{{X: 3}, {X: 6}, {X: 9}}; !slices.Equal(got, want) {
		t.Errorf("points %v, want %v", got, want)
	}
}

func TestALongEdgeBendsALittleAndOtherwiseWithAnotherSeed(t *testing.T) {
	end := geo.Point{X: 100_000}
	one, two := Fractal{3, 1}.Edge(geo.Point{}, end), Fractal{3, 2}.Edge(geo.Point{}, end)
	if slices.Equal(one, two) {
		t.Error("both seeds give the same points")
	}
	for _, p := range slices.Concat(one, two) {
		if p.Y < -3*most || p.Y > 3*most {
			t.Errorf("%v is %d steps off its edge, more than three levels of %d", p, p.Y, most)
		}
	}
}

func TestADenseCountryIsAsSoundAsItWas(t *testing.T) {
	sparse, _ := build(t, country())
	dense, defects := build(t, Fractal{Levels: 3, Seed: 16}.Densify(country()))
	if len(defects) > 0 {
		t.Errorf("defects %v, want none", defects)
	}
	edges := func(c *topo.Coverage) int { return c.NumPoints() - c.NumArcs() }
	if dense.NumArcs() != sparse.NumArcs() || edges(dense) != 8*edges(sparse) {
		t.Errorf("%d arcs of %d edges, want %d of 8 × %d",
			dense.NumArcs(), edges(dense), sparse.NumArcs(), edges(sparse))
	}
}

func TestWhatIsNoPolygonGoesThrough(t *testing.T) {
	broken := errors.New("broken")
	line := geo.MultiLine{{{X: 0, Y: 0}, {X: 100, Y: 100}}}
	given := func(yield func(geo.Feature, error) bool) {
		_ = yield(geo.Feature{}, nil) && yield(geo.Feature{Geometry: line}, nil) && yield(geo.Feature{}, broken)
	}
	var got []geo.Geometry
	var failure error
	for feature, err := range (Fractal{Levels: 3}).Densify(given) {
		got, failure = append(got, feature.Geometry), errors.Join(failure, err)
	}
	if diff := cmp.Diff([]geo.Geometry{nil, line, nil}, got); diff != "" || !errors.Is(failure, broken) {
		t.Errorf("error %v, geometries (-want +got):\n%s", failure, diff)
	}
}
