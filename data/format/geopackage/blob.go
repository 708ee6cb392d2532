package geopackage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"perimetre/data/format"
	"perimetre/data/format/wkb"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// The header of a geometry: OGC 12-128r17, section 2.1.3.1.
const (
	magic            = "GP"
	headerSize       = 8 // the magic, a version, flags, an srs_id
	flagLittleEndian = 1 // of the srs_id and of the envelope
	flagEmpty        = 1 << 4
	flagExtended     = 1 << 5
	envelopeXY       = 1 << 1 // of minx, maxx, miny, maxy
	envelopeXYSize   = 4 * 8
)

// decode reads a geometry. No bytes, and an empty geometry, are nil.
func decode(blob []byte, system crs.System) (geo.Geometry, error) {
	if blob == nil {
		return nil, nil
	}
	if len(blob) < headerSize || string(blob[:2]) != magic {
		return nil, errors.New("its geometry does not begin with GP, as that of a GeoPackage does")
	}
	flags := blob[3]
	if flags&flagExtended != 0 {
		return nil, &format.GeometryError{Type: "extended GeoPackage"}
	}
	sizes := [...]int{0, envelopeXYSize, 6 * 8, 6 * 8, 8 * 8} // of envelopes: none, XY, XYZ, XYM, XYZM
	kind := int(flags >> 1 & 7)
	if kind >= len(sizes) {
		return nil, fmt.Errorf("the envelope of its geometry is of kind %d, which is none", kind)
	}
	if flags&flagEmpty != 0 {
		return nil, nil
	}
	start := headerSize + sizes[kind]
	if start > len(blob) {
		return nil, errors.New("the envelope of its geometry is cut short")
	}
	return wkb.Decode(blob[start:], system)
}

// encode appends a geometry and its envelope, whose bounds are given: see [format.BoundsOf].
func encode(dst []byte, g geo.Geometry, b format.Bounds, system crs.System) []byte {
	const version = 0 // stands for 1
	dst = append(dst, magic[0], magic[1], version, envelopeXY|flagLittleEndian)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(system.Code()))
	for _, side := range [...]float64{b.MinX, b.MaxX, b.MinY, b.MaxY} {
		dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(side))
	}
	return wkb.Append(dst, g, system)
}
