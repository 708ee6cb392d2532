// Package check judges perimeters: it runs a catalogue of rules over the territories of an edition and gives findings.
//
// A [Rule] has a code (M about members, G about geometry, A about administration, V about versions, Q about text), a default
// severity, a title and the basis that it rests on. [Territories] runs every rule of the [Catalogue] on every territory,
// [Edition] those that are about an edition as a whole. What they give is a [Verdict]: a [Finding] says what is wrong in
// French and in English, how to mend it, which units it concerns, and where to look; a [NotEvaluable] says which data a rule
// had not. A [Policy] changes severities, sets tolerances and limits, by Region too, and names the holes of the map that are no
// fault.
//
// Invariants:
//
//  1. A finding is about one territory or about the edition, and is the same whatever the order of the input.
//  2. A finding has a geometry to zoom to, unless the territory has no place at all.
//  3. A rule reads a perimeter, it never changes one: a problem in the data is a finding, never an error.
//  4. A rule that has not its data says so: silence means that nothing is wrong. A perimeter of which the registers of one edition
//     tell nothing, or whose codes movements do not follow to the other, has neither drifted nor been aggravated: nobody can tell.
//
// The legal standard of coherence ("d'un seul tenant et sans enclave") is the one that the Code général des
// collectivités territoriales sets for EPCI (L5210-1-1, L5214-1). For a territory it calls for a reasoned waiver, never
// for a refusal by the machine: hence warnings.
package check
