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

// Commands of geometries (section 4.3.1): the lowest three bits say which, the others how often. Two come with a count of one;
// that of lineTo is added.
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

// begin begins a feature: the cursor is at the tile's origin (section 4.3).
func (g *geometry) begin(origin geo.Point) { g.bytes, g.cursor = g.bytes[:0], origin }

// appendWay appends a way, from left to right and down, as two zigzag numbers (section 4.3.2).
func appendWay(dst []byte, right, down int32) []byte {
	x, y := uint32(right<<1)^uint32(right>>31), uint32(down<<1)^uint32(down>>31)
	if x|y < 1<<7 {
		return append(dst, byte(x), byte(y))
	}
	return appendUvarint(appendUvarint(dst, uint64(x)), uint64(y))
}

// move appends the way from the cursor to a point.
func (g *geometry) move(p geo.Point) {
	g.bytes = appendWay(g.bytes, p.X-g.cursor.X, g.cursor.Y-p.Y)
	g.cursor = p
}

// moveTo appends a point to move to: all that a point is, or the beginning of a line or a ring (section 4.3.3.1).
func (g *geometry) moveTo(p geo.Point) {
	g.bytes = append(g.bytes, moveTo)
	g.move(p)
}

// lineTo begins a line through n points, which follow (section 4.3.3.2).
func (g *geometry) lineTo(n int) { g.bytes = appendUvarint(g.bytes, uint64(n)<<3|lineTo) }

// chain appends a line.
func (g *geometry) chain(points []geo.Point) {
	g.moveTo(points[0])
	g.lineTo(len(points) - 1)
	for _, p := range points[1:] {
		g.move(p)
	}
}

// ring appends a ring, which is not closed by a point of its own. It is written backwards: shells, counter-clockwise where y
// goes up, then have a positive area by the surveyor's formula where it goes down, and holes a negative one (section 4.3.4.4).
func (g *geometry) ring(points []geo.Point) {
	last := len(points) - 1
	g.moveTo(points[last])
	g.lineTo(last)
	bytes := slices.Grow(g.bytes, 4*last+1)
	for i := last - 1; i >= 0; i-- {
		bytes = appendWay(bytes, points[i].X-points[i+1].X, points[i+1].Y-points[i].Y)
	}
	bytes = append(bytes, closePath)
	g.bytes, g.cursor = bytes, points[0]
}

// forth appends the points that steps lead to, and back those that they lead back to.
func (g *geometry) forth(steps []step) {
	bytes, at := slices.Grow(g.bytes, 4*len(steps)), g.cursor
	for _, s := range steps {
		bytes = appendWay(bytes, int32(s.dx), -int32(s.dy))
		at = s.from(at)
	}
	g.bytes, g.cursor = bytes, at
}

func (g *geometry) back(steps []step) {
	bytes, at := slices.Grow(g.bytes, 4*len(steps)), g.cursor
	for i := len(steps) - 1; i >= 0; i-- {
		s := steps[i]
		bytes = appendWay(bytes, -int32(s.dx), int32(s.dy))
		at = s.back(at)
	}
	g.bytes, g.cursor = bytes, at
}

// wholeRing appends a line of a figure as ring does.
func (g *geometry) wholeRing(s *scale, f *figure, line int32) {
	refs := f.pieces[f.refs[line]:f.refs[line+1]]
	g.moveTo(s.start(refs[0]))
	g.lineTo(s.count(refs) - 1)
	for i, ref := range slices.Backward(refs) {
		_, steps := s.piece(ref)
		leaves := i > 0 // the last step of all would lead to the first point
		switch {
		case ref >= 0 && leaves:
			g.back(steps)
		case ref >= 0:
			g.back(steps[1:])
		case leaves:
			g.forth(steps)
		default:
			g.forth(steps[:len(steps)-1])
		}
	}
	g.bytes = append(g.bytes, closePath)
}

// wholeLine appends a line of a figure as chain does.
func (g *geometry) wholeLine(s *scale, f *figure, line int32) {
	refs := f.pieces[f.refs[line]:f.refs[line+1]]
	g.moveTo(s.start(refs[0]))
	g.lineTo(s.count(refs))
	for _, ref := range refs {
		if _, steps := s.piece(ref); ref >= 0 {
			g.forth(steps)
		} else {
			g.back(steps)
		}
	}
}
