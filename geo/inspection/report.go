package inspection

import (
	"fmt"
	"slices"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/topo"
)

// Report is what a file of polygons holds. Its JSON form is stable: scripts read it. It is a value: nothing changes it once
// it is made.
type Report struct {
	Features int      `json:"features"` // records
	Vertices int      `json:"vertices"` // of all rings, the closing one of each included, as ST_NPoints counts
	Arcs     int      `json:"arcs"`     // of the coverage
	Faces    int      `json:"faces"`    // of the coverage: polygons of all units
	Gaps     Gaps     `json:"gaps"`
	Overlaps Overlaps `json:"overlaps"`
	Defects  []Defect `json:"defects"` // the worst first

	Coverage *topo.Coverage `json:"-"` // exact when no defect is an error
}

// Gaps sums the ground that no unit has and that is no known absence, slivers included.
type Gaps struct {
	Count int     `json:"count"`
	Area  float64 `json:"area_m2"`
}

// Overlaps sums the ground that several units claim, slivers included. Ground that three units claim counts in each of their
// three pairs, as it does where polygons are compared two by two.
type Overlaps struct {
	Pairs int     `json:"pairs"` // of units that overlap
	Count int     `json:"count"` // of places
	Area  float64 `json:"area_m2"`
}

// Inspect builds the coverage of records and tells every defect of theirs.
func Inspect(records []Record, units []Unit, policy check.Policy) *Report {
	return inspectWith(topo.Build, records, units, policy)
}

// Mend does the same after it has given gaps and overlaps narrower than a width, in metres, to a neighbour, and joined
// vertices that are nearly the same. Known absences stay. The report tells what is left, the repairs what was changed.
func Mend(records []Record, units []Unit, policy check.Policy, width float64) (*Report, []topo.Repair) {
	var repairs []topo.Repair
	mend := func(n int, pieces []topo.Piece, tolerance topo.Tolerance) (*topo.Coverage, []topo.Defect) {
		coverage, made, left := topo.Mend(n, pieces, tolerance, width, func(gap geo.MultiPolygon) bool {
			_, known := check.PlaceIn(gap, policy.KnownAbsences)
			return known
		})
		repairs = made
		return coverage, left
	}
	return inspectWith(mend, records, units, policy), repairs
}

// builder makes a coverage of pieces and tells its defects.
type builder func(n int, pieces []topo.Piece, tolerance topo.Tolerance) (*topo.Coverage, []topo.Defect)

func inspectWith(build builder, records []Record, units []Unit, policy check.Policy) *Report {
	w := wording{Kinds(), units, policy}
	geometries, all := screen(records, units, policy)
	report := &Report{Features: len(records), Defects: []Defect{}}
	pieces := make([]topo.Piece, len(records))
	for i, r := range records {
		pieces[i] = topo.Piece{Unit: r.Unit, Geometry: geometries[i]}
		report.Vertices += geometries[i].Vertices()
	}
	coverage, defects := build(len(units), pieces, topo.Tolerance{Sliver: policy.SliverM, Vertex: policy.VertexM})
	report.Coverage, report.Arcs, report.Faces = coverage, coverage.NumArcs(), coverage.Faces().Len()

	t := newTally(defects)
	for _, d := range defects {
		at := At(d.At)
		f := found{kind: d.Kind.String(), units: d.Units, at: &at, area: d.Area, width: d.Width, geometry: geo.MultiPoint{d.At}}
		if len(d.Ground) > 0 {
			f.geometry = d.Ground
		}
		if absence, ok := check.PlaceIn(d.Ground, policy.KnownAbsences); ok && d.Claims == 0 {
			f.kind, f.name = knownAbsence, absence.Name
		} else {
			t.add(d)
			f.least = least(d)
		}
		all = append(all, f)
	}
	t.gaps.Area, t.overlaps.Area = rounded(t.gaps.Area), rounded(t.overlaps.Area)
	report.Gaps, report.Overlaps = t.gaps, t.overlaps
	for _, f := range gather(all, len(units)) {
		report.Defects = append(report.Defects, w.defect(f))
	}
	slices.SortFunc(report.Defects, Defect.compare)
	return report
}

// least is the kind that a defect matters no less than. Vertices that are nearly the same are harmless where neighbours
// share both; where each has one of them, the ground between is lost or claimed twice.
func least(d topo.Defect) string {
	switch {
	case d.Kind != topo.VertexNear || d.Claims < 0:
		return ""
	case d.Claims == 0:
		return topo.SliverGap.String()
	}
	return topo.SliverOverlap.String()
}

// Worst gives the highest severity of the defects; ok is false when there is none.
func (r *Report) Worst() (worst check.Severity, ok bool) {
	for _, d := range r.Defects {
		worst, ok = max(worst, d.Severity), true
	}
	return worst, ok
}

// Errors gives the defects that are errors: those that leave the coverage unsound.
func (r *Report) Errors() []Defect {
	n := 0
	for n < len(r.Defects) && r.Defects[n].Severity == check.Error {
		n++
	}
	return r.Defects[:n]
}

// Summary counts the defects by severity, in a line: "2 error, 1 info".
func (r *Report) Summary() string {
	counts := map[check.Severity]int{}
	for _, d := range r.Defects {
		counts[d.Severity]++
	}
	return fmt.Sprintf("%d error, %d warning, %d notice, %d info",
		counts[check.Error], counts[check.Warning], counts[check.Notice], counts[check.Info])
}
