// Package web serves one published edition over HTTP: its collections as GeoJSON, its map as vector tiles, the
// findings of its territories, and the pages that show them.
//
// A [Server] reads an atlas that [Server.Publish] gives it, and nothing else. Its parts:
//
//   - the routes (routes.go) and one file per family of them: collections, items, territories, tiles, style and letters,
//     pages, health;
//   - the edition being served (edition.go), with the token that stands for it in tile addresses and entity tags;
//   - the one place that turns an error into an answer (problem.go, RFC 9457);
//   - what every request goes through (middleware.go): identifier, log line, recovery, compression.
//
// Invariants:
//
//  1. A request reads one edition from its first byte to its last, whatever is published meanwhile.
//  2. An answer drawn from an edition carries its entity tag; a tile address carries the edition, and never changes.
//  3. Reading never waits for a store: a store that is away is told by /readyz, and reads go on.
//  4. A query parameter that a data route does not know is refused, never ignored.
//  5. A page asks nothing of any other host.
//
// It is not an OGC API: it borrows the words of OGC API – Features (collections, items, numberMatched) without
// claiming conformance.
package web
