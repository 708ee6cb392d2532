// Package mvt makes vector tiles (Mapbox Vector Tile 2.1) from the coverage of an atlas.
//
// A [Pyramid] is all tiles of one atlas, from zoom 0 to [MaxZoom] or less. The borders are projected once; for each zoom they
// are simplified and brought to the zoom's own pixel grid, 4096 pixels a tile across the whole world (scale.go), all
// together, as a coverage. A tile is cut from that and written at once:
//
//  1. an index gives the polygons and the lines that the tile's window meets (tree.go);
//  2. those that lie inside are written from their arcs as they are; the others are cut to the window, exactly
//     (chain.go, touch.go, clip.go, assemble.go);
//  3. commands and tags are appended as protocol buffers (encode.go, canvas.go, dictionary.go).
//
// Layers:
//
//   - territoires, regions, departements, epci, communes: polygons;
//   - limites: each border once, as lines, one feature for all that bound the same pair of units;
//   - etiquettes: a point for the name of a unit, in one tile only;
//   - constats: a point for each finding, in one tile only.
//
// # Cutting
//
// Borders have a vertex wherever they meet the side of a window (topo.Cuts), the same one for every tile. So cutting makes no
// point: a window is a set of whole segments and of stretches of its own border, and all is done in small integers.
//
// # Invariants
//
//  1. Neighbouring units, layers and tiles have every vertex of a border in common: all of them read the same arc. That
//     holds up to where a tile is cut, [Buffer] pixels beyond its sides.
//
//  2. At every zoom polygons are valid and there is neither gap nor overlap between units, inside a tile as well: areas add
//     up to the last square pixel.
//
//  3. No border is farther from its course than a tolerance of 3 pixels and the rounding: half a pixel of a map that draws a
//     tile on 512. At the deepest zoom it is the rounding alone: there every vertex is kept. A unit is there at every zoom
//     unless it is smaller than a pixel.
//
//  4. The same atlas and the same options give the same bytes; polygons are in the order of their units, limits and names
//     from the highest level down, names of a level from the largest unit down.
//
//  5. The id of a feature is made of what it is, so it is the same in every tile, at every zoom and in every edition: of a polygon
//     the number that its code is (unitID), of all else, and of territories and codes with letters, a hash (hash.go).
//
// It does not compress, and keeps no tile.
package mvt
