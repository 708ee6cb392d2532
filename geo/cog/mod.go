package cog

import "perimetre/geo"

// Codes of INSEE for kinds of events that this package asks about.
const (
	modReestablished = 21
	modDepartement   = 41
	modChefLieu      = 50
)

// Kind says in words what kind of event INSEE's code stands for; ok is false for a code that is not known here.
//
// Source: INSEE, code officiel géographique, variable MOD of the movements of communes; 72 is new in 2026.
func Kind(mod int) (kind geo.Text, ok bool) {
	switch mod {
	case 10:
		kind = geo.Text{FR: "changement de nom", EN: "change of name"}
	case 20:
		kind = geo.Text{FR: "création", EN: "creation"}
	case modReestablished:
		kind = geo.Text{FR: "rétablissement", EN: "re-establishment"}
	case 30:
		kind = geo.Text{FR: "suppression", EN: "suppression"}
	case 31:
		kind = geo.Text{FR: "fusion simple", EN: "merger"}
	case 32:
		kind = geo.Text{FR: "création de commune nouvelle", EN: "merger into a new commune"}
	case 33:
		kind = geo.Text{FR: "fusion association", EN: "merger as an associated commune"}
	case 34:
		kind = geo.Text{FR: "fin d'une commune associée", EN: "end of an associated commune"}
	case 35:
		kind = geo.Text{FR: "fin d'une commune déléguée", EN: "end of a delegated commune"}
	case modDepartement:
		kind = geo.Text{FR: "changement de département", EN: "change of département"}
	case modChefLieu:
		kind = geo.Text{FR: "transfert de chef-lieu", EN: "transfer of the chef-lieu"}
	case 70:
		kind = geo.Text{FR: "commune associée devenue déléguée", EN: "associated commune made a delegated one"}
	case 71, 72:
		kind = geo.Text{FR: "rétablissement de commune déléguée", EN: "re-establishment of a delegated commune"}
	default:
		return geo.Text{}, false
	}
	return kind, true
}
