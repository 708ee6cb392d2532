// Package mvtcheck reads vector tiles and tells where they break the Mapbox Vector Tile specification 2.1.
//
// [Read] decodes a tile, written from the specification and its vector_tile.proto alone: it shares nothing with what makes
// tiles, so that a mistake of one is not the mistake of the other. [Clauses] is the list of what is checked, one for each
// MUST, SHALL and SHOULD that bytes can break, with its section; a [Fault] names one of them.
//
// Invariants:
//
//  1. Every clause of the list can fail, and only what breaks it makes it fail: a test breaks them one by one.
//  2. Geometry is compared in integers: no tolerance.
//  3. Bytes that break a clause are read on as far as they can be, so that one fault does not hide others.
//
// Where the specification says that something cannot be otherwise (coordinates are integers, the cursor starts at the
// origin), there is nothing to check. Whether rings touch at a point is left to it as it is to OGC Simple Features: a ring
// does not touch itself; a hole may touch its shell, or another hole, at points.
//
// It is no fast reader, and it does not know what tiles are of.
package mvtcheck
