package wkb

import (
	"encoding/binary"
	"math"
	"slices"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// Append appends a geometry in the coordinates of a system, x first: little-endian, without heights, of the Multi type always,
// so that all features of a layer have one type. Rings are written as they are given. A nil geometry appends nothing: formats
// have a null for it.
func Append(dst []byte, g geo.Geometry, system crs.System) []byte {
	switch g := g.(type) {
	case geo.MultiPoint:
		dst = slices.Grow(appendHeader(dst, multiPoint, len(g)), len(g)*(5+16))
		for _, p := range g {
			dst = appendPoint(appendType(dst, point), p, system)
		}
	case geo.MultiLine:
		dst = appendHeader(dst, multiLineString, len(g))
		for _, line := range g {
			dst = appendPoints(appendType(dst, lineString), line, system)
		}
	case geo.MultiPolygon:
		dst = appendHeader(dst, multiPolygon, len(g))
		for _, rings := range g {
			dst = appendHeader(dst, polygon, len(rings))
			for _, ring := range rings {
				dst = appendPoints(dst, ring, system)
			}
		}
	}
	return dst
}

func appendType(dst []byte, code uint32) []byte {
	const littleEndian = 1
	return binary.LittleEndian.AppendUint32(append(dst, littleEndian), code)
}

func appendHeader(dst []byte, code uint32, count int) []byte {
	return binary.LittleEndian.AppendUint32(appendType(dst, code), uint32(count))
}

func appendPoints(dst []byte, points []geo.Point, system crs.System) []byte {
	dst = slices.Grow(dst, 4+16*len(points))
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(points)))
	for _, p := range points {
		dst = appendPoint(dst, p, system)
	}
	return dst
}

func appendPoint(dst []byte, p geo.Point, system crs.System) []byte {
	x, y := system.FromLonLat(p.Lon(), p.Lat())
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(x))
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(y))
}
