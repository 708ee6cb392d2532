package check

import (
	"fmt"
	"slices"

	"perimetre/geo"
)

// mixedVintages looks for the sources of codes that are of another year than the edition, unless something brings their codes
// to it.
func mixedVintages(s *subject) []Finding {
	e := s.ground.Edition
	var names list
	var roles []string
	for _, source := range e.Sources {
		if holdsCodes(source.Role) && source.Vintage != e.Vintage && !bridged(e, source) {
			names = append(names, fmt.Sprintf("%s %d (%s)", source.Role, source.Vintage, source.File))
			roles = append(roles, source.Role)
		}
	}
	if len(roles) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"L’édition est du millésime %d, mais pas toutes ses sources : %s.",
			"The edition is of vintage %d, but not all its sources: %s.",
			int(e.Vintage), names),
		Units: roles,
	}}
}

// The roles of sources whose vintage matters, as [geo.Provenance] names them.
const (
	roleCommunes      = "communes"
	roleEPCI          = "epci"
	roleEPCIPolygons  = "epci-polygons"
	roleEPT           = "ept"
	roleCommunesSIREN = "communes-siren"
	rolePassage       = "passage"
)

// holdsCodes tells whether the codes of a source are those of its vintage. Lists of territories name SIREN, which last.
func holdsCodes(role string) bool {
	switch role {
	case roleCommunes, roleEPCI, roleEPCIPolygons, roleEPT, roleCommunesSIREN:
		return true
	}
	return false
}

// bridged tells whether codes of a source are brought to those of the edition: those of polygons of communes of an earlier year
// are, by a passage table or by movements that cover both years.
func bridged(e *geo.Edition, source geo.Provenance) bool {
	if source.Role != roleCommunes || source.Vintage > e.Vintage {
		return false
	}
	passage := func(s geo.Provenance) bool { return s.Role == rolePassage && s.Vintage == e.Vintage }
	return slices.ContainsFunc(e.Sources, passage) || covers(e.Movements, source.Vintage, e.Vintage)
}

func noSources(s *subject) geo.Text {
	if len(s.ground.Edition.Sources) > 0 {
		return geo.Text{}
	}
	return geo.Text{FR: "l’édition ne dit pas ses sources", EN: "the edition does not give its sources"}
}
