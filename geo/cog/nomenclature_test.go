package cog

import (
	"slices"
	"testing"

	"perimetre/geo"
)

func TestFranceHas101DepartementsIn18Regions(t *testing.T) {
	france := France()
	if got := len(france.Departements); got != 101 {
		t.Errorf("%d départements, want 101", got)
	}
	if got := len(france.Regions); got != 18 {
		t.Errorf("%d régions, want 18", got)
	}
	for _, d := range france.Departements {
		named := slices.ContainsFunc(france.Regions, func(r geo.Division) bool { return r.Code == france.RegionOf[d.Code] })
		if d.Name == "" || !named {
			t.Errorf("département %q: name %q, région %q", d.Code, d.Name, france.RegionOf[d.Code])
		}
	}
	if got := france.RegionOf["2A"]; got != "94" {
		t.Errorf("région of 2A is %q, want 94", got)
	}
}

func TestAddRenamesWhatIsThere(t *testing.T) {
	n := France()
	n.Add(geo.Division{Code: "67", Name: "Bas-Rhin (CEA)"}, geo.Division{Code: "44", Name: "Grand Est"})
	if got := len(n.Departements); got != 101 {
		t.Errorf("%d départements after renaming one, want 101", got)
	}
}
