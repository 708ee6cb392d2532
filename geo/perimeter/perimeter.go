package perimeter

import (
	"perimetre/geo"
	"perimetre/geo/topo"
)

// Extent is the place that a set of communes covers, with its measures on the WGS 84 ellipsoid.
type Extent struct {
	Communes   []int32    // indices of Ground.Communes, ascending
	Shape      topo.Shape // the boundary, in arcs of Ground.Coverage
	Box        geo.Box
	Label      geo.Point // inside the largest polygon
	Area       float64   // m²
	Length     float64   // m, of every ring of the boundary
	Population int       // sum of the known ones
}

// Perimeter is the extent of a territory, with what a committee asks of it.
type Perimeter struct {
	Extent
	Members      []Member  // in the order of the list; an unknown one has no commune
	PartsByEdge  [][]int32 // communes joined by shared borders, the part of the largest area first
	PartsByPoint [][]int32 // the same once a single point of contact is enough
	Split        Split     // of PartsByPoint
	Enclaves     []Enclave
	Departements []string // codes, ascending
	Regions      []string // codes, ascending
}

// Enclave is a hole of a perimeter, or of a single commune.
type Enclave struct {
	Ring     geo.Ring // clockwise
	Area     float64  // m², of all that the ring holds
	Length   float64  // m, of the ring
	Communes []int32  // communes inside, ascending; none when the hole is foreign land or water
	Partly   []int32  // of them, those that have ground elsewhere too
}
