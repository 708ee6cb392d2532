// Package flatgeobuf reads and writes FlatGeobuf, version 3 (https://flatgeobuf.org): a header, an index, then the features,
// each in a FlatBuffer that its size precedes.
//
// Its parts: a [table] reads one FlatBuffer; a header and a schema of columns say what the features hold; a stream reads them
// one after the other, past the index; a draft gathers encoded features in a temporary file until their order is known.
//
// Invariants:
//
//  1. No length of a file is believed before the bytes are there: memory is bounded by the largest feature that the file
//     really holds. Vectors of a feature that overlap are an error, so that a small one cannot stand for a large one.
//  2. A feature that cannot be decoded is a [format.RecordError]; those after it are still read, for each has its size. A file
//     that is cut short ends the reading with an error.
//  3. What is written holds a packed Hilbert R-tree: features lie in the order of the Hilbert curve, the greatest number first as
//     other writers do, those without a geometry last. The same features in the same order give the same bytes.
//
// The index is passed over when reading: it finds some features of a file, and we want all of them. Heights, measures and
// binary columns are dropped. An attribute that is a list of strings is written as a column of JSON.
package flatgeobuf
