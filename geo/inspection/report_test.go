package inspection

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/topo"
)

// box gives a rectangle in hundredths of a degree east of 2° E and north of 46° N: a kilometre or so.
func box(west, south, east, north int32) geo.MultiPolygon {
	at := func(x, y int32) geo.Point { return geo.Point{X: 2_0000000 + x*100_000, Y: 46_0000000 + y*100_000} }
	return geo.MultiPolygon{{{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}}
}

func inspect(policy check.Policy, geometries ...geo.MultiPolygon) *Report {
	records, units := make([]Record, len(geometries)), make([]Unit, len(geometries))
	for i, g := range geometries {
		records[i], units[i] = Record{Unit: int32(i), Geometry: g}, Unit{Code: string(rune('A' + i))}
	}
	return Inspect(records, units, policy)
}

func codes(r *Report) string {
	var list []string
	for _, d := range r.Defects {
		list = append(list, d.Severity.String()+" "+d.Code+" "+strings.Join(d.Units, ""))
	}
	return strings.Join(list, ", ")
}

// Strips of cells, each a kilometre wide or so.
func TestGroundOfThreeUnitsCountsInThreePairs(t *testing.T) {
	for _, test := range []struct {
		name    string
		a, b, c geo.MultiPolygon
	}{
		{"AAAA.. ..BBBB ...CCCC", box(0, 0, 4, 1), box(2, 0, 6, 1), box(3, 0, 7, 1)},
		{"C lies in B: AAAA.. ..BBBB ...CCC", box(0, 0, 4, 1), box(2, 0, 6, 1), box(3, 0, 6, 1)},
		{"B and C are the same: AAAA.. ..BBBB ..CCCC", box(0, 0, 4, 1), box(2, 0, 6, 1), box(2, 0, 6, 1)},
		{"C lies in B, B in A: AAAA ..BB ...C", box(0, 0, 4, 1), box(2, 0, 4, 1), box(3, 0, 4, 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := inspect(check.Policy{}, test.a, test.b, test.c)
			two := func(a, b geo.MultiPolygon) float64 { return inspect(check.Policy{}, a, b).Overlaps.Area }
			want := two(test.a, test.b) + two(test.b, test.c) + two(test.a, test.c)
			if got := all.Overlaps; got.Pairs != 3 || math.Abs(got.Area/want-1) > 1e-6 {
				t.Errorf("overlaps %+v, want 3 pairs and %.4f m²: %s", got, want, codes(all))
			}
		})
	}
}

func TestSeveritiesFollowThePolicy(t *testing.T) {
	hole := box(0, 0, 4, 4)
	hole[0] = append(hole[0], clockwise(box(1, 1, 2, 2)[0][0]))
	overlapping := []geo.MultiPolygon{hole, box(3, 0, 6, 4)}
	for _, test := range []struct {
		name   string
		policy check.Policy
		want   string
	}{
		{"by itself", check.Policy{}, "error overlap AB, warning hole-empty A"},
		{
			"a severity of the rule is that of its errors",
			check.Policy{Severities: map[string]check.Severity{"G07": check.Notice}},
			"warning hole-empty A, notice overlap AB",
		},
		{
			"one of a defect wins",
			check.Policy{
				Severities: map[string]check.Severity{"G07": check.Notice},
				Defects:    map[string]check.Severity{"overlap": check.Info, "hole-empty": check.Error},
			},
			"error hole-empty A, info overlap AB",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := inspect(test.policy, overlapping...)
			if got := codes(r); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if worst, ok := r.Worst(); !ok || (worst == check.Error) != (len(r.Errors()) > 0) {
				t.Errorf("worst %v, %d errors", worst, len(r.Errors()))
			}
		})
	}
}

