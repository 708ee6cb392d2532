package main

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/policy"
	"perimetre/geo/inspection"
	"perimetre/internal/shared"
)

// The polygons that ANCT published for the first phase took in communes of the same name as a member, and have points where
// communes stand for themselves.
func TestPublishedPolygonsOfTheFirstPhaseAreNamedWithTheirFaults(t *testing.T) {
	file, err := readPolygons(t.Context(), shared.File(t, "territoires-industrie-149-anct.geojson.gz"), layerFlags{})
	if err != nil {
		t.Fatal(err)
	}
	report := inspection.Inspect(file.records, file.units, policy.France())
	got := map[string][]string{}
	for _, d := range report.Defects {
		if d.Code == "geometry-empty" || d.Code == "part-stray" {
			got[d.Code] = append(got[d.Code], fmt.Sprint(d.Units, " ", d.Detail.EN))
		}
	}
	want := map[string][]string{
		"geometry-empty": {
			"[ti-2706] Nevers Val de Loire (ti-2706), GeometryCollection",
			"[ti-8416] Vallées du Gier et de l'Ondaine - Loire Sud (ti-8416), GeometryCollection",
			"[ti-9301] Aix-Marseille-Provence (ti-9301), MultiPoint",
			"[ti-9303] Carros (ti-9303), MultiPoint",
			"[ti-9307] Toulon-Provence-Méditerranée (ti-9307), MultiPoint",
		},
		"part-stray": {
			"[ti-1104] Grand-Orly Seine Bièvre (ti-1104), 149 km away",
			"[ti-1105] Grand Roissy (ti-1105), 624 km away",
			"[ti-1104] Grand-Orly Seine Bièvre (ti-1104), 104 km away",
			"[ti-1104] Grand-Orly Seine Bièvre (ti-1104), 154 km away",
			"[ti-1104] Grand-Orly Seine Bièvre (ti-1104), 189 km away",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("features without a polygon, and parts far away (-want +got):\n%s", diff)
	}
}
