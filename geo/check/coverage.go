package check

import (
	"maps"
	"slices"

	"perimetre/geo"
	"perimetre/geo/perimeter"
	"perimetre/geo/topo"
)

// faultsOfTheCoverage tells the defects of the ground and the repairs of the edition that concern a commune of the
// territory. It leaves two kinds of gaps out: known absences, and holes of the perimeter that are water or foreign land,
// which have a rule of their own.
func faultsOfTheCoverage(s *subject) []Finding {
	var found []Finding
	for _, i := range s.about(s.defects) {
		defect := s.ground.Defects[i]
		hole, isGap := s.gap(defect)
		if _, known := s.policy.Absence(hole); known || isGap && s.surrounds(defect.At) {
			continue
		}
		finding := Finding{
			Severity: s.policy.DefectSeverity(defect.Kind.String()),
			Message: say(
				"Défaut des contours, %s près de %s : %s. Les corriger dans le fichier des communes, ou les réparer au chargement.",
				"Fault of the polygons, %s near %s: %s. Correct them in the file of communes, or repair them when loading.",
				defectName(defect.Kind.String()), defect.At, list(s.communeNames(defect.Units))),
			Units:    s.ground.Codes(defect.Units),
			Geometry: geo.MultiPoint{defect.At},
		}
		if isGap {
			finding.Geometry = geo.MultiPolygon{{reversed(hole)}}
		}
		found = append(found, finding)
	}
	for _, i := range s.about(s.repairs) {
		found = append(found, s.repaired(s.ground.Edition.Repairs[i]))
	}
	return found
}

// about gives what an index by commune holds about the territory, ascending.
func (s *subject) about(index map[int32][]int) []int {
	if len(index) == 0 {
		return nil
	}
	about := map[int]bool{}
	for _, commune := range s.perimeter.Communes {
		for _, i := range index[commune] {
			about[i] = true
		}
	}
	return slices.Sorted(maps.Keys(about))
}

// gap gives the ring of a gap: the hole that the communes around it leave, through its place.
func (c *context) gap(defect topo.Defect) (hole geo.Ring, ok bool) {
	if defect.Kind != topo.Gap {
		return nil, false
	}
	for _, polygon := range c.ground.Coverage.Union(defect.Units) {
		for _, ring := range polygon[1:] {
			if points := c.ground.Coverage.RingPoints(ring); slices.Contains(points, defect.At) {
				return points, true
			}
		}
	}
	return nil, false
}

// surrounds tells whether a place is on the outline of a hole of the perimeter that is no sliver and holds no commune.
func (s *subject) surrounds(at geo.Point) bool {
	return slices.ContainsFunc(s.perimeter.Enclaves, func(e perimeter.Enclave) bool {
		return len(e.Communes) == 0 && !s.sliver(e) && slices.Contains(e.Ring, at)
	})
}

// repaired words a repair: it is done, and people should know.
func (c *context) repaired(repair geo.Repair) Finding {
	nobody := geo.Text{FR: "aucune commune", EN: "no commune"}
	message := say(
		"Contours réparés au chargement, %s : avant, %s ; après, %s ; %s ont changé de commune.",
		"Polygons repaired when loading, %s: before, %s; after, %s; %s changed hands.",
		defectName(repair.Kind), choice(nobody), c.nameOf(repair.After), surface(repair.Area))
	if len(repair.Before) > 0 {
		names := make([]string, len(repair.Before))
		for i, code := range repair.Before {
			names[i] = c.nameOf(code)
		}
		message = say(
			"Contours réparés au chargement, %s : avant, %s ; après, %s ; %s ont changé de commune.",
			"Polygons repaired when loading, %s: before, %s; after, %s; %s changed hands.",
			defectName(repair.Kind), list(names), c.nameOf(repair.After), surface(repair.Area))
	}
	finding := Finding{Severity: Notice, Message: message, Geometry: geo.MultiPoint{repair.At}}
	for _, code := range concerned(repair) {
		finding.Units = append(finding.Units, string(code))
	}
	if repair.Ground != nil {
		finding.Geometry = repair.Ground
	}
	return finding
}

// concerned gives the communes of a repair, ascending.
func concerned(repair geo.Repair) []geo.Code {
	codes := append(slices.Clone(repair.Before), repair.After)
	slices.Sort(codes)
	return slices.Compact(codes)
}

// nameOf gives the name of a commune, its code where the edition has none of that code.
func (c *context) nameOf(code geo.Code) string {
	if commune, ok := c.ground.Commune(code); ok {
		return c.commune(commune).Name
	}
	return string(code)
}
