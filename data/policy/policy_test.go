package policy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/geo"
	"perimetre/geo/check"
)

func TestFranceKnowsItsAbsences(t *testing.T) {
	france := France()
	var names []string
	for _, absence := range france.KnownAbsences {
		names = append(names, absence.Name)
	}
	if diff := cmp.Diff([]string{"Llívia", "étang de Berre"}, names); diff != "" {
		t.Errorf("known absences (-want +got):\n%s", diff)
	}
	if france.SliverM != 1 || france.VertexM != 0.05 || france.Declared != 0.02 || france.StrayKm != 50 ||
		france.Area != 0.02 || france.Population != 0.05 || france.Members != 0 {
		t.Errorf("limits %+v", france)
	}
}

func TestAFileSaysWhatDiffers(t *testing.T) {
	other := func(change func(*check.Policy)) check.Policy {
		policy := France()
		change(&policy)
		return policy
	}
	for _, test := range []struct {
		name, text string
		want       check.Policy
	}{
		{"nothing", "", France()},
		{"a comment only", "# nothing differs\n", France()},
		{"keys without a value", "severities:\ntolerances:\nlimits:\n", France()},
		{"a severity of a rule", "severities: {M05: notice}", other(func(p *check.Policy) {
			p.Severities = map[string]check.Severity{"M05": check.Notice}
		})},
		{"severities of a rule and of a defect", "severities:\n  G07: warning\n  gap: info\n", other(func(p *check.Policy) {
			p.Severities = map[string]check.Severity{"G07": check.Warning}
			p.Defects = map[string]check.Severity{"gap": check.Info}
		})},
		{"a tolerance of zero", "tolerances:\n  sliver_m: 0\n", other(func(p *check.Policy) { p.SliverM = 0 })},
		{"a limit", "limits: {stray_km: 12.5}", other(func(p *check.Policy) { p.StrayKm = 12.5 })},
		{"tolerances of what is declared", "tolerances: {area: 0.1, population: 0}", other(func(p *check.Policy) { p.Area, p.Population = 0.1, 0 })},
		{"a limit of members", "limits: {members: 4}", other(func(p *check.Policy) { p.Members = 4 })},
		{"Regions without a value", "regions:\n", France()},
		{
			"a Region, which follows the rest of the file where it says nothing",
			"regions:\n  84:\n    severities: {M05: error}\n    limits: {members: 4}\n  01: {tolerances: {area: 0.5}}\nseverities: {M06: warning}\n",
			other(func(p *check.Policy) {
				p.Severities = map[string]check.Severity{"M06": check.Warning}
				first, second := *p, *p
				first.Severities = map[string]check.Severity{"M05": check.Error, "M06": check.Warning}
				first.Members = 4
				second.Area = 0.5
				first.Regions, second.Regions = nil, nil
				p.Regions = map[string]check.Policy{"84": first, "01": second}
			}),
		},
		{"a list of absences takes the place of the list", "known_absences:\n  - name: le lac\n    at: [-18.5, 45]\n", other(func(p *check.Policy) {
			p.KnownAbsences = []check.Place{{Name: "le lac", At: geo.Point{X: -18_5000000, Y: 45_0000000}}}
		})},
		{"an empty list too", "known_absences: []\nknown_strays: []\n", other(func(p *check.Policy) {
			p.KnownAbsences, p.KnownStrays = []check.Place{}, []check.Place{}
		})},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Read(strings.NewReader(test.text), "policy.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("policy (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFaultsAreToldWithTheirLine(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a field that does not exist", "limits:\n  stray_m: 3\n", `policy.yaml: line 2: unknown field "stray_m"`},
		{"a section that does not exist", "severities: {}\nlimit: {}\n", `policy.yaml: line 2: unknown field "limit"`},
		{"a section that comes twice", "limits: {}\nlimits: {}\n", `policy.yaml: line 2: mapping key "limits" already defined`},
		{"a rule that does not exist", "severities:\n  M05: info\n  X01: info\n", `policy.yaml: line 3: there is no rule and no defect "X01": one of `},
		{"a severity that does not exist", "severities:\n  M05: fatal\n", `policy.yaml: line 2: severity "fatal" is not one of`},
		{"severities that are a list", "severities:\n  - M05\n", "policy.yaml: line 2: severities are a list of NAME: SEVERITY"},
		{"a limit below zero", "limits:\n  stray_km: -1\n", "policy.yaml: line 2: -1 is not a number from 0"},
		{"a limit that is a word", "limits:\n  stray_km: far\n", "policy.yaml: line 2: far is not a number from 0"},
		{"a limit that is no number", "limits:\n  stray_km: .nan\n", "policy.yaml: line 2: .nan is not a number from 0"},
		{"a count that is not whole", "limits:\n  members: 4.5\n", "policy.yaml: line 2: 4.5 is not a whole number from 0"},
		{"a count below zero", "limits:\n  members: -4\n", "policy.yaml: line 2: -4 is not a whole number from 0"},
		{"Regions that are a list", "regions:\n  - 84\n", "policy.yaml: line 2: regions are a list of CODE"},
		{"a Region that knows an absence", "regions:\n  84:\n    known_absences: []\n", `policy.yaml: line 3: unknown field "known_absences"`},
		{"a rule that does not exist, in a Region", "regions:\n  84:\n    severities: {M00: info}\n", `policy.yaml: line 3: there is no rule and no defect "M00"`},
		{"a place of one number", "known_absences:\n  - name: lac\n    at: [3]\n", "policy.yaml: line 3: a place is [longitude, latitude]"},
		{"a place off the globe", "known_absences:\n  - name: lac\n    at: [3, 95]\n", "policy.yaml: line 3: latitude 95 is outside -90…90"},
		{"a second document", "limits: {}\n---\nlimits: {stray_km: 1}\n", "policy.yaml: there is a second document"},
		{"a text that is no YAML", "limits: [\n", "policy.yaml: line 1: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.text), "policy.yaml")
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s…", err, test.want)
			}
		})
	}
}

func TestRegionsThatTheCountryDoesNotHaveAreTold(t *testing.T) {
	p, err := Read(strings.NewReader("regions: {\"84\": {}, \"99\": {}}"), "policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	regions := []geo.Division{{Code: "84"}}
	if err := Fit(p, regions); err == nil || !strings.Contains(err.Error(), `there is no Region "99"`) {
		t.Errorf("%v, want that 99 is none", err)
	}
	if err := Fit(p, append(regions, geo.Division{Code: "99"})); err != nil {
		t.Error(err)
	}
}
