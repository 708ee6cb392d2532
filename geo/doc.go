// Package geo is the vocabulary of perimetre: the words that every other package speaks.
//
// It models the administrative map of a country at one moment:
//
//   - a [Commune] is the atom; its place is a [MultiPolygon] on the integer grid;
//   - a [Grouping] (EPCI or EPT) is a list of communes;
//   - a [Division] (département or région) is a code and a name that communes point to;
//   - a [Territory] is a list of [Member] identifiers, as its list was published;
//   - an [Edition] is all of these, loaded together, with the [Provenance] of every file.
//
// Invariants:
//
//  1. Coordinates are integers: one [Point] unit is 1e-7 degree, longitude first. Equality is exact.
//  2. A value of this package is data only: no file, no socket, no clock, no logger.
//  3. Slices of an Edition are sorted by their key, so that equal editions give equal bytes.
//
// It is not a geometry library: topology lives in geo/topo, measures in geo/perimeter.
package geo
