package pmtiles

import "perimetre/tiles"

// maxZoom is the deepest zoom of tiles.ID. Its numbers are below 2^62.
const maxZoom = 30

// Number gives the place of a valid tile among all: zoom after zoom, and in a zoom along its Hilbert curve, which starts in the
// north-west corner and ends in the north-east one. Neighbours on the curve are neighbours on the map.
//
// The curve is walked from the whole square down: each step says in which quarter the tile is, and turns the square so that the
// curve of the quarter is that of the whole.
func Number(id tiles.ID) uint64 {
	number := first(id.Z)
	x, y := id.X, id.Y
	for side := uint32(1) << id.Z >> 1; side > 0; side >>= 1 {
		east, south := x&side != 0, y&side != 0
		x, y = x&(side-1), y&(side-1)
		number += uint64(side) * uint64(side) * quarter(east, south)
		x, y = turned(x, y, side, east, south)
	}
	return number
}

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

// quarter says when the curve comes through a quarter: north-west, south-west, south-east, north-east.
func quarter(east, south bool) uint64 {
	switch {
	case !east && !south:
		return 0
	case !east:
		return 1
	case south:
		return 2
	}
	return 3
}

// turned brings a place in a quarter of that side to where it would be if the quarter were the whole, and back: in the first
// quarter the curve is mirrored along one diagonal, in the last along the other.
func turned(x, y, side uint32, east, south bool) (uint32, uint32) {
	switch {
	case south:
		return x, y
	case east:
		return side - 1 - y, side - 1 - x
	}
	return y, x
}
