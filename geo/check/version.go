package check

import (
	"slices"

	"perimetre/geo"
)

// brokenPeriods looks at each version of a territory and the next.
func brokenPeriods(s *subject) []Finding {
	var found []Finding
	versions := s.territory.Versions
	for i := 1; i < len(versions); i++ {
		end, start := versions[i-1].Until, versions[i].From
		var message geo.Text
		switch {
		case end.IsZero() || start.IsZero():
			message = say(
				"Les versions %d et %d du territoire se chevauchent : l’une n’a pas de fin, ou l’autre pas de début.",
				"Versions %d and %d of the territory overlap: the one has no end, or the other no beginning.", i, i+1)
		case start.Before(end):
			message = say(
				"Les versions %d et %d du territoire se chevauchent, du %s au %s.",
				"Versions %d and %d of the territory overlap, from %s to %s.", i, i+1, start, end)
		case end.Before(start):
			message = say(
				"Entre les versions %d et %d du territoire il y a un vide, du %s au %s.",
				"Between versions %d and %d of the territory there is a gap, from %s to %s.", i, i+1, end, start)
		default:
			continue
		}
		found = append(found, Finding{Message: message, Units: []string{s.territory.ID}})
	}
	return found
}

// reusedID looks for the territories of other phases that have the same identifier, and other members or another name.
func reusedID(s *subject) []Finding {
	var found []Finding
	for i := range s.ground.Edition.Others {
		other := &s.ground.Edition.Others[i]
		if other.ID != s.territory.ID || other.Phase == s.territory.Phase {
			continue
		}
		renamed := folded(other.Name) != folded(s.territory.Name)
		if !renamed && sameMembers(other.Members, s.territory.Members) {
			continue
		}
		message := say(
			"L’identifiant %s désigne aussi « %s » dans une autre phase (%s)",
			"Identifier %s is also that of “%s” in another phase (%s)",
			s.territory.ID, other.Name, other.Phase)
		if !renamed {
			message = say(
				"L’identifiant %s a d’autres membres dans une autre phase (%s)",
				"Identifier %s has other members in another phase (%s)",
				s.territory.ID, other.Phase)
		}
		theirs := s.communesIn(other)
		common := slices.DeleteFunc(slices.Clone(s.perimeter.Communes), func(c int32) bool { return !theirs[c] })
		found = append(found, Finding{
			Message: say("%s : %s en commun, sur %d ici et %d là.", "%s: %s in common, out of %d here and %d there.",
				message, count{len(common), "commune"}, len(s.perimeter.Communes), len(theirs)),
			Units: []string{s.territory.ID},
		})
	}
	return found
}

// communesIn gives the communes of a territory that the registers of today know.
func (c *context) communesIn(t *geo.Territory) map[int32]bool {
	in := map[int32]bool{}
	for _, m := range t.Members {
		for _, commune := range c.ground.Resolve(m).Communes {
			in[commune] = true
		}
	}
	return in
}

func noOthers(s *subject) geo.Text {
	if len(s.ground.Edition.Others) > 0 {
		return geo.Text{}
	}
	return geo.Text{FR: "aucune liste d’une autre phase", EN: "no list of another phase"}
}
