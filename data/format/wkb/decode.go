package wkb

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// Decode reads a geometry whose coordinates are in that system, x first. Points and lines come as [geo.MultiPoint] and
// [geo.MultiLine], polygons as [geo.MultiPolygon], and what is empty as nil.
//
// An error is a [*format.GeometryError], a [*format.CoordinateError], or says at which byte the bytes are no geometry.
func Decode(data []byte, system crs.System) (geo.Geometry, error) {
	d := decoder{data: data, system: system}
	g, err := d.geometry()
	if err == nil && d.at < len(data) {
		err = d.errorf("%d bytes follow the geometry", len(data)-d.at)
	}
	if err != nil {
		return nil, err
	}
	return g, nil
}

// decoder reads from byte at on. It is for one geometry.
type decoder struct {
	data   []byte
	at     int
	system crs.System
}

// header is what a geometry begins with.
type header struct {
	big  bool   // whether the highest byte of a number comes first
	code uint32 // of the type, plane
	size int    // bytes of a position
}

const (
	headerSize = 5 // bytes of an order and a type
	countSize  = 4
)

func (d *decoder) geometry() (geo.Geometry, error) {
	h, err := d.header()
	if err != nil {
		return nil, err
	}
	switch h.code {
	case point, multiPoint:
		points, err := d.multiPoint(h)
		if len(points) == 0 {
			return nil, err
		}
		return points, err
	case lineString, multiLineString:
		lines, err := d.multiLine(h)
		if len(lines) == 0 {
			return nil, err
		}
		return lines, err
	case polygon, multiPolygon:
		polygons, err := d.multiPolygon(h)
		if len(polygons) == 0 {
			return nil, err
		}
		return polygons, err
	}
	return nil, &format.GeometryError{Type: typeName(h.code)}
}

func typeName(code uint32) string {
	if names := typeNames(); 0 < code && code <= uint32(len(names)) {
		return names[code-1]
	}
	return fmt.Sprint(code)
}

func (d *decoder) multiPoint(h header) (points geo.MultiPoint, err error) {
	if h.code == point {
		return d.onePoint(h, nil)
	}
	n, err := d.count(h, headerSize+16, "points")
	if err != nil {
		return nil, err
	}
	points = make(geo.MultiPoint, 0, n)
	for range n {
		part, err := d.part(point)
		if err != nil {
			return nil, err
		}
		if points, err = d.onePoint(part, points); err != nil {
			return nil, err
		}
	}
	return points, nil
}

// onePoint appends the position of a point, unless it is empty: not a number, as ISO 13249-3 has it since OGC 06-103r4 has no
// empty point.
func (d *decoder) onePoint(h header, points geo.MultiPoint) (geo.MultiPoint, error) {
	if len(d.data)-d.at < h.size {
		return nil, d.errorf("a point is cut short")
	}
	x, y := d.coordinates(h)
	if math.IsNaN(x) && math.IsNaN(y) {
		d.at += h.size
		return points, nil
	}
	p, err := d.position(h)
	return append(points, p), err
}

