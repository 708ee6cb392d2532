package check

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// otherNames looks for members whose name is not that of the register once typography and abbreviations are set aside.
func otherNames(s *subject) []Finding {
	var found []Finding
	for i, m := range s.perimeter.Members {
		declared := s.territory.Members[i].Name
		if m.Kind == perimeter.Unresolved || declared == "" || folded(declared) == folded(m.Name) {
			continue
		}
		found = append(found, Finding{
			Message: say(
				"La liste nomme « %s » le membre %s, que le registre nomme « %s ».",
				"The list names member %[2]s “%[1]s”, the register “%[3]s”.",
				declared, m.Code, m.Name),
			Units:    []string{m.Code},
			Geometry: s.place(m.Communes),
		})
	}
	return found
}

func noNames(s *subject) geo.Text {
	if slices.ContainsFunc(s.territory.Members, func(m geo.Member) bool { return m.Name != "" }) {
		return geo.Text{}
	}
	return geo.Text{FR: "la liste ne nomme pas ses membres", EN: "the list does not name its members"}
}

// otherNatures looks for members whose nature, in words or abbreviated, is not that of the register.
func otherNatures(s *subject) []Finding {
	var found []Finding
	for i, m := range s.perimeter.Members {
		declared, registered := s.territory.Members[i].Nature, "COM"
		if m.Kind == perimeter.EPCI || m.Kind == perimeter.EPT {
			registered = s.ground.Grouping(geo.SIREN(m.Code)).Nature
		}
		if m.Kind == perimeter.Unresolved || declared == "" || nature(declared) == nature(registered) {
			continue
		}
		found = append(found, Finding{
			Message: say(
				"La liste donne la nature « %s » à %s (%s), le registre « %s ».",
				"The list gives %[2]s (%[3]s) the nature “%[1]s”, the register “%[4]s”.",
				declared, m.Name, m.Code, registered),
			Units:    []string{m.Code},
			Geometry: s.place(m.Communes),
		})
	}
	return found
}

func noNatures(s *subject) geo.Text {
	if slices.ContainsFunc(s.territory.Members, func(m geo.Member) bool { return m.Nature != "" }) {
		return geo.Text{}
	}
	return geo.Text{FR: "la liste ne dit pas la nature de ses membres", EN: "the list does not give the nature of its members"}
}
