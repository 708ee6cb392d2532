// Package check judges perimeters: it runs a catalogue of rules over the territories of an edition and gives findings.
//
// A [Rule] has a code (M about members, G about geometry, A about administration), a default severity, a title and the
// basis that it rests on. [Territories] runs every rule of the [Catalogue] on every territory. A [Finding] says what is
// wrong in French and in English, which units it concerns, and where to look. A [Policy] changes severities, sets
// tolerances, and names the holes of the map that are no fault.
//
// Invariants:
//
//  1. A finding is about one territory, and is the same whatever the order of the input.
//  2. A finding has a geometry to zoom to, unless the territory has no place at all.
//  3. A rule reads a perimeter, it never changes one: a problem in the data is a finding, never an error.
//
// The legal standard of coherence ("d'un seul tenant et sans enclave") is the one that the Code général des
// collectivités territoriales sets for EPCI (L5210-1-1, L5214-1). For a territory it calls for a reasoned waiver, never
// for a refusal by the machine: hence warnings.
package check
