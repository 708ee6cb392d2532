// Package geojson reads and writes GeoJSON (RFC 7946): a FeatureCollection, or a sequence of features, one a line
// (newline-delimited) or each after a record separator (RFC 8142).
//
// Its parts: a framer cuts the text into one piece a feature, without reading it; a crew of parsers, one a core, reads
// batches of pieces, and in them the scanner of coordinates goes from digits to the integer grid without a floating-point
// number between them; [Writer] and [AppendFeature] write. [Layers], [ReadInput] and [Create] are the same for files.
//
// Invariants:
//
//  1. Coordinates are rounded once, from their decimal digits, half away from zero: no text loses or gains a step
//     of the grid on the way.
//  2. A feature that cannot be read is a [format.RecordError]; the features after it are still read. A text that is
//     cut short ends the reading with an error.
//  3. Memory is bounded by the largest feature and a window of batches that are read ahead, never by the file.
//  4. In a sequence, a line that begins with { begins a feature: one that is not closed does not take the next with it.
//  5. Every ring is given as the file has it: of any number of positions, none included, closed or not.
//  6. Coordinates are longitude and latitude, unless a crs member (GeoJSON 2008) before the features, or in one, tells another system
//     of geo/crs: they are then converted, by floating-point numbers. A system that is not known is an error, never ignored.
//  7. Features come in the order of the file, and nothing depends on the number of cores. No goroutine outlives a reading.
//
// It checks nothing topological: whether rings are closed and have an area, which way they are wound, what they cross,
// and whether neighbours meet is for geo/topo to say. Heights (the third number of a position) are dropped.
package geojson
