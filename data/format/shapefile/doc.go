// Package shapefile reads and writes Shapefiles (ESRI Shapefile Technical Description, July 1998): shapes in a .shp, attributes
// in a .dbf (dBase III), and beside them a .shx, a .prj and a .cpg.
//
// Its parts: a reader of records and shapes, where the .shx says; the assembly of rings into polygons; a reader of dBase tables and of their
// encodings; [Create] and [Writing.Create] write the five files.
//
// Invariants:
//
//  1. A record that cannot be read is a [format.RecordError]; the records after it are still read. A file that is cut short, and
//     a .dbf that has not as many records as the .shp, end the reading with an error.
//     Records are where the .shx says; without one they come one after the other, and must be numbered so.
//  2. No length of a header is trusted: memory is bounded by the largest record that is really there, at most 512 MiB.
//  3. A ring belongs to the smallest shell that holds it, and polygons come wound as RFC 7946 has them, shells
//     counter-clockwise. Otherwise rings are as the file has them: of any number of points, closed or not.
//  4. Text is decoded by the encoding that the user names, else by the .cpg, else by the driver byte of the .dbf, else as
//     UTF-8 where it is, and Windows-1252, which holds Latin-1, where it is not.
//  5. Nothing is cut silently: a text that the format cannot hold is an error, unless [Writing] says otherwise. Names of
//     attributes are cut to 10 bytes, always in the same way.
//
// It knows no null but that of a number, a date and a truth: an empty text is read as nil. It does not read
// memo files, nor surfaces of patches. A list of texts is written as the text of a JSON array.
package shapefile
