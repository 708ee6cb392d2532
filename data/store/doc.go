// Package store is the half that both stores share: what an edition is made of once it lies in tables.
//
// A store keeps editions. Load writes one beside the current one, Publish makes it the one that is served, and both are
// one transaction each. The stores are data/store/geopackage (a file) and data/store/postgis (a database); they pass one
// conformance suite, data/store/storetest. The parts that they share:
//
//   - [Tables] turns an atlas into rows: what was loaded, and what was computed of it for cartographers;
//   - [ReadEdition] turns the rows of the sources back into an edition;
//   - [ToGeom] and [FromGeom] are the bridge between the integer grid and go-geom, which writes WKB and EWKB;
//   - [Migrations] reads the numbered changes of a schema;
//   - [Error] says what failed, where, and how to mend it; its kinds are ErrNoEdition and the others.
//
// Invariants:
//
//  1. Both stores hold the same tables with the same columns and values: a query over one is a query over the other.
//  2. What ReadEdition gives equals what Tables was given, to the bit and in the same order; an empty list reads back nil.
//  3. The number of an edition is one more than the greatest before it. Its rows never change once loaded.
//  4. Publications are a journal that is only appended to: its last line names the edition that is served.
//
// It opens nothing: which store an address names is decided by the command.
package store
