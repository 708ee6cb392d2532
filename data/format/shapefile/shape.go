package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// decode reads the content of a record. A null shape, and one without a point, are nil. An error is a [*format.GeometryError],
// a [*format.CoordinateError], or says what is wrong with the record.
func decode(content []byte, system crs.System) (geo.Geometry, error) {
	if len(content) < 4 {
		return nil, errors.New("its shape has no type")
	}
	s := shape{content: content, system: system}
	switch kind := binary.LittleEndian.Uint32(content); kind {
	case nullShape:
		return nil, nil
	case point, point + 10, point + 20:
		return s.point()
	case multiPoint, multiPoint + 10, multiPoint + 20:
		return s.multiPoint()
	case polyLine, polyLine + 10, polyLine + 20:
		return s.polyLine()
	case polygon, polygon + 10, polygon + 20:
		return s.polygon()
	case multiPatch:
		return nil, &format.GeometryError{Type: "MultiPatch"}
	default:
		return nil, &format.GeometryError{Type: fmt.Sprint(kind)}
	}
}

// shape is a record that is being read. Heights and measures come after what is read.
type shape struct {
	content []byte
	system  crs.System
}

const (
	pointSize     = 16
	typeAndBox    = 4 + 32
	countSize     = 4
	startOfPoints = typeAndBox + countSize   // of a multipoint
	startOfParts  = typeAndBox + 2*countSize // of a line or a polygon
)

var errCutShort = errors.New("its shape is cut short")

func (s shape) point() (geo.Geometry, error) {
	if len(s.content) < 4+pointSize {
		return nil, errCutShort
	}
	p, err := s.position(4)
	if err != nil {
		return nil, err
	}
	return geo.MultiPoint{p}, nil
}

func (s shape) multiPoint() (geo.Geometry, error) {
	if len(s.content) < startOfPoints {
		return nil, errCutShort
	}
	n, err := s.count(typeAndBox, startOfPoints, pointSize, "points")
	if err != nil || n == 0 {
		return nil, err
	}
	points, err := s.positions(startOfPoints, n)
	if err != nil {
		return nil, err
	}
	return geo.MultiPoint(points), nil
}

func (s shape) polyLine() (geo.Geometry, error) {
	var lines geo.MultiLine
	err := s.parts(func(points []geo.Point, _ int) error {
		switch len(points) {
		case 0:
		case 1:
			return errors.New("one of its lines has 1 point")
		default:
			lines = append(lines, points)
		}
		return nil
	})
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	return lines, nil
}

func (s shape) polygon() (geo.Geometry, error) {
	var rings []ring
	err := s.parts(func(points []geo.Point, start int) error {
		area := twiceArea(len(points), func(i int) (x, y float64) { return s.coordinates(start + i*pointSize) })
		rings = append(rings, newRing(points, area))
		return nil
	})
	if err != nil || len(rings) == 0 {
		return nil, err
	}
	polygons, err := assemble(rings)
	if err != nil {
		return nil, err
	}
	return polygons, nil
}

// parts hands over the points of each part, in one array, and where they start in the content.
func (s shape) parts(visit func(points []geo.Point, start int) error) error {
	if len(s.content) < startOfParts {
		return errCutShort
	}
	parts, err := s.count(typeAndBox, startOfParts, countSize, "parts")
	if err != nil {
		return err
	}
	start := startOfParts + parts*countSize
	n, err := s.count(typeAndBox+countSize, start, pointSize, "points")
	if err != nil {
		return err
	}
	points, err := s.positions(start, n)
	if err != nil {
		return err
	}
	for i := range parts {
		first, end := s.index(startOfParts+i*countSize), n
		if i+1 < parts {
			end = s.index(startOfParts + (i+1)*countSize)
		}
		if i == 0 && first != 0 || first > end || end > n {
			return fmt.Errorf("part %d of %d goes from point %d to %d, of %d", i+1, parts, first, end, n)
		}
		if err := visit(points[first:end:end], start+first*pointSize); err != nil {
			return err
		}
	}
	if parts == 0 && n > 0 {
		return fmt.Errorf("its %d points are in no part", n)
	}
	return nil
}

func (s shape) index(at int) int { return int(binary.LittleEndian.Uint32(s.content[at:])) }

// count reads how many things of a size begin at a byte.
func (s shape) count(at, start, size int, things string) (int, error) {
	n := int64(binary.LittleEndian.Uint32(s.content[at:]))
	if left := int64(len(s.content) - start); n*int64(size) > left {
		return 0, fmt.Errorf("it tells %d %s where %d bytes are left", n, things, left)
	}
	return int(n), nil
}

func (s shape) positions(start, n int) ([]geo.Point, error) {
	points := make([]geo.Point, n)
	for i := range points {
		var err error
		if points[i], err = s.position(start + i*pointSize); err != nil {
			return nil, err
		}
	}
	return points, nil
}

// position reads the position at a byte.
func (s shape) position(at int) (geo.Point, error) {
	x, y := s.coordinates(at)
	return format.Place(s.system, x, y)
}

func (s shape) coordinates(at int) (x, y float64) {
	both := s.content[at : at+pointSize]
	return math.Float64frombits(binary.LittleEndian.Uint64(both)), math.Float64frombits(binary.LittleEndian.Uint64(both[8:]))
}
