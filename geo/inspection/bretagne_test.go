package inspection

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"

	"perimetre/data/format/geojson"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// commune is one record of Bretagne.
type commune struct {
	code, name string
	geometry   geo.MultiPolygon
	fault      *Position
}

// bretagne is a copy of the communes of Bretagne, for a test to damage.
type bretagne struct {
	t    *testing.T
	list []*commune
}

var read struct {
	sync.Once
	communes []commune
	err      error
}

// newBretagne gives the communes of the départements 22, 29, 35 and 56 in 2018.
func newBretagne(t *testing.T) *bretagne {
	t.Helper()
	race.LeaveOut(t)
	path := shared.File(t, "communes-2018.geojsonl.gz")
	read.Do(func() {
		file, err := source.Open(path)
		if err != nil {
			read.err = err
			return
		}
		defer file.Close()
		for f, err := range geojson.Read(file, file.Name()) {
			if err != nil {
				read.err = err
				return
			}
			code, _ := f.Property("insee").(string)
			name, _ := f.Property("nom").(string)
			if slices.Contains([]string{"22", "29", "35", "56"}, geo.Code(code).Departement()) {
				read.communes = append(read.communes, commune{code, name, f.Geometry.(geo.MultiPolygon), nil})
			}
		}
	})
	if read.err != nil {
		t.Fatal(read.err)
	}
	b := &bretagne{t: t}
	for _, c := range read.communes {
		c.geometry = clone(c.geometry)
		b.list = append(b.list, &c)
	}
	return b
}

func clone(g geo.MultiPolygon) geo.MultiPolygon {
	other := slices.Clone(g)
	for i, polygon := range g {
		other[i] = slices.Clone(polygon)
		for k, ring := range polygon {
			other[i][k] = slices.Clone(ring)
		}
	}
	return other
}

// inspect tells the defects as lines: code, units, place.
func (b *bretagne) inspect(policy check.Policy) (*Report, []string) {
	records, units := make([]Record, len(b.list)), make([]Unit, len(b.list))
	for i, c := range b.list {
		records[i] = Record{Unit: int32(i), Geometry: c.geometry, Fault: c.fault}
		units[i] = Unit{c.code, c.name}
		if c.code == "" {
			units[i].Code = Number(i + 1)
		}
	}
	report := Inspect(records, units, policy)
	lines := make([]string, len(report.Defects))
	for i, d := range report.Defects {
		lines[i] = told(d.Code, d.At, d.Units...)
	}
	slices.Sort(lines)
	return report, lines
}

func told(code string, at *Position, units ...string) string {
	place := "nowhere"
	if at != nil {
		place = at.String()
	}
	slices.Sort(units)
	return code + " [" + strings.Join(units, " ") + "] at " + place
}

// one is the line of one defect at a place of the grid.
func one(code string, at geo.Point, units ...string) []string {
	p := At(at)
	return []string{told(code, &p, units...)}
}

// of gives a commune.
func (b *bretagne) of(code string) *commune {
	b.t.Helper()
	for _, c := range b.list {
		if c.code == code {
			return c
		}
	}
	b.t.Fatalf("no commune %s", code)
	return nil
}

// add adds a commune.
func (b *bretagne) add(code string, geometry geo.MultiPolygon) {
	b.list = append(b.list, &commune{code: code, name: "Ajoutée", geometry: geometry})
}

// shell is the outer ring of the largest polygon of a commune, without its closing point.
func (c *commune) shell() []geo.Point {
	largest := slices.MaxFunc(c.geometry, func(p, q geo.Polygon) int { return len(p[0]) - len(q[0]) })
	return largest[0][:len(largest[0])-1]
}

// border gives the longest run of vertices that Rennes and Cesson and no others share, the ends of it left out.
func (b *bretagne) border() []geo.Point {
	b.t.Helper()
	users := map[geo.Point][]string{}
	for _, c := range b.list {
		for _, polygon := range c.geometry {
			for _, ring := range polygon {
				for _, p := range ring[1:] {
					users[p] = append(users[p], c.code)
				}
			}
		}
	}
	var longest, run []geo.Point
	for _, p := range b.of(rennes).shell() {
		of := users[p]
		if len(of) == 2 && slices.Contains(of, rennes) && slices.Contains(of, cesson) {
			run = append(run, p)
		} else {
			run = nil
		}
		if len(run) > len(longest) {
			longest = slices.Clone(run)
		}
	}
	if len(longest) < 10 {
		b.t.Fatalf("the border has %d vertices only", len(longest))
	}
	return longest[1 : len(longest)-1]
}

