// Package miniature makes Brumélie, an imaginary country: what perimetre shows when it has no real data, and what tests
// run on when they need a whole country with something wrong in every corner.
//
// Brumélie lies in the open Atlantic, around 18° W 45.5° N, and is about 250 km wide. It has some 600 communes in 40 EPCI
// (one of them a metropole with two EPT), 8 départements, 3 régions, an island, an islet, a lake, and 8 territories.
// The name of each territory says what a check finds in it:
//
//   - "L'Île et le Rivage" is split by the sea only, and sound;
//   - "Autour du Lac" has water for a hole (G05);
//   - "Autour du Caillou" surrounds a commune of another EPCI (G04);
//   - "Les Deux Morceaux" is split on land (G01) and lists a SIREN with a wrong key (M01);
//   - "Le Point de Contact" holds by a single point (G02) and lists a SIREN that nobody has (M02);
//   - "Par-delà la Limite" lies in two régions (A01, A02);
//   - "La Métropole voisine" has an EPT for a member, and shares an EPCI with the next one (M03);
//   - "La Moitié du Bocage" takes some communes of an EPCI that it does not hold whole (M05, M03).
//
// It is made in stages, each one a file: a mesh of cells, land and sea, groups grown on the mesh and on each other (cells
// to communes, communes to EPCI, EPCI to départements, départements to régions), the story of the territories, names.
//
// Invariants:
//
//  1. The same seed gives the same country, to the byte, on every machine: all arithmetic is on integers.
//  2. A border is drawn once, and both neighbours have its very points; borders never cross.
//  3. Nothing here can be taken for real: no commune of France has such a code, no body such a SIREN. Communes have codes of
//     départements that do not exist (00, 20, 96, 99, 979 to 982), régions the codes 97 to 99; a SIREN starts with 000.
//
// It is not a model of how countries are made: it only has to look like one.
package miniature
