package geo

import (
	"cmp"
	"slices"
)

// Repair is a place where an ingest was asked to mend the borders between communes, and did.
type Repair struct {
	Kind   string       // what was mended, by the name of its defect: gap, overlap…
	Before []Code       // communes that claimed the ground, ascending; none for a gap
	After  Code         // the commune that has it now
	At     Point        // a place on the outline of the ground
	Area   float64      // m² that changed hands
	Ground MultiPolygon // what changed hands; nil when it is a place only
}

// Compare orders repairs by place, then by kind and by communes: in an order that does not depend on that of the input.
func (r Repair) Compare(s Repair) int {
	return cmp.Or(r.At.Compare(s.At), cmp.Compare(r.Kind, s.Kind), cmp.Compare(r.After, s.After),
		slices.Compare(r.Before, s.Before), cmp.Compare(r.Area, s.Area))
}
