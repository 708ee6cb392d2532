package crs

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
)

// Boxes are those of geo/cog, which hold each département with a margin, but that of Guyane, whose margin leaves the datum.
func TestASystemCoversItsGroundAndNoOther(t *testing.T) {
	for name, test := range map[string]struct {
		box  use
		want []Code
	}{
		"Finistère":                {use{-5.2, 47.65, -3.33, 48.81}, []Code{2154, 3857, 3035}},
		"Haute-Corse":              {use{8.52, 41.78, 9.61, 43.08}, []Code{2154, 3857, 3035}},
		"Guadeloupe":               {use{-61.86, 15.78, -60.95, 16.57}, []Code{5490, 3857, 32620}},
		"Guyane":                   {use{-54.61, 2.11, -51.61, 5.75}, []Code{2972, 3857, 32622}},
		"La Réunion":               {use{55.16, -21.44, 55.89, -20.82}, []Code{2975, 3857, 32740}},
		"Mayotte":                  {use{44.96, -13.06, 45.35, -12.58}, []Code{4471, 3857, 32738}},
		"Saint-Pierre-et-Miquelon": {use{-56.55, 46.7, -56.05, 47.2}, []Code{4467, 3857, 32621}},
		"metropole and La Réunion": {use{-5.2, -21.44, 55.89, 51.14}, []Code{3857}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, code := range Codes() {
				d, _ := code.definition()
				want := slices.Contains(test.want, code) || code == WGS84 || code == CRS84
				if got := code.Covers(test.box.west, test.box.south, test.box.east, test.box.north); d.conversion.method != geographic && got != want {
					t.Errorf("%v covers it: %t, want %t", code, got, want)
				}
			}
		})
	}
	if Code(27572).Covers(2, 48, 2, 48) {
		t.Error("a system that is not in the table covers Paris")
	}
}

// GDAL writes the area of use of the register: south, west, north, east.
func TestAreasOfUseAreThoseOfTheRegister(t *testing.T) {
	bounds := regexp.MustCompile(`BBOX\[([-0-9., ]+)\]`)
	for _, code := range Codes() {
		u, ok := code.use()
		if !ok {
			t.Errorf("%v has no area of use", code)
		}
		if code == CRS84 || code == 2972 || code >= 32620 && code <= 32740 {
			continue // which is none of EPSG, or is used beyond
		}
		found := bounds.FindStringSubmatch(srsinfo(t, "-o", "wkt2", code.String()))
		want := fmt.Sprintf("%v,%v,%v,%v", u.south, u.west, u.north, u.east)
		if found == nil || found[1] != want {
			t.Errorf("the area of use of %v is %v, in the register %v", code, want, found)
		}
	}
}
