package perimeter

import (
	"strconv"
	"strings"

	"github.com/pymaxion/geographiclib-go/geodesic"
	"github.com/pymaxion/geographiclib-go/geodesic/capabilities"

	"perimetre/geo"
	"perimetre/geo/parallel"
	"perimetre/geo/topo"
)

// measure is what an arc contributes to the measures of the units beside it, on the WGS 84 ellipsoid.
type measure struct {
	length float64 // m
	area   float64 // m² between the arc and the equator, positive eastwards
}

// measureArcs measures every arc, segment by segment as geodesics.
func measureArcs(c *topo.Coverage) []measure {
	measures := make([]measure, c.NumArcs())
	parallel.Each(len(measures), func(i int) { measures[i] = measureLine(c.Arc(i).Points) })
	return measures
}

// Distance is the length in metres of the geodesic between two points.
func Distance(p, q geo.Point) float64 {
	return geodesic.WGS84.InverseWithCapabilities(p.Lat(), p.Lon(), q.Lat(), q.Lon(), capabilities.Distance).S12
}

// measure gives the area in m² and the length in m of a shape.
func (g *Ground) measure(shape topo.Shape) (area, length float64) {
	for _, polygon := range shape {
		for _, ring := range polygon {
			a, l := g.measureRing(ring)
			area, length = area+a, length+l
		}
	}
	return area, length
}

// measureRing gives the area in m², negative when the ring is clockwise, and the length in m. A ring that runs
// counter-clockwise goes west along its north, which is why its area is minus the sum.
func (g *Ground) measureRing(ring topo.Ring) (area, length float64) {
	for _, ref := range ring {
		m := g.measures[ref.Index()]
		length += m.length
		if ref < 0 {
			area += m.area
		} else {
			area -= m.area
		}
	}
	return area, length
}

// Area gives the area in m², on the WGS 84 ellipsoid, of polygons that belong to no ground. Shells run counter-clockwise,
// holes clockwise.
func Area(polygons geo.MultiPolygon) (area float64) {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			area -= measureLine(ring).area
		}
	}
	return area
}

// Surface words an area in m² with its unit: in km² where that has a decimal to show.
func Surface(m2 float64) geo.Text {
	if m2 < 1e5 {
		words := strconv.FormatFloat(m2, 'f', 0, 64) + " m²"
		return geo.Text{FR: words, EN: words}
	}
	words := strconv.FormatFloat(m2/1e6, 'f', 1, 64) + " km²"
	return geo.Text{FR: strings.Replace(words, ".", ",", 1), EN: words}
}
