// Package atlas is one edition ready to be read: what servers, exports and checks look things up in.
//
// [Build] takes an edition as a store holds it and computes everything else: the coverage of its communes, the units of
// every level, the perimeters of its territories and their findings. Nothing in an [Atlas] changes after that.
//
// Invariants:
//
//  1. Equal editions give equal atlases, to the byte of every output.
//  2. Every level is a grouping of the same communes: a border has one course in all collections.
//  3. Units of a level are sorted by code; an index names the same unit everywhere.
package atlas
