package atlas

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/internal/drawing"
)

func build(t *testing.T) *Atlas {
	t.Helper()
	e := drawing.Draw(`
		AABB
		ACCB
		D..E`).Edition([]string{"AB", "CD"}, []string{"AB", "CE"})
	e.Communes[4].Departement, e.Communes[4].Region = "02", "24"
	a, defects := Build(e, check.Policy{})
	if len(defects) > 0 {
		t.Fatalf("defects %v", defects)
	}
	return a
}

func TestEveryLevelGroupsTheSameCommunes(t *testing.T) {
	a := build(t)
	for level, want := range map[geo.Level][]string{
		geo.Communes: {"01001", "01002", "01003", "01004", "01005"}, geo.Departements: {"01", "02"}, geo.Regions: {"11", "24"},
		geo.EPCI: {string(drawing.EPCI(0)), string(drawing.EPCI(1))}, geo.Territoires: {"ti-01", "ti-02"},
	} {
		var got []string
		for i, unit := range a.Units(level) {
			got = append(got, unit.Code)
			if found, ok := a.Find(level, unit.Code); !ok || found != i {
				t.Errorf("%s %s is found at %d, want %d", level, unit.Code, found, i)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", level, diff)
		}
	}
	if _, ok := a.Find(geo.Communes, "99999"); ok {
		t.Error("a commune that is not there is found")
	}
}

func TestSearchGivesTheUnitsThatABoxMeets(t *testing.T) {
	a := build(t)
	corner := a.Box().Min
	if diff := cmp.Diff([]int{3}, a.Search(geo.Communes, geo.Box{Min: corner, Max: corner})); diff != "" {
		t.Errorf("communes at the south-west corner (-want +got):\n%s", diff)
	}
	if got := a.Search(geo.Communes, a.Box()); len(got) != 5 {
		t.Errorf("communes in the whole box: %v", got)
	}
}

// The area and the length are those that PostGIS 3.3 gives for the union of the six cells, as geography.
func TestSummaryIsStable(t *testing.T) {
	a := build(t)
	summary := a.Summary(0)
	summary.NotEvaluable = summary.NotEvaluable[:1]
	got, err := json.Marshal(summary)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"ti-01","nom":"Territoire AB","communes":2,"polygons":1,"holes":0,"parts_by_edge":1,` +
		`"contiguity":"by-edge","area_km2":514.608,"perimeter_km":128.412,"findings":[],` +
		`"not_evaluable":[{"code":"M06","reason":{"fr":"la politique ne fixe pas de limite","en":"the policy sets no limit"}}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnAtlasTellsOnceWhatNoTerritoryCanBeJudgedBy(t *testing.T) {
	e := drawing.Draw(`AB`).Edition(nil, []string{"A", "B"})
	e.Territories[1].Region = ""
	e.Sources = []geo.Provenance{{Role: "epci", File: "epci.csv", Vintage: 2024}}
	a, _ := Build(e, check.Policy{})
	codes := func(all []check.NotEvaluable) (codes []string) {
		for _, n := range all {
			codes = append(codes, n.Code)
		}
		return codes
	}
	if diff := cmp.Diff([]string{"M06", "M07", "M08", "M09", "G06", "G08", "A04", "A05", "V01", "V04"}, codes(a.NotEvaluable)); diff != "" {
		t.Errorf("not evaluable for any territory (-want +got):\n%s", diff)
	}
	if got := codes(a.Territories[1].NotEvaluable); !slices.Contains(got, "A03") {
		t.Errorf("not evaluable for the second: %v, want A03 too", got)
	}
	if len(a.Findings) != 1 || a.Findings[0].Code != "V02" || a.Findings[0].Severity != check.Error {
		t.Errorf("findings about the edition: %+v, want V02", a.Findings)
	}
}

func TestAFeatureHasItsCodeAndItsPolygons(t *testing.T) {
	a := build(t)
	for _, level := range geo.Levels() {
		for i, unit := range a.Units(level) {
			f := a.Feature(level, i)
			if f.ID != unit.Code || f.Properties[0].Value != unit.Code || f.Property("nom") != unit.Name {
				t.Errorf("%s %d: feature %v", level, i, f.Properties)
			}
			if polygons, ok := f.Geometry.(geo.MultiPolygon); !ok || len(polygons) == 0 {
				t.Errorf("%s %s has no polygon", level, unit.Code)
			}
		}
	}
}

func TestWhatIfIsNotKept(t *testing.T) {
	a := build(t)
	what := a.WhatIf(&geo.Territory{ID: "what-if", Members: []geo.Member{{ID: "01004"}, {ID: "01005"}}})
	var got []string
	for _, f := range what.Findings {
		got = append(got, f.Code)
	}
	if diff := cmp.Diff([]string{"M05", "M07", "G01", "A01", "A02"}, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if len(a.Territories) != 2 {
		t.Errorf("%d territories after a what if, want 2", len(a.Territories))
	}
}
