package geojson

import (
	"fmt"
	"slices"

	"perimetre/geo"
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
			geometry, end, err = p.coordinates(kind, data, i)
		default:
			end, err = checked(data, i)
		}
		return end, err
	})
	switch {
	case err != nil:
		return nil, i, err
	case kind == "GeometryCollection":
		return nil, i, &fault{"its geometry is a GeometryCollection", "keep one kind of geometry, polygons for a unit"}
	case coordinates < 0:
		return nil, i, &fault{fmt.Sprintf("its geometry, of type %q, has no coordinates", kind), "mend it or write null"}
	case scanned != kind:
		geometry, _, err = p.coordinates(kind, data, coordinates)
	}
	return geometry, end, err
}

// coordinates reads the coordinates of a geometry of that type.
func (p *parser) coordinates(kind string, data []byte, i int) (geo.Geometry, int, error) {
	var points geo.MultiPoint
	var lines geo.MultiLine
	var polygons geo.MultiPolygon
	var end int
	var err error
	switch kind {
	case "Point":
		points, end, err = p.point(data, i)
	case "MultiPoint":
		points, end, err = p.positions(data, i)
	case "LineString":
		lines, end, err = p.line(lines, data, i)
	case "MultiLineString":
		end, err = items(data, i, func(i int) (end int, err error) {
			lines, end, err = p.line(lines, data, i)
			return end, err
		})
	case "Polygon":
		polygons, end, err = p.polygon(polygons, data, i)
	case "MultiPolygon":
		end, err = items(data, i, func(i int) (end int, err error) {
			polygons, end, err = p.polygon(polygons, data, i)
			return end, err
		})
	default:
		return nil, i, &fault{fmt.Sprintf("its geometry has type %q", kind), "give a type of RFC 7946, polygons for a unit"}
	}
	switch {
	case err != nil:
		return nil, i, err
	case len(points) > 0:
		return points, end, nil
	case len(lines) > 0:
		return lines, end, nil
	case len(polygons) > 0:
		return polygons, end, nil
	}
	return nil, end, nil
}

// point reads one position, or an empty array.
func (p *parser) point(data []byte, i int) (geo.MultiPoint, int, error) {
	if inside, err := expect(data, i, '['); err == nil && inside < len(data) && data[inside] == ']' {
		return nil, inside + 1, nil
	}
	point, end, err := position(data, i)
	return geo.MultiPoint{point}, end, err
}

// line appends the line at i, unless it is empty.
func (p *parser) line(lines geo.MultiLine, data []byte, i int) (geo.MultiLine, int, error) {
	line, end, err := p.positions(data, i)
	switch {
	case err != nil || len(line) == 0:
		return lines, end, err
	case len(line) == 1:
		return lines, i, &fault{"a line of 1 point", "give it at least 2 or remove it"}
	}
	return append(lines, line), end, nil
}

// polygon appends the polygon at i, unless it is empty, after looking at its rings (RFC 7946, section 3.1.6).
func (p *parser) polygon(polygons geo.MultiPolygon, data []byte, i int) (geo.MultiPolygon, int, error) {
	var rings geo.Polygon
	end, err := items(data, i, func(i int) (int, error) {
		ring, end, err := p.positions(data, i)
		if err != nil {
			return i, err
		}
		rings = append(rings, ring)
		return end, checkRing(ring, len(rings), len(polygons)+1)
	})
	if err != nil || len(rings) == 0 {
		return polygons, end, err
	}
	return append(polygons, rings), end, nil
}

// checkRing refuses a ring that is too short or open. Rings and polygons are numbered from 1.
func checkRing(ring geo.Ring, number, polygon int) error {
	if len(ring) < 4 {
		return &fault{
			fmt.Sprintf("ring %d of polygon %d has %d points: a ring needs at least 4, the last equal to the first",
				number, polygon, len(ring)),
			"mend the polygon or remove it",
		}
	}
	if first, last := ring[0], ring[len(ring)-1]; first != last {
		return &fault{
			fmt.Sprintf("ring %d of polygon %d is not closed: it goes from (%v) to (%v)", number, polygon, first, last),
			"repeat its first point at its end",
		}
	}
	return nil
}

// positions reads an array of positions. Those written without white space and without height, as most files do, are
// read on a path of their own: it is where the time of reading goes.
func (p *parser) positions(data []byte, i int) ([]geo.Point, int, error) {
	points := p.points[:0]
	end, err := items(data, i, func(i int) (int, error) {
		for {
			point, end := plainPosition(data, i)
			if end == 0 {
				break
			}
			points = append(points, point)
			if end+1 >= len(data) || data[end] != ',' {
				return end, nil
			}
			i = end + 1
		}
		point, end, err := position(data, i)
		points = append(points, point)
		return end, err
	})
	p.points = points
	return slices.Clone(points), end, err
}
