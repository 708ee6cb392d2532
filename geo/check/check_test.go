package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/perimeter"
	"perimetre/internal/drawing"
)

// usual is the policy of the tests: the severities of the catalogue, tolerances that are plausible in France.
func usual() Policy {
	return Policy{Severities: map[string]Severity{}, Defects: map[string]Severity{}, Declared: 0.02, Area: 0.02, Population: 0.05, StrayKm: 50, SliverM: 1, VertexM: 0.05}
}

// find runs the catalogue over the territories of an edition.
func find(e *geo.Edition) [][]Finding { return findUnder(usual(), e) }

func findUnder(policy Policy, e *geo.Edition) [][]Finding {
	ground, _ := perimeter.NewGround(e)
	perimeters := make([]perimeter.Perimeter, len(e.Territories))
	for i, t := range e.Territories {
		perimeters[i] = ground.Perimeter(t.Members)
	}
	findings := make([][]Finding, len(perimeters))
	for i, verdict := range Territories(policy, ground, perimeters) {
		findings[i] = verdict.Findings
	}
	return findings
}

func codes(findings []Finding) []string {
	var codes []string
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestRules(t *testing.T) {
	for _, test := range []struct {
		name      string
		picture   string
		territory string
		change    func(*geo.Edition)
		want      []string
		units     []string // of the first finding
	}{
		{name: "a whole EPCI in one piece is clean", picture: `AB`, territory: "AB"},
		{
			name: "a SIREN with a wrong key is malformed", picture: `AB`, territory: "A",
			change: func(e *geo.Edition) { e.Territories[0].Members[0].ID = "200000173" },
			want:   []string{"M01"}, units: []string{"200000173"},
		},
		{
			name: "a sound SIREN that no register has is unknown", picture: `AB`, territory: "A",
			change: func(e *geo.Edition) { e.Territories[0].Members[0].ID = "200000172" },
			want:   []string{"M02"}, units: []string{"200000172"},
		},
		{
			name: "an EPCI whose communes have no polygon", picture: `AB`, territory: "A",
			change: func(e *geo.Edition) {
				e.Groupings = []geo.Grouping{{SIREN: drawing.EPCI(0), Communes: []geo.Code{"01009"}}}
				e.Territories[0].Members = append(e.Territories[0].Members, geo.Member{ID: string(drawing.EPCI(0))})
			},
			want: []string{"M02", "M07"}, units: []string{string(drawing.EPCI(0))},
		},
		{
			name: "a commune in two territories", picture: `AB`, territory: "A",
			change: func(e *geo.Edition) {
				e.Territories = append(e.Territories, geo.Territory{ID: "ti-02", Members: e.Territories[0].Members})
			},
			want: []string{"M03"}, units: []string{"ti-02", "01001"},
		},
		{
			name: "some communes of an EPCI that is no member", picture: `ABC`, territory: "AB",
			change: func(e *geo.Edition) {
				e.Groupings = []geo.Grouping{{SIREN: drawing.EPCI(0), Communes: []geo.Code{"01001", "01002", "01003"}}}
			},
			want: []string{"M05"}, units: []string{string(drawing.EPCI(0))},
		},
		{
			name: "all communes of an EPCI, one by one, cover it", picture: `ABC`, territory: "AB",
			change: func(e *geo.Edition) {
				e.Groupings = []geo.Grouping{{SIREN: drawing.EPCI(0), Communes: []geo.Code{"01001", "01002"}}}
			},
		},
		{
			name: "communes that came with their EPT leave no EPCI partly covered", picture: `ABC`, territory: "A",
			change: func(e *geo.Edition) {
				e.Groupings = []geo.Grouping{
					{SIREN: drawing.EPCI(0), Nature: "METRO", Communes: []geo.Code{"01001", "01002", "01003"}},
					{SIREN: drawing.EPCI(1), Nature: geo.NatureEPT, Communes: []geo.Code{"01001"}},
				}
				e.Territories[0].Members[0].ID = string(drawing.EPCI(1))
			},
		},
		{name: "two parts on one land", picture: `AACB`, territory: "AB", want: []string{"G01"}, units: []string{"01002"}},
		{name: "two islands are not split on land", picture: `AA.B`, territory: "AB", want: []string{"G03"}, units: []string{"01002"}},
		{name: "two ends of another island", picture: `AA.BCD`, territory: "ABD", want: []string{"G01", "G03"}, units: []string{"01004"}},
		{name: "a point of contact is enough, and is told", picture: `AC DB`, territory: "AB", want: []string{"G02"}, units: []string{"01001", "01002"}},
		{name: "a commune all around", picture: `AAA ABA AAA`, territory: "A", want: []string{"G04"}, units: []string{"01002"}},
		{name: "a lake", picture: `AAA A.A AAA`, territory: "A", want: []string{"G05"}, units: []string{}},
		{
			name: "several Regions and départements", picture: `AB`, territory: "AB",
			change: func(e *geo.Edition) { e.Communes[1].Region, e.Communes[1].Departement = "24", "02" },
			want:   []string{"A01", "A02", "A03"}, units: []string{"11", "24"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := drawing.Draw(test.picture).Edition(nil, []string{test.territory})
			if test.change != nil {
				test.change(e)
			}
			findings := find(e)[0]
			if diff := cmp.Diff(test.want, codes(findings)); diff != "" {
				t.Fatalf("codes (-want +got):\n%s", diff)
			}
			if len(findings) == 0 {
				return
			}
			if diff := cmp.Diff(test.units, findings[0].Units); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			for _, f := range findings {
				if f.Message.FR == "" || f.Message.EN == "" {
					t.Errorf("%s lacks a sentence: %+v", f.Code, f.Message)
				}
				if _, placed := place(f); !placed && len(ground(e)) > 0 {
					t.Errorf("%s has no place", f.Code)
				}
			}
		})
	}
}

func place(f Finding) (geo.Box, bool) {
	if f.Geometry == nil {
		return geo.Box{}, false
	}
	return f.Geometry.Bounds()
}

// ground gives the communes of the first territory.
func ground(e *geo.Edition) []int32 {
	g, _ := perimeter.NewGround(e)
	return g.Perimeter(e.Territories[0].Members).Communes
}

func TestWordingFollowsTheLanguage(t *testing.T) {
	got := say("%s, %s km : %s", "%s, %s km: %s",
		count{0, "point"}, quantity(12.34), list([]string{"A", "B", "C", "D", "E", "F", "G"}))
	want := geo.Text{
		FR: "0 point, 12,3 km : A, B, C, D, E et 2 autres",
		EN: "0 points, 12.3 km: A, B, C, D, E and 2 others",
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
