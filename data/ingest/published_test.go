package ingest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"perimetre/data/format"
	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

func quiet(string, int64, int64) {}

// readWith reads the country with some of its files replaced.
func readWith(t *testing.T, replaced map[string]string) (*geo.Edition, *ingest.Report) {
	t.Helper()
	edition, report, err := ingest.Read(t.Context(), files(t, replaced), quiet)
	if err != nil {
		t.Fatal(err)
	}
	return edition, report
}

func TestCodesAreReadAsSpreadsheetsLeaveThem(t *testing.T) {
	edition, report := readWith(t, map[string]string{
		"communes.geojson": strings.NewReplacer(`"01001"`, "1001", `"01002"`, `["01002"]`).Replace(twoCommunes),
		"epci.csv": "siren,nom,type,insee_commune,nom_commune,population\n" +
			"2.00000172E8,CC,CC,1001,A,10\n200000172.0,CC,CC,\"=\"\"01002\"\"\",B,1 020\nZZZZZZZZZ,Sans,,85113,Yeu,5\n",
		"epci.geojson": strings.Replace(onePolygon, `"200000172"`, "200000172.0", 1) + "\n" + strings.Replace(onePolygon, `"200000172"`, `"NC"`, 1),
		"territoires.csv": "id_ti;lib_ti;siren_groupement;lib_groupement;nature_juridique\n" +
			"=\"ti-01\";Un;\"2,00000172E+08\";CC;CC\nti-01;Un;\"1001 ; 2a004\";\"A ; Ajaccio\";commune\nti-01;Un;200000172;CC;CC\n",
	})
	want := []geo.Grouping{{SIREN: "200000172", Name: "CC", Nature: "CC", Communes: []geo.Code{"01001", "01002"}}}
	if diff := cmp.Diff(want, edition.Groupings, cmpopts.IgnoreFields(geo.Grouping{}, "Declared")); diff != "" || len(edition.Groupings[0].Declared) != 1 {
		t.Errorf("groupings, one with a polygon (-want +got):\n%s", diff)
	}
	if c := edition.Communes; len(c) != 2 || c[0].Code != "01001" || c[1].Population != 1020 {
		t.Errorf("communes %+v", c)
	}
	members := []geo.Member{{ID: "200000172", Name: "CC", Nature: "CC"}, {ID: "01001", Name: "A", Nature: "commune"}, {ID: "2A004", Name: "Ajaccio", Nature: "commune"}}
	if diff := cmp.Diff(members, edition.Territories[0].Members); diff != "" || edition.Territories[0].ID != "ti-01" {
		t.Errorf("members of %s (-want +got):\n%s", edition.Territories[0].ID, diff)
	}
	const zero = "INSEE codes had lost their leading zero: it is given back"
	remarks := []ingest.Remark{
		{File: "epci.csv", Problem: zero, Count: 1, Examples: []string{"line 2: 01001"}},
		{File: "epci.csv", Problem: "lines whose SIREN is none: their communes are in no grouping", Count: 1, Examples: []string{"85113"}},
		{File: "territoires.csv", Problem: zero, Count: 1, Examples: []string{"line 3: 01001"}},
		{File: "territoires.csv", Problem: "members that their territory has already: they are kept once", Count: 1, Examples: []string{"line 4: 200000172 in ti-01"}},
		{File: "communes.geojson", Problem: zero, Count: 1, Examples: []string{"feature 1: 01001"}},
		{File: "epci.geojson", Problem: "features without a SIREN: they are left aside", Count: 1, Examples: []string{"feature 2"}},
	}
	if diff := cmp.Diff(remarks, report.Remarks); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

func TestAnEPTStandsForItsMetropoleWhereACellHasBoth(t *testing.T) {
	const metropole, ept = "200054781", "200057974"
	replaced := map[string]string{
		"epci.csv":        strings.ReplaceAll(oneEPCI, "200000172,CC,CC", metropole+",MGP,METRO"),
		"ept.csv":         "siren,nom,type,insee_commune\n" + ept + ",EPT,EPT,01001\n",
		"territoires.csv": "id_ti,lib_ti,siren\nti-01,Un,200054781/200057974\nti-02,Deux,200054781 ; 200057974\nti-03,Trois,200054781/01001\n",
	}
	ids := func() (all []string) {
		edition, _ := readWith(t, replaced)
		for _, territory := range edition.Territories {
			text := territory.ID
			for _, m := range territory.Members {
				text += " " + m.ID
			}
			all = append(all, text)
		}
		return all
	}
	want := []string{"ti-01 " + ept, "ti-02 " + metropole + " " + ept, "ti-03 " + metropole + " 01001"}
	if diff := cmp.Diff(want, ids()); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	replaced["ept.csv"] = ""
	want[0] = "ti-01 " + metropole + " " + ept
	if diff := cmp.Diff(want, ids()); diff != "" {
		t.Errorf("members without a register of EPT (-want +got):\n%s", diff)
	}
}

func TestArrondissementsArePiecesOfTheirCommune(t *testing.T) {
	epci := strings.NewReplacer("01001,A", "75056,Paris", "01002,B", "69123,Lyon").Replace(oneEPCI)
	const left = `"insee":"01001","nom":"A"`
	const right = `"insee":"01002","nom":"B"`
	both := func(a, b string) string { return strings.NewReplacer(left, a, right, b).Replace(twoCommunes) }
	third := func(properties string) string {
		return `,{"type":"Feature","properties":{` + properties + `},"geometry":{"type":"Polygon","coordinates":[[[5,46],[5.2,46],[5.2,46.1],[5,46.1],[5,46]]]}}]}`
	}
	for _, test := range []struct {
		name, communes string
		want           []string // code, name, polygons
		remark         string
	}{
		{
			"two of Paris", both(`"insee":"75101","nom":"Paris 1er"`, `"insee":"75120","nom":"Paris 20e"`),
			[]string{"75056 Paris 1"},
			"arrondissements: they are made pieces of their commune [75101 75120]",
		},
		{
			"one of Lyon and one of Marseille", both(`"insee":"69381","nom":"Lyon 1er"`, `"insee":"13216","nom":"Marseille 16e"`),
			[]string{"13055 Marseille 1", "69123 Lyon 1"},
			"arrondissements: they are made pieces of their commune [69381 13216]",
		},
		{
			"two of Paris, beside Paris itself",
			strings.TrimSuffix(strings.TrimSpace(both(`"insee":"75101","nom":"1er"`, `"insee":"75120","nom":"20e"`)), "]}") + third(`"insee":"75056","nom":"Paris"`),
			[]string{"75056 Paris 1"},
			"arrondissements of a commune that the file has too: they are left out [75101 75120]",
		},
		{
			"codes next to those of arrondissements", both(`"insee":"69390","nom":"A"`, `"insee":"13217","nom":"B"`), []string{"13217 B 1", "69390 A 1"}, "",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			edition, report := readWith(t, map[string]string{"communes.geojson": test.communes, "epci.csv": epci})
			var got []string
			for _, c := range edition.Communes {
				got = append(got, string(c.Code)+" "+c.Name+" "+string(rune('0'+len(c.Geometry))))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("communes (-want +got):\n%s", diff)
			}
			remark := ""
			for _, r := range report.Remarks {
				remark += r.Problem + " [" + strings.Join(r.Examples, " ") + "]"
			}
			if remark != test.remark {
				t.Errorf("remarks %q, want %q", remark, test.remark)
			}
		})
	}
}

