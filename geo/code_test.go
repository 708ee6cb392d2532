package geo

import "testing"

func TestCodesOfCommunes(t *testing.T) {
	for code, want := range map[Code]string{
		"01001": "01", "2A004": "2A", "2B033": "2B", "75056": "75", "97105": "971", "97611": "976",
		"": "", "1001": "", "010011": "", "2C001": "", "A1001": "", "0100A": "", "0A001": "",
	} {
		if got := code.Departement(); got != want || code.Valid() != (want != "") {
			t.Errorf("département of %q is %q, valid %v; want %q", code, got, code.Valid(), want)
		}
	}
}

func TestSIRENHasALuhnKey(t *testing.T) {
	for siren, want := range map[SIREN]bool{
		"200000172": true, "249710062": true, "210100012": true,
		"200000173": false, "20000017": false, "2000001720": false, "20000017A": false, "": false,
	} {
		if got := siren.Valid(); got != want {
			t.Errorf("SIREN %q valid: %v, want %v", siren, got, want)
		}
	}
}

func TestLevelsAreNamedAfterTheirCollections(t *testing.T) {
	for _, level := range Levels() {
		if got, err := ParseLevel(level.String()); err != nil || got != level {
			t.Errorf("ParseLevel(%q) = %v, %v", level.String(), got, err)
		}
	}
	if _, err := ParseLevel("cantons"); err == nil {
		t.Error("cantons is not a collection")
	}
}
