package check

import (
	"maps"
	"math"
	"slices"

	"github.com/tidwall/rtree"

	"perimetre/geo"
	"perimetre/geo/perimeter"
)

// splitOnLand looks for two parts on one landmass. Parts that the sea divides, each on an island of its own, are none.
func splitOnLand(s *subject) []Finding {
	parts := s.perimeter.PartsByPoint
	first := map[int32]int{} // by landmass: its largest part
	var stray []int32        // communes of the other parts
	gap, split := 0.0, 1
	for i, part := range parts {
		main := -1
		for _, commune := range part {
			for _, landmass := range s.ground.Faces.Landmasses(commune) {
				if largest, taken := first[landmass]; !taken {
					first[landmass] = i
				} else if largest != i {
					main = largest
				}
			}
		}
		if main >= 0 {
			split++
			stray = append(stray, part...)
			gap = max(gap, s.distance(part, slices.Concat(parts[:i]...)))
		}
	}
	if len(stray) == 0 {
		return nil
	}
	slices.Sort(stray)
	return []Finding{{
		Message: say(
			"Le périmètre est en %d parties sur terre, jusqu’à %s km d’écart : %s.",
			"The perimeter is in %d parts on land, up to %s km apart: %s.",
			split, quantity(gap/1000), list(s.communeNames(stray))),
		Units:    s.ground.Codes(stray),
		Geometry: s.place(stray),
	}}
}

// distance is the geodesic distance in metres between the nearest vertices of two sets of communes. The nearest are
// found on a plane tangent at the first set, which is exact enough to choose vertices some tens of metres apart.
func (s *subject) distance(a, b []int32) float64 {
	p, q := s.outline(a), s.outline(b)
	if len(p) == 0 || len(q) == 0 {
		return 0
	}
	shrink := math.Cos(p[0].Lat() * math.Pi / 180)
	plane := func(at geo.Point) [2]float64 { return [2]float64{at.Lon() * shrink, at.Lat()} }
	var tree rtree.RTreeG[geo.Point]
	for _, at := range q {
		tree.Insert(plane(at), plane(at), at)
	}
	best, from, to := math.Inf(1), p[0], q[0]
	for _, at := range p {
		tree.Nearby(rtree.BoxDist[float64, geo.Point](plane(at), plane(at), nil), func(_, _ [2]float64, other geo.Point, d float64) bool {
			if d < best {
				best, from, to = d, at, other
			}
			return false
		})
	}
	return perimeter.Distance(from, to)
}

// outline gives the vertices of the border of a set of communes.
func (s *subject) outline(communes []int32) []geo.Point {
	var points []geo.Point
	for _, polygon := range s.ground.Coverage.Union(communes) {
		points = append(points, s.ground.Coverage.RingPoints(polygon[0])...)
	}
	return points
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

func emptyHoles(s *subject) []Finding {
	var found []Finding
	for _, enclave := range s.perimeter.Enclaves {
		if len(enclave.Communes) > 0 {
			continue
		}
		found = append(found, Finding{
			Message: say(
				"Le périmètre entoure un lieu qui n’appartient à aucune commune : eau ou terre étrangère.",
				"The perimeter surrounds a place that belongs to no commune: water or foreign land."),
			Units:    []string{},
			Geometry: filled(enclave),
		})
	}
	return found
}

// filled gives the ground of an enclave.
func filled(enclave perimeter.Enclave) geo.Geometry {
	shell := slices.Clone(enclave.Ring)
	slices.Reverse(shell)
	return geo.MultiPolygon{{shell}}
}
