package mvt

import (
	"encoding/binary"
	"slices"

	"perimetre/geo"
)

// Fields of a tile with their wire types (Mapbox Vector Tile 2.1, vector_tile.proto; Protocol Buffers, Encoding).
const (
	tileLayer = 3<<3 | 2

	layerName    = 1<<3 | 2
	layerFeature = 2<<3 | 2
	layerKey     = 3<<3 | 2
	layerValue   = 4<<3 | 2
	layerExtent  = 5 << 3
	layerVersion = 15 << 3

	featureID       = 1 << 3
	featureTags     = 2<<3 | 2
	featureType     = 3 << 3
	featureGeometry = 4<<3 | 2

	valueString = 1<<3 | 2
	valueDouble = 3<<3 | 1
	valueUint   = 5 << 3
	valueBool   = 7 << 3
)

// geometryType is what a feature is (section 4.3.4).
type geometryType byte

const (
	points   geometryType = 1
	lines    geometryType = 2
	polygons geometryType = 3
)

// Commands of geometries, with a count of one (section 4.3.1). A count is added as so many times 8.
const (
	moveTo    = 1 | 1<<3
	lineTo    = 2
	closePath = 7 | 1<<3
)

// appendUvarint is that of encoding/binary, with a short way for what most numbers are.
func appendUvarint(dst []byte, n uint64) []byte {
	if n < 0x80 {
		return append(dst, byte(n))
	}
	return binary.AppendUvarint(dst, n)
}

func uvarintLen(n uint64) int {
	size := 1
	for ; n >= 0x80; n >>= 7 {
		size++
	}
	return size
}

// geometry is the commands of one feature (section 4.3). Points are given in pixels of the zoom; in the tile y goes down.
type geometry struct {
	bytes  []byte
	cursor geo.Point // in pixels of the zoom
}

// begin begins a feature: the cursor is at the tile's origin (section 4.3.2).
func (g *geometry) begin(origin geo.Point) { g.bytes, g.cursor = g.bytes[:0], origin }

// move appends the way from the cursor to a point, both as zigzag numbers (section 4.3.2).
func (g *geometry) move(dst []byte, p geo.Point) []byte {
	dx, dy := p.X-g.cursor.X, g.cursor.Y-p.Y
	g.cursor = p
	x, y := uint32(dx<<1)^uint32(dx>>31), uint32(dy<<1)^uint32(dy>>31)
	if x|y < 1<<7 {
		return append(dst, byte(x), byte(y))
	}
	return binary.AppendUvarint(binary.AppendUvarint(dst, uint64(x)), uint64(y))
}

// moveTo appends a point to move to: all that a point is, or the beginning of a line or a ring (section 4.3.3.1).
func (g *geometry) moveTo(p geo.Point) { g.bytes = g.move(append(g.bytes, moveTo), p) }

// lineTo appends a line through n points, whose bytes those are (section 4.3.3.2).
func (g *geometry) lineTo(n int, points func(dst []byte) []byte) {
	g.bytes = points(appendUvarint(g.bytes, uint64(n)<<3|lineTo))
}

// through appends points, and backwards the same from the last to the first.
func (g *geometry) through(dst []byte, points []geo.Point) []byte {
	dst = slices.Grow(dst, 4*len(points))
	for _, p := range points {
		dst = g.move(dst, p)
	}
	return dst
}

func (g *geometry) backwards(dst []byte, points []geo.Point) []byte {
	dst = slices.Grow(dst, 4*len(points))
	for i := len(points) - 1; i >= 0; i-- {
		dst = g.move(dst, points[i])
	}
	return dst
}

// chain appends a line. Where it is drawn on the tile it has the same direction.
func (g *geometry) chain(points []geo.Point) {
	g.moveTo(points[0])
	g.lineTo(len(points)-1, func(dst []byte) []byte { return g.through(dst, points[1:]) })
}

// ring appends a ring, which is not closed by a point of its own. It is written backwards: shells, counter-clockwise where y
// goes up, then have a positive area by the surveyor's formula where it goes down, and holes a negative one (section 4.3.4.4).
func (g *geometry) ring(points []geo.Point) {
	last := len(points) - 1
	g.moveTo(points[last])
	g.lineTo(last, func(dst []byte) []byte { return g.backwards(dst, points[:last]) })
	g.bytes = append(g.bytes, closePath)
}

// wholeRing appends a line of a figure as ring does.
func (g *geometry) wholeRing(s *scale, f *figure, line int32) {
	refs := f.pieces[f.refs[line]:f.refs[line+1]]
	n := 0
	for _, ref := range refs {
		p := s.pieces[max(ref, ^ref)]
		n += int(p.to - p.from)
	}
	g.moveTo(s.start(refs[0]))
	g.lineTo(n-1, func(dst []byte) []byte {
		for i := len(refs) - 1; i >= 0; i-- {
			ref := refs[i]
			p := s.pieces[max(ref, ^ref)]
			from, to := p.from, p.to // the point at the beginning of the ring is that of moveTo
			if ref >= 0 {
				if i == 0 {
					from++
				}
				dst = g.backwards(dst, s.points[from:to])
				continue
			}
			if i == 0 {
				to--
			}
			dst = g.through(dst, s.points[from+1:to+1])
		}
		return dst
	})
	g.bytes = append(g.bytes, closePath)
}

// wholeLine appends a line of a figure as chain does.
func (g *geometry) wholeLine(s *scale, f *figure, line int32) {
	refs := f.pieces[f.refs[line]:f.refs[line+1]]
	n := 0
	for _, ref := range refs {
		p := s.pieces[max(ref, ^ref)]
		n += int(p.to - p.from)
	}
	g.moveTo(s.start(refs[0]))
	g.lineTo(n, func(dst []byte) []byte {
		for _, ref := range refs {
			p := s.pieces[max(ref, ^ref)]
			if ref >= 0 {
				dst = g.through(dst, s.points[p.from+1:p.to+1])
			} else {
				dst = g.backwards(dst, s.points[p.from:p.to])
			}
		}
		return dst
	})
}