func (d *decoder) multiLine(h header) (lines geo.MultiLine, err error) {
	if h.code == lineString {
		return d.line(h, nil)
	}
	n, err := d.count(h, headerSize+countSize, "lines")
	if err != nil {
		return nil, err
	}
	lines = make(geo.MultiLine, 0, n)
	for range n {
		part, err := d.part(lineString)
		if err != nil {
			return nil, err
		}
		if lines, err = d.line(part, lines); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// line appends a line, unless it is empty.
func (d *decoder) line(h header, lines geo.MultiLine) (geo.MultiLine, error) {
	points, err := d.points(h)
	switch {
	case err != nil:
		return nil, err
	case len(points) == 0:
		return lines, nil
	case len(points) == 1:
		return nil, d.errorf("a line of 1 point")
	}
	return append(lines, points), nil
}

func (d *decoder) multiPolygon(h header) (polygons geo.MultiPolygon, err error) {
	if h.code == polygon {
		return d.polygon(h, nil)
	}
	n, err := d.count(h, headerSize+countSize, "polygons")
	if err != nil {
		return nil, err
	}
	polygons = make(geo.MultiPolygon, 0, n)
	for range n {
		part, err := d.part(polygon)
		if err != nil {
			return nil, err
		}
		if polygons, err = d.polygon(part, polygons); err != nil {
			return nil, err
		}
	}
	return polygons, nil
}

// polygon appends a polygon, unless it has no ring.
func (d *decoder) polygon(h header, polygons geo.MultiPolygon) (geo.MultiPolygon, error) {
	n, err := d.count(h, countSize, "rings")
	if err != nil || n == 0 {
		return polygons, err
	}
	rings := make(geo.Polygon, n)
	for i := range rings {
		if rings[i], err = d.points(h); err != nil {
			return nil, err
		}
	}
	return append(polygons, rings), nil
}

// points reads a count and so many positions.
func (d *decoder) points(h header) ([]geo.Point, error) {
	n, err := d.count(h, h.size, "points")
	if err != nil {
		return nil, err
	}
	points := make([]geo.Point, n)
	for i := range points {
		if points[i], err = d.position(h); err != nil {
			return nil, err
		}
	}
	return points, nil
}

// position reads a position that is known to be there, and drops its height and its measure.
func (d *decoder) position(h header) (geo.Point, error) {
	x, y := d.coordinates(h)
	d.at += h.size
	return format.Place(d.system, x, y)
}

func (d *decoder) coordinates(h header) (x, y float64) {
	both := d.data[d.at : d.at+16]
	first, second := binary.LittleEndian.Uint64(both), binary.LittleEndian.Uint64(both[8:])
	if h.big {
		first, second = bits.ReverseBytes64(first), bits.ReverseBytes64(second)
	}
	return math.Float64frombits(first), math.Float64frombits(second)
}

func (h header) uint32(data []byte) uint32 {
	if h.big {
		return binary.BigEndian.Uint32(data)
	}
	return binary.LittleEndian.Uint32(data)
}

// count reads how many things follow, of so many bytes each at least.
func (d *decoder) count(h header, size int, things string) (int, error) {
	if len(d.data)-d.at < countSize {
		return 0, d.errorf("the number of %s is cut short", things)
	}
	n := h.uint32(d.data[d.at:])
	if left := len(d.data) - d.at - countSize; uint64(n)*uint64(size) > uint64(left) {
		return 0, d.errorf("%d %s where %d bytes are left", n, things, left)
	}
	d.at += countSize
	return int(n), nil
}

// part reads the header of a part of a Multi geometry, which has a type of its own.
func (d *decoder) part(code uint32) (header, error) {
	start := d.at
	h, err := d.header()
	if err == nil && h.code != code {
		d.at = start
		err = d.errorf("a part of type %s where a %s is due", typeName(h.code), typeName(code))
	}
	return h, err
}

// header reads the order of bytes and the type: ISO codes are a thousand more for heights, two for measures, three for both;
// EWKB has flags for the same, and one for an SRID that follows.
func (d *decoder) header() (h header, err error) {
	const heights, measures, srid = 1 << 31, 1 << 30, 1 << 29
	if len(d.data)-d.at < headerSize {
		return h, d.errorf("a type is cut short")
	}
	if d.data[d.at] > 1 {
		return h, d.errorf("byte order %d is neither 0 nor 1", d.data[d.at])
	}
	h.big = d.data[d.at] == 0
	code := h.uint32(d.data[d.at+1:])
	h.size = 16
	if code&srid != 0 {
		if len(d.data)-d.at < headerSize+4 {
			return h, d.errorf("an SRID is cut short")
		}
		d.at += 4
	}
	d.at += headerSize
	flags := code &^ (heights | measures | srid)
	h.code = flags % 1000
	thousands := flags / 1000
	if thousands > 3 {
		return h, &format.GeometryError{Type: fmt.Sprint(code)}
	}
	if code&heights != 0 || thousands&1 != 0 {
		h.size += 8
	}
	if code&measures != 0 || thousands&2 != 0 {
		h.size += 8
	}
	return h, nil
}

func (d *decoder) errorf(text string, values ...any) error {
	return fmt.Errorf("byte %d of its WKB: %s", d.at, fmt.Sprintf(text, values...))
}
