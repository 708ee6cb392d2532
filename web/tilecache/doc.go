// Package tilecache keeps tiles as they are sent: made once, compressed once for each coding, with their entity tag.
//
// A [Cache] gives the [Answer] of a [Key]. Those who ask for the same one meanwhile wait for the one who asked first.
//
// Invariants:
//
//  1. What is kept is bounded in bytes, and what is being made in number: one tile a processor, each with its compressors.
//  2. One key has one body, and a body one entity tag: a tag is never that of two bodies.
//  3. A client that leaves before its tile is begun costs nothing; a tile that is begun is finished, for those who wait for it.
//
// It knows no HTTP: which coding a client takes is for web/negotiate.
package tilecache
