// Package topojson reads and writes TopoJSON (specification 1.0, https://github.com/topojson/topojson-specification): polygons,
// lines and points of which borders are stored once, as arcs.
//
// Its parts: [Write] writes groups of units of a [topo.Coverage], any number of objects over the same arcs; [Create] and [NewWriter]
// take features of any source and find the arcs that they share; [Layers] and [Read] give the objects of a topology, each a layer.
//
// Invariants:
//
//  1. The grid is the quantization: the transform has a scale of 1e-7 degree and positions are integers, so nothing is lost.
//  2. What Create wrote, Read gives back: the same polygons and rings in their order, each of the same points in the same
//     direction. A ring that shares a part of its border may start at another of its points.
//  3. What Write wrote, read back, makes the same coverage: the same arcs.
//  4. Whatever a text claims, memory is bounded by its size: the points of one feature are at most twice those of all arcs.
//  5. A geometry that cannot be read, of arcs that are not there, do not meet or leave the globe, is a [format.RecordError]; the
//     features after it are still read.
//
// A topology is read whole: its objects and its arcs may come in either order. It has no reference system. Rings are not
// rewound: TopoJSON asks for no direction.
package topojson
