package mvt

import (
	"math"

	"perimetre/geo"
	"perimetre/tiles"
)

// The world plane is Web Mercator on integers: a square of 2^planeBits steps a side, about two centimetres each on the
// equator, counted from the west and from the south. A pixel of zoom z is 2^(planeBits-extentBits-z) of them wide.
const (
	planeBits  = 31
	extentBits = 12
)

// project gives the place of a point in the world plane (EPSG:3857). Beyond 85.05° it is held at the square's border.
func project(p geo.Point) geo.Point {
	const size = 1 << planeBits
	x := uint64(int64(p.X)+geo.MaxX) * size / (2 * geo.MaxX)
	y := (0.5 + math.Asinh(math.Tan(p.Lat()*math.Pi/180))/(2*math.Pi)) * size
	return geo.Point{X: int32(min(x, size-1)), Y: int32(min(max(y, 0), size-1))}
}

// stepBits says how wide a pixel of a zoom is in the world plane: 2^stepBits steps.
func stepBits(zoom uint8) uint8 { return planeBits - extentBits - zoom }

// origin is the north-west corner of a tile, in pixels of its zoom from the west and from the south.
func origin(id tiles.ID) geo.Point {
	return geo.Point{X: int32(id.X) << extentBits, Y: int32(uint32(1)<<id.Z-id.Y) << extentBits}
}

// windowOf is the square that a tile draws: itself and its buffer, in pixels of its zoom.
func windowOf(id tiles.ID) geo.Box {
	at := origin(id)
	return geo.Box{
		Min: geo.Point{X: at.X - Buffer, Y: at.Y - Extent - Buffer},
		Max: geo.Point{X: at.X + Extent + Buffer, Y: at.Y + Buffer},
	}
}

// meets tells whether a box has a point inside another, its border left aside.
func meets(a, inside geo.Box) bool {
	return a.Min.X < inside.Max.X && a.Max.X > inside.Min.X && a.Min.Y < inside.Max.Y && a.Max.Y > inside.Min.Y
}

// holds tells whether a box lies in another, whose border is part of it.
func holds(outer, inner geo.Box) bool {
	return outer.Min.X <= inner.Min.X && outer.Min.Y <= inner.Min.Y && inner.Max.X <= outer.Max.X && inner.Max.Y <= outer.Max.Y
}

// join is the smallest box that holds two.
func join(a, b geo.Box) geo.Box { return a.Extend(b.Min).Extend(b.Max) }

func boxOf(points []geo.Point) geo.Box {
	box := geo.Box{Min: points[0], Max: points[0]}
	for _, p := range points[1:] {
		box = box.Extend(p)
	}
	return box
}
