// Package kml reads and writes KML 2.2 (OGC 07-147r2): the Placemarks of a document, with their attributes and geometries.
//
// Its parts: a stream of XML tokens; a placemark that gathers what one Placemark says; a schema that types its attributes; a
// writer.
//
// Invariants:
//
//  1. A Placemark that cannot be taken is a [format.RecordError]; those after it are still read. Text that is not XML ends the
//     reading with an error.
//  2. Memory is bounded by one Placemark, of 256 MiB at most; elements nest 100 deep at most. No entity of a file is
//     expanded, none is fetched.
//  3. Coordinates are longitude and latitude, whatever is written.
//
// Folders are walked through and not told apart: a file is one layer, whose attributes are those of all its schemas, even where each
// folder has one of its own. A point beside the polygons of a Placemark is left out. Styles, network links, overlays, tours and times are passed
// over. Heights are dropped. A KMZ archive is for data/source to unpack.
package kml
