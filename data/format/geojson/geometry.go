package geojson

import (
	"errors"
	"fmt"
	"slices"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// geometry reads a geometry object or null (RFC 7946, section 3.1). One whose coordinates are empty is nil too.
// The type may come after the coordinates: these are then read once it is known.
func (p *parser) geometry(data []byte, i int) (geometry geo.Geometry, end int, err error) {
	if end, ok := nullAt(data, i); ok {
		return nil, end, nil
	}
	var kind, scanned string // the type, and the one that the coordinates were read as
	coordinates := -1
	end, err = members(data, i, func(name []byte, i int) (end int, err error) {
		switch string(name) {
		case "type":
			kind, end, err = stringAt(data, i)
		case "coordinates":
			coordinates, scanned = i, kind
			if kind == "" {
				return checked(data, i)
			}
			geometry, end, err = p.places.coordinates(kind, data, i)
		default:
			end, err = checked(data, i)
		}
		return end, err
	})
	switch {
	case err != nil:
		return nil, i, err
	case kind == "GeometryCollection":
		return nil, i, typeFault(kind, &fault{"its geometry is a GeometryCollection", "keep one kind of geometry, polygons for a unit"})
	case coordinates < 0:
		return nil, i, &fault{fmt.Sprintf("its geometry, of type %q, has no coordinates", kind), "mend it or write null"}
	case scanned != kind:
		geometry, _, err = p.places.coordinates(kind, data, coordinates)
	}
	return geometry, end, err
}

// typeFault is a fault that programs know by the type of the geometry.
func typeFault(kind string, f *fault) error { return errors.Join(f, &format.GeometryError{Type: kind}) }

// places holds the coordinates of one geometry while they are read. Its arrays are kept from one geometry to the next:
// what is given of them is copied, the points of all rings into one array.
type places struct {
	system   crs.System
	metres   bool // the system is a projected one
	points   []geo.Point
	lines    []int // of each line or ring: how many points there are up to its end
	polygons []int // of each polygon: how many rings there are up to its end
}

// set sets the reference system.
func (p *places) set(system crs.System) { p.system, p.metres = system, projected(system) }

// coordinates reads the coordinates of a geometry of that type.
func (p *places) coordinates(kind string, data []byte, i int) (geo.Geometry, int, error) {
	p.points, p.lines, p.polygons = p.points[:0], p.lines[:0], p.polygons[:0]
	var end int
	var err error
	switch kind {
	case "Point":
		end, err = p.point(data, i)
	case "MultiPoint":
		end, err = p.positions(data, i)
	case "LineString":
		end, err = p.line(data, i)
	case "MultiLineString":
		end, err = items(data, i, func(i int) (int, error) { return p.line(data, i) })
	case "Polygon":
		end, err = p.polygon(data, i)
	case "MultiPolygon":
		end, err = items(data, i, func(i int) (int, error) { return p.polygon(data, i) })
	default:
		return nil, i, typeFault(kind, &fault{fmt.Sprintf("its geometry has type %q", kind), "give a type of RFC 7946, polygons for a unit"})
	}
	switch {
	case err != nil:
		return nil, i, err
	case len(p.polygons) > 0:
		return p.multiPolygon(), end, nil
	case len(p.lines) > 0:
		return p.multiLine(), end, nil
	case len(p.points) > 0:
		return geo.MultiPoint(slices.Clone(p.points)), end, nil
	}
	return nil, end, nil
}

// point reads one position, or an empty array.
func (p *places) point(data []byte, i int) (int, error) {
	if inside, err := expect(data, i, '['); err == nil && inside < len(data) && data[inside] == ']' {
		return inside + 1, nil
	}
	point, end, err := p.position(data, i)
	p.points = append(p.points, point)
	return end, err
}

// line reads the line at i, unless it is empty.
func (p *places) line(data []byte, i int) (int, error) {
	before := len(p.points)
	end, err := p.positions(data, i)
	switch count := len(p.points) - before; {
	case err != nil || count == 0:
		return end, err
	case count == 1:
		return i, &fault{"a line of 1 point", "give it at least 2 or remove it"}
	}
	p.lines = append(p.lines, len(p.points))
	return end, nil
}

// polygon reads the polygon at i, unless its rings have no point. Its rings are taken as they are: how many positions they have,
// and whether they are closed (RFC 7946, section 3.1.6), is not looked at.
func (p *places) polygon(data []byte, i int) (int, error) {
	before, points := len(p.lines), len(p.points)
	end, err := items(data, i, func(i int) (int, error) {
		end, err := p.positions(data, i)
		p.lines = append(p.lines, len(p.points))
		return end, err
	})
	if len(p.points) == points {
		p.lines = p.lines[:before]
	} else {
		p.polygons = append(p.polygons, len(p.lines))
	}
	return end, err
}

// positions reads an array of positions.
func (p *places) positions(data []byte, i int) (int, error) {
	return items(data, i, func(i int) (end int, err error) {
		if !p.metres {
			if p.points, end = appendPlain(p.points, data, i); end > i {
				return end, nil
			}
		}
		point, end, err := p.position(data, i)
		p.points = append(p.points, point)
		return end, err
	})
}

// position reads one position of the system.
func (p *places) position(data []byte, i int) (geo.Point, int, error) {
	if p.metres {
		return metres(p.system, data, i)
	}
	return position(data, i)
}

func (p *places) multiLine() geo.MultiLine {
	return cut(slices.Clone(p.points), p.lines, make(geo.MultiLine, 0, len(p.lines)))
}

func (p *places) multiPolygon() geo.MultiPolygon {
	rings := cut(slices.Clone(p.points), p.lines, make(geo.Polygon, 0, len(p.lines)))
	return cut(rings, p.polygons, make(geo.MultiPolygon, 0, len(p.polygons)))
}

// cut appends to parts the parts of an array, whose ends are given. To append to a part does not write on the next.
func cut[P ~[]T, S ~[]P, T any, A ~[]T](array A, ends []int, parts S) S {
	start := 0
	for _, end := range ends {
		parts = append(parts, P(array[start:end:end]))
		start = end
	}
	return parts
}
