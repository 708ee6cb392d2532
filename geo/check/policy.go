package check

import (
	"slices"

	"perimetre/geo"
)

// Policy is what a programme may decide about its checks. [DefaultPolicy] gives that of France. The zero value changes no
// severity, tolerates nothing and knows no absence. Nothing here writes to a policy once checks run.
type Policy struct {
	Severities    map[string]Severity // by code of a rule, instead of the one of the catalogue
	Defects       map[string]Severity // by name of a defect of the coverage; the others have the severity of G07
	Declared      float64             // G08: share of the area by which a declared polygon may differ from its communes
	StrayKm       float64             // km from which a part of a unit is far from the others
	SliverM       float64             // m: gaps and overlaps that are narrower are slivers
	VertexM       float64             // m: vertices that are closer are nearly the same
	KnownAbsences []KnownAbsence      // holes of the coverage that are no fault
}

// KnownAbsence is a place that belongs to no commune, and is known to.
type KnownAbsence struct {
	Name string
	At   geo.Point // anywhere inside
}

// DefaultPolicy is the policy of France. The caller owns what it gives.
//
// Defects that leave every place to one unit at most are milder than the rule: an ingest lets them through.
func DefaultPolicy() Policy {
	return Policy{
		Severities: map[string]Severity{},
		Defects: map[string]Severity{
			"gap":             Warning,
			"sliver-gap":      Warning,
			"hole-empty":      Warning,
			"edge-unmatched":  Warning,
			"spike":           Warning,
			"ring-unclosed":   Warning,
			"ring-too-small":  Warning,
			"ring-self-touch": Notice,
			"vertex-near":     Notice,
			"vertex-repeated": Info,
			"ring-winding":    Info,
		},
		// A border that was generalised differs from the full one by up to 1.1 % of the area of an EPCI (30 of them, in
		// Bretagne, by ST_SymDifference); a commune more or less is 3.5 % of it, in the mean.
		Declared: 0.02,
		StrayKm:  30,
		SliverM:  1,
		VertexM:  0.05,
		KnownAbsences: []KnownAbsence{
			{Name: "Llívia", At: geo.Point{X: 1_9800000, Y: 42_4600000}},
			{Name: "étang de Berre", At: geo.Point{X: 5_1000000, Y: 43_4500000}},
		},
	}
}

// Severity is that of a rule under the policy.
func (p Policy) Severity(rule Rule) Severity {
	if severity, set := p.Severities[rule.Code]; set {
		return severity
	}
	return rule.Severity
}

// DefectSeverity is that of a defect of the coverage under the policy, by its name.
func (p Policy) DefectSeverity(name string) Severity {
	if severity, set := p.Defects[name]; set {
		return severity
	}
	if severity, set := p.Severities["G07"]; set {
		return severity
	}
	return Error
}

// Absence gives the known absence that a ring holds.
func (p Policy) Absence(ring geo.Ring) (known KnownAbsence, ok bool) {
	i := slices.IndexFunc(p.KnownAbsences, func(a KnownAbsence) bool { return holds(ring, a.At) })
	if i < 0 {
		return KnownAbsence{}, false
	}
	return p.KnownAbsences[i], true
}

// holds tells whether a point lies in a ring, by the parity of the edges that are west of it. The products fit 64 bits:
// differences are below 360° and 180° in steps of the grid.
func holds(ring geo.Ring, at geo.Point) bool {
	inside := false
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
	return inside
}
