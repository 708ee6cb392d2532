package cog

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
)

// groupings reads a register of EPCI.
func groupings(t *testing.T, name string) []geo.Grouping {
	t.Helper()
	index := map[geo.SIREN]int{}
	var groupings []geo.Grouping
	for _, row := range rows(t, name, "siren", "nom", "type", "insee_commune") {
		siren := geo.SIREN(row[0])
		i, ok := index[siren]
		if !ok {
			i = len(groupings)
			index[siren] = i
			groupings = append(groupings, geo.Grouping{SIREN: siren, Name: row[1], Nature: row[2]})
		}
		groupings[i].Communes = append(groupings[i].Communes, geo.Code(row[3]))
	}
	return groupings
}

func TestSuccessorsOfTheEPCIOf2019(t *testing.T) {
	former, current := groupings(t, "epci-2019.csv.gz"), groupings(t, "epci-2025.csv.gz")
	gone := Successors(former, current, NewHistory(movements(t)), Day(2019), Day(2025))
	if len(gone) != 18 {
		t.Errorf("%d EPCI of 2019 are gone in 2025, want 18", len(gone))
	}
	got := map[geo.SIREN]string{}
	for _, s := range gone {
		for _, heir := range s.Heirs {
			got[s.Former.SIREN] += fmt.Sprintf("%s %d/%d %.2f, ", heir.SIREN, heir.Communes, len(s.Former.Communes), heir.Part)
		}
	}
	for siren, want := range map[geo.SIREN]string{
		"245900410": "200093201 90/90 1.00, ",                                           // métropole européenne de Lille, made again
		"245901061": "200093201 5/5 1.00, ",                                             // CC de la Haute Deûle, which joined it
		"200067221": "200096683 12/18 0.67, 200096675 6/18 0.33, ",                      // Centre Morbihan, cut in two
		"247700438": "200090504 12/19 0.63, 200072130 4/19 0.21, 247700339 3/19 0.16, ", // Pays Créçois, shared out
		"243900719": "200090579 27/30 0.90, 200069623 3/30 0.10, ",                      // Pays des Lacs, whose communes merged since
	} {
		if got[siren] != want {
			t.Errorf("%s went to %q, want %q", siren, got[siren], want)
		}
	}
	if again := Successors(current, current, nil, Day(2025), Day(2025)); again != nil {
		t.Errorf("a register has successors to itself: %v", again)
	}
}

func TestSuccessorsAreFoundBackwardsToo(t *testing.T) {
	one := geo.Grouping{SIREN: "1", Nature: "CC", Communes: []geo.Code{"01001", "01002"}}
	two := geo.Grouping{SIREN: "2", Nature: "CC", Communes: []geo.Code{"01002"}}
	merger := func(code geo.Code) geo.Movement {
		return geo.Movement{
			Mod: 32, Date: Day(2025), Before: geo.Commonalty{Type: commune, Code: code}, After: geo.Commonalty{Type: commune, Code: "01002"},
		}
	}
	got := Successors([]geo.Grouping{two}, []geo.Grouping{one}, NewHistory([]geo.Movement{merger("01001"), merger("01002")}), Day(2025), Day(2024))
	want := []Succession{{Former: two, Heirs: []Share{{SIREN: "1", Communes: 1, Part: 1}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestARegisterWithoutEPTTellsNothingOfThem(t *testing.T) {
	ept := geo.Grouping{SIREN: "1", Nature: geo.NatureEPT, Communes: []geo.Code{"93001"}}
	metropole := geo.Grouping{SIREN: "2", Nature: "METRO", Communes: []geo.Code{"93001"}}
	if gone := Successors([]geo.Grouping{ept, metropole}, []geo.Grouping{metropole}, nil, Day(2024), Day(2025)); len(gone) > 0 {
		t.Errorf("%v are gone, want none", gone)
	}
}

func TestAnEPTHasNoEPCIForSuccessor(t *testing.T) {
	former := []geo.Grouping{{SIREN: "1", Nature: geo.NatureEPT, Communes: []geo.Code{"93001", "93002"}}}
	current := []geo.Grouping{
		{SIREN: "2", Nature: "METRO", Communes: []geo.Code{"93001", "93002"}},
		{SIREN: "3", Nature: geo.NatureEPT, Communes: []geo.Code{"93001"}},
	}
	got := Successors(former, current, nil, Day(2024), Day(2025))
	want := []Succession{{Former: former[0], Heirs: []Share{{SIREN: "3", Communes: 1, Part: 0.5}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
