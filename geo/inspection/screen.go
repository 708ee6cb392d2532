package inspection

import (
	"math"
	"slices"
	"strings"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/crs"
)

// screen looks at records before any coverage is built. It gives their geometries, those with swapped axes put right.
func screen(records []Record, units []Unit, policy check.Policy) ([]geo.MultiPolygon, []found) {
	geometries := make([]geo.MultiPolygon, len(records))
	var all []found
	for i, r := range records {
		if r.Geometry.Vertices() > 0 {
			geometries[i] = r.Geometry
		} else if r.Fault == nil {
			all = append(all, found{kind: geometryEmpty, units: []int32{r.Unit}, details: []geo.Text{both(r.Instead)}})
		}
	}
	all = append(all, misplaced(records)...)
	all = append(all, straighten(records, units, geometries)...)
	return geometries, append(all, strays(records, units, geometries, policy)...)
}

// misplaced sorts out the positions that are not on the globe.
func misplaced(records []Record) []found {
	var all []found
	var systems []crs.Code // in which all positions in metres fall on land of France
	for _, r := range records {
		if r.Fault == nil {
			continue
		}
		f := found{kind: fault(*r.Fault), units: []int32{r.Unit}, at: r.Fault}
		switch f.kind {
		case longitudeWrapped:
			if p, err := geo.Snap(r.Fault.X-math.Copysign(360, r.Fault.X), r.Fault.Y); err == nil {
				f.geometry = geo.MultiPoint{p}
			}
			f.details = []geo.Text{{FR: "longitude " + number(r.Fault.X), EN: "longitude " + number(r.Fault.X)}}
		case coordinatesInMetres:
			plausible := crs.Plausible(r.Fault.X, r.Fault.Y)
			if systems == nil {
				systems = plausible
			} else if common := intersection(systems, plausible); len(common) > 0 {
				systems = common
			}
			f.details = []geo.Text{both(r.Fault.String())}
		default:
			f.details = []geo.Text{both(r.Fault.String())}
		}
		all = append(all, f)
	}
	for i := range all {
		if all[i].kind == coordinatesInMetres && len(systems) > 0 {
			all[i].details = append(all[i].details, proposal(systems))
		}
	}
	return all
}

// fault says what a position that is not on the globe comes from.
func fault(p Position) string {
	const farther = 1000 // than any angle
	switch {
	case math.Abs(p.X) > farther || math.Abs(p.Y) > farther:
		return coordinatesInMetres
	case math.Abs(p.Y) <= 90 && math.Abs(p.X) > 180 && math.Abs(p.X) <= 540:
		return longitudeWrapped
	}
	return coordinatesOutOfRange
}

func intersection(a, b []crs.Code) []crs.Code {
	return slices.DeleteFunc(slices.Clone(a), func(c crs.Code) bool { return !slices.Contains(b, c) })
}

func proposal(systems []crs.Code) geo.Text {
	names := make([]string, len(systems))
	for i, s := range systems {
		names[i] = s.Title()
	}
	return geo.Text{
		FR: "sans doute en " + strings.Join(names, " ou "),
		EN: "probably in " + strings.Join(names, " or "),
	}
}
