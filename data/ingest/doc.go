// Package ingest is the run that makes an edition: it reads files, builds the coverage, computes the atlas and loads
// it into a store.
//
//	communes ──┐
//	movements ─┤ Read ─▶ geo.Edition ─ atlas.Build ─▶ atlas.Atlas ─ Run ─▶ Store.Load ─▶ Store.Publish
//	registers ─┤
//	list     ──┘
//
// The codes of the polygons are brought to the vintage of the registers by a table of passage, or by the movements of communes. A
// table wins over movements: the one who made it may know more; [Report] tells where the two differ.
//
// [Read] turns [Files] into an edition and a [Report]; [Run] does that, then loads and publishes.
//
// Invariants:
//
//  1. Nothing is stored unless every file was read to its end without a fault.
//  2. Faults name their file, record and mend; several are told at once.
//  3. A coverage with a defect that the policy calls an error is refused: overlaps, gaps that are no known absence… Milder
//     ones are told and let through.
//  4. What can be read in one way only is mended, and what cannot matter is left aside: each is a [Remark] of the report.
//  5. An edition with an error that is about the whole of it, such as sources of different vintages, is loaded and not published.
//  6. The same files give the same edition, whatever the order of their records, but for the time of reading.
//
// It knows no format: data/format reads. It knows no database: a [Store] loads.
package ingest
