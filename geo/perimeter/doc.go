// Package perimeter computes the perimeter of a territory: from the list of its members to a boundary, its parts,
// its enclaves and its measures.
//
// A [Ground] holds what is common to all perimeters of an edition: the coverage of its communes and the measures of
// every arc. [Ground.Perimeter] resolves the members of a list in the registers, and reads everything else from the
// arcs of the coverage:
//
//   - the boundary is the arcs with a commune of the perimeter on one side only;
//   - parts are the components of the graph of its communes, joined by a shared border, or by a single point;
//   - its grade of contiguity ([Contiguity]) tells parts that only the sea keeps apart from parts of one landmass;
//   - an enclave is a hole of the boundary, with the communes that lie inside;
//   - area and length are sums over arcs, on the WGS 84 ellipsoid.
//
// Invariants:
//
//  1. A border is measured once: the areas of neighbours add up to the area of their union.
//  2. A member that no register knows contributes nothing, and stays in the list of members.
//  3. Nothing here judges: rules are in geo/check.
package perimeter
