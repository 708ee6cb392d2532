package topo

import (
	"cmp"
	"slices"

	"perimetre/geo"
)

// DefectKind is what is wrong at a place of the input.
type DefectKind uint8

// The kinds of defects.
const (
	// RingUnclosed: the last point of a ring is not its first. The ring is closed.
	RingUnclosed DefectKind = iota
	// RingTooSmall: a ring has fewer than three distinct vertices, or all on one line. The ring is left out.
	RingTooSmall
	// RingSelfTouch: a ring passes twice through a vertex. It is split there into rings that are simple.
	RingSelfTouch
	// EdgeDoubled: a unit lies on both sides of an edge within one record: a spike, or two polygons side by side.
	// The edge is left out.
	EdgeDoubled
	// EdgeClaimedTwice: two records lie on the same side of an edge: they overlap, or are the same twice.
	EdgeClaimedTwice
	// EdgeCrossing: two edges cross, or one lies on another: a ring crosses itself, units overlap, or one lacks a vertex.
	EdgeCrossing
	// HoleMisplaced: a hole lies outside the shells of its unit, or in another hole.
	HoleMisplaced
	// Overlap: around a node two units claim the same ground, or units lie inside others.
	Overlap
	// Gap: a hole of the whole coverage: a gap between units, or land and water that belong to none.
	Gap
)

var defectNames = [...]string{
	"ring-unclosed", "ring-too-small", "ring-self-touch", "edge-doubled", "edge-claimed-twice",
	"edge-crossing", "hole-misplaced", "overlap", "gap",
}

// String is the name of the kind in every output.
func (k DefectKind) String() string { return defectNames[k] }

// Fatal tells whether a coverage with such a defect is not a partition of the ground: some place belongs to two units, or
// it cannot be told to which one it belongs, as when a ring is cut short.
func (k DefectKind) Fatal() bool {
	return k == RingUnclosed || k == EdgeClaimedTwice || k == EdgeCrossing || k == HoleMisplaced || k == Overlap
}

// Defect is a fault of the input, with its place.
type Defect struct {
	Kind  DefectKind
	Units []int32 // concerned, ascending
	At    geo.Point
}

func (d Defect) compare(e Defect) int {
	return cmp.Or(cmp.Compare(d.Kind, e.Kind), d.At.Compare(e.At), slices.Compare(d.Units, e.Units))
}

// defects collects, then gives each defect once, in an order that does not depend on the input's.
type defects []Defect

func (ds *defects) add(kind DefectKind, at geo.Point, units ...int32) {
	units = slices.DeleteFunc(units, func(u int32) bool { return u == Outside })
	slices.Sort(units)
	*ds = append(*ds, Defect{kind, slices.Compact(units), at})
}

func (ds defects) sorted() []Defect {
	slices.SortFunc(ds, Defect.compare)
	return slices.CompactFunc(ds, func(a, b Defect) bool { return a.compare(b) == 0 })
}
