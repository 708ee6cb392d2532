package shapefile

import (
	"encoding/binary"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// parts is a geometry in the coordinates of a file: the points of all its parts, and where each begins. Its arrays are kept from
// one geometry to the next.
type parts struct {
	coordinates []float64 // x, y of each point
	starts      []uint32  // of parts, in points
	bounds      format.Bounds
}

func (p *parts) reset() { *p = parts{coordinates: p.coordinates[:0], starts: p.starts[:0]} }

// take converts a geometry. Rings are closed and wound as the Technical Description asks (page 8): shells clockwise, holes
// counter-clockwise, whichever way they were. Parts without a point are left out: the format has none.
func (p *parts) take(g geo.Geometry, system crs.System) {
	p.reset()
	switch g := g.(type) {
	case geo.MultiPoint:
		p.part(g, system)
	case geo.MultiLine:
		for _, line := range g {
			p.part(line, system)
		}
	case geo.MultiPolygon:
		for _, rings := range g {
			for i, ring := range rings {
				p.ring(ring, i == 0, system)
			}
		}
	}
}

// part appends a part, and gives its coordinates.
func (p *parts) part(points []geo.Point, system crs.System) []float64 {
	start := len(p.coordinates)
	if len(points) > 0 {
		p.starts = append(p.starts, uint32(start/2))
	}
	for _, point := range points {
		x, y := system.FromLonLat(point.Lon(), point.Lat())
		p.coordinates = append(p.coordinates, x, y)
		p.bounds.Add(x, y)
	}
	return p.coordinates[start:]
}

func (p *parts) ring(ring geo.Ring, shell bool, system crs.System) {
	part := p.part(ring, system)
	if n := len(ring); n > 0 && ring[0] != ring[n-1] {
		p.coordinates = append(p.coordinates, part[0], part[1])
		part = p.coordinates[len(p.coordinates)-len(part)-2:]
	}
	area := twiceArea(len(part)/2, func(i int) (x, y float64) { return part[2*i], part[2*i+1] })
	if shell && area > 0 || !shell && area < 0 {
		for i, j := 0, len(part)-2; i < j; i, j = i+2, j-2 {
			part[i], part[i+1], part[j], part[j+1] = part[j], part[j+1], part[i], part[i+1]
		}
	}
}

// append appends the content of a record of that kind of shape.
func (p *parts) append(dst []byte, kind uint32) []byte {
	if len(p.coordinates) == 0 {
		return binary.LittleEndian.AppendUint32(dst, nullShape)
	}
	dst = binary.LittleEndian.AppendUint32(dst, kind)
	dst = appendBounds(dst, p.bounds)
	if kind != multiPoint {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(len(p.starts)))
	}
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(p.coordinates)/2))
	if kind != multiPoint {
		for _, start := range p.starts {
			dst = binary.LittleEndian.AppendUint32(dst, start)
		}
	}
	for _, x := range p.coordinates {
		dst = appendFloat(dst, x)
	}
	return dst
}
