// Package parquet reads and writes GeoParquet 1.0 and 1.1: Apache Parquet files whose metadata say, under the key geo, which
// column holds geometries and in which reference system they are (https://geoparquet.org/releases/v1.1.0/).
//
// Its parts: the footer is decoded by parquet-go once it was found sound (footer.go, compact.go); the schema tells which
// columns are properties (schema.go) and how their values are understood (conversion.go); pages are decompressed and decoded
// one at a time, column by column (chunk.go, page.go, hybrid.go, plain.go). Files are written by parquet-go (writer.go).
//
// Invariants:
//
//  1. Whatever lengths and counts a file claims, a reading takes memory for the bytes that are there: one page a column, of 256
//     MiB at most once it is decompressed, and one dictionary, of 64 MiB. No bytes make it panic.
//  2. A geometry that cannot be read is a [format.RecordError]; the features after it are still read. A page that cannot be
//     read ends the reading: the rows after it cannot be told.
//  3. The same features give the same bytes.
//
// Scalars come as the values of [geo.Property]: dates, times and timestamps as text (RFC 3339, without a zone where the file has
// none), decimals as numbers, UUIDs as text. Lists of strings are []string, lists of other scalars, or with a null among their
// items, JSON text. Structures, maps, lists of lists, bytes that are no text, and geometries of other columns are left out.
//
// Pages are read in the encodings that writers choose by themselves (plain and dictionary) and the codecs zstd, snappy and gzip.
// The others, and native encodings of geometries (GeoArrow), are refused with what to do about it. It knows nothing of the
// geometry types that Parquet itself has had since 2025.
package parquet
