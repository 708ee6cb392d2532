package tiles

import (
	"fmt"
	"math"

	"github.com/paulmach/orb/maptile"

	"perimetre/geo"
)

// maxZoom is the deepest zoom whose column and row numbers an ID holds with room to spare.
const maxZoom = 30

// ID names a tile: at zoom Z, column X from the west and row Y from the north. The zero value is the whole world.
// IDs are comparable with ==.
type ID struct {
	Z    uint8
	X, Y uint32
}

// Valid tells whether the tile exists: 2^Z columns and rows, zooms 0 to 30.
func (id ID) Valid() bool { return id.Z <= maxZoom && id.X>>id.Z == 0 && id.Y>>id.Z == 0 }

// String writes the tile as "z/x/y".
func (id ID) String() string { return fmt.Sprintf("%d/%d/%d", id.Z, id.X, id.Y) }

// Parent is the tile that holds this one at the zoom before; the world is its own parent.
func (id ID) Parent() ID {
	if id.Z == 0 {
		return id
	}
	return ID{id.Z - 1, id.X / 2, id.Y / 2}
}

// Bounds is the smallest box of the grid that holds the tile and a margin on its four sides, as a fraction of a side,
// within the limits of the world.
func (id ID) Bounds(margin float64) geo.Box {
	bound := maptile.New(id.X, id.Y, maptile.Zoom(id.Z)).Bound(margin)
	low := func(degrees, limit float64) int32 {
		return int32(math.Floor(max(degrees, -limit) * geo.GridPerDegree))
	}
	high := func(degrees, limit float64) int32 {
		return int32(math.Ceil(min(degrees, limit) * geo.GridPerDegree))
	}
	return geo.Box{
		Min: geo.Point{X: low(bound.Min.Lon(), 180), Y: low(bound.Min.Lat(), 90)},
		Max: geo.Point{X: high(bound.Max.Lon(), 180), Y: high(bound.Max.Lat(), 90)},
	}
}
