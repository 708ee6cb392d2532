package change

import (
	"maps"
	"math"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// Side is one of two states that are compared. It is read only.
type Side struct {
	Vintage     geo.Vintage       // of the codes of its communes
	Territories []geo.Territory   // in any order
	Ground      *perimeter.Ground // registers and polygons; nil for a list alone, of which only names and members are compared
}

// Of gives an edition as a side.
func Of(ground *perimeter.Ground) Side {
	return Side{ground.Edition.Vintage, ground.Edition.Territories, ground}
}

// key is what makes a territory the same on both sides.
type key struct{ phase, id string }

// reader answers what a comparison asks of a side.
type reader struct {
	Side
	byKey     map[key]*geo.Territory
	epci      map[geo.Code]*geo.Grouping
	groupings map[string]*geo.Grouping         // by SIREN
	registers map[bool]bool                    // whether the side has EPT, by true, and EPCI, by false
	holders   map[string]map[geo.Code][]string // by phase and commune: IDs, ascending
	reach     func([]geo.Member) []geo.Code
	onlyPhase bool // phases are not told apart
}

func newReader(s Side, onlyPhase bool) *reader {
	r := &reader{
		Side: s, byKey: map[key]*geo.Territory{}, epci: map[geo.Code]*geo.Grouping{}, holders: map[string]map[geo.Code][]string{},
		groupings: map[string]*geo.Grouping{}, registers: map[bool]bool{}, onlyPhase: onlyPhase,
	}
	if s.Ground != nil {
		r.reach = perimeter.Reach(s.Ground.Edition)
		for i := range s.Ground.Edition.Groupings {
			g := &s.Ground.Edition.Groupings[i]
			r.groupings[string(g.SIREN)], r.registers[isEPT(g)] = g, true
			for _, code := range g.Communes {
				if !isEPT(g) {
					r.epci[code] = g
				}
			}
		}
	}
	for i := range s.Territories {
		t := &s.Territories[i]
		k := r.key(t)
		r.byKey[k] = t
		held := r.holders[k.phase]
		if held == nil {
			held = map[geo.Code][]string{}
			r.holders[k.phase] = held
		}
		for code := range r.codes(t.Members) {
			held[code] = append(held[code], t.ID)
			slices.Sort(held[code])
		}
	}
	return r
}

func (r *reader) key(t *geo.Territory) key {
	if r.onlyPhase {
		return key{"", t.ID}
	}
	return key{t.Phase, t.ID}
}

func isEPT(g *geo.Grouping) bool { return g.Nature == geo.NatureEPT }

// misses tells whether a member is an EPT or an EPCI of the other side, and this one has no register of either kind.
func (r *reader) misses(other *reader, m geo.Member) bool {
	g := other.groupings[m.ID]
	return g != nil && !r.registers[isEPT(g)]
}

// codes gives the codes of the communes that members reach in the registers, with a polygon or without.
func (r *reader) codes(members []geo.Member) map[geo.Code]bool {
	codes := map[geo.Code]bool{}
	if r.Ground == nil {
		return codes
	}
	for _, code := range r.reach(members) {
		codes[code] = true
	}
	return codes
}

// state sums up a territory.
func (r *reader) state(t *geo.Territory, codes map[geo.Code]bool) *State {
	s := &State{Name: t.Name, Members: len(t.Members), Communes: len(codes)}
	area := 0.0
	for _, commune := range r.places(codes) {
		area += r.Ground.Area(commune)
	}
	s.AreaKm2 = math.Round(area/100) / 1e4
	return s
}

// places gives the communes that have a polygon, ascending.
func (r *reader) places(codes map[geo.Code]bool) []int32 {
	var communes []int32
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if commune, ok := r.Ground.Commune(code); ok {
			communes = append(communes, commune)
		}
	}
	slices.Sort(communes)
	return communes
}

// ground gives the polygons of some communes, as one.
func (r *reader) ground(codes map[geo.Code]bool) geo.MultiPolygon {
	if r.Ground == nil {
		return nil
	}
	return r.Ground.Coverage.Geometry(r.Ground.Coverage.Union(r.places(codes)))
}

// place says what a commune belongs to.
func (r *reader) place(phase string, code geo.Code) Place {
	p := Place{Territories: r.holders[phase][code]}
	if p.Territories == nil {
		p.Territories = []string{}
	}
	if g := r.epci[code]; g != nil {
		p.EPCI, p.EPCIName = g.SIREN, g.Name
	}
	return p
}

// commune gives a code with its name: the one that the edition knows, else the one that movements tell.
func (r *reader) commune(told geo.Commonalty) Commune {
	if i, ok := r.Ground.Commune(told.Code); ok {
		return Commune{told.Code, r.Ground.Edition.Communes[i].Name}
	}
	return Commune{told.Code, told.Name}
}
