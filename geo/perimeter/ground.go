package perimeter

import (
	"perimetre/geo"
	"perimetre/geo/topo"
)

// Ground is what perimeters are computed on: the communes of one edition and their coverage, with what is
// computed once for all. It is immutable and safe for concurrent use.
type Ground struct {
	Edition  *geo.Edition
	Coverage *topo.Coverage // unit i is Edition.Communes[i]
}
