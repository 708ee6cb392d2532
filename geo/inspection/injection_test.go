package inspection

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/check"
)

// Communes that faults are made in. Rennes and Cesson-Sévigné are inland and share a border; Ouessant is an island, the
// westernmost of France: what is missing there leaves no gap, what is added in the sea beside it meets nothing.
const (
	rennes   = "35238"
	cesson   = "35051"
	ouessant = "29155"
	added    = "35999" // is no commune
)

// tolerant is the policy of the tests: the severities of the table, and tolerances of some steps of the grid, a step being a
// centimetre.
func tolerant() check.Policy {
	return check.Policy{SliverM: 1, VertexM: 0.05, StrayKm: 50}
}

func TestBretagneIsClean(t *testing.T) {
	report, defects := newBretagne(t).inspect(tolerant())
	if len(defects) > 0 {
		t.Errorf("defects of the communes as published:\n%s", strings.Join(defects, "\n"))
	}
	if report.Features != 1232 {
		t.Errorf("%d features", report.Features)
	}
}

// TestEveryFaultIsFound makes one fault in a copy of Bretagne's communes. What is expected is told by the place where it is
// made: a ground by its lowest vertex, a crossing by its point, a vertex by itself.
func TestEveryFaultIsFound(t *testing.T) {
	for _, test := range []struct {
		name   string
		mutate func(b *bretagne) (want []string)
	}{
		{"a ring that is not closed", func(b *bretagne) []string {
			ring := &b.of(rennes).geometry[0][0]
			*ring = (*ring)[:len(*ring)-1]
			return one("ring-unclosed", (*ring)[len(*ring)-1], rennes)
		}},
		{"a ring of two vertices", func(b *bretagne) []string {
			p := b.sea()
			q := geo.Point{X: p.X + 1000, Y: p.Y + 500}
			b.part(ouessant, geo.Ring{p, q, p})
			return one("ring-too-small", p, ouessant)
		}},
		{"a ring of three vertices on one line", func(b *bretagne) []string {
			p := b.sea()
			b.part(ouessant, geo.Ring{p, {X: p.X + 1000, Y: p.Y + 500}, {X: p.X + 2000, Y: p.Y + 1000}, p})
			return one("ring-too-small", p, ouessant)
		}},
		{"a vertex twice in a row", func(b *bretagne) []string {
			line := b.border()
			b.replace(line[1], line[0], []geo.Point{line[1], line[1]}, rennes)
			return one("vertex-repeated", line[1], rennes)
		}},
		{"a spike", func(b *bretagne) []string {
			line := b.border()
			tip := b.beside(line[:3], 3000, rennes)
			b.replace(line[1], line[0], []geo.Point{line[1], tip, line[1]}, rennes)
			return one("spike", tip, rennes)
		}},
		{"a ring that crosses itself on the coast", func(b *bretagne) []string {
			four, at := b.convex(b.of(ouessant).shell())
			b.swapNext(four, ouessant)
			return one("ring-self-crossing", at, ouessant)
		}},
		{"the same crossing in both neighbours", func(b *bretagne) []string {
			four, at := b.convex(b.border())
			b.swapNext(four, rennes, cesson)
			return one("ring-self-crossing", at, rennes, cesson)
		}},
		{"a ring that touches itself", func(b *bretagne) []string {
			shell := b.of(ouessant).shell()
			west := slices.Index(shell, lowestOf(shell...))
			p := shell[west]
			loop := []geo.Point{p, {X: p.X - 1000, Y: p.Y - 300}, {X: p.X - 1000, Y: p.Y + 300}, p}
			b.replace(p, shell[(west+len(shell)-1)%len(shell)], loop, ouessant)
			return one("ring-self-touch", p, ouessant)
		}},
		{"a hole at sea", func(b *bretagne) []string {
			hole := square(b.sea(), 1000)
			b.hole(ouessant, hole)
			return one("hole-outside-shell", hole[0], ouessant)
		}},
		{"a hole in another commune", func(b *bretagne) []string {
			hole := b.inside()
			b.hole(ouessant, hole)
			return one("hole-outside-shell", hole[0], ouessant)
		}},
		{"a polygon in another of the same commune", func(b *bretagne) []string {
			inner := b.inside()
			b.part(rennes, inner)
			return one("shells-nested", inner[0], rennes)
		}},
		{"a ring wound against the others", func(b *bretagne) []string {
			ring := b.of(rennes).geometry[0][0]
			slices.Reverse(ring)
			return one("ring-winding", lowestOf(ring...), rennes)
		}},
		{"a commune twice", func(b *bretagne) []string {
			b.add(added, clone(b.of(rennes).geometry))
			return one("polygon-duplicate", lowestOf(b.of(rennes).geometry[0][0]...), rennes, added)
		}},
		{"a commune inside another without a hole", func(b *bretagne) []string {
			inner := b.inside()
			b.add(added, geo.MultiPolygon{{clockwise(inner)}})
			return one("polygon-inside", inner[0], rennes, added)
		}},
		{"a vertex pushed into the neighbour", func(b *bretagne) []string {
			return b.push("overlap", cesson, 3000)
		}},
		{"a vertex pulled from the neighbour", func(b *bretagne) []string {
			return b.push("gap", rennes, 3000)
		}},
		{"a vertex pushed thirty centimetres into the neighbour", func(b *bretagne) []string {
			return b.push("sliver-overlap", cesson, 30)
		}},
		{"a vertex pulled thirty centimetres from the neighbour", func(b *bretagne) []string {
			return b.push("sliver-gap", rennes, 30)
		}},
		{"a vertex that one side lacks", func(b *bretagne) []string {
			three := bend(b.border())
			b.replace(three[1], three[0], nil, rennes)
			return one("edge-unmatched", three[1], rennes, cesson)
		}},
		{"a vertex that one side lacks, on the line", func(b *bretagne) []string {
			p, q, middle := even(b.border())
			b.replace(p, q, []geo.Point{middle, p}, rennes)
			return one("edge-unmatched", middle, rennes, cesson)
		}},
		{"a vertex two centimetres from another, in both neighbours", func(b *bretagne) []string {
			line := b.border()
			twin := geo.Point{X: line[1].X + sign(line[2].X-line[1].X), Y: line[1].Y + sign(line[2].Y-line[1].Y)}
			b.replace(line[1], line[0], []geo.Point{line[1], twin}, rennes, cesson)
			return one("vertex-near", lowestOf(line[1], twin), rennes, cesson)
		}},
		{"a part far from its commune", func(b *bretagne) []string {
			far := square(b.sea(), 1000)
			b.part(rennes, far)
			return one(partStray, far[0], rennes)
		}},
		{"a latitude beyond the pole", func(b *bretagne) []string {
			return b.misplace(coordinatesOutOfRange, Position{-5.1, 120})
		}},
		{"a longitude one turn further", func(b *bretagne) []string {
			return b.misplace(longitudeWrapped, Position{354.9, 48.45})
		}},
		{"metres where degrees are due", func(b *bretagne) []string {
			return b.misplace(coordinatesInMetres, Position{352_000, 6_789_000})
		}},
		{"a whole file in metres", func(b *bretagne) []string {
			for i, c := range b.list {
				c.geometry, c.fault = nil, &Position{352_000 + float64(i), 6_789_000}
			}
			return []string{told(coordinatesInMetres, &Position{352_000, 6_789_000})}
		}},
		{"swapped axes in one commune", func(b *bretagne) []string {
			c := b.of(rennes)
			c.geometry = swap(c.geometry)
			return one(axesSwapped, lowest(c.geometry), rennes)
		}},
		{"swapped axes in one record without a code", func(b *bretagne) []string {
			for _, c := range b.list {
				c.code = ""
			}
			b.list[7].geometry = swap(b.list[7].geometry)
			return one(axesSwapped, lowest(b.list[7].geometry), "#8")
		}},
		{"swapped axes in the whole file", func(b *bretagne) []string {
			var places []geo.Point
			for _, c := range b.list {
				c.geometry = swap(c.geometry)
				places = append(places, lowest(c.geometry))
			}
			return one(axesSwapped, lowestOf(places...))
		}},
		{"swapped axes in the whole file, without codes", func(b *bretagne) []string {
			var places []geo.Point
			for _, c := range b.list {
				c.code, c.geometry = "", swap(c.geometry)
				places = append(places, lowest(c.geometry))
			}
			return one(axesSwapped, lowestOf(places...))
		}},
		{"no geometry", func(b *bretagne) []string {
			b.of(ouessant).geometry = nil
			return []string{told(geometryEmpty, nil, ouessant)}
		}},
		{"a hole with nothing in it", func(b *bretagne) []string {
			hole := b.inside()
			b.hole(rennes, hole)
			return one("hole-empty", hole[0], rennes)
		}},
		{"a hole that another commune fills, which is no fault", func(b *bretagne) []string {
			hole := b.inside()
			b.hole(rennes, hole)
			b.add(added, geo.MultiPolygon{{clockwise(hole)}})
			return nil
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBretagne(t)
			want := test.mutate(b)
			report, got := b.inspect(tolerant())
			if diff := cmp.Diff(want, got, emptyIsNil()); diff != "" {
				t.Errorf("defects (-want +got):\n%s", diff)
			}
			for _, d := range report.Defects {
				if d.Rule != "G07" || d.Message.FR == "" || d.Message.EN == "" {
					t.Errorf("%s is of rule %q and says %+v", d.Code, d.Rule, d.Message)
				}
			}
		})
	}
}

