package ingest

import (
	"slices"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
)

func TestVintagesAreToldByColumnsThenByTheNameOfTheFile(t *testing.T) {
	for _, test := range []struct {
		name    string
		role    format.Role
		columns []string
		file    string
		want    []geo.Vintage
	}{
		{"nothing", format.EPCI, []string{"siren", "insee"}, "epci.csv", nil},
		{"the name of a file", format.EPCI, []string{"siren", "insee"}, "epci-2025.csv.gz", []geo.Vintage{2025}},
		{"a year beside letters", format.EPCI, nil, "epcicom2025.xlsx", []geo.Vintage{2025}},
		{"a column before the name", format.EPCI, []string{"siren", "pmun_2024"}, "epci-2025.csv", []geo.Vintage{2024}},
		{"people counted in another year than the codes", format.Communes, []string{"pmun_2021"}, "communes.geojson", nil},
		{"codes of a year", format.Communes, []string{"insee_2018", "nom"}, "communes.geojson", []geo.Vintage{2018}},
		{"both years of a passage", format.Passage, []string{"insee_2025", "insee_2018"}, "passage.csv", []geo.Vintage{2018, 2025}},
		{"a day of publication", format.EPCI, nil, "epci-2024-03-14.csv", nil},
		{"a day in digits", format.EPCI, nil, "epci-20240314.csv", nil},
		{"a number that is no year", format.EPCI, nil, "epci-1255.csv", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := vintagesIn(test.role, test.columns, test.file); !slices.Equal(got, test.want) {
				t.Errorf("vintages %v, want %v", got, test.want)
			}
		})
	}
}

func TestVintagesOfTheUserAreReadStrictly(t *testing.T) {
	vintages := Vintages{}
	if err := vintages.Set("epci=2024"); err != nil || vintages[format.EPCI] != 2024 {
		t.Errorf("%v, %v", vintages, err)
	}
	for text, want := range map[string]string{
		"epci":         "write it as ROLE=YEAR",
		"epci=24":      "write it as ROLE=YEAR, a year from 1943 to 2100",
		"epci=x":       "write it as ROLE=YEAR",
		"cantons=2024": `there is no role "cantons"`,
	} {
		if err := vintages.Set(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
