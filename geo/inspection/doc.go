// Package inspection tells a cartographer what a file of polygons holds and everything that is wrong with it.
//
// [Inspect] takes the records of a file, as they were read, and gives a [Report]: counts, totals of gaps and overlaps, and a
// list of [Defect], each with a name, a place, a size, and a sentence in French and in English. It works in two steps:
//
//  1. each record is looked at by itself, or beside the others (screen.go, axes.go, stray.go): no geometry, coordinates that
//     are no place, axes swapped, a part far from its unit;
//  2. the coverage is built, and the defects of geo/topo are named (report.go).
//
// What every kind of defect is called, how much it matters and how to mend it is one table, [Kinds].
//
// Invariants:
//
//  1. A defect belongs to a rule of the catalogue of geo/check: G07, or G05 where a hole is a known absence.
//  2. One fault gives one defect. Swapped axes are put right before the coverage is built, so that they do not show again as
//     gaps; what most records share (axes, metres, a turn of longitude) is told once, for the file.
//  3. Nothing is stored or mended: the coverage of a report that has errors is to look at only.
//  4. The same records give the same report, whatever their order, but for the numbers of those that have no code.
//
// It reads no file: cmd/perimetre and data/ingest do.
package inspection
