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
// gap is ground inside that is [Outside] all the same.
//
// # Building
//
// [Build] goes through stages, one file each:
//
//  1. rings become walks over numbered vertices, without repeated ones and spikes (rings.go, strip.go, vertices.go);
//  2. they are cut where they part, into lines that are held once however many rings pass along them (lines.go);
//  3. a sweep finds lines that cross or touch elsewhere than at a vertex of both (sweep.go, segment.go), and vertices are made
//     there until none is left (noder.go); what a meeting says of the input is told (meeting.go);
//  4. lines bound faces, and a walk from face to face tells who owns each (covering.go, westward.go);
//  5. lines with one owner on both sides vanish, the others are joined into arcs (chain.go);
//  6. gaps, overlaps and misplaced rings are read off the faces, and measured (ground.go, defect.go, metric.go).
//
// # Inside and outside
//
// A way from far outside is inside a ring when it has crossed it an odd number of times:
//
//	   ┌───────────────┐
//	   │ A   ┌─────┐   │
//	───┼──▶──┼──▶  │   │    after one line it is in A; after two, in the hole of A and out of A again
//	   │     └─────┘   │
//	   └───────────────┘
//
// So how rings are wound does not matter: files follow either custom, and a ring that crosses itself follows both. One walk
// tells it for all rings at once, since each line knows the rings along it.
//
// # Faults
//
// Where neighbours differ, lines cross, and ground belongs to nobody or to several:
//
//	┌─────────┐
//	│ 0   ┌───*─────┐      the stars are vertices that are made; the square between them is a side of
//	│     │0 1│     │      its arcs that neither 0 nor 1 has alone: see Coverage.Owners
//	└─────*───┘   1 │
//	      └─────────┘
//
// This is snap rounding, kept to where something is wrong: a crossing becomes the nearest grid point, the segments there
// are bent to it and to vertices within half a step of them, and that is looked at again. Clean lines are never touched.
//
// Each fault is told as a [Defect] with its place and size. Nothing is mended unless asked: [Mend] gives narrow gaps and
// overlaps to a neighbour (repair.go) and joins near vertices (near.go), and tells every change.
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
// other, and every threshold gives a coverage that the invariants below hold for (removal.go has the proof). Only islets
// vanish, whole. [Coverage.Regroup] gives the coverage of groups, which can be weighed and simplified in its turn.
//
// [Coverage.WeighPlane] does it on the plane of a map, by distance: a threshold bounds how far a border moves (measure.go).
//
// # Snapping
//
// [Coverage.Snap] brings a coverage of a plane to the pixels of a map. Rounding each vertex by itself would push some across
// the borders nearby; so a border is also bent to each pixel that holds a vertex and that it passes through:
//
//	     ┌───┬───┐           the border from u to w passes through the pixel of v,
//	     │ v │   │           and is bent to its centre: v, which was above it,
//	u────┼───┼──▶w           is on it now, and never below
//	     └───┴───┘
//
// What comes to run together becomes one edge, and what lay between is gone (snap.go). The result is a coverage again, on
// integers, so that tiles cut from it agree on everything.
//
// # Invariants
//
//  1. Points are integers of the grid of package geo; equality, orientation and area on the grid are exact (exact.go).
//  2. Whatever comes in, arcs meet at their ends only, and each has two different sides.
//  3. Where lines meet at common vertices only, Build moves no point and makes none. Elsewhere no segment moves by more than
//     half a step in each direction a round: 8 mm.
//  4. The result depends on the set of pieces: not on their order, on where rings start or how they are wound, nor on the
//     number of cores. (Which of two windings is the unusual one is told from all of them.)
//  5. A side has one owner where one unit claims the ground, several where several do, none where none does.
//  6. Where no side has several owners, units do not overlap, and areas add up to the last square step.
//  7. A [Shape] is valid in the sense of OGC Simple Features (06-103r4, section 6.1.11): a ring passes once through each of
//     its points; where the input passed twice, it is split there.
//
// It is no overlay of polygons in general: numbers are not floating, and lines are straight between longitudes and latitudes.
// It does not know that a map ends at the antimeridian, nor which gaps are lakes: that is the policy's.
//
// # Sources
//
// The names, and what a coverage is, are those of the JTS coverage package and of TopoJSON; lines are cut as topojson-server
// does (M. Bostock). Snap rounding: J. D. Hobby (1999), L. Guibas and D. Marimont (1995), D. Halperin and E. Packer (2002).
// docs/decisions/009 says why only where it is wrong. Every kind of fault is drawn in testdata.
package topo
