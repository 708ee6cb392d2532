package inspection

import (
	"math"
	"testing"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
)

// The land registry leaves roads and streams to nobody: its widest gap is 12.6 m wide in the mean. What is narrower than the
// width that was asked for goes to a neighbour, what is wider stays and is told.
func TestTheLandRegistryIsMendedAsFarAsAsked(t *testing.T) {
	records, units := readCommunes(t, "sicoval-cadastre-36.geojsonl.gz")
	for _, test := range []struct {
		width   float64
		defects int
	}{{2, 147}, {13, 0}} {
		report, repairs := Mend(records, units, tolerant(), test.width)
		if len(report.Defects) != test.defects {
			t.Errorf("mended to %v m: %d defects are left, want %d", test.width, len(report.Defects), test.defects)
		}
		for _, d := range report.Defects {
			if d.Width < test.width {
				t.Errorf("mended to %v m: %v is left, %.2f m wide", test.width, d, d.Width)
			}
		}
		moved := make([]float64, len(units)) // by unit: what was told to have changed hands
		total := 0.0
		for _, r := range repairs {
			total += r.Area
			concerned := map[int32]bool{r.After: true}
			for _, unit := range r.Before {
				concerned[unit] = true
			}
			for unit := range concerned {
				if unit >= 0 {
					moved[unit] += r.Area
				}
			}
		}
		faces := report.Coverage.Faces()
		largest := 0.0
		for _, r := range records {
			change := math.Abs(perimeter.Area(report.Coverage.Geometry(faces.Shape(r.Unit))) - perimeter.Area(r.Geometry))
			largest = max(largest, change)
			if change > moved[r.Unit]+1 { // m²: lines that cross are bent by millimetres where a vertex is made
				t.Errorf("mended to %v m: the area of %s changes by %.1f m², %.1f were told", test.width, units[r.Unit].Code, change, moved[r.Unit])
			}
		}
		t.Logf("mended to %v m: %d repairs move %.2f ha, no area changes by more than %.2f ha, %d defects are left",
			test.width, len(repairs), total/1e4, largest/1e4, len(report.Defects))
	}
}

func TestKnownAbsencesAreGivenToNobody(t *testing.T) {
	around := geo.Polygon{box(0, 0, 9, 9)[0][0], box(3, 3, 4, 8)[0][0]}
	records, units := []Record{{Geometry: geo.MultiPolygon{around}}}, []Unit{{Code: "A"}}
	for _, test := range []struct {
		name     string
		absences []check.Place
		want     string
	}{
		{"a lake that nobody knows", nil, ""},
		{"a lake that the policy knows", []check.Place{{Name: "le lac", At: geo.Point{X: 2_0350000, Y: 46_0500000}}}, "info known-absence A"},
	} {
		t.Run(test.name, func(t *testing.T) {
			report, repairs := Mend(records, units, check.Policy{KnownAbsences: test.absences}, 1e5)
			if got := codes(report); got != test.want {
				t.Errorf("left %q, want %q; repairs %v", got, test.want, repairs)
			}
		})
	}
}
