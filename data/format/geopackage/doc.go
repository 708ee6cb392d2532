// Package geopackage reads and writes GeoPackage files (OGC 12-128), versions 1.0 to 1.4: any of them, not only those of
// perimetre, whose store is another package.
//
// Its parts: [Layers] and [Read] ask the tables of the standard what a file holds, and stream the rows of one layer; [Create]
// writes a file of one layer, [CreateFile] one of several, each with an index of places, and a style for QGIS where one is given.
//
// Invariants:
//
//  1. Reading never writes: the file is opened read-only, and as one that nobody changes unless a journal lies beside it.
//  2. A row that cannot be read is a [format.RecordError]; the rows after it are still read. A file that is no GeoPackage is an
//     error that says so, and what to give instead.
//  3. Memory is bounded by the largest row, and a row by 512 MiB, whatever the file claims: views that make up large values too.
//  4. What was written in one transaction is whole after Close; a file that was not closed is not to be used.
//  5. The same features give the same rows. Only the time of the last change differs.
//
// It holds no list: a list of texts is written as the text of a JSON array, and is read as that text. An attribute declared
// BLOB is left out. Layers without a geometry column (attributes, tiles) are not layers here.
package geopackage
