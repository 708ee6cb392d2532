package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// DefectKind is what is wrong at a place of the input.
type DefectKind uint8

// The kinds of defects. What is mended is told all the same; nothing else is changed but where borders cross or touch (see
// noder).
const (
	// RingUnclosed: the last point of a ring is not its first. The ring is closed.
	RingUnclosed DefectKind = iota
	// RingTooSmall: a ring has fewer than three distinct vertices, or all on one line. The ring is left out.
	RingTooSmall
	// VertexRepeated: a vertex follows itself. One of the two is left out.
	VertexRepeated
	// Spike: a ring goes back on itself. The tip is left out.
	Spike
	// RingSelfCrossing: a ring crosses itself. Inside is what a way from outside reaches by crossing it an odd number of times.
	RingSelfCrossing
	// RingSelfTouch: a ring passes twice through a vertex. It is split there into rings that are simple.
	RingSelfTouch
	// RingWinding: a ring is wound against the others of the input, a hole against its shell. It is read as the others are.
	RingWinding
	// HoleOutsideShell: a hole takes nothing away: it lies outside the shell of its polygon, or in another hole.
	HoleOutsideShell
	// ShellsNested: a polygon of a unit lies in another one of the same unit.
	ShellsNested
	// PolygonDuplicate: two polygons are the same.
	PolygonDuplicate
	// PolygonInside: a polygon lies in one of another unit, which has no hole there.
	PolygonInside
	// Overlap: ground that two or more polygons claim.
	Overlap
	// SliverOverlap: an overlap narrower than the tolerance.
	SliverOverlap
	// Gap: ground inside the coverage that no unit claims: a fault, or water and foreign land.
	Gap
	// SliverGap: a gap narrower than the tolerance.
	SliverGap
	// HoleEmpty: a gap that is a hole of one polygon. A hole that another unit fills is an enclave, and no fault.
	HoleEmpty
	// EdgeUnmatched: a border where one side lacks a vertex of the other. Ground is lost or claimed twice unless the vertex
	// lies on the line.
	EdgeUnmatched
	// VertexNear: two vertices nearer than the tolerance, which may be meant for one.
	VertexNear

	numDefectKinds
)

var defectNames = [numDefectKinds]string{
	"ring-unclosed", "ring-too-small", "vertex-repeated", "spike", "ring-self-crossing", "ring-self-touch", "ring-winding",
	"hole-outside-shell", "shells-nested", "polygon-duplicate", "polygon-inside", "overlap", "sliver-overlap", "gap",
	"sliver-gap", "hole-empty", "edge-unmatched", "vertex-near",
}

// DefectKinds gives every kind, in the order in which defects are told.
func DefectKinds() []DefectKind {
	kinds := make([]DefectKind, numDefectKinds)
	for i := range kinds {
		kinds[i] = DefectKind(i)
	}
	return kinds
}

// String is the name of the kind in every output.
func (k DefectKind) String() string { return defectNames[k] }

// Defect is a fault of the input, with its place and size.
type Defect struct {
	Kind   DefectKind
	Units  []int32 // concerned, ascending: those that claim the ground, those around a gap
	At     geo.Point
	Area   float64          // m² on the ellipsoid; 0 when the defect has none
	Width  float64          // m: twice the area over the length of the outline
	Claims int              // how many polygons claim the ground: 0 for a gap, 2 or more for an overlap, -1 for what is neither
	Ground geo.MultiPolygon // nil when the defect is a place only
}

func (d Defect) compare(e Defect) int {
	return cmp.Or(cmp.Compare(d.Kind, e.Kind), d.At.Compare(e.At), slices.Compare(d.Units, e.Units),
		cmp.Compare(d.Claims, e.Claims), compareGround(d.Ground, e.Ground))
}

func compareGround(g, h geo.MultiPolygon) int { return slices.CompareFunc(g, h, comparePolygons) }

func comparePolygons(p, q geo.Polygon) int { return slices.CompareFunc(p, q, compareRings) }

func compareRings(r, s geo.Ring) int { return slices.CompareFunc(r, s, geo.Point.Compare) }

// defects collects, then gives each defect once, in an order that does not depend on the input's.
type defects []Defect

// place adds a defect that has no ground.
func (ds *defects) place(kind DefectKind, at geo.Point, units ...int32) {
	*ds = append(*ds, Defect{Kind: kind, Units: distinct(units), At: at, Claims: -1})
}

// newDefect measures the ground of a defect, once its rings are in an order that depends on their points only: sums of floats
// depend on theirs. Its place is the lowest vertex.
func newDefect(kind DefectKind, ground geo.MultiPolygon, units []int32) Defect {
	for _, polygon := range ground {
		for i, ring := range polygon {
			polygon[i] = startingLowest(ring)
		}
		slices.SortFunc(polygon[1:], compareRings)
	}
	slices.SortFunc(ground, comparePolygons)
	d := Defect{Kind: kind, Units: distinct(units), At: ground[0][0][0], Claims: -1, Ground: ground}
	outline := 0.0
	for _, polygon := range ground {
		for _, ring := range polygon {
			d.Area += squareMetres(ring)
			outline += length(ring)
		}
	}
	d.Area = max(0, d.Area) // lines that span a continent are not straight on the map that keeps areas
	d.Width = 2 * d.Area / outline
	return d
}

// startingLowest turns a closed ring so that it starts at its lowest point.
func startingLowest(ring geo.Ring) geo.Ring {
	loop := ring[:len(ring)-1]
	lowest := 0
	for i, p := range loop {
		if p.Compare(loop[lowest]) < 0 {
			lowest = i
		}
	}
	if lowest == 0 {
		return ring
	}
	return slices.Concat(loop[lowest:], loop[:lowest+1])
}

// sorted puts defects in order. Those of one kind at one place are one, whose units are those of all.
func (ds defects) sorted() []Defect {
	slices.SortFunc(ds, Defect.compare)
	var kept []Defect
	for _, d := range ds {
		if n := len(kept); n > 0 && d.Ground == nil && kept[n-1].Kind == d.Kind && kept[n-1].At == d.At {
			kept[n-1].Units = distinct(slices.Concat(kept[n-1].Units, d.Units))
			continue
		}
		kept = append(kept, d)
	}
	return kept
}

func distinct(units []int32) []int32 {
	units = slices.Clone(units)
	slices.Sort(units)
	return slices.Compact(units)
}
