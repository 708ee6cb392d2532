package mvt_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"text/tabwriter"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/internal/mvtcheck"
	"perimetre/internal/race"
	"perimetre/internal/seam"
)

// picture is what tiles of a zoom draw of the EPCI beside what they should, in pixels of the zoom.
type picture struct {
	atlas   *atlas.Atlas
	zoom    uint8
	drawn   seam.Lines
	exact   *seam.Lines
	corners [][2]float64                 // of what is drawn
	tiles   map[[2]uint32]mvtcheck.Layer // by column and row
}

func newPicture(t *testing.T, zoom uint8) *picture {
	a := france2025(t)
	d := &picture{atlas: a, zoom: zoom, exact: exactLines(a, zoom, epciBorders(a)), tiles: map[[2]uint32]mvtcheck.Layer{}}
	for id, tile := range drawnAll(t, sparse(t), tilesOf(a, zoom), "epci") {
		d.tiles[[2]uint32{id.X, id.Y}] = tile.layer
		for _, f := range tile.layer.Features {
			window.Sides(f, func(s seam.Side) {
				from, to := inWorld(id, float64(s[0].X), float64(s[0].Y)), inWorld(id, float64(s[1].X), float64(s[1].Y))
				d.drawn.Add(from, to)
				d.corners = append(d.corners, from, to)
			})
		}
	}
	return d
}

// odd tells whether a way from a place to the east crosses an odd number of the sides of a ring.
func odd(p [2]float64, n int, corner func(i int) [2]float64) (inside bool) {
	for i := range n {
		a, b := corner(i), corner((i+1)%n)
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			inside = !inside
		}
	}
	return inside
}

// drawnAt gives the SIREN of the EPCI that is drawn at a place, "" where there is none.
func (d *picture) drawnAt(p [2]float64) string {
	column, row := math.Floor(p[0]/mvtExtent), math.Floor(p[1]/mvtExtent)
	at := [2]float64{p[0] - column*mvtExtent, p[1] - row*mvtExtent}
	for _, f := range d.tiles[[2]uint32{uint32(column), uint32(row)}].Features {
		inside := false
		for _, polygon := range f.Polygons {
			for _, ring := range polygon {
				if odd(at, len(ring), func(i int) [2]float64 { return [2]float64{float64(ring[i].X), float64(ring[i].Y)} }) {
					inside = !inside
				}
			}
		}
		if inside {
			return f.Properties["siren"].(string)
		}
	}
	return ""
}

// exactAt gives the SIREN of the EPCI that a place is in, "" where it is in none.
func (d *picture) exactAt(p [2]float64) string {
	side := mvtExtent * math.Exp2(float64(d.zoom))
	at, err := geo.Snap((p[0]/side-0.5)*360, math.Atan(math.Sinh(math.Pi*(1-2*p[1]/side)))*180/math.Pi)
	if err != nil {
		return ""
	}
	for _, i := range d.atlas.Search(geo.EPCI, geo.Box{Min: at, Max: at}) {
		unit, inside := d.atlas.Units(geo.EPCI)[i], false
		for _, polygon := range unit.Shape {
			for _, ring := range polygon {
				points := d.atlas.Ground.Coverage.RingPoints(ring)[1:]
				if odd(p, len(points), func(i int) [2]float64 { return pixels(points[i], d.zoom) }) {
					inside = !inside
				}
			}
		}
		if inside {
			return unit.Code
		}
	}
	return ""
}

// width tells how wide the ground is that is drawn as another EPCI's around a place: twice the largest distance of such ground from an
// exact border, to a quarter of a unit.
func (d *picture) width(around [2]float64) (widest float64) {
	for dx := -tolerance / 2.0; dx <= tolerance/2; dx += 0.25 {
		for dy := -tolerance / 2.0; dy <= tolerance/2; dy += 0.25 {
			p := [2]float64{around[0] + dx, around[1] + dy}
			if depth := d.exact.Distance(p, tolerance); 2*depth > widest && d.exactAt(p) != d.drawnAt(p) {
				widest = 2 * depth
			}
		}
	}
	return widest
}

// TestPictureIsTheExactOne compares the borders of EPCI that tiles draw with the exact ones, over the whole country: how far a drawn
// corner is from the nearest exact line, and an exact corner from the nearest line that is drawn. Strips of land or water too thin to be
// drawn, islets among them, have exact corners far from any line: they are counted apart, and how wide they are is what
// the picture lacks.
func TestPictureIsTheExactOne(t *testing.T) {
	a := france2025(t)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "zoom\texact corners\tdrawn corners\tdrawn from exact\texact from drawn\tcorners of strips\tthe farthest\tthe widest\t")
	zooms := []uint8{5, 6, 8, 10}
	if race.Enabled && !everyTile() {
		zooms = []uint8{5, 8}
	}
	for _, zoom := range zooms {
		d := newPicture(t, zoom)
		back := 0.0
		for _, at := range d.corners {
			back = max(back, d.exact.Distance(at, 4*tolerance))
		}
		corners, far := 0, 0.0
		strips, farthest, widest := 0, 0.0, 0.0
		border := epciBorders(a)
		c := a.Ground.Coverage
		for i := range c.NumArcs() {
			arc := c.Arc(i)
			if !border(arc.Left, arc.Right) {
				continue
			}
			for _, point := range arc.Points[1:] {
				corners++
				at := pixels(point, zoom)
				distance := d.drawn.Distance(at, 64*tolerance)
				if distance <= tolerance {
					far = max(far, distance)
					continue
				}
				strips, farthest, widest = strips+1, max(farthest, distance), max(widest, d.width(at))
			}
		}
		fmt.Fprintf(w, "%d\t%d\t%d\t%.2f\t%.2f\t%d\t%.1f\t%.1f\t\n", zoom, corners, len(d.corners), back, far, strips, farthest, widest)
		if back > tolerance || widest > tolerance {
			t.Errorf("zoom %d: borders are drawn %.2f units astray, strips %.2f units wide are not drawn", zoom, back, widest)
		}
		if strips > corners/1000 {
			t.Errorf("zoom %d: %d of %d corners are not drawn", zoom, strips, corners)
		}
	}
	w.Flush()
	t.Logf("tile units\n%s", table.String())
}
