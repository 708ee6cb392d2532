package mvt_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/topo"
	"perimetre/internal/mvtcheck"
	"perimetre/internal/race"
	"perimetre/internal/seam"
	"perimetre/tiles/mvt"
)

// picture is what tiles of a zoom draw of the EPCI, in the pixels of the zoom.
type picture struct {
	zoom    uint8
	borders seam.Lines
	corners [][2]float64
	tiles   map[[2]uint32]mvtcheck.Layer
}

func drawPicture(t *testing.T, a *atlas.Atlas, p *mvt.Pyramid, zoom uint8) *picture {
	drawn := &picture{zoom: zoom, tiles: map[[2]uint32]mvtcheck.Layer{}}
	for id, d := range drawnAll(t, p, tilesOf(a, zoom), "epci") {
		drawn.tiles[[2]uint32{id.X, id.Y}] = d.layer
		for _, f := range d.layer.Features {
			window.Sides(f, func(s seam.Side) {
				from, to := inWorld(id, float64(s[0].X), float64(s[0].Y)), inWorld(id, float64(s[1].X), float64(s[1].Y))
				drawn.borders.Add(from, to)
				drawn.corners = append(drawn.corners, from, to)
			})
		}
	}
	return drawn
}

// covers tells whether a place is in an EPCI that is drawn there.
func (d *picture) covers(p [2]float64) bool {
	column, row := math.Floor(p[0]/mvt.Extent), math.Floor(p[1]/mvt.Extent)
	x, y := p[0]-column*mvt.Extent, p[1]-row*mvt.Extent
	for _, f := range d.tiles[[2]uint32{uint32(column), uint32(row)}].Features {
		inside := false
		for _, polygon := range f.Polygons {
			for _, ring := range polygon {
				for i, p := range ring {
					q := ring[(i+1)%len(ring)]
					px, py, qx, qy := float64(p.X), float64(p.Y), float64(q.X), float64(q.Y)
					if (py > y) != (qy > y) && x < px+(qx-px)*(y-py)/(qy-py) {
						inside = !inside
					}
				}
			}
		}
		if inside {
			return true
		}
	}
	return false
}

// TestPictureIsTheExactOne compares the borders of EPCI that tiles draw with the exact ones, over the whole country: how far an exact
// corner is from the nearest line that is drawn, and a drawn corner from the nearest exact line. Islets that are not drawn at all
// are counted apart, with the extent of the largest.
func TestPictureIsTheExactOne(t *testing.T) {
	a := france2025(t)
	p := mvt.New(a, mvt.Options{MinZooms: map[string]uint8{"epci": 0}})
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "zoom\texact corners\tdrawn corners\texact from drawn\tdrawn from exact\tislets not drawn\tthe largest\t")
	zooms := []uint8{5, 6, 8, 10}
	if race.Enabled && !everyTile() {
		zooms = []uint8{5, 8}
	}
	for _, zoom := range zooms {
		drawn := drawPicture(t, a, p, zoom)
		exact := exactLines(a, zoom, epciBorders(a))
		c := a.Ground.Coverage
		corners, islets, largest, far := 0, 0, 0.0, 0.0
		for _, unit := range a.Units(geo.EPCI) {
			for _, polygon := range unit.Shape {
				worst := 0.0
				for _, ring := range polygon {
					for _, at := range c.RingPoints(ring)[1:] {
						worst = max(worst, drawn.borders.Distance(pixels(at, zoom), 4*tolerance))
						corners++
					}
				}
				if worst > tolerance {
					if inside, extent := inner(c, polygon[0], zoom); !drawn.covers(inside) {
						islets++
						largest = max(largest, extent)
						continue
					}
				}
				far = max(far, worst)
			}
		}
		back := 0.0
		for _, at := range drawn.corners {
			back = max(back, exact.Distance(at, 4*tolerance))
		}
		fmt.Fprintf(w, "%d\t%d\t%d\t%.2f\t%.2f\t%d\t%.1f\t\n", zoom, corners, len(drawn.corners), far, back, islets, largest)
		if far > tolerance || back > tolerance {
			t.Errorf("zoom %d: borders are drawn %.2f and %.2f units astray, over %d", zoom, far, back, tolerance)
		}
	}
	w.Flush()
	t.Logf("tile units\n%s", table.String())
}

// inner gives a place inside a ring, half-way between two of its sides, and the longer side of its box, in pixels of a zoom.
func inner(c *topo.Coverage, ring topo.Ring, zoom uint8) (inside [2]float64, extent float64) {
	low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	var points [][2]float64
	for _, at := range c.RingPoints(ring) {
		p := pixels(at, zoom)
		points = append(points, p)
		for i := range p {
			low[i], high[i] = min(low[i], p[i]), max(high[i], p[i])
		}
	}
	y := (low[1] + high[1]) / 2
	var crossings []float64
	for i := 1; i < len(points); i++ {
		if p, q := points[i-1], points[i]; (p[1] > y) != (q[1] > y) {
			crossings = append(crossings, p[0]+(q[0]-p[0])*(y-p[1])/(q[1]-p[1]))
		}
	}
	slices.Sort(crossings)
	widest := 0.0
	for i := 0; i+1 < len(crossings); i += 2 {
		if width := crossings[i+1] - crossings[i]; width > widest {
			widest, inside = width, [2]float64{(crossings[i] + crossings[i+1]) / 2, y}
		}
	}
	return inside, max(high[0]-low[0], high[1]-low[1])
}
