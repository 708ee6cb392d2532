// Package tiles is the vocabulary of tiled maps: the square of the world in Web Mercator, cut in four at each zoom.
//
// An [ID] names one tile, [TileJSON] describes a set of them to map clients.
//
// Invariants:
//
//  1. Rows are counted from the north, as XYZ and OGC Tiles do (TMS counts from the south).
//  2. A tile holds its western and northern border; the eastern and southern ones belong to its neighbours.
//
// It makes no tile: tiles/mvt does.
package tiles