// replace puts other points in the place of a vertex, in all rings of some communes that pass there. The points are given
// in the order of the ring of the first commune; a ring that runs against it gets them in the other order.
func (b *bretagne) replace(at, before geo.Point, with []geo.Point, codes ...string) {
	b.t.Helper()
	for _, code := range codes {
		done := false
		for _, polygon := range b.of(code).geometry {
			for k, ring := range polygon {
				open := ring[:len(ring)-1]
				i := slices.Index(open, at)
				if i < 0 {
					continue
				}
				points := slices.Clone(with)
				if open[(i+len(open)-1)%len(open)] != before {
					slices.Reverse(points)
				}
				open = slices.Concat(open[:i], points, open[i+1:])
				polygon[k] = append(open, open[0])
				done = true
			}
		}
		if !done {
			b.t.Fatalf("%s has no vertex %v", code, at)
		}
	}
}

// beside gives a point at some steps from the middle vertex of three, on the side that lies in a commune.
func (b *bretagne) beside(three []geo.Point, steps float64, in string) geo.Point {
	b.t.Helper()
	dx, dy := float64(three[2].X)-float64(three[0].X), float64(three[2].Y)-float64(three[0].Y)
	length := max(math.Abs(dx), math.Abs(dy))
	for _, side := range []float64{1, -1} {
		p := geo.Point{
			X: three[1].X - int32(side*steps*dy/length),
			Y: three[1].Y + int32(side*steps*dx/length),
		}
		if p != three[1] && holds(b.of(in).geometry, p) {
			return p
		}
	}
	b.t.Fatalf("no point beside %v in %s", three[1], in)
	return geo.Point{}
}

// square gives a closed square with its lower left corner at a point.
func square(at geo.Point, side int32) geo.Ring {
	return geo.Ring{at, {X: at.X + side, Y: at.Y}, {X: at.X + side, Y: at.Y + side}, {X: at.X, Y: at.Y + side}, at}
}

// inside gives a square that lies well within Rennes.
func (b *bretagne) inside() geo.Ring {
	b.t.Helper()
	const side = 1000
	box, _ := b.of(rennes).geometry.Bounds()
	at := geo.Point{X: (box.Min.X + box.Max.X) / 2, Y: (box.Min.Y + box.Max.Y) / 2}
	for _, p := range square(geo.Point{X: at.X - side, Y: at.Y - side}, 3*side) {
		if !holds(b.of(rennes).geometry, p) {
			b.t.Fatalf("%v is not in Rennes", p)
		}
	}
	return square(at, side)
}

// lowestOf is the place of a ground: its lowest vertex.
func lowestOf(points ...geo.Point) geo.Point { return slices.MinFunc(points, geo.Point.Compare) }

// convex finds four vertices that follow each other, the two segments between every second of which cross.
func (b *bretagne) convex(line []geo.Point) (four []geo.Point, crossing geo.Point) {
	b.t.Helper()
	for i := 0; i+4 <= len(line); i++ {
		if at, ok := cross(line[i], line[i+2], line[i+1], line[i+3]); ok {
			return line[i : i+4], at
		}
	}
	b.t.Fatal("nowhere convex")
	return nil, geo.Point{}
}

// cross gives where ab and cd cross, rounded to the grid from the exact place; ok is false when they do not.
func cross(a, b, c, d geo.Point) (at geo.Point, ok bool) {
	rat := func(v int32) *big.Rat { return big.NewRat(int64(v), 1) }
	sub := func(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
	mul := func(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
	rx, ry := sub(rat(b.X), rat(a.X)), sub(rat(b.Y), rat(a.Y))
	sx, sy := sub(rat(d.X), rat(c.X)), sub(rat(d.Y), rat(c.Y))
	det := sub(mul(rx, sy), mul(ry, sx))
	if det.Sign() == 0 {
		return at, false
	}
	qx, qy := sub(rat(c.X), rat(a.X)), sub(rat(c.Y), rat(a.Y))
	t := new(big.Rat).Quo(sub(mul(qx, sy), mul(qy, sx)), det)
	u := new(big.Rat).Quo(sub(mul(qx, ry), mul(qy, rx)), det)
	one := big.NewRat(1, 1)
	if t.Sign() <= 0 || u.Sign() <= 0 || t.Cmp(one) >= 0 || u.Cmp(one) >= 0 {
		return at, false
	}
	near := func(from, along *big.Rat) int32 {
		v, _ := new(big.Rat).Add(from, mul(t, along)).Float64()
		return int32(math.Round(v))
	}
	return geo.Point{X: near(rat(a.X), rx), Y: near(rat(a.Y), ry)}, true
}

// holds tells whether a point lies in some ground.
func holds(ground geo.MultiPolygon, at geo.Point) bool {
	_, inside := check.PlaceIn(ground, []check.Place{{At: at}})
	return inside
}