func TestTheJSONOfAReport(t *testing.T) {
	text, err := json.Marshal(inspect(check.Policy{}, box(0, 0, 1, 1), nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"features":2,"vertices":5,"arcs":1,"faces":1,"gaps":{"count":0,"area_m2":0},"overlaps":{"pairs":0,"count":0,"area_m2":0},` +
		`"defects":[{"code":"geometry-empty","rule":"G07","severity":"error","units":["B"],"at":null,"area_m2":0,"width_m":0,` +
		`"message":{"fr":"Aucun polygone : B. Donnez un polygone, ou retirez l’entité.","en":"No polygon: B. Give a polygon, or remove the feature."}}]}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestPartsOfOneCodeAreOneUnit(t *testing.T) {
	records := []Record{{Unit: 0, Geometry: box(0, 0, 2, 2)}, {Unit: 1, Geometry: box(100, 0, 101, 1)}, {Unit: 2, Geometry: box(2, 0, 4, 2)}}
	units := []Unit{{"A", "Fresnes"}, {"A", "Fresnes"}, {"B", ""}}
	r := Inspect(records, units, check.Policy{StrayKm: 50})
	if got := codes(r); got != "warning part-stray A" {
		t.Fatalf("got %s", got)
	}
	if got, want := r.Defects[0].Message.FR, "Partie loin de son unité : Fresnes (A), à 76 km. Vérifiez que ce n’est pas une homonyme."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	knows := check.Policy{StrayKm: 50, KnownStrays: []check.Place{{Name: "îlot", At: geo.Point{X: 3_0050000, Y: 46_0050000}}}}
	for name, policy := range map[string]check.Policy{"a known stray": knows, "a farther limit": {StrayKm: 100}, "no limit": {}} {
		if got := codes(Inspect(records, units, policy)); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestTheOrderOfRecordsDoesNotMatter(t *testing.T) {
	geometries := []geo.MultiPolygon{box(0, 0, 4, 1), box(2, 0, 6, 1), swap(box(0, 1, 4, 2)), box(100, 0, 101, 1), nil, box(0, 2, 4, 3), box(0, 4, 4, 5)}
	records, units := make([]Record, len(geometries)), make([]Unit, len(geometries))
	for i, g := range geometries {
		records[i], units[i] = Record{Unit: int32(i), Geometry: g}, Unit{Code: string(rune('A' + i))}
	}
	want := Inspect(records, units, check.Policy{StrayKm: 50}).Defects
	if len(want) < 3 {
		t.Fatalf("defects %v, want more of them", want)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(records), func(i, k int) { records[i], records[k] = records[k], records[i] })
		if diff := cmp.Diff(want, Inspect(records, units, check.Policy{StrayKm: 50}).Defects, cmp.AllowUnexported(Defect{})); diff != "" {
			t.Fatalf("another order gives other defects (-want +got):\n%s", diff)
		}
	}
}

func TestTheTableIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		if seen[k.Code] || k.Title().FR == "" || k.Title().EN == "" || k.Hint.FR == "" || k.Hint.EN == "" || k.Rule != "G07" && k.Rule != "G05" {
			t.Errorf("entry %+v", k)
		}
		seen[k.Code] = true
	}
	for _, kind := range topo.DefectKinds() {
		if !seen[kind.String()] {
			t.Errorf("%v is not in the table", kind)
		}
	}
}

func TestWording(t *testing.T) {
	for m2, want := range map[float64]string{0.001: "0,00 m²", 9.5: "9,50 m²", 412.4: "412 m²", 77_012: "7,7 ha", 154.9e6: "154,9 km²"} {
		if got := Area(m2).FR; got != want {
			t.Errorf("%v m² is worded %q, want %q", m2, got, want)
		}
	}
	units := []Unit{{"1", "Un"}, {"2", ""}, {"3", strings.Repeat("CC du Long, ", 9)}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}}
	for n, want := range map[int]string{
		0: "", 1: "Un (1)", 3: "Un (1), 2 and 3", 6: "Un (1), 2, 3, 4, 5 and 6", 7: "Un (1), 2, 3, 4, 5 and 2 others",
	} {
		if got := enumerate(units[:n]).EN; got != want {
			t.Errorf("%d units are worded %q, want %q", n, got, want)
		}
	}
}

func TestRingsWithoutAPointAreTold(t *testing.T) {
	shell := box(0, 0, 1, 1)[0][0]
	for _, test := range []struct {
		name     string
		geometry geo.MultiPolygon
		want     string
	}{
		{"no polygon", nil, "geometry-empty: No polygon: A. Give a polygon, or remove the feature."},
		{"a polygon of an empty ring", geo.MultiPolygon{{{}}}, "geometry-empty: No polygon: A. Give a polygon, or remove the feature."},
		{
			"an empty hole",
			geo.MultiPolygon{{shell, {}}},
			"ring-too-small at 2 46: Ring without an area: A. Give at least three distinct vertices, or remove it.",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := inspect(check.Policy{}, test.geometry)
			if len(report.Defects) != 1 || report.Defects[0].String() != test.want {
				t.Errorf("told %v, want %s", report.Defects, test.want)
			}
		})
	}
}
