package web_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/web"
)

func TestFindings(t *testing.T) {
	c := serve(t, web.Config{})
	type summary struct {
		ID           string
		Communes     int
		Polygons     int
		PartsByEdge  int                     `json:"parts_by_edge"`
		NotEvaluable []struct{ Code string } `json:"not_evaluable"`
		Findings     []struct {
			Code     string
			Severity string
			State    string
			Message  struct{ FR, EN string }
			Hint     struct{ FR, EN string }
			Geometry *struct{ Type string }
		}
	}
	whole := decode[summary](t, c.get("/collections/territoires/items/t1/constats"))
	if whole.Findings == nil || len(whole.Findings) > 0 || whole.Communes != 2 || whole.PartsByEdge != 1 {
		t.Errorf("t1: %+v, want two communes in one part and an empty list of findings", whole)
	}
	if len(whole.NotEvaluable) == 0 {
		t.Error("t1: the page is not told what could not be judged")
	}
	split := decode[summary](t, c.get("/collections/territoires/items/t2/constats"))
	codes := map[string]bool{}
	for _, f := range split.Findings {
		codes[f.Code] = true
		if f.State != "open" || f.Severity != "info" && (f.Hint.FR == "" || f.Hint.EN == "") {
			t.Errorf("t2: finding %s has no hint, or is not open: %+v", f.Code, f)
		}
		if f.Message.FR == "" || f.Message.EN == "" || f.Geometry == nil {
			t.Errorf("t2: finding %s lacks a sentence or a place: %+v", f.Code, f)
		}
	}
	if !codes["G01"] || !codes["M02"] || split.PartsByEdge != 2 {
		t.Errorf("t2: findings %v in %d parts, want G01 and M02 in two", codes, split.PartsByEdge)
	}
}

func TestMembers(t *testing.T) {
	c := serve(t, web.Config{})
	type member struct {
		ID, Kind, Code, Nom string
		Communes            int
	}
	got := decode[struct{ Membres []member }](t, c.get("/collections/territoires/items/t2/membres"))
	want := []member{
		{"100000025", "epci", "100000025", "CC C", 1},
		{"100000041", "epci", "100000041", "CC E", 1},
		{"100000058", "unresolved", "100000058", "", 0},
	}
	if diff := cmp.Diff(want, got.Membres); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}
