package format

import "testing"

func TestFindKnowsTheNamesOfOneField(t *testing.T) {
	for _, test := range []struct {
		name, column string
		names        []string
		want         string
	}{
		{"the same name", "insee_commune", []string{"nom", "insee_commune"}, "insee_commune"},
		{"the same name in capitals", "insee_com", []string{"NOM", "INSEE_COM"}, "INSEE_COM"},
		{"another name of the INSEE code", "insee_commune", []string{"nom", "insee"}, "insee"},
		{"that of IGN", "insee", []string{"nom_officiel", "code_insee"}, "code_insee"},
		{"that of a passage table", "insee_2018", []string{"nom", "insee"}, "insee"},
		{"the same name before another of the field", "insee", []string{"code_insee", "insee"}, "insee"},
		{"a SIREN", "siren", []string{"nom", "code_siren"}, "code_siren"},
		{"no name of the field", "insee_commune", []string{"nom", "siren"}, ""},
		{"a name that nobody knows", "quartier", []string{"insee", "quartier2"}, ""},
		{"a name that nobody knows but both", "quartier", []string{"insee", "Quartier"}, "Quartier"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := Find(test.names, test.column); got != test.want || ok != (test.want != "") {
				t.Errorf("Find(%v, %q) = %q, %v, want %q", test.names, test.column, got, ok, test.want)
			}
		})
	}
}
