package formattest

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/geo"
)

// Communes gives the communes of some départements, of a packed file of communes with their geometries.
func Communes(t *testing.T, path string, departements ...string) (communes []geo.Feature) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	for f, err := range geojson.Read(unpacked, filepath.Base(path)) {
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(departements, func(d string) bool { return strings.HasPrefix(format.Code(f), d) }) {
			f.ID = ""
			communes = append(communes, f)
		}
	}
	return communes
}
