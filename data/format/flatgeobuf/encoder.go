package flatgeobuf

import (
	"encoding/binary"
	"fmt"
	"math"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"

	"github.com/gogama/flatgeobuf/flatgeobuf/flat"
	"github.com/gogama/flatgeobuf/packedrtree"
	flatbuffers "github.com/google/flatbuffers/go"
)

// encoder writes feature tables. What it keeps from one feature to the next saves memory and changes no result.
type encoder struct {
	system     crs.System
	builder    *flatbuffers.Builder
	properties []byte
	nowhere    error // the last point that the system has no place for
}

// feature gives a feature table with its size before it, which holds until the next call, and the box of its geometry. Lists are
// JSON among the values.
func (e *encoder) feature(f geo.Feature, values []any) ([]byte, packedrtree.Box, error) {
	box := packedrtree.EmptyBox
	e.builder.Reset()
	if vertices(f.Geometry) > limit/pointSize/2 {
		return nil, box, fmt.Errorf("its geometry has more than %d points", limit/pointSize/2)
	}
	e.properties = e.properties[:0]
	for i, value := range values {
		if value != nil {
			e.properties = appendValue(binary.LittleEndian.AppendUint16(e.properties, uint16(i)), value)
		}
	}
	properties := e.builder.CreateByteVector(e.properties)
	e.nowhere = nil
	geometry := e.geometry(f.Geometry, &box)
	if e.nowhere != nil {
		return nil, box, e.nowhere
	}
	flat.FeatureStart(e.builder)
	if f.Geometry != nil {
		flat.FeatureAddGeometry(e.builder, geometry)
	}
	flat.FeatureAddProperties(e.builder, properties)
	flat.FinishSizePrefixedFeatureBuffer(e.builder, flat.FeatureEnd(e.builder))
	return e.builder.FinishedBytes(), box, nil
}

// geometry writes a geometry table, of no type when there is none.
func (e *encoder) geometry(g geo.Geometry, box *packedrtree.Box) flatbuffers.UOffsetT {
	switch g := g.(type) {
	case geo.MultiPoint:
		return shape(e, flat.GeometryTypeMultiPoint, []geo.MultiPoint{g}, box)
	case geo.MultiLine:
		return shape(e, flat.GeometryTypeMultiLineString, g, box)
	case geo.MultiPolygon:
		parts := make([]flatbuffers.UOffsetT, len(g))
		for i, polygon := range g {
			parts[i] = shape(e, flat.GeometryTypePolygon, polygon, box)
		}
		vector := e.builder.CreateVectorOfTables(parts)
		flat.GeometryStart(e.builder)
		flat.GeometryAddType(e.builder, flat.GeometryTypeMultiPolygon)
		flat.GeometryAddParts(e.builder, vector)
		return flat.GeometryEnd(e.builder)
	}
	return 0
}

// shape writes the table of a geometry without parts: points, or lines or rings one after the other.
func shape[L ~[]geo.Point](e *encoder, kind flat.GeometryType, lines []L, box *packedrtree.Box) flatbuffers.UOffsetT {
	b := e.builder
	count := 0
	for _, line := range lines {
		count += len(line)
	}
	flat.GeometryStartXyVector(b, 2*count)
	for i := len(lines) - 1; i >= 0; i-- { // a vector is written from its end
		for j := len(lines[i]) - 1; j >= 0; j-- {
			x, y := e.system.FromLonLat(lines[i][j].Lon(), lines[i][j].Lat())
			if !(math.Abs(x) <= math.MaxFloat64 && math.Abs(y) <= math.MaxFloat64) {
				e.nowhere = fmt.Errorf("%s has no place for the point %s: write it in EPSG:4326", e.system.Code(), lines[i][j])
			}
			box.ExpandXY(x, y)
			b.PrependFloat64(y)
			b.PrependFloat64(x)
		}
	}
	xy := b.EndVector(2 * count)
	var ends flatbuffers.UOffsetT
	if len(lines) > 1 {
		flat.GeometryStartEndsVector(b, len(lines))
		for i, end := len(lines)-1, count; i >= 0; i-- {
			b.PrependUint32(uint32(end))
			end -= len(lines[i])
		}
		ends = b.EndVector(len(lines))
	}
	flat.GeometryStart(b)
	flat.GeometryAddType(b, kind)
	flat.GeometryAddXy(b, xy)
	if len(lines) > 1 {
		flat.GeometryAddEnds(b, ends)
	}
	return flat.GeometryEnd(b)
}

func kindOfLayer(t format.GeometryType) flat.GeometryType {
	switch t {
	case format.MultiPoint:
		return flat.GeometryTypeMultiPoint
	case format.MultiLine:
		return flat.GeometryTypeMultiLineString
	case format.MultiPolygon:
		return flat.GeometryTypeMultiPolygon
	}
	return flat.GeometryTypeUnknown
}

func columnType(t format.AttributeType) flat.ColumnType {
	switch t {
	case format.Bool:
		return flat.ColumnTypeBool
	case format.Int64:
		return flat.ColumnTypeLong
	case format.Float64:
		return flat.ColumnTypeDouble
	case format.Strings:
		return flat.ColumnTypeJson
	}
	return flat.ColumnTypeString
}

func vertices(g geo.Geometry) (n int) {
	switch g := g.(type) {
	case geo.MultiPoint:
		n = len(g)
	case geo.MultiLine:
		for _, line := range g {
			n += len(line)
		}
	case geo.MultiPolygon:
		n = g.Vertices()
	}
	return n
}

// appendValue appends a value as its column has it.
func appendValue(dst []byte, value any) []byte {
	order := binary.LittleEndian
	switch v := value.(type) {
	case bool:
		if v {
			return append(dst, 1)
		}
		return append(dst, 0)
	case int64:
		return order.AppendUint64(dst, uint64(v))
	case float64:
		return order.AppendUint64(dst, math.Float64bits(v))
	case string:
		return append(order.AppendUint32(dst, uint32(len(v))), v...)
	}
	return dst
}
