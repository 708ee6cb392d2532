package check

import (
	"math"
	"slices"

	"perimetre/geo"
)

// otherMeasures compares the area and the population that files declare with the computed ones.
func otherMeasures(s *subject) []Finding {
	var found []Finding
	if declared, computed := s.territory.Declared.AreaKm2, s.perimeter.Area/1e6; declared > 0 && apart(declared, computed, s.policy.Area) {
		found = append(found, Finding{
			Message: say(
				"Superficie déclarée de %s km², calculée de %s km² : %s %% d’écart.",
				"Declared area of %s km², computed %s km²: %s%% apart.",
				quantity(declared), quantity(computed), quantity(100*math.Abs(declared-computed)/computed)),
		})
	}
	declared, computed := s.territory.Declared.Population, s.perimeter.Population
	if declared > 0 && s.populated() && apart(float64(declared), float64(computed), s.policy.Population) {
		found = append(found, Finding{
			Message: say(
				"Population déclarée de %d, calculée de %d : %s %% d’écart.",
				"Declared population of %d, computed %d: %s%% apart.",
				declared, computed, quantity(100*math.Abs(float64(declared-computed))/float64(computed))),
		})
	}
	for i := range found {
		found[i].Units = []string{s.territory.ID}
	}
	return found
}

// apart tells whether a declared value differs from a computed one, which is not 0, by more than a share of it.
func apart(declared, computed, share float64) bool {
	return computed > 0 && math.Abs(declared-computed) > share*computed
}

// populated tells whether a register gives the population of every commune.
func (s *subject) populated() bool {
	return !slices.ContainsFunc(s.perimeter.Communes, func(i int32) bool { return s.commune(i).Population == geo.Unknown })
}

func noMeasures(s *subject) geo.Text {
	switch area, population := s.territory.Declared.AreaKm2, s.territory.Declared.Population; {
	case area == 0 && population == 0:
		return geo.Text{FR: "aucune superficie ni population déclarée", EN: "no declared area nor population"}
	case population > 0 && !s.populated():
		return geo.Text{FR: "la population de certaines communes est inconnue", EN: "the population of some communes is unknown"}
	}
	return noGround(s)
}

// otherCommunes compares the communes that a file declares with those that the members reach. A declared code that is no
// commune's any more stands for its successors.
func otherCommunes(s *subject) []Finding {
	declared := s.territory.Declared.Communes
	if declared == nil {
		return nil
	}
	computed := s.listed()
	var current []geo.Code
	for _, code := range declared {
		if heirs, _, ended := s.lineage().successors(code); ended && !s.ground.Known(code) && !slices.Contains(computed, code) {
			current = append(current, heirs...)
		} else {
			current = append(current, code)
		}
	}
	slices.Sort(current)
	missing := without(computed, current)
	added := without(slices.Compact(current), computed)
	if len(added)+len(missing) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"La liste de communes déclarée diffère du périmètre calculé : en trop, %s ; manquantes, %s.",
			"The declared list of communes differs from the computed perimeter: added, %s; missing, %s.",
			s.orNone(added), s.orNone(missing)),
		Units:    texts(slices.Concat(added, missing)),
		Geometry: s.place(distinct(s.placed(slices.Concat(added, missing)))),
	}}
}

// listed gives the codes of the communes of the members, ascending, those that have no polygon too.
func (s *subject) listed() []geo.Code { return s.reached(s.territory.Members) }

// without gives the codes that are not among others, which are ascending.
func without(codes, others []geo.Code) []geo.Code {
	return slices.DeleteFunc(slices.Clone(codes), func(code geo.Code) bool {
		_, in := slices.BinarySearch(others, code)
		return in
	})
}

func noCommunes(s *subject) geo.Text {
	if s.territory.Declared.Communes != nil {
		return geo.Text{}
	}
	return geo.Text{FR: "aucune liste de communes déclarée", EN: "no declared list of communes"}
}
