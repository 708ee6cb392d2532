package check

import (
	"maps"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// noGround tells when the perimeter has no place at all.
func noGround(s *subject) geo.Text {
	if len(s.perimeter.Communes) > 0 {
		return geo.Text{}
	}
	return geo.Text{FR: "aucune commune du périmètre n’a de contour", EN: "no commune of the perimeter has a polygon"}
}

// splitOnLand looks for two parts on one landmass. Parts that the sea divides, each on an island of its own, are none.
func splitOnLand(s *subject) []Finding {
	onLand := s.perimeter.Split.OnLand
	if len(onLand) == 0 {
		return nil
	}
	stray := s.communesOf(onLand)
	return []Finding{{
		Message: say(
			"Le périmètre est en %d parties sur terre, jusqu’à %s km d’écart : %s.",
			"The perimeter is in %d parts on land, up to %s km apart: %s.",
			1+len(onLand), quantity(s.gap(s.perimeter)/1000), list(s.communeNames(stray))),
		Units:    s.ground.Codes(stray),
		Geometry: s.place(stray),
	}}
}

// apartBySea looks for parts on landmasses of their own.
func apartBySea(s *subject) []Finding {
	away := s.communesOf(s.perimeter.Split.BySea)
	if len(away) == 0 {
		return nil
	}
	return []Finding{{
		Message: say(
			"Seule la mer sépare %s du reste du périmètre : %s.",
			"Only the sea parts %s from the rest of the perimeter: %s.",
			count{len(away), "commune"}, list(s.communeNames(away))),
		Units:    s.ground.Codes(away),
		Geometry: s.place(away),
	}}
}

// communesOf gives the communes of some parts by point, ascending.
func (s *subject) communesOf(parts []int) []int32 {
	var communes []int32
	for _, i := range parts {
		communes = append(communes, s.perimeter.PartsByPoint[i]...)
	}
	slices.Sort(communes)
	return communes
}

func joinedByPoints(s *subject) []Finding {
	part := map[int32]int{}
	for i, communes := range s.perimeter.PartsByEdge {
		for _, commune := range communes {
			part[commune] = i
		}
	}
	contacts, touching := map[geo.Point]bool{}, map[int32]bool{}
	for _, communes := range s.perimeter.PartsByEdge[min(1, len(s.perimeter.PartsByEdge)):] {
		for _, commune := range communes {
			for at, around := range s.ground.Coverage.Corners(commune) {
				for _, other := range around {
					if p, in := part[other]; in && p != part[commune] {
						contacts[at], touching[other], touching[commune] = true, true, true
					}
				}
			}
		}
	}
	if len(contacts) == 0 {
		return nil
	}
	communes := slices.Sorted(maps.Keys(touching))
	return []Finding{{
		Message: say(
			"Des parties du périmètre ne se touchent qu’en %s : %s.",
			"Parts of the perimeter touch at %s only: %s.",
			count{len(contacts), "point"}, list(s.communeNames(communes))),
		Units:    s.ground.Codes(communes),
		Geometry: geo.MultiPoint(slices.SortedFunc(maps.Keys(contacts), geo.Point.Compare)),
	}}
}

func enclaves(s *subject) []Finding {
	var found []Finding
	for _, enclave := range s.perimeter.Enclaves {
		if len(enclave.Communes) == 0 {
			continue
		}
		message := say(
			"Le périmètre entoure %s hors de ses membres : %s.",
			"The perimeter surrounds %s outside its members: %s.",
			count{len(enclave.Communes), "commune"}, list(s.communeNames(enclave.Communes)))
		if len(enclave.Partly) == len(enclave.Communes) {
			message = say(
				"Le périmètre entoure une partie détachée de communes hors de ses membres : %s.",
				"The perimeter surrounds a detached part of communes outside its members: %s.",
				list(s.communeNames(enclave.Communes)))
		}
		found = append(found, Finding{
			Message:  message,
			Units:    s.ground.Codes(enclave.Communes),
			Geometry: filled(enclave),
		})
	}
	return found
}

// emptyHoles leaves holes that are too narrow for water or land to the rule about the coverage.
func emptyHoles(s *subject) []Finding {
	var found []Finding
	for _, enclave := range s.perimeter.Enclaves {
		if len(enclave.Communes) > 0 || s.sliver(enclave) {
			continue
		}
		message := say(
			"Le périmètre entoure un lieu qui n’appartient à aucune commune, eau ou terre étrangère : %s.",
			"The perimeter surrounds a place that belongs to no commune, water or foreign land: %s.",
			perimeter.Surface(enclave.Area))
		if absence, known := PlaceIn(geo.MultiPolygon{{enclave.Ring}}, s.policy.KnownAbsences); known {
			message = say(
				"Le périmètre entoure un lieu qui n’appartient à aucune commune : %s, %s.",
				"The perimeter surrounds a place that belongs to no commune: %s, %s.",
				absence.Name, perimeter.Surface(enclave.Area))
		}
		found = append(found, Finding{Message: message, Units: []string{}, Geometry: filled(enclave)})
	}
	return found
}

// sliver tells whether a hole is narrower than the policy tolerates: its width is that of a long rectangle, twice the
// area over the length of the outline.
func (s *subject) sliver(hole perimeter.Enclave) bool {
	return 2*hole.Area < s.policy.SliverM*hole.Length
}

// filled gives the ground of an enclave.
func filled(enclave perimeter.Enclave) geo.Geometry {
	return geo.MultiPolygon{{reversed(enclave.Ring)}}
}

func reversed(ring geo.Ring) geo.Ring {
	ring = slices.Clone(ring)
	slices.Reverse(ring)
	return ring
}
