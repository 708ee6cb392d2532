package check

import (
	"math"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// disagreements compares what is told twice: the polygon of a grouping with its communes, the communes of a register with those
// that have a polygon, and the area of the perimeter with that of its members.
func disagreements(s *subject) []Finding {
	var found []Finding
	for _, m := range s.perimeter.Members {
		grouping := s.ground.Grouping(geo.SIREN(m.Code))
		if grouping == nil || grouping.Declared == nil || len(grouping.Communes) == 0 {
			continue
		}
		found = append(found, s.compare(grouping)...)
	}
	return slices.Concat(found, s.undrawn(), s.counted())
}

// undrawn tells the members of which some communes have no polygon, others do: their ground is in the polygon of another commune.
func (s *subject) undrawn() []Finding {
	var found []Finding
	for _, m := range s.perimeter.Members {
		registered := s.registered(m)
		missing := slices.DeleteFunc(slices.Clone(registered), func(code geo.Code) bool {
			_, drawn := s.ground.Commune(code)
			return drawn
		})
		if len(m.Communes) == 0 || len(missing) == 0 {
			continue
		}
		found = append(found, Finding{
			Message: say(
				"Membre %s de %s : sans contour, %s sur %d, %s.", "Member %s of %s: without a polygon, %s out of %d, %s.",
				identified(m.ID, m.Name), s.territory.ID, count{len(missing), "commune"}, len(registered), list(s.named(missing))),
			Units: append([]string{m.ID}, texts(missing)...),
			Hint:  loadPolygons(),
		})
	}
	return found
}

// compare tells when the declared polygon of a grouping is not the union of its communes, by more than a share of it.
func (s *subject) compare(grouping *perimeter.Grouping) []Finding {
	union := s.ground.Coverage.Geometry(s.ground.Coverage.Union(grouping.Communes))
	whole := perimeter.Area(union)
	ground := perimeter.Difference(union, grouping.Declared)
	area := perimeter.Area(ground)
	if area <= s.policy.Declared*whole {
		return nil
	}
	return []Finding{{
		Message: say(
			"Le contour déclaré de %s (%s) diffère de l’union de ses communes : %s d’écart, soit %s %% de leur superficie.",
			"The declared polygon of %s (%s) differs from the union of its communes: by %s, %s%% of their area.",
			grouping.Name, string(grouping.SIREN), perimeter.Surface(area), quantity(100*area/whole)),
		Units:    []string{string(grouping.SIREN)},
		Geometry: ground,
	}}
}

// rounding is the share by which sums of the same areas may differ, when they are added in another order.
const rounding = 1e-9

// counted tells when members count some ground twice: the sum of their areas is more than that of the perimeter.
func (s *subject) counted() []Finding {
	sum := 0.0
	times := map[int32]int{}
	for _, m := range s.perimeter.Members {
		for _, commune := range m.Communes {
			sum += s.ground.Area(commune)
			times[commune]++
		}
	}
	if math.Abs(sum-s.perimeter.Area) <= rounding*sum {
		return nil
	}
	twice := slices.DeleteFunc(slices.Clone(s.perimeter.Communes), func(commune int32) bool { return times[commune] < 2 })
	return []Finding{{
		Message: say(
			"La superficie du périmètre (%s) n’est pas la somme de celles de ses membres (%s) : %s en double, %s.",
			"The area of the perimeter (%s) is not the sum of those of its members (%s): %s counted twice, %s.",
			perimeter.Surface(s.perimeter.Area), perimeter.Surface(sum), count{len(twice), "commune"}, list(s.communeNames(twice))),
		Units:    s.ground.Codes(twice),
		Geometry: s.place(twice),
		Hint:     geo.Text{FR: "Ne garder qu’un des membres qui apportent ces communes.", EN: "Keep one of the members that bring these communes."},
	}}
}

// noPolygons tells when no member has a declared polygon: areas alone are compared.
func noPolygons(s *subject) geo.Text {
	if reason := noGround(s); reason != (geo.Text{}) {
		return reason
	}
	for _, m := range s.perimeter.Members {
		if grouping := s.ground.Grouping(geo.SIREN(m.Code)); grouping != nil && grouping.Declared != nil {
			return geo.Text{}
		}
	}
	return geo.Text{FR: "aucun contour déclaré des EPCI membres", EN: "no declared polygon of the EPCI that are members"}
}
