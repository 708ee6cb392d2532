// Package topo builds and reads coverages: polygons that share their borders.
//
// Polygons as files give them hold each border twice, once per neighbour. A [Coverage] holds it once, as an arc: a line
// between two nodes that knows the unit on its left and the unit on its right.
//
//	B───────C───────D        A, B, D and E are vertices inside arcs
//	│   0   │   1   │        C and F are nodes: three arcs meet there
//	A───────F───────E
//
//	arc 0: F A B C   left Outside, right unit 0
//	arc 1: F C       left unit 0,  right unit 1
//	arc 2: F E D C   left unit 1,  right Outside
//
// From that everything is read. To dissolve units into groups ([Coverage.Dissolve], [Coverage.Union]), keep the arcs whose
// two sides belong to different groups and stitch them into rings. Neighbours are the other sides of a unit's arcs. A
// gap is a ring of arcs that encloses [Outside].
//
// # Building
//
// [Build] goes through four stages, one file each:
//
//  1. rings become half-edges between numbered vertices, with their unit on the left (build.go, vertices.go);
//  2. half-edges that run between the same two vertices in opposite directions become one edge (build.go);
//  3. edges are chained into arcs between nodes, in an order that depends on geometry only (arcs.go);
//  4. what no partition of the ground can have is told as a [Defect], with its place (unsound.go, crossing.go, defect.go).
//
// # Invariants
//
//  1. Points are integers of the grid of package geo; equality, orientation and area are exact (exact.go).
//  2. Every arc has two different sides. Its points are those of the input: none is moved.
//  3. The coverage depends on the set of pieces: not on their order, nor on the start or the winding of their rings.
//  4. Where there is no defect but gaps, units do not overlap: around each node the sides of arcs agree, no two edges
//     cross, and no ring lies where it should not.
//  5. A [Shape] read from such a coverage is valid in the sense of OGC Simple Features (06-103r4, section 6.1.11): a ring
//     passes once through each of its points; where the input passed twice, it is split there.
//
// # Simplifying
//
// [Coverage.Weigh] gives each vertex a weight, once: how much ground the border sweeps when the vertex goes.
//
//	    v           without v the border runs straight from u to w;
//	   ╱ ╲          v weighs the area of the triangle, and may
//	──u┄┄┄w──       go only if no other vertex lies in it
//
// [Coverage.Simplify] then keeps the vertices above a threshold. Ends of arcs always stay, so that neighbours keep each
// other, and every threshold gives a coverage that the invariants above hold for (removal.go has the proof). Only islets
// vanish, whole. [Coverage.Regroup] gives the coverage of groups, which can be weighed and simplified in its turn.
//
// Nothing is repaired here.
//
// Names are those of the JTS coverage package and of TopoJSON.
package topo
