// Package seam measures, in decoded vector tiles, what is between neighbours: cracks, and ground drawn twice.
//
//   - [Measure] gives the gaps and overlaps of the polygons of a layer, with their areas;
//   - [Window.Outline] gives the sides that one polygon alone has, which are coasts where nothing is torn;
//   - [Window.Apart] gives what two tiles side by side say differently of the ground that both draw;
//   - [Lines] tells how far a place is from the nearest of many lines.
//
// Invariants:
//
//  1. Where nothing crosses, areas are exact: tile units are integers. Where something does, a crossing is brought to 1/64 of a
//     unit.
//  2. Nothing is forgiven: there is no tolerance. Which gaps are real water is for the caller to tell.
//
// A crack that opens on the sea or on the side of a tile is no gap, since nothing closes it: it is seen in the outline,
// whose sides are then where there is no coast.
package seam
