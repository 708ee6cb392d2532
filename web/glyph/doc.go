// Package glyph draws the letters of map labels as signed distance fields: what MapLibre and its kin load from the
// "glyphs" address of a style.
//
// A [Set] is the fonts that a style may name, a [Range] is 256 code points. A file holds what a stack of fonts has of
// a range, as the protocol buffers of node-fontnik (proto/glyphs.proto): each glyph is a bitmap at 24 pixels an em, one
// byte a pixel, that tells how far the outline is, with a border of 3 pixels.
//
// Fonts are the Go fonts (Bigelow & Holmes, BSD licence), which golang.org/x/image holds: nothing is loaded from any
// other host, and no font is kept beside the code. They have every letter of French, Greek and Cyrillic.
//
// Invariants:
//
//  1. Distances are measured to the outline itself, not to pixels of it (field.go).
//  2. All fonts have one baseline: fonts may be mixed in a label.
//  3. A range is drawn when it is first asked for, once, and kept: less than 2 MB for all fonts.
//  4. The same fonts give the same bytes.
//
// It does not shape text: kerning and joined letters are not in this format.
package glyph
