package flatgeobuf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
)

// Fields of a geometry table (feature.fbs).
const (
	fieldEnds  = 0
	fieldXY    = 1
	fieldType  = 6
	fieldParts = 7
)

const pointSize = 16 // x and y

// geometry reads a geometry table. The type is that of the header; where it says none, that of the table.
func geometry(t table, kind flat.GeometryType, system crs.System) (geo.Geometry, error) {
	if kind == flat.GeometryTypeUnknown {
		kind = flat.GeometryType(t.uint8(fieldType))
	}
	switch kind {
	case flat.GeometryTypePoint, flat.GeometryTypeMultiPoint:
		points, err := points(t, system)
		if len(points) == 0 {
			return nil, err
		}
		return geo.MultiPoint(points), err
	case flat.GeometryTypeLineString, flat.GeometryTypeMultiLineString:
		lines, err := lines[[]geo.Point](t, system)
		if len(lines) == 0 {
			return nil, err
		}
		return geo.MultiLine(lines), err
	case flat.GeometryTypePolygon:
		return polygons([]table{t}, system)
	case flat.GeometryTypeMultiPolygon:
		return polygons(t.tables(fieldParts), system)
	}
	return nil, &format.GeometryError{Type: kind.String()}
}

// polygons reads polygons, each of its table. One without a ring is left out.
func polygons(parts []table, system crs.System) (geo.Geometry, error) {
	var polygons geo.MultiPolygon
	for _, part := range parts {
		rings, err := lines[geo.Ring](part, system)
		if err != nil {
			return nil, err
		}
		if len(rings) > 0 {
			polygons = append(polygons, rings)
		}
	}
	if polygons == nil {
		return nil, nil
	}
	return polygons, nil
}

// lines reads lines or rings, whose points follow each other; ends tells after how many points each has ended, and may be left
// out for one.
func lines[L ~[]geo.Point](t table, system crs.System) ([]L, error) {
	points, err := points(t, system)
	if err != nil {
		return nil, err
	}
	ends, _ := t.vector(fieldEnds, 4)
	if len(ends) == 0 {
		if len(points) == 0 {
			return nil, nil
		}
		return []L{points}, nil
	}
	lines := make([]L, 0, len(ends)/4)
	start := 0
	for ; len(ends) > 0; ends = ends[4:] {
		end := int(binary.LittleEndian.Uint32(ends))
		if end < start || end > len(points) {
			return nil, errors.New("the ends of its lines are not among its points")
		}
		lines = append(lines, L(points[start:end:end]))
		start = end
	}
	if start < len(points) {
		return nil, fmt.Errorf("it has %d points after the end of its last line", len(points)-start)
	}
	return lines, nil
}

// points reads positions. An empty point may be written as two NaN.
func points(t table, system crs.System) ([]geo.Point, error) {
	xy, _ := t.vector(fieldXY, 8)
	if len(xy)%pointSize != 0 {
		return nil, errBroken
	}
	points := make([]geo.Point, 0, len(xy)/pointSize)
	for ; len(xy) > 0; xy = xy[pointSize:] {
		x, y := number(xy), number(xy[8:])
		if math.IsNaN(x) && math.IsNaN(y) && cap(points) == 1 {
			return nil, nil
		}
		point, err := format.Place(system, x, y)
		if err != nil {
			return nil, err
		}
		points = append(points, point)
	}
	return points, nil
}

func number(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }
