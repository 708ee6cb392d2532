package check

import (
	"cmp"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// partlyCovered looks at the EPCI of the communes that are members by themselves. Communes that came with their EPT are
// not counted: an EPT is a whole grouping, though it is a part of the metropole of Grand Paris.
func partlyCovered(s *subject) []Finding {
	in := map[int32]bool{}
	for _, commune := range s.perimeter.Communes {
		in[commune] = true
	}
	seen := map[geo.SIREN]bool{}
	var partly []*perimeter.Grouping
	for _, m := range s.perimeter.Members {
		if m.Kind != perimeter.Commune || len(m.Communes) == 0 {
			continue
		}
		if epci := s.ground.EPCI(m.Communes[0]); epci != nil && !seen[epci.SIREN] {
			seen[epci.SIREN] = true
			partly = append(partly, epci)
		}
	}
	slices.SortFunc(partly, func(a, b *perimeter.Grouping) int { return cmp.Compare(a.SIREN, b.SIREN) })
	var found []Finding
	for _, epci := range partly {
		out := slices.DeleteFunc(slices.Clone(epci.Communes), func(commune int32) bool { return in[commune] })
		if len(out) == 0 {
			continue
		}
		found = append(found, Finding{
			Message: say(
				"Couverture partielle de %s (%s) : %s sur %d dans le périmètre.",
				"Partial cover of %s (%s): %s out of %d in the perimeter.",
				epci.Name, string(epci.SIREN), count{len(epci.Communes) - len(out), "commune"}, len(epci.Communes)),
			Units:    []string{string(epci.SIREN)},
			Geometry: s.place(out),
		})
	}
	return found
}

func manyMembers(s *subject) []Finding {
	n, most := len(s.perimeter.Members), s.policy.Members
	if most == 0 || n <= most {
		return nil
	}
	units := make([]string, n)
	for i, m := range s.perimeter.Members {
		units[i] = m.Code
	}
	return []Finding{{
		Message: say(
			"Le territoire compte %d membres, la limite est de %d.",
			"The territory has %d members, the limit is %d.", n, most),
		Units: units,
	}}
}

func noLimit(s *subject) geo.Text {
	if s.policy.Members > 0 {
		return geo.Text{}
	}
	return geo.Text{FR: "la politique ne fixe pas de limite", EN: "the policy sets no limit"}
}

func withoutEPCI(s *subject) []Finding {
	if len(s.ground.Edition.Groupings) == 0 {
		return nil
	}
	alone := slices.DeleteFunc(slices.Clone(s.perimeter.Communes), func(i int32) bool { return s.ground.EPCI(i) != nil })
	if len(alone) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Dans le périmètre, %s sans intercommunalité : %s.",
			"In the perimeter, %s without an intercommunality: %s.",
			count{len(alone), "commune"}, list(s.communeNames(alone))),
		Units:    s.ground.Codes(alone),
		Geometry: s.place(alone),
	}}
}

func noGroupings(s *subject) geo.Text {
	if len(s.ground.Edition.Groupings) > 0 {
		return geo.Text{}
	}
	return geo.Text{FR: "l’édition n’a pas de registre des EPCI", EN: "the edition has no register of EPCI"}
}
