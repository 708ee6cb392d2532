package ingest

import (
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
)

func TestVintagesAreToldByColumnsThenBySheetsThenByTheNameOfTheFile(t *testing.T) {
	for _, test := range []struct {
		name    string
		role    format.Role
		columns []string
		sheet   string
		file    string
		want    geo.Vintage
	}{
		{"nothing", format.EPCI, []string{"siren", "insee"}, "", "epci.csv", 0},
		{"the name of a file", format.EPCI, []string{"siren", "insee"}, "", "epci-2025.csv.gz", 2025},
		{"a year beside letters", format.EPCI, nil, "", "epcicom2025.xlsx", 2025},
		{"a sheet before the name", format.EPCI, nil, "Epcicom2025", "download-2024.xlsx", 2025},
		{"a column before both", format.EPCI, []string{"siren", "pmun_2024"}, "Epcicom2025", "epci-2025.csv", 2024},
		{"people counted in another year than the codes", format.Communes, []string{"pmun_2021"}, "", "communes.geojson", 0},
		{"codes of a year", format.Communes, []string{"insee_2018", "nom"}, "", "communes.geojson", 2018},
		{"two years", format.Communes, nil, "", "communes-2018-2025.geojson", 0},
		{"a day of publication", format.EPCI, nil, "", "epci-2024-03-14.csv", 0},
		{"a day in digits", format.EPCI, nil, "", "epci-20240314.csv", 0},
		{"a number that is no year", format.EPCI, nil, "", "epci-1255.csv", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := vintageTold(test.role, test.columns, test.sheet, test.file); got != test.want {
				t.Errorf("vintage %d, want %d", got, test.want)
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
