package crs

import (
	"slices"
	"testing"
)

// Coordinates were computed with PROJ 9 from the longitude and the latitude of each town.
func TestTownsInMetres(t *testing.T) {
	for _, test := range []struct {
		name string
		x, y float64
		want []Code
	}{
		{"Paris in Lambert-93", 652_469, 6_862_035, []Code{2154}},
		{"Pointe-à-Pitre in UTM 20N", 657_103, 1_796_047, []Code{5490}},
		{"Fort-de-France in UTM 20N", 707_895, 1_616_074, []Code{5490}},
		{"Cayenne in UTM 22N", 352_535, 545_074, []Code{2972}},
		{"Saint-Denis in UTM 40S", 338_767, 7_690_356, []Code{2975}},
		{"Mamoudzou in UTM 38S", 524_963, 8_587_181, []Code{4471}},
		{"Saint-Pierre in UTM 21N", 562_596, 5_181_043, []Code{4467, 3857}},
		{"Rennes in Pseudo-Mercator", -187_017, 6_125_174, []Code{3857}},
		{"Paris in LAEA Europe", 3_760_772, 2_889_485, []Code{3035}},
		{"Marseille in Lambert-93 may be in Alsace in Pseudo-Mercator", 892_408, 6_246_981, []Code{2154, 3857}},
		{"degrees", 2.35, 48.85, nil},
		{"nowhere", 1e9, 1e9, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Plausible(test.x, test.y); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestSystemsAreNamed(t *testing.T) {
	if got := Code(2154).Name(); got != "RGF93 / Lambert-93" {
		t.Errorf("EPSG:2154 is %q", got)
	}
	if got := Code(27572).Name(); got != "" {
		t.Errorf("EPSG:27572 is %q, want no name: it is not in the table", got)
	}
	if got := Code(2154).Title(); got != "EPSG:2154 (RGF93 / Lambert-93)" {
		t.Errorf("EPSG:2154 has the title %q", got)
	}
	if got := Code(27572).Title(); got != "EPSG:27572" {
		t.Errorf("EPSG:27572 has the title %q, want its code alone", got)
	}
	if got := Code(2154).String(); got != "EPSG:2154" {
		t.Errorf("got %q", got)
	}
	if got := CRS84.String(); got != "OGC:CRS84" {
		t.Errorf("got %q", got)
	}
}
