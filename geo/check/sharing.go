package check

import (
	"maps"
	"slices"
	"time"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// sharedMembers looks for the communes that another territory has too, with a polygon or without, and for members of both that no
// register has.
func sharedMembers(s *subject) []Finding {
	communes := s.listed()
	found := s.shared(texts(communes), geo.Text{FR: "commune", EN: "commune"}, s.named(communes))
	unknown, names := s.unresolved(s.territory.Members)
	return append(found, s.shared(unknown, geo.Text{FR: "membre", EN: "member"}, names)...)
}

// shared gives a finding for each other territory that has some of the units of this one, whose names are given.
func (s *subject) shared(units []string, kind geo.Text, names []string) []Finding {
	shared := map[int][]int{} // by other territory: indices of units
	for i, unit := range units {
		for _, holder := range s.holders[unit] {
			if holder != s.index && together(s.territory, &s.ground.Edition.Territories[holder]) {
				shared[holder] = append(shared[holder], i)
			}
		}
	}
	var found []Finding
	for _, holder := range slices.Sorted(maps.Keys(shared)) {
		other := s.ground.Edition.Territories[holder]
		common := list{}
		f := Finding{Units: []string{other.ID}}
		var communes []int32
		for _, i := range shared[holder] {
			common, f.Units = append(common, names[i]), append(f.Units, units[i])
			communes = append(communes, s.placed([]geo.Code{geo.Code(units[i])})...)
		}
		f.Message = say(
			"%s de %s en commun avec %s : %s.", "%s of %s in common with %s: %s.",
			things{len(common), kind}, s.territory.ID, identified(other.ID, other.Name), common)
		f.Geometry = s.place(communes)
		found = append(found, f)
	}
	return found
}

// unresolved gives the identifiers of the members that no register has, ascending, and how the list names them.
func (c *context) unresolved(members []geo.Member) (ids, names []string) {
	named := map[string]string{}
	for _, m := range members {
		if c.ground.Resolve(m).Kind == perimeter.Unresolved {
			named[m.ID] = identified(m.ID, m.Name)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(named)) {
		ids, names = append(ids, id), append(names, named[id])
	}
	return ids, names
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
