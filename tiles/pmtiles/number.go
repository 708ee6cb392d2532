package pmtiles

import "perimetre/tiles"

// maxZoom is the deepest zoom of tiles.ID. Its numbers are below 2^62.
const maxZoom = 30

// Number gives the place of a valid tile among all: zoom after zoom, and in a zoom along its Hilbert curve, so that neighbours on
// the curve are neighbours on the map.
func Number(id tiles.ID) uint64 { return first(id.Z) + tiles.Hilbert(id.Z, id.X, id.Y) }

// Numbered gives the tile of a number; ok is false when it is beyond those of zoom 30.
func Numbered(number uint64) (id tiles.ID, ok bool) {
	if number >= first(maxZoom+1) {
		return tiles.ID{}, false
	}
	for number >= first(id.Z+1) {
		id.Z++
	}
	place := number - first(id.Z)
	for side := uint32(1); side < 1<<id.Z; side <<= 1 { // from the smallest square up
		east, south := place&2 != 0, (place^place>>1)&1 != 0
		id.X, id.Y = turned(id.X, id.Y, side, east, south)
		if east {
			id.X += side
		}
		if south {
			id.Y += side
		}
		place >>= 2
	}
	return id, true
}

// first is the number of the first tile of a zoom: 1 + 4 + … + 4^(zoom-1) tiles are before it.
func first(zoom uint8) uint64 { return (1<<(2*uint(zoom)) - 1) / 3 }

// turned says where a place of the whole, of that side, is in a quarter: in the first quarter the curve is mirrored along one
// diagonal, in the last along the other.
func turned(x, y, side uint32, east, south bool) (uint32, uint32) {
	switch {
	case south:
		return x, y
	case east:
		return side - 1 - y, side - 1 - x
	}
	return y, x
}
