package check

import "perimetre/geo"

func severalRegions(s *subject) []Finding {
	regions := s.perimeter.Regions
	if len(regions) < 2 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Le périmètre est sur %d Régions : %s. Chacune doit valider sa part.",
			"The perimeter lies in %d Regions: %s. Each has to validate its part.",
			len(regions), list(named(regions, s.regions))),
		Units:    regions,
		Geometry: s.limits(func(c geo.Commune) string { return c.Region }),
	}}
}

func severalDepartements(s *subject) []Finding {
	departements := s.perimeter.Departements
	if len(departements) < 2 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Le périmètre est sur %d départements : %s.",
			"The perimeter lies in %d départements: %s.",
			len(departements), list(named(departements, s.departments))),
		Units:    departements,
		Geometry: s.limits(func(c geo.Commune) string { return c.Departement }),
	}}
}

func named(codes []string, names map[string]string) []string {
	named := make([]string, len(codes))
	for i, code := range codes {
		if named[i] = names[code]; named[i] == "" {
			named[i] = code
		}
	}
	return named
}

// limits gives the borders inside the perimeter whose two sides belong to different divisions; nil when there is none,
// because the parts in each division do not meet.
func (s *subject) limits(division func(geo.Commune) string) geo.Geometry {
	in := map[int32]bool{}
	for _, commune := range s.perimeter.Communes {
		in[commune] = true
	}
	var lines geo.MultiLine
	for _, commune := range s.perimeter.Communes {
		for _, i := range s.ground.Coverage.ArcsOf(commune) {
			arc := s.ground.Coverage.Arc(int(i))
			if arc.Left != commune || !in[arc.Right] || division(s.commune(arc.Left)) == division(s.commune(arc.Right)) {
				continue
			}
			lines = append(lines, arc.Points)
		}
	}
	if lines == nil {
		return nil
	}
	return lines
}
