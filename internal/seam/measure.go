package seam

import (
	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/internal/mvtcheck"
)

// steps is how many steps of the grid that polygons are laid over each other on a tile unit is.
const steps = 64

// Seams is what lies between the polygons of a layer.
type Seams struct {
	Gaps    []Gap
	Overlap float64 // square tile units that several features cover; what three cover counts once
	Faults  int     // places where sides do not meet as neighbours do: rings that touch themselves, vertices that one side lacks…
}

// Gap is ground between polygons that none of them covers, closed all around.
type Gap struct {
	Area   float64      // square tile units
	Corner [][2]float64 // of its outer ring
}

// Measure lays the polygons of a layer over each other. Features are units: what two polygons of one feature do to each
// other is a fault.
func Measure(l mvtcheck.Layer) Seams {
	var pieces []topo.Piece
	for i, f := range l.Features {
		piece := topo.Piece{Unit: int32(i)}
		for _, polygon := range f.Polygons {
			piece.Geometry = append(piece.Geometry, onGrid(polygon))
		}
		pieces = append(pieces, piece)
	}
	_, defects := topo.Build(len(l.Features), pieces, topo.Tolerance{})
	var s Seams
	for _, d := range defects {
		switch {
		case d.Claims == 0:
			for _, polygon := range d.Ground {
				gap := Gap{Area: area(polygon)}
				for _, p := range polygon[0] {
					gap.Corner = append(gap.Corner, [2]float64{float64(p.X) / steps, float64(p.Y) / steps})
				}
				s.Gaps = append(s.Gaps, gap)
			}
		case d.Claims > 1 || d.Kind == topo.PolygonInside || d.Kind == topo.PolygonDuplicate:
			for _, polygon := range d.Ground {
				s.Overlap += area(polygon)
			}
		default:
			s.Faults++
		}
	}
	return s
}

func onGrid(polygon mvtcheck.Polygon) geo.Polygon {
	rings := make(geo.Polygon, len(polygon))
	for i, ring := range polygon {
		rings[i] = make(geo.Ring, 0, len(ring)+1)
		for _, p := range ring {
			rings[i] = append(rings[i], geo.Point{X: p.X * steps, Y: p.Y * steps})
		}
		rings[i] = append(rings[i], rings[i][0])
	}
	return rings
}

// area is in square tile units.
func area(polygon geo.Polygon) float64 {
	var twice int64 // holes run the other way
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			p, q := ring[i-1], ring[i]
			twice += int64(p.X)*int64(q.Y) - int64(q.X)*int64(p.Y)
		}
	}
	return float64(max(twice, -twice)) / 2 / steps / steps
}