func TestNearVerticesOfWhichEachNeighbourHasOneAreAnError(t *testing.T) {
	for _, in := range []string{rennes, cesson} {
		b := newBretagne(t)
		three := bend(b.border())
		moved := b.beside(three, 3, in)
		b.replace(three[1], three[0], []geo.Point{moved}, rennes)
		report, got := b.inspect(tolerant())
		if diff := cmp.Diff(one("vertex-near", lowestOf(three[1], moved), rennes, cesson), got); diff != "" {
			t.Errorf("defects (-want +got):\n%s", diff)
		}
		if len(report.Errors()) == 0 {
			t.Errorf("pushed into %s: no error", in)
		}
	}
}

func emptyIsNil() cmp.Option {
	return cmp.FilterValues(func(a, b []string) bool { return len(a) == 0 && len(b) == 0 }, cmp.Ignore())
}

func TestAHoleThatThePolicyKnowsIsNoFault(t *testing.T) {
	b := newBretagne(t)
	hole := b.inside()
	b.hole(rennes, hole)
	policy := tolerant()
	policy.KnownAbsences = []check.KnownAbsence{{Name: "le lac", At: geo.Point{X: hole[0].X + 500, Y: hole[0].Y + 500}}}
	report, got := b.inspect(policy)
	if diff := cmp.Diff(one(knownAbsence, hole[0], rennes), got); diff != "" {
		t.Fatalf("defects (-want +got):\n%s", diff)
	}
	d := report.Defects[0]
	if d.Rule != "G05" || d.Severity != check.Info || !strings.Contains(d.Message.FR, "le lac") || report.Gaps.Count != 0 {
		t.Errorf("defect %+v, gaps %+v", d, report.Gaps)
	}
}

