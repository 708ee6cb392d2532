// Package tiles is the vocabulary of tiled maps: the square of the world in Web Mercator, cut in four at each zoom.
//
// An [ID] names one tile, [Hilbert] puts those of a zoom in an order that keeps neighbours together, [TileJSON] describes a set of
// tiles to map clients. A [Source] is such a set, made or read; [SelectLayers] takes layers of a vector tile.
//
// Invariants:
//
//  1. Rows are counted from the north, as XYZ and OGC Tiles do (TMS counts from the south).
//  2. A tile holds its western and southern border; the eastern and northern ones belong to its neighbours.
//
// It makes no tile: tiles/mvt does.
package tiles
