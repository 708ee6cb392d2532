// Package mvt makes vector tiles (Mapbox Vector Tile 2.1) from the coverage of an atlas.
//
// A [Pyramid] is all tiles of one atlas, from zoom 0 to [MaxZoom]. At each zoom every arc of the coverage is brought once
// to the pixel grid of that zoom, 4096 pixels a tile across the whole world; tiles are then cut from those arcs. Layers:
//
//   - territoires, regions, departements, epci, communes: polygons;
//   - limites: each border once, as lines, one feature for all that bound the same;
//   - etiquettes: a point for the name of a unit, in one tile only;
//   - constats: a point for each finding, in one tile only.
//
// Invariants:
//
//  1. Neighbouring units, layers and tiles have every vertex of a border in common: all of them read the same arc. The
//     exception is where a tile is cut, [Buffer] pixels beyond its sides.
//
//  2. The same atlas gives the same bytes; features of a layer are in the order of their units.
//
//  3. The id of a feature is the same in every tile of a layer: 1 + the index of its unit, kind of border, name or finding.
//
//  4. Borders do not cross on the grid of any zoom: they are bent to every pixel that holds a vertex and that they pass
//     through (snap rounding, snap.go). A shape thinner than a pixel may touch itself; a ring without area is left out.
//
// It does not simplify: an arc keeps every pixel where it turns.
package mvt
