package perimeter

import (
	"cmp"
	"maps"
	"slices"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// Ground is what perimeters are computed on: the communes of one edition and their coverage, with what is
// computed once for all. It is immutable and safe for concurrent use.
type Ground struct {
	Edition  *geo.Edition
	Coverage *topo.Coverage // unit i is Edition.Communes[i]
	Faces    *topo.Faces    // of Coverage
	Defects  []topo.Defect  // of Coverage

	measures  []measure               // by arc
	areas     []float64               // by commune, m²
	communes  map[geo.Code]int32      // by INSEE code
	communeOf map[geo.SIREN]int32     // by SIREN of the commune
	groupings map[geo.SIREN]*Grouping // EPCI and EPT
	epci      []*Grouping             // by commune; nil when it is in none
	registers map[geo.Code]bool       // codes of communes that a grouping has, with a polygon or without
}

// Grouping is a grouping of the edition with those of its communes that have a geometry.
type Grouping struct {
	*geo.Grouping
	Communes []int32 // indices of Edition.Communes, ascending
}

// NewGround builds the coverage of an edition's communes, and tells its defects.
func NewGround(e *geo.Edition) (*Ground, []topo.Defect) {
	pieces := make([]topo.Piece, len(e.Communes))
	for i, commune := range e.Communes {
		pieces[i] = topo.Piece{Unit: int32(i), Geometry: commune.Geometry}
	}
	coverage, defects := topo.Build(len(pieces), pieces, topo.Tolerance{})
	g := &Ground{
		Edition:   e,
		Coverage:  coverage,
		Faces:     coverage.Faces(),
		Defects:   defects,
		measures:  measureArcs(coverage),
		communes:  make(map[geo.Code]int32, len(e.Communes)),
		communeOf: make(map[geo.SIREN]int32, len(e.Communes)),
		groupings: make(map[geo.SIREN]*Grouping, len(e.Groupings)),
		epci:      make([]*Grouping, len(e.Communes)),
		registers: make(map[geo.Code]bool, len(e.Communes)),
	}
	for i, commune := range e.Communes {
		g.communes[commune.Code] = int32(i)
		if commune.SIREN != "" {
			g.communeOf[commune.SIREN] = int32(i)
		}
		area, _ := g.measure(g.Faces.Shape(int32(i)))
		g.areas = append(g.areas, area)
	}
	for i := range e.Groupings {
		grouping := &Grouping{Grouping: &e.Groupings[i]}
		for _, code := range grouping.Grouping.Communes {
			g.registers[code] = true
			if commune, ok := g.communes[code]; ok {
				grouping.Communes = append(grouping.Communes, commune)
				if grouping.Nature != geo.NatureEPT {
					g.epci[commune] = grouping
				}
			}
		}
		slices.Sort(grouping.Communes)
		g.groupings[grouping.SIREN] = grouping
	}
	return g, defects
}

// Commune gives the index of a commune by its INSEE code.
func (g *Ground) Commune(code geo.Code) (index int32, ok bool) {
	index, ok = g.communes[code]
	return index, ok
}

// Known tells whether a code is that of a commune of the edition: one that has a polygon, or that a grouping has.
func (g *Ground) Known(code geo.Code) bool {
	_, drawn := g.communes[code]
	return drawn || g.registers[code]
}

// Area gives the area of a commune in m².
func (g *Ground) Area(commune int32) float64 { return g.areas[commune] }

// EPCI gives the EPCI of a commune; nil when it is in none.
func (g *Ground) EPCI(commune int32) *Grouping { return g.epci[commune] }

// Grouping gives the EPCI or EPT of that SIREN; nil when there is none.
func (g *Ground) Grouping(siren geo.SIREN) *Grouping { return g.groupings[siren] }

// Codes gives the INSEE codes of communes.
func (g *Ground) Codes(communes []int32) []string {
	codes := make([]string, len(communes))
	for i, commune := range communes {
		codes[i] = string(g.Edition.Communes[commune].Code)
	}
	return codes
}

// Resolve finds a line of a list in the registers. A commune that has no polygon is known by its code where a grouping has it.
func (g *Ground) Resolve(m geo.Member) Member {
	if grouping, ok := g.groupings[geo.SIREN(m.ID)]; ok {
		kind := EPCI
		if grouping.Nature == geo.NatureEPT {
			kind = EPT
		}
		return Member{m.ID, kind, string(grouping.SIREN), grouping.Name, grouping.Communes}
	}
	commune, ok := g.communeOf[geo.SIREN(m.ID)]
	if !ok {
		commune, ok = g.communes[geo.Code(m.ID)]
	}
	switch {
	case !ok && g.registers[geo.Code(m.ID)]:
		return Member{ID: m.ID, Kind: Commune, Code: m.ID, Name: m.Name}
	case !ok:
		return Member{ID: m.ID, Code: m.ID, Name: m.Name}
	}
	c := g.Edition.Communes[commune]
	return Member{m.ID, Commune, string(c.Code), c.Name, []int32{commune}}
}

// Perimeter computes the perimeter of a list of members.
func (g *Ground) Perimeter(members []geo.Member) Perimeter {
	var p Perimeter
	in := map[int32]bool{}
	for _, m := range members {
		member := g.Resolve(m)
		p.Members = append(p.Members, member)
		for _, commune := range member.Communes {
			in[commune] = true
		}
	}
	communes := slices.Sorted(maps.Keys(in))
	p.Extent = g.Extent(communes, g.Coverage.Union(communes))
	p.PartsByEdge = g.parts(communes, g.Coverage.Neighbours)
	p.PartsByPoint = p.PartsByEdge
	if len(p.PartsByEdge) > 1 {
		p.PartsByPoint = g.parts(communes, g.Coverage.Touching)
	}
	p.Split = g.split(p.PartsByPoint)
	p.Enclaves = g.enclaves(p.Shape, in)
	for _, commune := range communes {
		c := g.Edition.Communes[commune]
		p.Departements = append(p.Departements, c.Departement)
		p.Regions = append(p.Regions, c.Region)
	}
	p.Departements = distinct(p.Departements)
	p.Regions = distinct(p.Regions)
	return p
}

// Extent measures a set of communes whose shape is known.
func (g *Ground) Extent(communes []int32, shape topo.Shape) Extent {
	x := Extent{Communes: communes, Shape: shape}
	x.Area, x.Length = g.measure(shape)
	geometry := g.Coverage.Geometry(shape)
	x.Box, _ = geometry.Bounds()
	x.Label = label(geometry)
	for _, commune := range communes {
		x.Population += max(0, g.Edition.Communes[commune].Population)
	}
	return x
}

// parts gives the components of a set of communes, the one of the largest area first.
func (g *Ground) parts(communes []int32, joined func(int32) []int32) [][]int32 {
	parts := topo.Components(communes, joined)
	area := func(part []int32) (sum float64) {
		for _, commune := range part {
			sum += g.areas[commune]
		}
		return sum
	}
	slices.SortStableFunc(parts, func(a, b []int32) int { return cmp.Compare(area(b), area(a)) })
	return parts
}

func distinct(codes []string) []string {
	slices.Sort(codes)
	return slices.Compact(codes)
}
