// Package negotiate reads the header fields by which a client says what answer it takes (RFC 9110): which codings
// (Accept-Encoding, section 12.5.3) and other than which versions (If-None-Match, section 13.1.2).
//
// Invariants:
//
//  1. A coding that the client excludes is never chosen; without a wish of the client it is [Identity].
//  2. Fields are read without allocating, in time that grows with their length only.
//
// It writes nothing: what is answered is for web to say.
package negotiate
