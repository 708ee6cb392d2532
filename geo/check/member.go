package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

func malformedMembers(s *subject) []Finding {
	var found []Finding
	for _, m := range s.perimeter.Members {
		if m.Kind != perimeter.Unresolved || wellFormed(m.ID) {
			continue
		}
		quoted := geo.Text{FR: identified("« "+m.ID+" »", m.Name), EN: identified("“"+m.ID+"”", m.Name)}
		f := Finding{
			Message: say(
				"Le membre %s de %s n’est ni un SIREN (neuf chiffres et une clé juste) ni un code INSEE de commune.",
				"Member %s of %s is neither a SIREN (nine digits and a right key) nor the INSEE code of a commune.",
				quoted, s.territory.ID),
			Units: []string{m.ID},
		}
		if id, ok := restored(m.ID); ok {
			f.Hint = say("Corriger l’identifiant dans la liste : sans doute %s.", "Correct the identifier in the list: probably %s.", id)
		}
		found = append(found, f)
	}
	return found
}

// restored undoes what spreadsheets do to an identifier: a lost zero, decimals, separators of thousands.
func restored(id string) (string, bool) {
	id, _, _ = strings.Cut(id, ".")
	id = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, id)
	for _, candidate := range []string{id, "0" + id} {
		if wellFormed(candidate) {
			return candidate, true
		}
	}
	return "", false
}

// unknownMembers looks for members that no register has, and for those without any polygon: either way the perimeter lacks them.
func unknownMembers(s *subject) []Finding {
	var found []Finding
	for _, m := range s.perimeter.Members {
		if !wellFormed(m.ID) {
			continue
		}
		member := identified(m.ID, m.Name)
		f := Finding{Units: []string{m.ID}, Hint: loadPolygons()}
		switch {
		case m.Kind == perimeter.Unresolved:
			f.Message = say(
				"Le membre %s de %s est inconnu des registres du millésime %d.",
				"Member %s of %s is unknown to the registers of vintage %d.",
				member, s.territory.ID, int(s.ground.Edition.Vintage))
			f.Hint = s.successors(m)
		case m.Kind == perimeter.Commune && len(m.Communes) == 0:
			f.Message = say("Le membre %s de %s n’a pas de contour.", "Member %s of %s has no polygon.", member, s.territory.ID)
		case len(m.Communes) == 0:
			f.Message = say(
				"Aucune commune du membre %s de %s n’a de contour.", "No commune of member %s of %s has a polygon.", member, s.territory.ID)
		default:
			continue
		}
		found = append(found, f)
	}
	return found
}

func loadPolygons() geo.Text {
	return geo.Text{FR: "Charger les contours qui manquent.", EN: "Load the polygons that are missing."}
}

// successors proposes members in the place of one that no register has: heirs of a commune by the movements, and groupings of
// the same name, which are for people to judge.
func (s *subject) successors(m perimeter.Member) geo.Text {
	if code := geo.Code(m.ID); code.Valid() {
		return s.heirsOf(code)
	}
	same := s.byName()[folded(m.Name)]
	if len(same) > 0 {
		return say(
			"Les mouvements de communes ne disent rien d’un SIREN ; le registre a un groupement du même nom : %s. Vérifier qu’il lui succède.",
			"The movements of communes say nothing of a SIREN; the register has a grouping of the same name: %s. Check that it is its successor.",
			list(same))
	}
	if len(s.ground.Edition.Groupings) > 0 && !s.registersEPT() {
		return geo.Text{
			FR: "Le registre des EPT n’a pas été donné : le charger si c’en est un (--ept), sinon chercher si le groupement a été dissous ou fusionné.",
			EN: "The register of EPT was not given: load it if this is one (--ept), else see whether the grouping was dissolved or merged.",
		}
	}
	return geo.Text{
		FR: "Les mouvements de communes ne disent rien d’un SIREN : chercher s’il a été dissous ou fusionné, ou charger le registre qui le porte.",
		EN: "The movements of communes say nothing of a SIREN: see whether it was dissolved or merged, or load the register that holds it.",
	}
}

// byName gives groupings, in words, by their folded names.
func byName(groupings []geo.Grouping) map[string][]string {
	names := map[string][]string{}
	for _, grouping := range groupings {
		if name := folded(grouping.Name); name != "" {
			names[name] = append(names[name], fmt.Sprintf("%s (%s)", grouping.Name, grouping.SIREN))
		}
	}
	return names
}

func (s *subject) heirsOf(code geo.Code) geo.Text {
	heirs, since, ok := s.lineage().successors(code)
	switch {
	case slices.Contains(heirs, code):
		return geo.Text{
			FR: "C’est une commune par les mouvements : charger le registre et les contours qui la portent.",
			EN: "It is a commune by the movements: load the register and the polygons that hold it.",
		}
	case ok && len(heirs) > 0:
		return say(
			"Les mouvements de communes lui donnent pour suite depuis le %s : %s. Mettre la liste à jour.",
			"By the movements of communes its successors are, since %s: %s. Bring the list up to date.",
			since, list(s.named(heirs)))
	case len(s.ground.Edition.Movements) == 0:
		return geo.Text{
			FR: "Charger les mouvements de communes de l’INSEE pour connaître ses successeurs, ou vérifier le code.",
			EN: "Load the movements of communes of INSEE to know its successors, or check the code.",
		}
	}
	return geo.Text{
		FR: "Les mouvements de communes n’ont pas de suite à ce code : le vérifier.",
		EN: "The movements of communes have no successor of this code: check it.",
	}
}

// named gives the names of communes with their codes.
func (c *context) named(codes []geo.Code) []string {
	named := make([]string, len(codes))
	for i, code := range codes {
		named[i] = fmt.Sprintf("%s (%s)", c.nameOf(code), code)
	}
	return named
}

func wellFormed(id string) bool { return geo.SIREN(id).Valid() || geo.Code(id).Valid() }

// place is the ground that communes cover; nil when there are none.
func (c *context) place(communes []int32) geo.Geometry {
	if len(communes) == 0 {
		return nil
	}
	return c.ground.Coverage.Geometry(c.ground.Coverage.Union(communes))
}
