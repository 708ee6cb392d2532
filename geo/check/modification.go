package check

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// aggravated compares the perimeter with what the members that were published before would be on the ground of today: the
// same communes, by their codes of today. Only a change of members is a modification: a drift has a rule of its own.
func aggravated(s *subject) []Finding {
	if noFormer(s) != (geo.Text{}) || sameMembers(s.territory.Members, s.territory.Validated.Members) {
		return nil
	}
	var members []geo.Member
	for _, code := range s.validated() {
		members = append(members, geo.Member{ID: string(code)})
	}
	former := s.ground.Perimeter(members)
	return append(s.moreParts(&former), s.moreEnclaves(&former)...)
}

// moreParts tells when the perimeter is in more parts on land than it was, or in parts that are farther apart.
func (s *subject) moreParts(former *perimeter.Perimeter) []Finding {
	now, then := s.perimeter.Split.OnLand, former.Split.OnLand
	gap, formerGap := s.gap(s.perimeter), s.gap(former)
	const shown = 100 // m: what a distance with one decimal shows
	if len(now) <= len(then) && (len(now) < len(then) || gap < formerGap+shown) {
		return nil
	}
	stray := s.communesOf(now)
	return []Finding{{
		Message: say(
			"La modification aggrave la discontinuité sur terre : de %s à %s, de %s à %s km d’écart, avec %s.",
			"The modification aggravates the split on land: from %s to %s, from %s to %s km apart, with %s.",
			parts(1+len(then)), parts(1+len(now)), quantity(formerGap/1000), quantity(gap/1000), list(s.communeNames(stray))),
		Units:    s.ground.Codes(stray),
		Geometry: s.place(stray),
	}}
}

func parts(n int) things { return things{n, geo.Text{FR: "partie", EN: "part"}} }

// moreEnclaves tells the communes that the perimeter surrounds and did not.
func (s *subject) moreEnclaves(former *perimeter.Perimeter) []Finding {
	then := surrounded(former)
	added := slices.DeleteFunc(surrounded(s.perimeter), func(commune int32) bool { return slices.Contains(then, commune) })
	if len(added) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"La modification enclave %s : %s.",
			"The modification surrounds %s: %s.",
			count{len(added), "commune"}, list(s.communeNames(added))),
		Units:    s.ground.Codes(added),
		Geometry: s.place(added),
	}}
}

// surrounded gives the communes in the holes of a perimeter, ascending.
func surrounded(p *perimeter.Perimeter) []int32 {
	var communes []int32
	for _, enclave := range p.Enclaves {
		communes = append(communes, enclave.Communes...)
	}
	return distinct(communes)
}

// gap is the longest distance in metres between a part on land and the larger ones; 0 when there is one only.
func (c *context) gap(p *perimeter.Perimeter) float64 {
	longest := 0.0
	for _, i := range p.Split.OnLand {
		longest = max(longest, c.distance(p.PartsByPoint[i], slices.Concat(p.PartsByPoint[:i]...)))
	}
	return longest
}

func sameMembers(a, b []geo.Member) bool {
	return slices.Equal(ids(a), ids(b))
}

func ids(members []geo.Member) []string {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
