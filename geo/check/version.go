package check

import (
	"slices"
	"time"

	"perimetre/geo"
)

// brokenPeriods compares each version of a territory with the one before it that ends last.
func brokenPeriods(s *subject) []Finding {
	var found []Finding
	versions := s.territory.Versions
	last := 0
	for i := 1; i < len(versions); i++ {
		if message := between(versions, last, i); message != (geo.Text{}) {
			found = append(found, Finding{Message: message, Units: []string{s.territory.ID}})
		}
		if endsBefore(versions[last].Until, versions[i].Until) {
			last = i
		}
	}
	return found
}

// between words what is wrong between a version and a later one, by the days themselves: a period goes up to the day before its
// end. It is empty when nothing is.
func between(versions []geo.Period, i, j int) geo.Text {
	end, start := versions[i].Until, versions[j].From
	switch {
	case end.IsZero() || start.IsZero():
		return say(
			"Les versions %d et %d du territoire se chevauchent : l’une n’a pas de fin, ou l’autre pas de début.",
			"Versions %d and %d of the territory overlap: the one has no end, or the other no beginning.", i+1, j+1)
	case start.Before(end):
		if until := versions[j].Until; endsBefore(until, end) {
			end = until
		}
		return say(
			"Les versions %d et %d du territoire se chevauchent, du %s au %s.",
			"Versions %d and %d of the territory overlap, from %s to %s.", i+1, j+1, start, end.AddDate(0, 0, -1))
	case end.Before(start):
		return say(
			"Entre les versions %d et %d du territoire il y a un vide, du %s au %s.",
			"Between versions %d and %d of the territory there is a gap, from %s to %s.", i+1, j+1, end, start.AddDate(0, 0, -1))
	}
	return geo.Text{}
}

// endsBefore compares ends of periods: the zero time is no end.
func endsBefore(a, b time.Time) bool { return !a.IsZero() && (b.IsZero() || a.Before(b)) }

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
