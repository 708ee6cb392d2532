package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/internal/drawing"
)

// A cell of a drawing is a tenth of a degree wide: about 8 km by 11, 86 km².
func TestAGapIsAFaultUnlessItIsKnownOrSurrounded(t *testing.T) {
	const picture = `
		AAB
		A.B
		ABB`
	inside := geo.Point{X: 2_1500000, Y: 46_1500000}
	for _, test := range []struct {
		name, territory string
		change          func(*Policy)
		want            []string
		severity        Severity // of the first finding
	}{
		{"a gap between members and others", "A", nil, []string{"G07"}, Error},
		{"a gap between members only is a hole", "AB", nil, []string{"G05"}, Info},
		{
			"a known absence between members and others", "A",
			func(p *Policy) { p.KnownAbsences = []Place{{"Le Lac", inside}} },
			nil, Info,
		},
		{
			"a known absence that members surround", "AB",
			func(p *Policy) { p.KnownAbsences = []Place{{"Le Lac", inside}} },
			[]string{"G05"},
			Info,
		},
		{
			"an absence that is known elsewhere", "A",
			func(p *Policy) { p.KnownAbsences = []Place{{"Le Lac", geo.Point{X: 2_0500000, Y: 46_1500000}}} },
			[]string{"G07"},
			Error,
		},
		{"a sliver that members surround is no lake", "AB", func(p *Policy) { p.SliverM = 10_000 }, []string{"G07"}, Error},
		{"the policy makes gaps errors", "A", func(p *Policy) { p.Defects["gap"] = Error }, []string{"G07"}, Error},
		{
			"a defect that the policy does not name has the severity of its rule", "A",
			func(p *Policy) { p.Defects, p.Severities = nil, map[string]Severity{"G07": Notice} },
			[]string{"G07"},
			Notice,
		},
		{"the policy changes the severity of a rule", "AB", func(p *Policy) { p.Severities["G05"] = Warning }, []string{"G05"}, Warning},
	} {
		t.Run(test.name, func(t *testing.T) {
			policy := usual()
			if test.change != nil {
				test.change(&policy)
			}
			findings := findUnder(policy, drawing.Draw(picture).Edition(nil, []string{test.territory}))[0]
			if diff := cmp.Diff(test.want, codes(findings)); diff != "" {
				t.Fatalf("codes (-want +got):\n%s", diff)
			}
			if len(findings) > 0 && findings[0].Severity != test.severity {
				t.Errorf("severity %v, want %v", findings[0].Severity, test.severity)
			}
		})
	}
}

func TestAHoleSaysItsNameAndItsArea(t *testing.T) {
	e := drawing.Draw(`AAA A.A AAA`).Edition(nil, []string{"A"})
	policy := usual()
	got := findUnder(policy, e)[0][0].Message
	want := geo.Text{
		FR: "Le périmètre entoure un lieu qui n’appartient à aucune commune, eau ou terre étrangère : 85,9 km².",
		EN: "The perimeter surrounds a place that belongs to no commune, water or foreign land: 85.9 km².",
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	policy.KnownAbsences = []Place{{"étang de Berre", geo.Point{X: 2_1500000, Y: 46_1500000}}}
	got = findUnder(policy, e)[0][0].Message
	want = geo.Text{
		FR: "Le périmètre entoure un lieu qui n’appartient à aucune commune : étang de Berre, 85,9 km².",
		EN: "The perimeter surrounds a place that belongs to no commune: étang de Berre, 85.9 km².",
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestARepairIsToldToTheTerritoriesItConcerns(t *testing.T) {
	e := drawing.Draw(`ABC`).Edition(nil, []string{"A", "B", "C"})
	at := geo.Point{X: 2_1000000, Y: 46_0000000}
	ground := geo.MultiPolygon{geo.Box{Min: at, Max: geo.Point{X: at.X + 10, Y: at.Y + 10}}.Polygon()}
	e.Repairs = []geo.Repair{
		{Kind: "overlap", Before: []geo.Code{"01001", "01002"}, After: "01002", At: at, Area: 16_340.2, Ground: ground},
		{Kind: "gap", After: "01002", At: at, Area: 1_230_000},
	}
	hint := geo.Text{
		FR: "Vérifier que le terrain revient à la bonne commune, sinon corriger le fichier.",
		EN: "Check that the right commune has the ground, else correct the file.",
	}
	want := []Finding{
		{
			Code: "G07", Severity: Notice, Units: []string{"01001", "01002"}, Geometry: ground, Hint: hint,
			Message: geo.Text{
				FR: "Contours réparés au chargement, chevauchement : avant, A et B ; après, B ; 16340 m² ont changé de commune.",
				EN: "Polygons repaired when loading, overlap: before, A and B; after, B; 16340 m² changed hands.",
			},
		},
		{
			Code: "G07", Severity: Notice, Units: []string{"01002"}, Geometry: geo.MultiPoint{at}, Hint: hint,
			Message: geo.Text{
				FR: "Contours réparés au chargement, lacune : avant, aucune commune ; après, B ; 1,2 km² ont changé de commune.",
				EN: "Polygons repaired when loading, gap: before, no commune; after, B; 1.2 km² changed hands.",
			},
		},
	}
	for i, want := range [][]Finding{want[:1], want, {}} {
		if diff := cmp.Diff(want, find(e)[i]); diff != "" {
			t.Errorf("findings of territory %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestADeclaredPolygonIsComparedWithItsCommunes(t *testing.T) {
	d := drawing.Draw(`ABCD`)
	for _, test := range []struct {
		name, declared, territory string
		tolerance                 float64
		want                      []string
	}{
		{"the same ground", "AB", "AB", 0.02, nil},
		{"a commune is missing", "A", "AB", 0.02, []string{"G08"}},
		{"a commune too much", "ABC", "AB", 0.02, []string{"G08"}},
		{"within the tolerance", "ABC", "AB", 0.6, nil},
		{"not a member", "A", "CD", 0.02, []string{"M07"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := d.Edition([]string{"AB"}, []string{test.territory})
			if test.territory == "AB" {
				e.Territories[0].Members = []geo.Member{{ID: string(drawing.EPCI(0))}}
			}
			for i := range len(test.declared) {
				e.Groupings[0].Declared = append(e.Groupings[0].Declared, d.Outline(test.declared[i])...)
			}
			policy := usual()
			policy.Declared = test.tolerance
			findings := findUnder(policy, e)[0]
			if diff := cmp.Diff(test.want, codes(findings)); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
			if len(findings) > 0 && test.territory == "AB" && findings[0].Units[0] != string(drawing.EPCI(0)) {
				t.Errorf("units %v, want the EPCI", findings[0].Units)
			}
		})
	}
}

func TestGroundThatMembersCountTwice(t *testing.T) {
	e := drawing.Draw(`AB`).Edition([]string{"AB"}, []string{"B"})
	e.Territories[0].Members = append(e.Territories[0].Members, geo.Member{ID: string(drawing.EPCI(0))})
	findings := find(e)[0]
	if diff := cmp.Diff([]string{"M04", "G08"}, codes(findings)); diff != "" {
		t.Fatalf("codes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"01002"}, findings[1].Units); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
}
