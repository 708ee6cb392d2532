package perimeter

import (
	"slices"

	"perimetre/geo"
)

// Reach gives the function by which the registers of an edition tell the communes that members reach: their codes, ascending, with
// a polygon or without. It needs no ground; a member that no register has reaches none.
func Reach(e *geo.Edition) func(members []geo.Member) []geo.Code {
	reached := make(map[string][]geo.Code, 2*len(e.Communes)+len(e.Groupings)) // by identifier
	for _, c := range e.Communes {
		reached[string(c.Code)] = []geo.Code{c.Code}
		if c.SIREN != "" {
			reached[string(c.SIREN)] = []geo.Code{c.Code}
		}
	}
	for _, g := range e.Groupings {
		reached[string(g.SIREN)] = g.Communes
		for _, code := range g.Communes {
			reached[string(code)] = []geo.Code{code}
		}
	}
	return func(members []geo.Member) []geo.Code {
		var codes []geo.Code
		for _, m := range members {
			codes = append(codes, reached[m.ID]...)
		}
		slices.Sort(codes)
		return slices.Compact(codes)
	}
}
