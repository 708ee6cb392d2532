// Package pmtiles writes and reads archives of vector tiles: one file that any store of objects serves by ranges of bytes
// (PMTiles 3, github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
//
//	header  root directory  metadata  leaf directories  tile data
//	└──── in 16 kB ──────┘
//
// A [Writer] takes tiles that a [Packer] compressed, in any order, and keeps them in a temporary file of the caller's until
// all are there; [Writer.Fill] takes them from a [tiles.Source] on all cores. An [Archive] gives them back. Tiles have numbers
// ([Number]): places along Hilbert curves, so that those of a part of a map lie near each other.
//
// Invariants:
//
//  1. Tile data lie in the order of the numbers of the tiles, without gaps; the same bytes are there once. So the same tiles make
//     the same archive, whatever their order and the number of cores.
//  2. The header and the root directory fit in 16,384 bytes, which is what clients read at first.
//  3. In memory are some hundred bytes a tile when writing; when reading, the root directory, the leaf directories that were used
//     last and the tiles that are being read: never all tile data.
//  4. No length, count or offset of an archive is believed before it is held against the file and a limit.
//
// It is no server, makes no tile, and does not read what tiles hold, but to choose among their layers. Of the compressions of the
// format it knows gzip and none.
package pmtiles
