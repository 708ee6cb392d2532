package store

import (
	"fmt"

	"github.com/twpayne/go-geom"

	"perimetre/geo"
)

// SRID is the reference system of every stored geometry: WGS 84, longitude first.
const SRID = 4326

// ToGeom turns a geometry of the grid into one of go-geom, in degrees. It gives nil for nil and for an empty one.
func ToGeom(g geo.Geometry) geom.T {
	switch g := g.(type) {
	case geo.MultiPoint:
		if len(g) > 0 {
			return geom.NewMultiPointFlat(geom.XY, appendDegrees(nil, g)).SetSRID(SRID)
		}
	case geo.MultiLine:
		if len(g) > 0 {
			flat, ends := flatten(nil, g)
			return geom.NewMultiLineStringFlat(geom.XY, flat, ends).SetSRID(SRID)
		}
	case geo.MultiPolygon:
		if len(g) > 0 {
			flat := make([]float64, 0, 2*g.Vertices())
			endss := make([][]int, len(g))
			for i, polygon := range g {
				flat, endss[i] = flatten(flat, polygon)
			}
			return geom.NewMultiPolygonFlat(geom.XY, flat, endss).SetSRID(SRID)
		}
	}
	return nil
}

// flatten appends lines to flat coordinates, and tells where each ends.
func flatten[Line ~[]geo.Point](flat []float64, lines []Line) ([]float64, []int) {
	ends := make([]int, len(lines))
	for i, line := range lines {
		flat = appendDegrees(flat, line)
		ends[i] = len(flat)
	}
	return flat, ends
}

func appendDegrees(flat []float64, points []geo.Point) []float64 {
	for _, p := range points {
		flat = append(flat, p.Lon(), p.Lat())
	}
	return flat
}

// FromGeom is the inverse of ToGeom for polygons: nil gives nil, and the grid is found again exactly, since a step
// (1e-7) is far above the precision of a float64 at 180 (3e-14).
func FromGeom(t geom.T) (geo.MultiPolygon, error) {
	if t == nil {
		return nil, nil
	}
	g, ok := t.(*geom.MultiPolygon)
	if !ok || g.Layout() != geom.XY {
		return nil, fmt.Errorf("%T with layout %v where a MultiPolygon XY is due", t, t.Layout())
	}
	flat, start := g.FlatCoords(), 0
	polygons := make(geo.MultiPolygon, len(g.Endss()))
	for i, ends := range g.Endss() {
		polygons[i] = make(geo.Polygon, len(ends))
		for j, end := range ends {
			ring := make(geo.Ring, 0, (end-start)/2)
			for ; start < end; start += 2 {
				p, err := geo.Snap(flat[start], flat[start+1])
				if err != nil {
					return nil, fmt.Errorf("polygon %d, ring %d: %w", i+1, j+1, err)
				}
				ring = append(ring, p)
			}
			polygons[i][j] = ring
		}
	}
	return polygons, nil
}