func TestTheMessageProposesTheSystem(t *testing.T) {
	b := newBretagne(t)
	b.misplace(coordinatesInMetres, Position{352_000, 6_789_000})
	report, _ := b.inspect(tolerant())
	if want := "EPSG:2154 (RGF93 / Lambert-93)"; !strings.Contains(report.Defects[0].Message.FR, want) {
		t.Errorf("message %q, want %s in it", report.Defects[0].Message.FR, want)
	}
}

// sea gives a point a kilometre north of Ouessant.
func (b *bretagne) sea() geo.Point {
	box, _ := b.of(ouessant).geometry.Bounds()
	return geo.Point{X: box.Min.X, Y: box.Max.Y + 100_000}
}

// part adds a polygon to a commune, wound as the others are.
func (b *bretagne) part(code string, ring geo.Ring) {
	b.of(code).geometry = append(b.of(code).geometry, geo.Polygon{clockwise(ring)})
}

// clockwise gives a ring wound the other way: the shells of the file are clockwise.
func clockwise(ring geo.Ring) geo.Ring {
	other := slices.Clone(ring)
	slices.Reverse(other)
	return other
}

// hole adds a hole to the first polygon of a commune, wound as the others are.
func (b *bretagne) hole(code string, ring geo.Ring) {
	polygon := &b.of(code).geometry[0]
	*polygon = append(*polygon, ring)
}

// swapNext exchanges the two middle ones of four vertices that follow each other.
func (b *bretagne) swapNext(four []geo.Point, codes ...string) {
	p, q := four[1], four[2]
	for _, code := range codes {
		for _, polygon := range b.of(code).geometry {
			for _, ring := range polygon {
				for i := range ring {
					switch ring[i] {
					case p:
						ring[i] = q
					case q:
						ring[i] = p
					}
				}
			}
		}
	}
}

// push moves a vertex of Rennes's border by some steps into one of the two communes, in the ring of Rennes only.
func (b *bretagne) push(kind, into string, steps float64) []string {
	three := bend(b.border())
	moved := b.beside(three, steps, into)
	b.replace(three[1], three[0], []geo.Point{moved}, rennes)
	return one(kind, lowestOf(three[0], three[1], three[2], moved), rennes, cesson)
}

// misplace gives Ouessant a position that is not on the globe.
func (b *bretagne) misplace(kind string, at Position) []string {
	c := b.of(ouessant)
	c.geometry, c.fault = nil, &at
	return []string{told(kind, &at, ouessant)}
}

// bend finds three vertices that follow each other, some 50 m apart or more, and turn by little.
func bend(line []geo.Point) []geo.Point {
	for i := 0; i+3 <= len(line); i++ {
		ax, ay := int64(line[i+1].X)-int64(line[i].X), int64(line[i+1].Y)-int64(line[i].Y)
		bx, by := int64(line[i+2].X)-int64(line[i+1].X), int64(line[i+2].Y)-int64(line[i+1].Y)
		const long = 5000 * 5000
		if ax*ax+ay*ay > long && bx*bx+by*by > long && ax*bx+ay*by > 0 && ax*by != ay*bx {
			return line[i : i+3]
		}
	}
	panic(fmt.Sprintf("no bend in %d vertices", len(line)))
}

// even finds two vertices that follow each other and whose middle is on the grid: q, then p.
func even(line []geo.Point) (p, q, middle geo.Point) {
	for i := 1; i < len(line); i++ {
		q, p = line[i-1], line[i]
		if (p.X+q.X)%2 == 0 && (p.Y+q.Y)%2 == 0 {
			return p, q, geo.Point{X: (p.X + q.X) / 2, Y: (p.Y + q.Y) / 2}
		}
	}
	panic("no middle on the grid")
}

func sign(v int32) int32 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
