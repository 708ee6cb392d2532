package check

import (
	"cmp"
	"maps"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

func malformedMembers(s *subject) []Finding {
	var found []Finding
	for _, m := range s.perimeter.Members {
		if m.Kind != perimeter.Unresolved || wellFormed(m.ID) {
			continue
		}
		found = append(found, Finding{
			Message: say(
				"Le membre « %s » (%s) de %s n’est ni un SIREN (neuf chiffres et une clé juste) ni un code INSEE de commune : corriger la liste.",
				"Member “%s” (%s) of %s is neither a SIREN (nine digits and a right key) nor the INSEE code of a commune: correct the list.",
				m.ID, m.Name, s.territory.ID),
			Units: []string{m.ID},
		})
	}
	return found
}

// unknownMembers looks for members that no register has, and for those whose communes have no polygon: either way the
// perimeter lacks them.
func unknownMembers(s *subject) []Finding {
	var found []Finding
	for _, m := range s.perimeter.Members {
		if len(m.Communes) > 0 || !wellFormed(m.ID) {
			continue
		}
		message := say(
			"Le membre %s (%s) de %s est inconnu des registres du millésime %d : vérifier s’il a été dissous ou fusionné, ou charger le registre qui le porte.",
			"Member %s (%s) of %s is unknown to the registers of vintage %d: see whether it was dissolved or merged, or load the register that holds it.",
			m.ID, m.Name, s.territory.ID, int(s.ground.Edition.Vintage))
		if m.Kind != perimeter.Unresolved {
			message = say(
				"Aucune commune du membre %s (%s) de %s n’a de contour : charger leurs polygones.",
				"No commune of member %s (%s) of %s has a polygon: load them.",
				m.ID, m.Name, s.territory.ID)
		}
		found = append(found, Finding{Message: message, Units: []string{m.ID}})
	}
	return found
}

func wellFormed(id string) bool { return geo.SIREN(id).Valid() || geo.Code(id).Valid() }

func sharedMembers(s *subject) []Finding {
	shared := map[int][]int32{} // by other territory: the communes in common
	for _, commune := range s.perimeter.Communes {
		for _, holder := range s.holders[commune] {
			if holder != s.index {
				shared[holder] = append(shared[holder], commune)
			}
		}
	}
	var found []Finding
	for _, other := range slices.Sorted(maps.Keys(shared)) {
		communes := shared[other]
		territory := s.ground.Edition.Territories[other]
		found = append(found, Finding{
			Message: say(
				"%s de %s en commun avec %s (%s) : %s. Une commune n’appartient qu’à un territoire.",
				"%s of %s in common with %s (%s): %s. A commune belongs to one territory only.",
				count{len(communes), "commune"}, s.territory.ID, territory.ID, territory.Name, list(s.communeNames(communes))),
			Units:    append([]string{territory.ID}, s.ground.Codes(communes)...),
			Geometry: s.place(communes),
		})
	}
	return found
}

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
		if m.Kind != perimeter.Commune {
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

// place is the ground that communes cover.
func (c *context) place(communes []int32) geo.Geometry {
	return c.ground.Coverage.Geometry(c.ground.Coverage.Union(communes))
}
