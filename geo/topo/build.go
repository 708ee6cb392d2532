package topo

import (
	"sync"

	"perimetre/geo"
)

// Tolerance says which thin things are told apart, in metres. The zero value tells none apart.
type Tolerance struct {
	Sliver float64 // a gap or an overlap that is narrower is a sliver
	Vertex float64 // two vertices that are nearer are near-duplicates
}

// Build makes the coverage of n units from their pieces, whose units are from 0 to n-1, and tells what is wrong with them. The
// pieces are not changed.
//
// Borders between pieces of one unit vanish. The result depends on the set of pieces only: not on their order, nor on
// where a ring starts or how it is wound. Whatever comes in, it is a planar arrangement: where borders cross, or touch
// without a common vertex, a vertex is made there (see noder), and ground that several units claim is a side with several
// owners ([Coverage.Owners]).
func Build(n int, pieces []Piece, tolerance Tolerance) (*Coverage, []Defect) {
	b := build(n, pieces, tolerance)
	return b.coverage, b.defects.sorted()
}

// builder holds what the stages leave to each other: rings, then lines that do not cross, then who covers which face.
type builder struct {
	rings     *rings
	given     int32 // vertices below are those of the input, the others were made where lines cross
	tolerance Tolerance
	coverage  *Coverage
	defects   defects
	touches   []touch            // of different rings, at a point where one of them has no vertex
	near      [][2]geo.Point     // pairs of vertices nearer than the tolerance
	explained map[geo.Point]bool // the vertices of gaps and overlaps that were told
}

func build(n int, pieces []Piece, tolerance Tolerance) *builder {
	b := &builder{rings: readRings(pieces), tolerance: tolerance, explained: map[geo.Point]bool{}}
	b.given = int32(len(b.rings.vertices.points))
	b.defects = b.rings.defects
	lines, sweep := b.node()
	covering := newCovering(lines, sweep, b.rings)
	var arcs sync.WaitGroup
	arcs.Go(func() { b.coverage = covering.coverage(n) })
	b.findTangles(covering)
	b.findGaps(covering)
	b.findUnmatched()
	arcs.Wait()
	return b
}
