package check

import (
	"maps"
	"slices"
	"time"

	"perimetre/geo"
)

func sharedMembers(s *subject) []Finding {
	shared := map[int][]int32{} // by other territory: the communes in common
	for _, commune := range s.perimeter.Communes {
		for _, holder := range s.holders[commune] {
			if holder != s.index && together(s.territory, &s.ground.Edition.Territories[holder]) {
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
				"%s de %s en commun avec %s (%s) : %s.",
				"%s of %s in common with %s (%s): %s.",
				count{len(communes), "commune"}, s.territory.ID, territory.ID, territory.Name, list(s.communeNames(communes))),
			Units:    append([]string{territory.ID}, s.ground.Codes(communes)...),
			Geometry: s.place(communes),
		})
	}
	return found
}

// together tells whether two territories are of the same phase and have a day in common.
func together(t, u *geo.Territory) bool {
	return t.Phase == u.Phase && before(t.Period.From, u.Period.Until) && before(u.Period.From, t.Period.Until)
}

// before tells whether a period that begins on one day has begun when another ends: zero times are no bounds.
func before(from, until time.Time) bool {
	return from.IsZero() || until.IsZero() || from.Before(until)
}

// reachedTwice looks for communes that two members bring, one finding for each two of them.
func reachedTwice(s *subject) []Finding {
	members := s.perimeter.Members
	first := map[int32]int{} // by commune: the member that brings it first
	twice := map[[2]int][]int32{}
	for i, m := range members {
		for _, commune := range m.Communes {
			if j, reached := first[commune]; reached {
				twice[[2]int{j, i}] = append(twice[[2]int{j, i}], commune)
			} else {
				first[commune] = i
			}
		}
	}
	var found []Finding
	for _, pair := range slices.SortedFunc(maps.Keys(twice), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		communes, a, b := twice[pair], members[pair[0]], members[pair[1]]
		f := Finding{
			Message: say(
				"En double dans le périmètre, par %s (%s) et par %s (%s) : %s, %s.",
				"Twice in the perimeter, by %s (%s) and by %s (%s): %s, %s.",
				a.Name, a.Code, b.Name, b.Code, count{len(communes), "commune"}, list(s.communeNames(communes))),
			Units:    append([]string{a.Code, b.Code}, s.ground.Codes(communes)...),
			Geometry: s.place(communes),
		}
		if a.Code == b.Code {
			f.Message = say("Le membre %s (%s) est deux fois dans la liste.", "Member %s (%s) is twice in the list.", a.Name, a.Code)
			f.Units = f.Units[1:]
		}
		found = append(found, f)
	}
	return found
}
