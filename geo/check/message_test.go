package check

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/internal/drawing"
)

func TestSentencesNameWhatTheySpeakOf(t *testing.T) {
	unknown := func(id, name string) func(*geo.Edition) {
		return first(func(t *geo.Territory) { t.Members = append(t.Members, geo.Member{ID: id, Name: name}) })
	}
	for _, test := range []struct {
		name    string
		code    string
		example example
		message string // in English
		hint    string // in English
		units   []string
	}{
		{
			"a code that a spreadsheet cut", "M01",
			example{change: unknown("1099", "X")},
			"Member “1099” (X) of ti-01 is neither a SIREN (nine digits and a right key) nor the INSEE code of a commune.",
			"Correct the identifier in the list: probably 01099.",
			[]string{"1099"},
		},
		{
			"a code that movements follow", "M02",
			example{change: both(unknown("01099", "X"), func(e *geo.Edition) {
				e.Movements = []geo.Movement{
					{Date: day(2016, 1), Before: geo.Commonalty{Type: "COM", Code: "01099"}, After: geo.Commonalty{Type: "COM", Code: "01088"}},
					{Date: day(2019, 1), Before: geo.Commonalty{Type: "COM", Code: "01088"}, After: geo.Commonalty{Type: "COM", Code: "01002"}},
					{Date: day(2019, 1), Before: geo.Commonalty{Type: "COM", Code: "01088"}, After: geo.Commonalty{Type: "COMD", Code: "01088"}},
					{Date: day(2026, 1), Before: geo.Commonalty{Type: "COM", Code: "01002"}, After: geo.Commonalty{Type: "COM", Code: "01001"}},
				}
			})},
			"Member 01099 (X) of ti-01 is unknown to the registers of vintage 2025.",
			"By the movements of communes its successors are, since 2016-01-01: B (01002). Bring the list up to date.",
			[]string{"01099"},
		},
		{
			"a code that they do not know", "M02",
			example{change: both(unknown("01099", "X"), moved(day(2020, 1), "AB"))},
			"Member 01099 (X) of ti-01 is unknown to the registers of vintage 2025.",
			"The movements of communes have no successor of this code: check it.",
			[]string{"01099"},
		},
		{
			"a code, without movements", "M02",
			example{change: unknown("01099", "X")},
			"Member 01099 (X) of ti-01 is unknown to the registers of vintage 2025.",
			"Load the movements of communes of INSEE to know its successors, or check the code.",
			[]string{"01099"},
		},
		{
			"a SIREN", "M02",
			example{change: unknown("200000172", "X")},
			"Member 200000172 (X) of ti-01 is unknown to the registers of vintage 2025.",
			"The movements of communes say nothing of a SIREN: see whether it was dissolved or merged, or load the register that holds it.",
			[]string{"200000172"},
		},
		{
			"a SIREN whose name another has", "M02",
			example{groupings: []string{"AB"}, change: unknown("200000172", "Communauté de Communes Ab")},
			"Member 200000172 (Communauté de Communes Ab) of ti-01 is unknown to the registers of vintage 2025.",
			"The movements of communes say nothing of a SIREN; the register has a grouping of the same name: CC AB (200000008). " +
				"Check that it is its successor.",
			[]string{"200000172"},
		},
		{
			"a list without names", "M02",
			example{change: unknown("01099", "")},
			"Member 01099 of ti-01 is unknown to the registers of vintage 2025.",
			"Load the movements of communes of INSEE to know its successors, or check the code.",
			[]string{"01099"},
		},
		{
			"a SIREN that may be that of an EPT", "M02",
			example{groupings: []string{"A"}, change: unknown("200000172", "X")},
			"Member 200000172 (X) of ti-01 is unknown to the registers of vintage 2025.",
			"The register of EPT was not given: load it if this is one (--ept), else see whether the grouping was dissolved or merged.",
			[]string{"200000172"},
		},
		{
			"a code that is alive, in no register", "M02",
			example{change: both(unknown("01005", ""), moved(day(2016, 1), "EA", "AA"), moved(day(2024, 1), "AE", "AA"))},
			"Member 01005 of ti-01 is unknown to the registers of vintage 2025.",
			"It is a commune by the movements: load the register and the polygons that hold it.",
			[]string{"01005"},
		},
		{
			"a commune of a register, without a polygon", "M02",
			example{groupings: []string{"AE"}, change: unknown("01005", "E")},
			"Member 01005 (E) of ti-01 has no polygon.",
			"Load the polygons that are missing.",
			[]string{"01005"},
		},
		{
			"some communes without a polygon", "G08",
			example{groupings: []string{"AE"}, change: unknown(string(drawing.EPCI(0)), "CC")},
			"Member 200000008 (CC AE) of ti-01: without a polygon, 1 commune out of 2, 01005 (01005).",
			"Load the polygons that are missing.",
			[]string{"200000008", "01005"},
		},
		{
			"a member of two that no register has", "M03",
			example{territories: []string{"AE", "BE"}},
			"1 member of ti-01 in common with ti-02 (Territoire BE): 01005.",
			"Remove the member from one of the two territories.",
			[]string{"ti-02", "01005"},
		},
		{
			"a commune of two without a polygon", "M03",
			example{groupings: []string{"CE"}, territories: []string{"AE", "BE"}},
			"1 commune of ti-01 in common with ti-02 (Territoire BE): 01005 (01005).",
			"Remove the member from one of the two territories.",
			[]string{"ti-02", "01005"},
		},
		{
			"two members for a commune", "M04",
			example{groupings: []string{"AB"}, change: unknown(string(drawing.EPCI(0)), "")},
			"Twice in the perimeter, by A (01001) and by CC AB (200000008): 1 commune, A.",
			"Keep one of the two members in the list.",
			[]string{"01001", "200000008", "01001"},
		},
		{
			"a line twice", "M04",
			example{territories: []string{"AA"}},
			"Member A (01001) is twice in the list.", "Keep one of the two members in the list.",
			[]string{"01001", "01001"},
		},
		{
			"a name of its own", "M08",
			example{change: first(func(t *geo.Territory) { t.Members[0].Name = "Là-bas" })},
			"The list names member 01001 “Là-bas”, the register “A”.",
			"Take the name of the register, once the identifier is known to be right.",
			[]string{"01001"},
		},
		{
			"a nature", "M09",
			example{change: first(func(t *geo.Territory) { t.Members[0].Nature = "CC" })},
			"The list gives A (01001) the nature “CC”, the register “COM”.", "Take the nature of the register.",
			[]string{"01001"},
		},
		{
			"a part that comes", "G06",
			example{picture: `AACB`, territories: []string{"AB"}, change: was(2025, "A")},
			"The modification aggravates the split on land: from 1 part to 2 parts, from 0.0 to 7.7 km apart, with B.",
			"Review the modification: join what it parts, or take in what it surrounds.",
			[]string{"01002"},
		},
		{
			"a member elsewhere", "A03",
			example{territories: []string{"AB"}, change: func(e *geo.Edition) { e.Communes[1].Region = "24" }},
			"Outside the lead Region (Nord), 1 member: B (Sud).",
			"Have the other Region in the committee, or check the identifier of the member.",
			[]string{"01002"},
		},
		{
			"a population", "A04",
			example{territories: []string{"AB"}, change: first(func(t *geo.Territory) { t.Declared.Population = 150 })},
			"Declared population of 150, computed 200: 25.0% apart.",
			"Check the list of members and the year of the declared value.",
			[]string{"ti-01"},
		},
		{
			"communes that differ", "A05",
			example{change: first(func(t *geo.Territory) { t.Declared.Communes = letters("BE") })},
			"The declared list of communes differs from the computed perimeter: added, B (01002) and 01005 (01005); missing, A (01001).",
			"Make the list of communes and that of members agree.",
			[]string{"01002", "01005", "01001"},
		},
		{
			"a drift", "V01",
			example{territories: []string{"AB"}, change: had(2025, "A")},
			"The members are those of edition 3 (2025), but their communes changed: those that came, B (01002); that went, none.",
			"Have the committee validate the new perimeter, or change the list of members.",
			[]string{"01002"},
		},
		{
			"a drift below an amended list", "V01",
			example{groupings: []string{"A"}, territories: []string{""}, change: both(byEPCI(0), amended("AB", "C"))},
			"The amendment of the list aside, the communes of the members of edition 3 (2025) changed: those that came, none; " +
				"that went, B (01002).",
			"Have the committee validate the new perimeter, or change the list of members.",
			[]string{"01002"},
		},
		{
			"an identifier of another phase", "V04",
			example{territories: []string{"AB"}, change: elsewhere(geo.Territory{
				ID: "ti-01", Name: "Autre", Members: []geo.Member{{ID: "01002"}, {ID: "01003"}},
			})},
			"Identifier ti-01 is also that of “Autre” in another phase (1): 1 commune in common, out of 2 here and 2 there.",
			"Quote the phase with the identifier, or give a new one.",
			[]string{"ti-01"},
		},
		{
			"versions", "V03",
			example{change: first(func(t *geo.Territory) {
				t.Versions = []geo.Period{{Until: day(2024, 2)}, {From: day(2024, 1)}}
			})},
			"Versions 1 and 2 of the territory overlap, from 2024-01-01 to 2024-01-31.",
			"Let each version end on the day when the next one begins.",
			[]string{"ti-01"},
		},
		{
			"sources", "V02",
			example{change: from(source("communes", 2018), source("epci", 2025), source("ept", 2024))},
			"The edition is of vintage 2025, but not all its sources: communes 2018 (communes.csv) and ept 2024 (ept.csv).",
			"Load files of one year, give the passage table of communes or movements that go from their year to that of the edition, or say the vintage of the source if it was read wrong (--vintage-of).",
			[]string{"communes", "ept"},
		},
		{
			"a name that was mended", "Q01",
			example{change: first(func(t *geo.Territory) { t.Name, t.Published = "L’Un", "L'Un\u00a0" })},
			"The published name “L'Un⍽” was mended into “L’Un”: no-break spaces and apostrophes.", "",
			[]string{"ti-01"},
		},
		{
			"a name in the wrong encoding", "Q01",
			example{change: first(func(t *geo.Territory) { t.Name = "CrÃ©mieu" })},
			"The name “CrÃ©mieu” has characters that cannot be read.",
			"Correct the name in the list: probably “Crémieu”.",
			[]string{"ti-01"},
		},
	} {
		t.Run(test.code+" "+test.name, func(t *testing.T) {
			x := test.example
			if x.picture == "" {
				x.picture = `ABC`
			}
			if x.territories == nil {
				x.territories = []string{"A"}
			}
			findings := x.verdict().Findings
			i := slices.IndexFunc(findings, func(f Finding) bool { return f.Code == test.code })
			if i < 0 {
				t.Fatalf("findings %v", codes(findings))
			}
			f := findings[i]
			if diff := cmp.Diff([]string{test.message, test.hint}, []string{f.Message.EN, f.Hint.EN}); diff != "" {
				t.Errorf("message and hint (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.units, f.Units); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
		})
	}
}

func TestVersionsAreComparedWithTheOneThatEndsLast(t *testing.T) {
	for _, test := range []struct {
		name     string
		versions []geo.Period
		want     []string
	}{
		{
			"short ones within a long one",
			[]geo.Period{{Until: day(2025, 1)}, {From: day(2024, 1), Until: day(2024, 2)}, {From: day(2024, 3)}},
			[]string{
				"Versions 1 and 2 of the territory overlap, from 2024-01-01 to 2024-01-31.",
				"Versions 1 and 3 of the territory overlap, from 2024-03-01 to 2024-12-31.",
			},
		},
		{
			"one that begins where the longest ends",
			[]geo.Period{{Until: day(2025, 1)}, {From: day(2024, 1), Until: day(2024, 2)}, {From: day(2025, 1)}},
			[]string{"Versions 1 and 2 of the territory overlap, from 2024-01-01 to 2024-01-31."},
		},
		{
			"a gap",
			[]geo.Period{{Until: day(2025, 1)}, {From: day(2025, 3)}},
			[]string{"Between versions 1 and 2 of the territory there is a gap, from 2025-01-01 to 2025-02-28."},
		},
	} {
		x := example{picture: `AB`, territories: []string{"A"}, change: first(func(t *geo.Territory) { t.Versions = test.versions })}
		var got []string
		for _, f := range x.verdict().Findings {
			got = append(got, f.Message.EN)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// The names are those of lists of ANCT and of the register of DGCL.
func TestNamesDifferByMoreThanTypography(t *testing.T) {
	for _, test := range []struct {
		list, register string
		same           bool
	}{
		{"CC du Val d Amboise", "CC du Val d'Amboise", true},
		{"Le Havre Seine Métropole", "CU Le Havre Seine Métropole", true},
		{"CC Faucigny-Glières", "Communauté de communes Faucigny - Glières", true},
		{"CC du Canton d'Oulchy le Château", "CC du Canton d’Oulchy-le-Château\u00a0", true},
		{"CA du Bassin d'Arcachon Nord", "CA du Bassin d'Arcachon Nord (COBAN)", true},
		{"Saint-Etienne Métropole", "Saint-Étienne Métropole", true},
		{"Métropole d’Aix", "METRO Aix", true},
		{"CC Coeur de Loire", "CC Cœur de Loire", true},
		{"CC Alpes-Provence-Verdon Sources de lumière", `CC Alpes-Provence-Verdon "Sources de lumière"`, true},
		{"CC de St-Jean", "CC de Saint-Jean", true},
		{"CC de Saulieu", "CC de Saulieu-Morvan", false},
		{"CC du Pays Bellegardien (CCPB)", "CC Terre Valserhône (CCTV)", false},
		{"CA de Saint-Dizier Der et Blaise", "CA du Grand Saint-Dizier Der et Vallées", false},
		{"Métropole", "Commune", false},
	} {
		if same := folded(test.list) == folded(test.register); same != test.same {
			t.Errorf("%q (%s) and %q (%s) are the same: %v", test.list, folded(test.list), test.register, folded(test.register), same)
		}
	}
}

func TestNaturesInWordsAreThoseOfTheRegister(t *testing.T) {
	for text, want := range map[string]string{
		"Communauté de communes": "CC", "CA": "CA", "communauté  urbaine": "CU", "Métropole": "METRO", "METRO": "METRO", "MET69": "METRO",
		"Métropole de Lyon": "METRO", "Établissement public territorial": "EPT", "Commune": "COM", "PETR": "petr",
	} {
		if got := nature(text); got != want {
			t.Errorf("nature %q is %q, want %q", text, got, want)
		}
	}
}

func TestATextInTheWrongEncodingIsTold(t *testing.T) {
	for text, want := range map[string]bool{
		"CrÃ©mieu": true, "Ã‰tampes": true, "Lâ€™Isle": true, "Pontarlier\u00c2\u00a0": true, "CrÃ©mieu – Łódź": true, "A\ufffd": true, "A\x07": true,
		"Crémieu": false, "L’Âge – d’Or": false, "Château d’Âne": false, "Plain": false, "": false, "Łódź": false, "«\u00a0Ô\u00a0»": false,
	} {
		if got := unreadable(text); got != want {
			t.Errorf("%q cannot be read: %v, want %v", text, got, want)
		}
	}
}

func TestThePolicyOfARegionIsThatOfTheTerritoriesItLeads(t *testing.T) {
	x := example{picture: `ABC`, territories: []string{"AB"}, policy: func(p *Policy) {
		own := *p
		own.Members = 1
		own.Severities = map[string]Severity{"M06": Error}
		p.Regions = map[string]Policy{"24": own}
	}}
	if findings := x.verdict().Findings; len(findings) > 0 {
		t.Errorf("led by another Region: %v", codes(findings))
	}
	x.change = func(e *geo.Edition) {
		e.Territories[0].Region = "24"
		for i := range e.Communes {
			e.Communes[i].Region = "24"
		}
	}
	findings := x.verdict().Findings
	if len(findings) != 1 || findings[0].Code != "M06" || findings[0].Severity != Error {
		t.Errorf("led by the Region: %+v, want M06 as an error", findings)
	}
}

func TestWhatNoTerritoryCanBeJudgedByIsCommon(t *testing.T) {
	a, b := NotEvaluable{Code: "A04", Reason: geo.Text{FR: "a"}}, NotEvaluable{Code: "A05", Reason: geo.Text{FR: "b"}}
	other := NotEvaluable{Code: "A05", Reason: geo.Text{FR: "c"}}
	got := Common([]Verdict{{NotEvaluable: []NotEvaluable{a, b}}, {NotEvaluable: []NotEvaluable{a, other}}})
	if diff := cmp.Diff([]NotEvaluable{a}, got); diff != "" {
		t.Errorf("common (-want +got):\n%s", diff)
	}
	if got := Common(nil); len(got) > 0 {
		t.Errorf("common to no territory: %v", got)
	}
}

func TestADriftOfCommunesWithoutAPolygonIsPlacedOnThePerimeter(t *testing.T) {
	x := example{picture: `AB`, groupings: []string{"AC", "B"}, territories: []string{""}, change: both(byEPCI(0), had(2025, "A"))}
	for _, f := range x.verdict().Findings {
		if box, ok := f.Geometry.Bounds(); !ok {
			t.Errorf("%s has no place: %s, %v", f.Code, f.Message.EN, box)
		}
	}
	if got := codes(x.verdict().Findings); !slices.Contains(got, "V01") {
		t.Errorf("findings %v, want V01", got)
	}
}
