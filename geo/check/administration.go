package check

import (
	"fmt"
	"slices"

	"perimetre/geo"
)

func severalRegions(s *subject) []Finding {
	regions := s.perimeter.Regions
	if len(regions) < 2 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Le périmètre est sur %d Régions : %s.",
			"The perimeter lies in %d Regions: %s.",
			len(regions), list(named(regions, s.regions))),
		Units:    regions,
		Geometry: s.limits(func(c geo.Commune) string { return c.Region }),
	}}
}

// outsideRegion looks for members without any commune in the lead Region.
func outsideRegion(s *subject) []Finding {
	region := s.territory.Region
	if region == "" {
		return nil
	}
	var names, units []string
	var communes []int32
	for _, m := range s.perimeter.Members {
		if len(m.Communes) == 0 || slices.ContainsFunc(m.Communes, func(i int32) bool { return s.commune(i).Region == region }) {
			continue
		}
		names = append(names, fmt.Sprintf("%s (%s)", m.Name, s.nameOfRegion(s.commune(m.Communes[0]).Region)))
		units = append(units, m.Code)
		communes = append(communes, m.Communes...)
	}
	if len(units) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Hors de la Région chef de file (%s), %s : %s.",
			"Outside the lead Region (%s), %s: %s.",
			s.nameOfRegion(region), things{len(units), geo.Text{FR: "membre", EN: "member"}}, list(names)),
		Units:    units,
		Geometry: s.place(distinct(communes)),
	}}
}

func noRegion(s *subject) geo.Text {
	if s.territory.Region == "" {
		return geo.Text{FR: "la liste ne dit pas la Région chef de file", EN: "the list does not give the lead Region"}
	}
	return noGround(s)
}

func (c *context) nameOfRegion(code string) string { return named([]string{code}, c.regions)[0] }

func distinct(communes []int32) []int32 {
	communes = slices.Sorted(slices.Values(communes))
	return slices.Compact(communes)
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
