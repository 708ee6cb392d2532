package ingest

import (
	"context"
	"fmt"
	"slices"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/topo"
)

// readDeclared reads the polygons that a file gives for groupings of the registers. Those of others are told, not kept:
// such files are often of another year.
func (r *registers) readDeclared(ctx context.Context, files Files, progress Progress) (geo.Provenance, []geo.SIREN, error) {
	var unknown []geo.SIREN
	first := map[geo.SIREN]feature{}
	provenance, err := readFeatures(ctx, files, format.EPCIPolygons, files.EPCIPolygons, r.report, progress, func(f feature) error {
		code, err := f.code(format.FieldSIREN)
		if err != nil {
			return err
		}
		siren := geo.SIREN(code)
		if siren == "" {
			r.report.remark(f.file, "features without a SIREN: they are left aside", fmt.Sprintf("feature %d", f.number))
			return nil
		}
		if !siren.Valid() {
			return f.fault(string(siren), "the SIREN is malformed", "give nine digits whose Luhn key is right")
		}
		if other, twice := first[siren]; twice {
			return f.fault(string(siren), fmt.Sprintf("the SIREN is that of %s already", f.other(other.file, other.number)),
				"an EPCI is one feature: merge the two into a MultiPolygon, or remove one")
		}
		first[siren] = feature{file: f.file, number: f.number}
		polygons, err := f.polygons(string(siren))
		if err != nil {
			return err
		}
		grouping := r.groupings[siren]
		if grouping == nil {
			unknown = append(unknown, siren)
			return nil
		}
		grouping.Declared, err = f.sound(string(siren), polygons, files.policy())
		return err
	})
	slices.Sort(unknown)
	return provenance, unknown, err
}

// sound gives polygons with their rings closed, simple and wound as they should be.
func (f feature) sound(code string, polygons geo.MultiPolygon, policy check.Policy) (geo.MultiPolygon, error) {
	coverage, defects := topo.Build(1, []topo.Piece{{Geometry: polygons}}, topo.Tolerance{})
	for _, defect := range defects {
		if defect.Claims != 0 && policy.DefectSeverity(defect.Kind.String()) == check.Error {
			return nil, f.fault(code, fmt.Sprintf("the polygon has a defect, %s at %s", defect.Kind, defect.At), "mend it, or remove the feature")
		}
	}
	return coverage.Geometry(coverage.Union([]int32{0})), nil
}