func TestOverseasCommunesInTheirPlaceAreRead(t *testing.T) {
	guadeloupe := strings.NewReplacer("5.2,46", "-61.2,16", "5.1,46", "-61.3,16", "5,46", "-61.4,16", `"01001"`, `"97105"`, `"01002"`, `"97106"`).Replace(twoCommunes)
	edition, _ := readWith(t, map[string]string{"communes.geojson": guadeloupe})
	if got := edition.Communes[0]; got.Code != "97105" || got.Departement != "971" {
		t.Errorf("commune %+v, want one of Guadeloupe", got)
	}
	swapped := strings.NewReplacer("[5.2,46", "[16,-61.2", "[5.1,46", "[16,-61.3", "[5,46", "[16,-61.4", `"01001"`, `"97105"`, `"01002"`, `"97106"`).Replace(twoCommunes)
	swapped = strings.NewReplacer("-61.2.1", "-61.25", "-61.3.1", "-61.35", "-61.4.1", "-61.45").Replace(swapped)
	_, _, err := ingest.Read(t.Context(), files(t, map[string]string{"communes.geojson": swapped}), quiet)
	if err == nil || !strings.Contains(err.Error(), "axes-swapped") || strings.Contains(err.Error(), "printed map") {
		t.Errorf("axes that are swapped are told as %v", err)
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func TestTheVersionInForceIsLoaded(t *testing.T) {
	const header = "id_ti,lib_ti,siren,date_debut,date_fin\n"
	none := time.Time{}
	for _, test := range []struct {
		name, lines string
		member      string // of the version that is loaded, on 1 January 2025
		versions    []geo.Period
		remark      string
	}{
		{"without periods", "t,Un,01001,,\n", "01001", nil, ""},
		{
			"the one that the list ends with", "t,Un,01001,2023-11-01,2024-06-30\nt,Un,01002,2024-07-01,\n", "01002",
			[]geo.Period{{From: day(2023, 11, 1), Until: day(2024, 7, 1)}, {From: day(2024, 7, 1)}},
			"",
		},
		{
			"not one that begins later", "t,Un,01002,2025-01-02,\nt,Un,01001,2023-11-01,2025-01-01\n", "01001",
			[]geo.Period{{From: day(2023, 11, 1), Until: day(2025, 1, 2)}, {From: day(2025, 1, 2)}},
			"",
		},
		{
			"one that begins that day", "t,Un,01001,,31/12/2024\nt,Un,01002,01/01/2025,\n", "01002",
			[]geo.Period{{Until: day(2025, 1, 1)}, {From: day(2025, 1, 1)}},
			"",
		},
		{
			"of two in force, the one that began last", "t,Un,01002,2024-01-01,\nt,Un,01001,2023-01-01,2030-01-01\n", "01002",
			[]geo.Period{{From: day(2023, 1, 1), Until: day(2030, 1, 2)}, {From: day(2024, 1, 1)}},
			"",
		},
		{
			"where none is, the latest before", "t,Un,01001,2020-01-01,2020-12-31\nt,Un,01002,2022-01-01,2022-12-31\nt,Un,200000172,2026-01-01,\n", "01002",
			[]geo.Period{{From: day(2020, 1, 1), Until: day(2021, 1, 1)}, {From: day(2022, 1, 1), Until: day(2023, 1, 1)}, {From: day(2026, 1, 1)}},
			"t",
		},
		{
			"where none began, the earliest", "t,Un,01001,2027-01-01,\nt,Un,01002,2026-01-01,2026-12-31\n", "01002",
			[]geo.Period{{From: day(2026, 1, 1), Until: day(2027, 1, 1)}, {From: day(2027, 1, 1)}},
			"t",
		},
		{"a version may have another name", "t,Un,01001,,2023-12-31\nt,Deux,01002,2024-01-01,\n", "01002", []geo.Period{{Until: day(2024, 1, 1)}, {From: day(2024, 1, 1)}}, ""},
		{"the only one is over", "t,Un,01001,,2023-12-31\n", "01001", nil, "t"},
	} {
		t.Run(test.name, func(t *testing.T) {
			edition, report := readWith(t, map[string]string{"territoires.csv": header + test.lines})
			got := edition.Territories[0]
			if len(edition.Territories) != 1 || len(got.Members) != 1 || got.Members[0].ID != test.member {
				t.Errorf("territories %+v, want one of %s", edition.Territories, test.member)
			}
			if diff := cmp.Diff(test.versions, got.Versions); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
			remark := ""
			for _, r := range report.Remarks {
				remark += strings.Join(r.Examples, " ")
			}
			if remark != test.remark {
				t.Errorf("remarks %+v, want one on %q", report.Remarks, test.remark)
			}
			if test.versions == nil && got.Period.From != none {
				t.Errorf("period %v", got.Period)
			}
		})
	}
}

func TestWhatAListDeclaresIsKept(t *testing.T) {
	edition, report := readWith(t, map[string]string{
		"territoires.csv": "id_ti,lib_ti,siren,superficie_ti_km2,pop_ti\nt1,Un,01001,\"1 234,5\",12 345\nt1,Un,01002,,NC\nt2,Deux,01002,,\n",
		"declared.csv":    "\ufeffid_ti;lib_ti;insee_com\nt1;Un;\"01002 ; 1001\"\nt1;Un;01002\nt1;Un;75120\nt9;Neuf;01001\n",
	})
	want := []geo.Declaration{
		{Communes: []geo.Code{"01001", "01002", "75056"}, AreaKm2: 1234.5, Population: 12345},
		{},
	}
	var got []geo.Declaration
	for _, territory := range edition.Territories {
		got = append(got, territory.Declared)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("declared (-want +got):\n%s", diff)
	}
	last := report.Remarks[len(report.Remarks)-1]
	if !strings.Contains(last.Problem, "territories that the list of members does not have") || last.Examples[0] != "t9" {
		t.Errorf("the last remark is %+v, want one on t9", last)
	}
}

func TestNamesOfTerritoriesAreMended(t *testing.T) {
	edition, _ := readWith(t, map[string]string{
		"territoires.csv": "id_ti,lib_ti,siren\nt1,L’Arve\u00a0,01001\nt1,L’Arve,01002\nt2,\"=\"\"Deux\"\"\",01001\nt3,IsÃ¨re,01001\n",
	})
	var got []string
	for _, territory := range edition.Territories {
		got = append(got, territory.Name+"|"+territory.Published)
	}
	if diff := cmp.Diff([]string{"L’Arve|L’Arve\u00a0", "Deux|", "Isère|IsÃ¨re"}, got); diff != "" {
		t.Errorf("names and published names (-want +got):\n%s", diff)
	}
}

func TestTheLostZeroOfARegionIsGivenBack(t *testing.T) {
	edition, report := readWith(t, map[string]string{
		"territoires.csv": "id_ti,lib_ti,siren,region\nt1,Un,01001,1\nt2,Deux,01001,84.0\nt3,Trois,01001,NR\n",
	})
	var got []string
	for _, territory := range edition.Territories {
		got = append(got, territory.Region)
	}
	if diff := cmp.Diff([]string{"01", "84", ""}, got); diff != "" || len(report.Remarks) != 1 {
		t.Errorf("regions, with remarks %v (-want +got):\n%s", report.Remarks, diff)
	}
}

func TestOtherPhasesAreReadBesides(t *testing.T) {
	given := files(t, nil)
	given.Phase = "2"
	for _, phase := range []string{"3", "1"} {
		path := filepath.Join(t.TempDir(), "phase"+phase+".csv")
		if err := os.WriteFile(path, []byte("id_ti,lib_ti,siren\nti-02,Deux,01002\nti-01,Un,01001\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		given.Others = append(given.Others, ingest.List{Phase: phase, Path: path})
	}
	edition, report, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, territory := range append(edition.Territories, edition.Others...) {
		got = append(got, territory.Phase+" "+territory.ID)
	}
	if diff := cmp.Diff([]string{"2 ti-01", "1 ti-01", "1 ti-02", "3 ti-01", "3 ti-02"}, got); diff != "" {
		t.Errorf("territories and others (-want +got):\n%s", diff)
	}
	if report.Territories != 1 || len(edition.Sources) != 5 {
		t.Errorf("%d territories of %d sources, want 1 of 5", report.Territories, len(edition.Sources))
	}
	var phases []string
	for _, reading := range report.Readings {
		phases = append(phases, string(reading.Role)+" "+reading.Phase)
	}
	if diff := cmp.Diff([]string{"epci ", "territoires 2", "territoires 1", "territoires 3", "communes "}, phases); diff != "" {
		t.Errorf("readings (-want +got):\n%s", diff)
	}
}

func TestTheWorkbookOfDGCLGivesTheEditionOfItsTable(t *testing.T) {
	race.LeaveOut(t)
	given := files(t, nil)
	given.EPCI = shared.File(t, "epci-2025.csv.gz")
	table, _, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	given.EPCI = shared.File(t, "dgcl-epcicom-2025.xlsx")
	workbook, report, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(table.Groupings, workbook.Groupings); diff != "" || len(workbook.Groupings) != 1255 {
		t.Errorf("%d groupings, want 1255 (-csv +xlsx):\n%.2000s", len(workbook.Groupings), diff)
	}
	reading := report.Readings[0]
	if reading.Dialect != format.DGCL || reading.Sheet != "Epcicom2025" || reading.Records != 34871 || len(report.Remarks) > 0 {
		t.Errorf("reading %+v, remarks %v", reading, report.Remarks)
	}
}

// The lists of ANCT that are published have no-break spaces in their names, and no other fault.
func TestTheNamesOfTheRealListAreMended(t *testing.T) {
	given := files(t, nil)
	given.Territoires = shared.File(t, "territoires-industrie-183-2024.csv")
	edition, report, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	var mended []string
	for _, territory := range edition.Territories {
		if strings.ContainsRune(territory.Name, '\u00a0') && !strings.Contains(territory.Name, "\u00a0:") {
			t.Errorf("%q keeps a no-break space", territory.Name)
		}
		if territory.Published != "" {
			mended = append(mended, territory.ID)
		}
	}
	if want := strings.Fields("ti-2808 ti-4411 ti-4421 ti-5203 ti-8412 ti-8417 ti-9303 ti-9401"); len(edition.Territories) != 183 || len(report.Remarks) > 0 || !cmp.Equal(want, mended) {
		t.Errorf("%d territories, %v mended, remarks %v, want 183, %v and none", len(edition.Territories), mended, report.Remarks, want)
	}
}
