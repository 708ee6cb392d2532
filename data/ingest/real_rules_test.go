package ingest_test

import (
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/policy"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/atlas"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// lines gives the lines of a real table without its header.
func lines(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := source.Open(shared.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, err := csv.NewReader(io.Reader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// movements are those of INSEE since 1943.
func movements(t *testing.T) []geo.Movement {
	t.Helper()
	var all []geo.Movement
	for _, line := range lines(t, "insee-mouvements-communes-2026.csv.gz") {
		mod, err := strconv.Atoi(line[0])
		if err != nil {
			t.Fatal(err)
		}
		day, err := time.Parse(time.DateOnly, line[1])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, geo.Movement{
			Mod: mod, Date: day,
			Before: geo.Commonalty{Type: line[2], Code: geo.Code(line[3]), Name: line[7]},
			After:  geo.Commonalty{Type: line[8], Code: geo.Code(line[9]), Name: line[13]},
		})
	}
	return all
}

// list reads a list of territories as a table: members by id.
func list(t *testing.T, name, phase string) []geo.Territory {
	t.Helper()
	byID := map[string]*geo.Territory{}
	for _, line := range lines(t, name) {
		if byID[line[0]] == nil {
			byID[line[0]] = &geo.Territory{Phase: phase, ID: line[0], Name: line[1]}
		}
		byID[line[0]].Members = append(byID[line[0]].Members, geo.Member{ID: line[3], Name: line[4]})
	}
	var territories []geo.Territory
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		territories = append(territories, *byID[id])
	}
	return territories
}

// judged computes France again with what else an edition may hold.
func judged(t *testing.T, change func(*geo.Edition)) *atlas.Atlas {
	t.Helper()
	race.LeaveOut(t)
	e := *france2025(t).atlas.Edition
	e.Territories = slices.Clone(e.Territories)
	change(&e)
	a, _ := atlas.Build(&e, policy.France())
	return a
}

func countByRule(a *atlas.Atlas) (findings, notEvaluable map[string]int) {
	findings, notEvaluable = map[string]int{}, map[string]int{}
	for _, territory := range a.Territories {
		for _, f := range territory.Findings {
			findings[f.Code]++
		}
		for _, n := range territory.NotEvaluable {
			notEvaluable[n.Code]++
		}
	}
	return findings, notEvaluable
}

func TestFrance2025HasThisManyFindings(t *testing.T) {
	findings, notEvaluable := countByRule(france2025(t).atlas)
	want := map[string]int{"M05": 2, "M08": 10, "G01": 7, "G03": 8, "G04": 8, "G05": 1, "G08": 3, "A01": 15, "A02": 65, "A03": 3, "Q01": 8}
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Errorf("findings by rule (-want +got):\n%s", diff)
	}
	want = map[string]int{"M06": 183, "M09": 183, "G06": 183, "G08": 183, "A04": 183, "A05": 183, "V01": 183, "V04": 183}
	if diff := cmp.Diff(want, notEvaluable); diff != "" {
		t.Errorf("territories that rules cannot judge (-want +got):\n%s", diff)
	}
	if found := france2025(t).atlas.Findings; len(found) > 0 {
		t.Errorf("about the edition: %+v, want nothing: the passage brings the polygons of 2018 to 2025", found)
	}
}

// Every one of them was given a new name, or took another's place.
func TestMembersOfFrance2025WhoseNamesDiffer(t *testing.T) {
	var got []string
	for _, territory := range france2025(t).atlas.Territories {
		for _, f := range territory.Findings {
			if f.Code == "M08" {
				got = append(got, territory.ID+" "+f.Units[0])
			}
		}
	}
	want := []string{
		"ti-2702 242101442", "ti-2810 200068450", "ti-3201 200040947", "ti-4417 200068666", "ti-5204 200071678",
		"ti-7602 200067791", "ti-7605 243100567", "ti-7610 200066553", "ti-8407 244300307", "ti-8412 240100891",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

// In the list of the first phase 145 identifiers are those of the second.
func TestIdentifiersOfTheFirstPhaseAreReused(t *testing.T) {
	first := list(t, "territoires-industrie-149.csv", "1")
	a := judged(t, func(e *geo.Edition) { e.Others = first })
	both, other := 0, 0
	for _, territory := range a.Territories {
		if slices.ContainsFunc(first, func(f geo.Territory) bool { return f.ID == territory.ID }) {
			both++
		}
		if slices.ContainsFunc(territory.Findings, func(f check.Finding) bool { return f.Code == "V04" }) {
			other++
		}
	}
	if len(first) != 149 || both != 145 || other != 139 {
		t.Errorf("%d territories, %d identifiers in both phases, %d of them with another meaning, want 149, 145, 139", len(first), both, other)
	}
}

// The list of 2024 in the registers of 2024, then in those of 2025: 23 territories have other codes, but in all save these four
// because communes of theirs merged.
func TestTerritoriesDriftedBetween2024And2025(t *testing.T) {
	of := map[string][]geo.Code{}
	for _, table := range []string{"epci-2024.csv.gz", "ept-2025.csv.gz"} {
		for _, line := range lines(t, table) {
			of[line[0]] = append(of[line[0]], geo.Code(line[3]))
		}
	}
	for _, line := range lines(t, "communes-siren-2025.csv.gz") {
		of[line[0]] = append(of[line[0]], geo.Code(line[1]))
	}
	a := judged(t, func(e *geo.Edition) {
		e.Movements = movements(t)
		for i := range e.Territories {
			territory := &e.Territories[i]
			former := &geo.Validation{Edition: 1, Vintage: 2024, Members: territory.Members}
			for _, m := range territory.Members {
				former.Communes = append(former.Communes, of[m.ID]...)
			}
			slices.Sort(former.Communes)
			territory.Validated = former
		}
	})
	var got []string
	for _, territory := range a.Territories {
		for _, f := range territory.Findings {
			if f.Code == "V01" || f.Code == "G06" {
				got = append(got, f.Code+" "+territory.ID+" "+f.Message.EN)
			}
		}
	}
	const changed = " The members are those of edition 1 (2024), but their communes changed: those that came, "
	want := []string{
		"V01 ti-2404" + changed + "Bordeaux-en-Gâtinais (45041); that went, none.",
		"V01 ti-2407" + changed + "none; that went, Bordeaux-en-Gâtinais (45041).",
		"V01 ti-4407" + changed + "none; that went, Le Mont-Dieu (08300).",
		"V01 ti-7613" + changed + "Corneilla-la-Rivière (66058); that went, none.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// The amendments between the list of 2023 and that of 2024 make no perimeter worse; to take them back would.
func TestAmendmentsOf2024AggravateNothing(t *testing.T) {
	of2023, of2024 := list(t, "territoires-industrie-183-2023.csv", ""), list(t, "territoires-industrie-183-2024.csv", "")
	for _, test := range []struct {
		name          string
		former, later []geo.Territory
		want          []string
	}{
		{"as they were made", of2023, of2024, nil},
		{"taken back", of2024, of2023, []string{
			"G06 ti-7613 The modification aggravates the split on land: from 1 part to 2 parts, from 0.0 to 12.0 km apart, " +
				"with Amélie-les-Bains-Palalda, Arles-sur-Tech, Corsavy, Coustouges, La Bastide and 9 others.",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			reach := perimeter.Reach(france2025(t).atlas.Edition)
			a := judged(t, func(e *geo.Edition) {
				e.Territories = slices.Clone(test.later)
				for i, former := range test.former {
					e.Territories[i].Validated = &geo.Validation{
						Edition: 1, Vintage: e.Vintage, Members: former.Members, Communes: reach(former.Members),
					}
				}
			})
			var got []string
			for _, territory := range a.Territories {
				for _, f := range territory.Findings {
					if f.Code == "V01" || f.Code == "G06" {
						got = append(got, f.Code+" "+territory.ID+" "+f.Message.EN)
					}
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
