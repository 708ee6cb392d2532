package ingest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/ingest"
	"perimetre/data/policy"
	"perimetre/geo"
)

func TestACellOfSeveralIDsIsSeveralTerritories(t *testing.T) {
	edition, _ := readWith(t, map[string]string{
		"territoires.csv": "id_ti,lib_ti,siren\nti-02 ; ti-01,Deux ; Un,200000172\nti-01,Un,01001\nti-03;ti-04,Pareil ,01002\n",
		"declared.csv":    "id_ti,insee_com\nti-01;ti-02,01001\nti-02,01002\n",
	})
	want := []geo.Territory{
		{ID: "ti-01", Name: "Un", Members: []geo.Member{{ID: "200000172"}, {ID: "01001"}}, Declared: geo.Declaration{Communes: []geo.Code{"01001"}}},
		{ID: "ti-02", Name: "Deux", Members: []geo.Member{{ID: "200000172"}}, Declared: geo.Declaration{Communes: []geo.Code{"01001", "01002"}}},
		{ID: "ti-03", Name: "Pareil", Members: []geo.Member{{ID: "01002"}}},
		{ID: "ti-04", Name: "Pareil", Members: []geo.Member{{ID: "01002"}}},
	}
	if diff := cmp.Diff(want, edition.Territories); diff != "" {
		t.Errorf("territories (-want +got):\n%s", diff)
	}
}

func TestTheDaysOfVersionsAreReadUnderTheirUsualNames(t *testing.T) {
	for _, header := range []string{"date_debut,date_fin", "debut,fin", "valid_from,valid_until"} {
		edition, report := readWith(t, map[string]string{
			"territoires.csv": "id_ti,lib_ti,siren," + header + "\nti-01,Un,01001,2020-01-01,2023-12-31\nti-01,Un,200000172,2024-01-01,\n",
		})
		territory := edition.Territories[0]
		if len(territory.Members) != 1 || territory.Members[0].ID != "200000172" || len(territory.Versions) != 2 || report.Remarks != nil {
			t.Errorf("%s: %+v, want the second of two versions and no remark of %+v", header, territory, report.Remarks)
		}
	}
}

func TestColumnsOfDaysThatAreNotReadAreTold(t *testing.T) {
	_, report := readWith(t, map[string]string{
		"territoires.csv": "id_ti,lib_ti,siren,depuis,jusque,habitants\nti-01,Un,01001,2020-01-01,31/12/2023,45000\n",
	})
	if len(report.Remarks) != 1 {
		t.Fatalf("remarks %+v, want one", report.Remarks)
	}
	got := report.Remarks[0]
	if diff := cmp.Diff([]string{"depuis", "jusque"}, got.Examples); diff != "" || !strings.HasPrefix(got.Problem, "columns of days that are not read") {
		t.Errorf("remark %+v (-want +got):\n%s", got, diff)
	}
}

func TestOthersKeepOnlyWhatTheyAreComparedBy(t *testing.T) {
	given := files(t, nil)
	path := filepath.Join(t.TempDir(), "other.csv")
	text := "id_ti,lib_ti,siren,date_debut,pop_ti\nti-01,Un,200000172,2020-01-01,12\nti-01,Un,01001,2024-01-01,13\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	given.Phase, given.Others = "2", []ingest.List{{Phase: "1", Path: path}}
	edition, _, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	want := []geo.Territory{{Phase: "1", ID: "ti-01", Name: "Un", Members: []geo.Member{{ID: "01001"}}}}
	if diff := cmp.Diff(want, edition.Others); diff != "" {
		t.Errorf("others (-want +got):\n%s", diff)
	}
}

func TestAnArrondissementAsAMemberIsItsCommune(t *testing.T) {
	edition, report := readWith(t, map[string]string{"territoires.csv": "id_ti,lib_ti,siren\nti-01,Un,75101\nti-01,Un,01001\n"})
	if diff := cmp.Diff([]geo.Member{{ID: "75056"}, {ID: "01001"}}, edition.Territories[0].Members); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	want := []ingest.Remark{{
		File: "territoires.csv", Problem: "members that are arrondissements: their commune is the member", Count: 1, Examples: []string{"line 2: 75101"},
	}}
	if diff := cmp.Diff(want, report.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

func TestAListAloneTakesTheEPTForItsMetropole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte("id_ti,lib_ti,siren\nti-01,Un,200054781/200057974\nti-02,Deux,200054781/01001\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := ingest.Territories(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []geo.Territory{
		{ID: "ti-01", Name: "Un", Members: []geo.Member{{ID: "200057974"}}},
		{ID: "ti-02", Name: "Deux", Members: []geo.Member{{ID: "200054781"}, {ID: "01001"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("territories (-want +got):\n%s", diff)
	}
}

func TestMovementsAreReadWithTheDaysOfLists(t *testing.T) {
	edition, _ := readWith(t, map[string]string{"movements.csv": strings.ReplaceAll(oneMerger, "2020-01-01", "01/01/2020")})
	if len(edition.Movements) != 2 || !edition.Movements[0].Date.Equal(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("movements %+v, want two of 1 January 2020", edition.Movements)
	}
}

func TestPolygonsOfTheYearOfTheRegistersAreNotComparedWithAnOlderPassage(t *testing.T) {
	given := files(t, map[string]string{"movements.csv": oneMerger, "passage.csv": "insee_2018,insee_2025\n01001,01002\n01002,01002\n"})
	given.Vintages = ingest.Vintages{format.Communes: 2025}
	edition, report, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if m := report.Movements; m.Geometry != edition.Sources[0].Vintage || m.Geometry != 2025 || m.Differ != nil {
		t.Errorf("polygons of %d, and of %d for their movements, which differ by %+v; want 2025 and none", edition.Sources[0].Vintage, m.Geometry, m.Differ)
	}
}

func TestAPolicyOfARegionThatTheCountryDoesNotHaveIsRefused(t *testing.T) {
	p, err := policy.Read(strings.NewReader("regions: {\"99\": {}}"), "policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	given := files(t, nil)
	given.Policy = &p
	if _, _, err := ingest.Read(t.Context(), given, quiet); err == nil || !strings.Contains(err.Error(), `there is no Region "99"`) {
		t.Errorf("%v, want that 99 is none", err)
	}
}
