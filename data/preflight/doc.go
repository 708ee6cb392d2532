// Package preflight tells what a table would be to an ingest, before there is one.
//
// It models a [Report] of a file in CSV or XLSX: how it was understood; every [Role] whose required columns it has, the likeliest
// first; and, looked at for that one, the [Problem]s of its rows. [Inspect] makes it, [Detect] tells tables from other files.
//
// Invariants:
//
//  1. A row of which nothing is told is read by an ingest, and one with an error is refused or gives a territory an error M01: a
//     cell is read by the functions of data/format, as an ingest reads it.
//  2. A notice is what an ingest mends, or leaves aside, by itself.
//  3. No more than [Most] problems are kept, whatever the file, and errors come before notices; all are counted.
//
// Each row is looked at by itself: a commune in two EPCI, or a member that no register has, is for data/ingest and geo/check to find.
package preflight
