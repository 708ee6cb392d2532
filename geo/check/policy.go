package check

import (
	"slices"

	"perimetre/geo"
)

// Policy is what a programme may decide about its checks. That of France is a file of data/policy. The zero value changes no
// severity, tolerates nothing and knows no absence. Nothing writes to a policy once checks run.
type Policy struct {
	Severities    map[string]Severity // by code of a rule, instead of the one of the catalogue
	Defects       map[string]Severity // by name of a defect of the coverage, instead of the usual one
	Declared      float64             // G08: share of the area by which a declared polygon may differ from its communes
	Area          float64             // A04: share by which a declared area may differ from the computed one
	Population    float64             // A04: the same of a population
	Members       int                 // M06: most members of a territory; 0 for no limit
	StrayKm       float64             // km from which a part of a unit is far from the others
	SliverM       float64             // m: gaps and overlaps that are narrower are slivers
	VertexM       float64             // m: vertices that are closer are nearly the same
	KnownAbsences []Place             // holes of the coverage that are no fault
	KnownStrays   []Place             // parts that are far from their unit and are no fault
	Regions       map[string]Policy   // by code of a Region: the policy of the territories that it leads, whole
}

// In is the policy of the territories that a Region leads: its own, else this one.
func (p Policy) In(region string) Policy {
	if own, ok := p.Regions[region]; ok {
		return own
	}
	return p
}

// Place is some ground that people know, by any point inside it.
type Place struct {
	Name string
	At   geo.Point
}

// Severity is that of a rule under the policy.
func (p Policy) Severity(rule Rule) Severity {
	if severity, set := p.Severities[rule.Code]; set {
		return severity
	}
	return rule.Severity
}

// DefectSeverity is that of a defect of the coverage under the policy, by its name. Where the policy sets the severity of
// the rule that it belongs to, the defects that are milder than the rule do not follow.
func (p Policy) DefectSeverity(name string) Severity {
	if severity, set := p.Defects[name]; set {
		return severity
	}
	usual, rule := usualSeverity(name), "G07"
	if name == KnownAbsenceDefect {
		rule = "G05"
	}
	if severity, set := p.Severities[rule]; set && (usual == Error || name == KnownAbsenceDefect) {
		return severity
	}
	return usual
}

// KnownAbsenceDefect is the name of a gap that holds a known absence.
const KnownAbsenceDefect = "known-absence"

// usualSeverity is how much a defect of the coverage matters. An error leaves some ground to nobody or to several, or puts it
// where it is not; a warning calls for a look; notices and infos are harmless, the coverage is exact all the same.
func usualSeverity(defect string) Severity {
	switch defect {
	case "hole-empty", "part-stray", "spike":
		return Warning
	case "vertex-near", "ring-self-touch":
		return Notice
	case "vertex-repeated", "ring-winding", KnownAbsenceDefect:
		return Info
	}
	return Error
}

// PlaceIn gives the first of some places that lies in some ground.
func PlaceIn(ground geo.MultiPolygon, places []Place) (place Place, ok bool) {
	i := slices.IndexFunc(places, func(p Place) bool { return holds(ground, p.At) })
	if i < 0 {
		return Place{}, false
	}
	return places[i], true
}

// holds tells whether a point lies in some ground, by the parity of the edges that are west of it. The products fit 64 bits:
// differences are below 360° and 180° in steps of the grid.
func holds(ground geo.MultiPolygon, at geo.Point) bool {
	inside := false
	for _, polygon := range ground {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				p, q := ring[i-1], ring[i]
				if p.Y > q.Y {
					p, q = q, p
				}
				if at.Y < p.Y || at.Y >= q.Y {
					continue
				}
				if (int64(q.X)-int64(p.X))*(int64(at.Y)-int64(p.Y)) < (int64(at.X)-int64(p.X))*(int64(q.Y)-int64(p.Y)) {
					inside = !inside
				}
			}
		}
	}
	return inside
}
