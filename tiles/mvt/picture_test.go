package mvt_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"perimetre/geo"
	"perimetre/geo/parallel"
	"perimetre/geo/topo"
	"perimetre/internal/race"
	"perimetre/internal/seam"
	"perimetre/tiles/mvt"
)

// ground is what an EPCI covers, in pixels of a zoom.
type ground struct {
	siren     string
	rings     [][][2]float64
	low, high [2]float64 // its box
}

func newGround(siren string) ground {
	return ground{siren: siren, low: [2]float64{math.Inf(1), math.Inf(1)}, high: [2]float64{math.Inf(-1), math.Inf(-1)}}
}

func (g *ground) add(ring [][2]float64) {
	g.rings = append(g.rings, ring)
	for _, p := range ring {
		for i := range p {
			g.low[i], g.high[i] = min(g.low[i], p[i]), max(g.high[i], p[i])
		}
	}
}

// holder gives the EPCI that covers a place, "" where none does: a way to the east crosses its sides an odd number of times.
func holder(all []ground, p [2]float64) string {
	for _, g := range all {
		if p[0] < g.low[0] || p[0] > g.high[0] || p[1] < g.low[1] || p[1] > g.high[1] {
			continue
		}
		inside := false
		for _, ring := range g.rings {
			for i, a := range ring {
				b := ring[(i+1)%len(ring)]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
					inside = !inside
				}
			}
		}
		if inside {
			return g.siren
		}
	}
	return ""
}

// picture is what tiles of a zoom draw of the EPCI, beside what is exact.
type picture struct {
	zoom         uint8
	drawn, exact *seam.Lines
	corners      [][2]float64            // of what is drawn
	tiles        map[[2]float64][]ground // what is drawn, by column and row
	grounds      []ground                // what is exact
}

func newPicture(t *testing.T, zoom uint8) *picture {
	a := france2025(t)
	d := &picture{zoom: zoom, drawn: &seam.Lines{}, exact: exactLines(a, zoom, epciBorders(a)), tiles: map[[2]float64][]ground{}}
	for id, tile := range drawnAll(t, served(t), tilesOf(a, zoom), "epci") {
		place := [2]float64{float64(id.X), float64(id.Y)}
		for _, f := range tile.layer.Features {
			window.Sides(f, func(s seam.Side) {
				from, to := inWorld(id, float64(s[0].X), float64(s[0].Y)), inWorld(id, float64(s[1].X), float64(s[1].Y))
				d.drawn.Add(from, to)
				d.corners = append(d.corners, from, to)
			})
			g := newGround(f.Properties["siren"].(string))
			for _, polygon := range f.Polygons {
				for _, ring := range polygon {
					places := make([][2]float64, len(ring))
					for i, p := range ring {
						places[i] = inWorld(id, float64(p.X), float64(p.Y))
					}
					g.add(places)
				}
			}
			d.tiles[place] = append(d.tiles[place], g)
		}
	}
	for _, unit := range a.Units(geo.EPCI) {
		g := newGround(unit.Code)
		for _, polygon := range unit.Shape {
			for _, ring := range polygon {
				var places [][2]float64
				for _, p := range a.Ground.Coverage.RingPoints(ring)[1:] {
					places = append(places, pixels(p, zoom))
				}
				g.add(places)
			}
		}
		d.grounds = append(d.grounds, g)
	}
	return d
}

// width tells how wide the ground is that is drawn as another's around a place: twice the largest distance of such ground
// from an exact border, to half a unit.
func (d *picture) width(around [2]float64) (widest float64) {
	for dx := -tolerance / 2.0; dx <= tolerance/2; dx += 0.5 {
		for dy := -tolerance / 2.0; dy <= tolerance/2; dy += 0.5 {
			p := [2]float64{around[0] + dx, around[1] + dy}
			width := 2 * d.exact.Distance(p, 2*tolerance)
			if width <= widest {
				continue
			}
			tile := [2]float64{math.Floor(p[0] / mvt.Extent), math.Floor(p[1] / mvt.Extent)}
			if holder(d.grounds, p) != holder(d.tiles[tile], p) {
				widest = width
			}
		}
	}
	return widest
}

// departure is how what is drawn departs from what is exact.
type departure struct {
	corners int
	islets  int     // that are not drawn: coasts that close on themselves
	extent  float64 // of the largest of them
	strips  int     // other corners that are farther from what is drawn than the tolerance
	far     float64 // how far the farthest of them is
	width   float64 // of the ground drawn as another's around islets and such corners
}

// follow compares an arc with what is drawn.
func (d *picture) follow(arc topo.Arc) (found departure) {
	first := pixels(arc.Points[0], d.zoom)
	low, high := first, first
	for _, point := range arc.Points[1:] {
		p := pixels(point, d.zoom)
		for i := range p {
			low[i], high[i] = min(low[i], p[i]), max(high[i], p[i])
		}
		found.corners++
		if distance := d.drawn.Distance(p, 32*tolerance); distance > tolerance {
			found.strips++
			found.far = max(found.far, distance)
			found.width = max(found.width, d.width(p))
		}
	}
	if found.strips > 0 && coast(arc.Left, arc.Right) && arc.Points[0] == arc.Points[len(arc.Points)-1] {
		found.islets, found.extent = 1, max(high[0]-low[0], high[1]-low[1])
		found.strips, found.far = 0, 0
	}
	return found
}

func (s *departure) add(o departure) {
	s.corners, s.islets, s.strips = s.corners+o.corners, s.islets+o.islets, s.strips+o.strips
	s.extent, s.far, s.width = max(s.extent, o.extent), max(s.far, o.far), max(s.width, o.width)
}

// TestPictureIsTheExactOne compares the borders of EPCI that tiles draw with the exact ones, over the whole country: how far
// a drawn corner is from the nearest exact line, and an exact corner from the nearest line that is drawn. Islets and strips
// of land or water that are too thin to be drawn have exact corners far from any line. They are counted apart, and how wide
// they are is what the picture lacks.
func TestPictureIsTheExactOne(t *testing.T) {
	race.LeaveOut(t)
	a := france2025(t)
	c, border := a.Ground.Coverage, epciBorders(a)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "zoom\texact corners\tdrawn corners\tdrawn astray\tislets lost\tlargest\tcorners of strips\tfarthest\twidest\t")
	for _, zoom := range []uint8{5, 6, 8, 10} {
		d := newPicture(t, zoom)
		var lock sync.Mutex
		var sum departure
		parallel.Each(c.NumArcs(), func(i int) {
			if arc := c.Arc(i); border(arc.Left, arc.Right) {
				found := d.follow(arc)
				lock.Lock()
				defer lock.Unlock()
				sum.add(found)
			}
		})
		astray := 0.0
		for _, at := range d.corners {
			astray = max(astray, d.exact.Distance(at, 4*tolerance))
		}
		fmt.Fprintf(w, "%d\t%d\t%d\t%.2f\t%d\t%.1f\t%d\t%.1f\t%.1f\t\n", zoom, sum.corners, len(d.corners), astray,
			sum.islets, sum.extent, sum.strips, sum.far, sum.width)
		if astray > tolerance || sum.width > tolerance {
			t.Errorf("zoom %d: borders are drawn %.2f units astray, ground %.1f units wide is not drawn", zoom, astray, sum.width)
		}
		if sum.strips > sum.corners/1000 {
			t.Errorf("zoom %d: %d of %d corners are not drawn", zoom, sum.strips, sum.corners)
		}
	}
	w.Flush()
	t.Logf("tile units\n%s", table.String())
}
