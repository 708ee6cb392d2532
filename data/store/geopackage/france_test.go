package geopackage_test

import (
	"path/filepath"
	"strings"
	"testing"

	"perimetre/data/store/storetest"
	"perimetre/internal/gdal"
)

func TestFrance(t *testing.T) {
	path := filepath.Join(t.TempDir(), "france.gpkg")
	storetest.RunFrance(t, open(t, path))
	for layer, count := range map[string]string{"territoires": "183", "epci": "1259", "communes": "35357"} {
		if got := gdal.Run(t, "ogrinfo", "-so", path, layer); !strings.Contains(got, "Feature Count: "+count+"\n") {
			t.Errorf("ogrinfo does not say %s %s:\n%s", count, layer, got)
		}
	}
}
