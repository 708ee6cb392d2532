package inspection

import (
	"math"

	"github.com/pymaxion/geographiclib-go/geodesic"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/topo"
)

// defect is a defect of a coverage with its kind, its size and its ground.
type defect struct {
	Kind   kindName
	Units  []int32
	At     geo.Point
	Area   float64
	Width  float64
	Claims int
	Ground geo.MultiPolygon
}

type kindName string

func (k kindName) String() string { return string(k) }

// build makes the coverage, and adds to its gaps the ground that they hold.
func build(n int, pieces []topo.Piece, _ check.Policy) (*topo.Coverage, []defect) {
	coverage, found := topo.Build(n, pieces)
	holes := map[geo.Point]geo.Ring{}
	for _, polygon := range coverage.Dissolve(make([]int32, n), 1)[0] {
		for _, ring := range polygon[1:] {
			points := coverage.RingPoints(ring)
			holes[lowestEnd(coverage, ring)] = points
		}
	}
	defects := make([]defect, len(found))
	for i, d := range found {
		defects[i] = defect{Kind: nameOf(d), Units: d.Units, At: d.At, Claims: -1}
		if ring, ok := holes[d.At]; ok && d.Kind == topo.Gap {
			area, length := measure(ring)
			defects[i].Ground, defects[i].Area, defects[i].Width = geo.MultiPolygon{{ring}}, area, 2*area/length
			defects[i].Claims = 0
			if len(d.Units) == 1 {
				defects[i].Kind = "hole-empty"
			}
		}
	}
	for i := range defects {
		if defects[i].Kind == "overlap" {
			defects[i].Claims = 2
		}
	}
	return coverage, defects
}

func nameOf(d topo.Defect) kindName {
	switch d.Kind {
	case topo.EdgeDoubled:
		return "spike"
	case topo.EdgeCrossing:
		if len(d.Units) == 1 {
			return "ring-self-crossing"
		}
		return "overlap"
	case topo.EdgeClaimedTwice:
		return "overlap"
	case topo.HoleMisplaced:
		return "hole-outside-shell"
	}
	return kindName(d.Kind.String())
}

func lowestEnd(c *topo.Coverage, ring topo.Ring) geo.Point {
	low := c.Arc(ring[0].Index()).Points[0]
	for _, ref := range ring {
		points := c.Arc(ref.Index()).Points
		for _, p := range []geo.Point{points[0], points[len(points)-1]} {
			if p.Compare(low) < 0 {
				low = p
			}
		}
	}
	return low
}

func measure(ring geo.Ring) (area, length float64) {
	p := geodesic.NewPolygonArea(geodesic.WGS84, false)
	for _, at := range ring[1:] {
		p.AddPoint(at.Lat(), at.Lon())
	}
	r := p.Compute(false, true)
	return math.Abs(r.Area), r.Perimeter
}
