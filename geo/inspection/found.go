package inspection

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"perimetre/geo"
	"perimetre/geo/check"
)

// found is a defect before it is worded.
type found struct {
	kind        string
	name        string // by which people know the place
	units       []int32
	at          *Position
	area, width float64
	geometry    geo.Geometry
	details     []geo.Text // what there is to say beside units and size
	least       string     // a kind that it matters no less than; empty for none
}

// wording makes defects of what was found.
type wording struct {
	kinds  []Kind
	units  []Unit
	policy check.Policy
}

func (w wording) defect(f found) Defect {
	place := rank(w.kinds, f.kind)
	kind := w.kinds[place]
	units, codes := make([]Unit, len(f.units)), make([]string, len(f.units))
	for i, unit := range f.units {
		units[i] = w.units[unit]
	}
	slices.SortStableFunc(units, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(len(a.Code), len(b.Code)), cmp.Compare(a.Code, b.Code)) // #9 before #12
	})
	for i, unit := range units {
		codes[i] = unit.Code
	}
	detail := join(", ", both(f.name), enumerate(units), join(", ", f.details...), size(f.area, f.width))
	severity := w.policy.DefectSeverity(kind.Code)
	if f.least != "" {
		severity = max(severity, w.policy.DefectSeverity(f.least))
	}
	return Defect{
		Code: kind.Code, Rule: kind.Rule, Severity: severity, Units: codes, At: f.at,
		Area: rounded(f.area), Width: rounded(f.width), Geometry: f.geometry,
		Message: sentence(kind, detail), Detail: detail, kind: place,
	}
}

// rounded keeps four decimals: a hair of a millimetre, a square centimetre.
func rounded(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// ofTheFile tells whether a fault is often that of a whole file: of the program that wrote it.
func ofTheFile(kind string) bool {
	switch kind {
	case coordinatesInMetres, axesSwapped, longitudeWrapped:
		return true
	}
	return false
}

// gather makes one of the faults of a kind that more than half of the units of a file share.
func gather(all []found, units int) []found {
	sharing := map[string]map[int32]bool{}
	for _, f := range all {
		if !ofTheFile(f.kind) {
			continue
		}
		if sharing[f.kind] == nil {
			sharing[f.kind] = map[int32]bool{}
		}
		for _, unit := range f.units {
			sharing[f.kind][unit] = true
		}
	}
	shared := func(kind string) bool { return units > 1 && 2*len(sharing[kind]) > units }
	var kept []found
	whole := map[string]int{} // by kind: its place in kept
	for _, f := range all {
		if !shared(f.kind) {
			kept = append(kept, f)
			continue
		}
		if i, begun := whole[f.kind]; !begun {
			n := len(sharing[f.kind])
			whole[f.kind] = len(kept)
			f.units = nil
			f.details = slices.Insert(f.details, 0, geo.Text{
				FR: fmt.Sprintf("%d entités sur %d", n, units), EN: fmt.Sprintf("%d features of %d", n, units),
			})
			kept = append(kept, f)
		} else if comparePlaces(f.at, kept[i].at) < 0 {
			kept[i].at, kept[i].geometry = f.at, f.geometry
		}
	}
	return kept
}
