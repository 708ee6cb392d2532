package geopackage_test

import (
	"path/filepath"
	"strings"
	"testing"

	"perimetre/internal/gdal"
)

func TestLayersInGDAL(t *testing.T) {
	path := made(t)
	layers := map[string][]string{
		"territoires": {
			"Geometry: Multi Polygon", "Feature Count: 3", "FID Column = OGC_FID", "Geometry Column = geom", `ID["EPSG",4326]`,
			"Extent: (2.000000, -21.100000) - (55.700000, 47.100000)",
			"id: String", "nom: String", "region: String", "communes: Integer", "population: Integer", "polygones: Integer",
			"trous: Integer", "parties: Integer", "superficie_km2: Real", "perimetre_km: Real", "severite: String",
		},
		"epci": {
			"Geometry: Multi Polygon", "Feature Count: 3", `ID["EPSG",4326]`,
			"siren: String", "nom: String", "nature: String", "communes: Integer", "population: Integer",
			"superficie_km2: Real", "perimetre_km: Real",
		},
		"communes": {
			"Geometry: Multi Polygon", "Feature Count: 11", `ID["EPSG",4326]`,
			"insee: String", "nom: String", "siren: String", "population: Integer", "epci: String", "departement: String",
			"region: String", "superficie_km2: Real",
		},
		"constats": {"Geometry: Unknown (any)", "territoire: String", "code: String", "severite: String", "message: String"},
		"reparations": {
			"Geometry: Multi Polygon", "Feature Count: 2", "nature: String", "avant: String", "apres: String", "superficie_m2: Real",
		},
		"sources": {"Geometry: None", "Feature Count: 2", "licence: String", "lu_le: DateTime"},
	}
	for layer, lines := range layers {
		t.Run(layer, func(t *testing.T) {
			got := gdal.Run(t, "ogrinfo", "-so", path, layer)
			for _, line := range lines {
				if !strings.Contains(got, line) {
					t.Errorf("ogrinfo does not say %q:\n%s", line, got)
				}
			}
		})
	}
	t.Run("no other layer", func(t *testing.T) {
		if got, want := strings.Count(gdal.Run(t, "ogrinfo", "-so", "-al", path), "Layer name: "), len(layers); got != want {
			t.Errorf("%d layers, want %d", got, want)
		}
	})
}

func TestFeaturesInGDAL(t *testing.T) {
	path := made(t)
	tests := map[string]struct {
		layer, where string
		want         []string
	}{
		"a territory with an enclave has a hole": {"territoires", "id = 'ti-2401'", []string{
			"nom (String) = L’Anneau", "communes (Integer64) = 8", "population (Integer64) = 685",
			"polygones (Integer64) = 1", "trous (Integer64) = 1", "parties (Integer64) = 1", "severite (String) = error",
		}},
		"a territory in two parts has no lead region": {"territoires", "id = 'ti-2402'", []string{
			"region (String) = (null)", "polygones (Integer64) = 2", "parties (Integer64) = 2", "MULTIPOLYGON (((2.1000001",
		}},
		"an unknown population is null": {"communes", "insee = '97401'", []string{
			"nom (String) = L’Île-aux-Œufs", "population (Integer64) = (null)", "siren (String) = (null)",
			"epci (String) = (null)", "55.7000001 -21.1",
		}},
		"a commune knows its EPCI": {"communes", "insee = '18002'", []string{"epci (String) = 200000008"}},
		"an EPT is not an EPCI":    {"epci", "nature = 'EPT'", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := gdal.Run(t, "ogrinfo", path, test.layer, "-where", test.where)
			for _, line := range test.want {
				if !strings.Contains(got, line) {
					t.Errorf("ogrinfo does not say %q:\n%s", line, got)
				}
			}
			if found := strings.Contains(got, "OGRFeature("); found != (test.want != nil) {
				t.Errorf("a feature was found: %t\n%s", found, got)
			}
		})
	}
}

func TestConversionByGDAL(t *testing.T) {
	path := made(t)
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	gdal.Run(t, "ogr2ogr", "-f", "GPKG", copied, path)
	if got := gdal.Run(t, "ogrinfo", "-so", copied, "communes"); !strings.Contains(got, "Feature Count: 11") {
		t.Errorf("the copy does not hold 11 communes:\n%s", got)
	}
}
