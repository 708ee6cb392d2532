package format

import (
	"errors"
	"testing"

	"perimetre/geo"
)

func TestRecordErrorNamesRecordProblemAndMend(t *testing.T) {
	err := &RecordError{
		File: "communes.geojson", Kind: Feature, Record: 12, Code: "01004",
		Problem: "ring 1 has 2 points", Mend: "remove it",
	}
	if got, want := err.Error(), "communes.geojson: feature 12 (01004): ring 1 has 2 points: remove it"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	err = &RecordError{File: "epci.csv", Kind: Line, Record: 3, Problem: "2 cells", Mend: "mend the line"}
	if got, want := err.Error(), "epci.csv: line 3: 2 cells: mend the line"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRecordErrorLeadsToThePosition(t *testing.T) {
	var err error = &RecordError{Cause: &CoordinateError{X: 652000, Y: 6862000}}
	var place *CoordinateError
	if !errors.As(err, &place) || place.X != 652000 || place.Y != 6862000 {
		t.Errorf("got %v", place)
	}
	if errors.As(&RecordError{}, &place) {
		t.Error("a record error without a cause has a position")
	}
	if got, want := place.Error(), "position (652000 6.862e+06) is outside longitudes -180…180 and latitudes -90…90"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCodeIsTheOneThatPeopleKnow(t *testing.T) {
	properties := func(name string, value any) []geo.Property {
		return []geo.Property{{Name: "surface", Value: 1.5}, {Name: name, Value: value}}
	}
	for _, test := range []struct {
		name    string
		feature geo.Feature
		want    string
	}{
		{"a commune's code wins over the id", geo.Feature{ID: "7", Properties: properties("INSEE_COM", "01004")}, "01004"},
		{"an EPCI has its SIREN, even as a number", geo.Feature{Properties: properties("siren", int64(200054781))}, "200054781"},
		{"a territory has its id", geo.Feature{Properties: properties("id_ti", "ti-0101")}, "ti-0101"},
		{"an empty code is no code", geo.Feature{ID: "7", Properties: properties("insee", "")}, "7"},
		{"a null code is no code", geo.Feature{ID: "7", Properties: properties("insee", nil)}, "7"},
		{"a feature without anything has none", geo.Feature{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Code(test.feature); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNameIsThatOfTheKindOfRecord(t *testing.T) {
	territory := []geo.Property{
		{Name: "lib_groupement", Value: "CC de l’Un, CC de l’Autre"}, {Name: "lib_ti", Value: "Les Deux"}, {Name: "id_ti", Value: "ti-0101"},
	}
	for _, test := range []struct {
		name    string
		feature geo.Feature
		want    string
	}{
		{"a territory that names its members too", geo.Feature{Properties: territory}, "Les Deux"},
		{"a grouping", geo.Feature{Properties: territory[:1]}, "CC de l’Un, CC de l’Autre"},
		{"a territory whose own name is not given", geo.Feature{Properties: []geo.Property{territory[0], territory[2]}}, "CC de l’Un, CC de l’Autre"},
		{"none", geo.Feature{Properties: territory[2:]}, ""},
	} {
		if got := Name(test.feature); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
