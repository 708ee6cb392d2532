package check

import (
	"cmp"
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
		if defect := s.ground.Defects[i]; !s.excused(defect) {
			found = append(found, s.fault(defect))
		}
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

// excused tells whether a defect is a gap that is no fault.
func (s *subject) excused(defect topo.Defect) bool {
	if defect.Claims != 0 {
		return false
	}
	if _, known := PlaceIn(defect.Ground, s.policy.KnownAbsences); known {
		return true
	}
	return slices.ContainsFunc(s.perimeter.Enclaves, func(e perimeter.Enclave) bool {
		return len(e.Communes) == 0 && !s.sliver(e) && slices.Contains(e.Ring, defect.At)
	})
}

func (s *subject) fault(defect topo.Defect) Finding {
	kind := s.kind(defect).String()
	finding := Finding{
		Severity: s.policy.DefectSeverity(kind),
		Units:    s.ground.Codes(defect.Units),
		Geometry: geo.MultiPoint{defect.At},
		Message: say(
			"Défaut des contours, %s près de %s : %s.",
			"Fault of the polygons, %s near %s: %s.",
			DefectName(kind), defect.At, list(s.communeNames(defect.Units))),
	}
	if defect.Ground != nil {
		finding.Geometry = defect.Ground
		finding.Message = say(
			"Défaut des contours, %s de %s près de %s : %s.",
			"Fault of the polygons, %s of %s near %s: %s.",
			DefectName(kind), perimeter.Surface(defect.Area), defect.At, list(s.communeNames(defect.Units)))
	}
	return finding
}

// kind tells slivers apart, as the policy has them.
func (s *subject) kind(defect topo.Defect) topo.DefectKind {
	switch {
	case defect.Ground == nil || defect.Width >= s.policy.SliverM:
		return defect.Kind
	case defect.Kind == topo.Gap || defect.Kind == topo.HoleEmpty:
		return topo.SliverGap
	case defect.Kind == topo.Overlap:
		return topo.SliverOverlap
	}
	return defect.Kind
}

// repaired words a repair: it is done, and people should know.
func (c *context) repaired(repair geo.Repair) Finding {
	before := geo.Text{FR: "aucune commune", EN: "no commune"}
	if len(repair.Before) > 0 {
		names := make(list, len(repair.Before))
		for i, code := range repair.Before {
			names[i] = c.nameOf(code)
		}
		before = say("%s", "%s", names)
	}
	message := say(
		"Contours réparés au chargement, %s : avant, %s ; après, %s ; %s ont changé de commune.",
		"Polygons repaired when loading, %s: before, %s; after, %s; %s changed hands.",
		DefectName(repair.Kind), before, c.nameOf(repair.After), perimeter.Surface(repair.Area))
	finding := Finding{Severity: Notice, Message: message, Geometry: geo.MultiPoint{repair.At}, Hint: geo.Text{
		FR: "Vérifier que le terrain revient à la bonne commune, sinon corriger le fichier.",
		EN: "Check that the right commune has the ground, else correct the file.",
	}}
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

// nameOf gives the name of a commune, that of the movements where the edition has none of that code, else the code.
func (c *context) nameOf(code geo.Code) string {
	if commune, ok := c.ground.Commune(code); ok {
		return c.commune(commune).Name
	}
	return cmp.Or(c.lineage().nameOf(code), string(code))
}
