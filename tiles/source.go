package tiles

import (
	"context"
	"slices"
)

// Source is a set of tiles of one edition: made on demand, or read from an archive. It is safe for concurrent use.
type Source interface {
	// Tile gives a tile (MVT 2.1), not compressed; nil when nothing is in it. It holds the layers that are named, which are among
	// those of TileJSON and in their order, or all of them when layers is nil. It fails when the tile is outside the zooms of
	// the source or cannot be read, or when the context ends.
	Tile(ctx context.Context, id ID, layers []string) ([]byte, error)

	// TileJSON describes the tiles, without their address, and without the attribution where the source does not know it.
	TileJSON() TileJSON
}

// Holds tells whether a tile is within the limits of a set: in its zooms, and meeting its bounds. Others are never asked for
// by clients that read the description.
func (t TileJSON) Holds(id ID) bool {
	if !id.Valid() || id.Z < t.MinZoom || id.Z > t.MaxZoom {
		return false
	}
	box := id.Bounds(0)
	return box.Min.Lon() <= t.Bounds[2] && t.Bounds[0] <= box.Max.Lon() && box.Min.Lat() <= t.Bounds[3] && t.Bounds[1] <= box.Max.Lat()
}

// Select gives the description of some of the layers, which are named in their order; of all of them when layers is nil.
func (t TileJSON) Select(layers []string) TileJSON {
	if layers != nil {
		t.VectorLayers = slices.DeleteFunc(slices.Clone(t.VectorLayers), func(l VectorLayer) bool { return !slices.Contains(layers, l.ID) })
	}
	return t
}
