package shapefile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perimetre/data/format"
	"perimetre/geo"
)

// FuzzRead holds that no bytes make the reader panic, that an error says what to do, and that what was read is read the same
// once it is written.
func FuzzRead(f *testing.F) {
	one := []field{{name: "nom", kind: 'C', width: 3}, {name: "n", kind: 'N', width: 3, decimals: 1}, {name: "v", kind: 'L', width: 1}, {name: "d", kind: 'D', width: 8}}
	f.Add(testShapes(2), testTable(0, one, " abc1.5T20240131", "*\xe9  ***?00000000"), "")
	f.Add(append(testShapes(0), record(polygon, content(2, 8, []uint32{0, 4}, 0, 0, 0, 9, 9, 9, 0, 0, 1, 1, 2, 1, 1, 2, 1, 1)...)...), testTable(0x57, one[:1]), "UTF-8")
	f.Add(append(testShapes(0), record(polyLine+10, content(1, 2, []uint32{0}, 0, 0, 1, 1, 5, 5, 5, 5)...)...), []byte(nil), "")
	f.Add(append(testShapes(0), record(multiPoint+20, make([]byte, 36)...)...), []byte{3}, "x")
	f.Fuzz(func(t *testing.T, shp, dbf []byte, cpg string) {
		m := memory{".shp": shp, ".cpg": []byte(cpg)}
		if dbf != nil {
			m[".dbf"] = dbf
		}
		_, _ = Layers(m)
		byKind := map[format.GeometryType][]geo.Feature{} // a Shapefile holds one
		names := map[string]bool{}
		twice := false // a name
		for f, err := range Read(m, format.Options{}) {
			if err != nil {
				var record *format.RecordError
				if errors.As(err, &record) && (record.Problem == "" || record.Mend == "") || !strings.Contains(err.Error(), "communes.") {
					t.Fatalf("%v does not say what to do", err)
				}
				continue
			}
			clear(names)
			for _, p := range f.Properties {
				twice = twice || names[p.Name]
				names[p.Name] = true
			}
			kind := format.GeometryTypeOf(f.Geometry)
			byKind[kind] = append(byKind[kind], f)
		}
		if twice {
			return
		}
		for _, features := range byKind {
			path := write(t, format.SchemaOf("", features), features...)
			again, errs := read(format.File(path), format.Options{})
			if errs != nil || len(again) != len(features) {
				t.Fatalf("%d features are read again of %d: %v", len(again), len(features), errs)
			}
			for i, f := range features {
				want := boundsOf(f.Geometry)
				if got := boundsOf(again[i].Geometry); got != want {
					t.Fatalf("feature %d lies in %v, and once it is written in %v", i+1, want, got)
				}
			}
			os.RemoveAll(path)
		}
	})
}

func boundsOf(g geo.Geometry) (box geo.Box) {
	if g != nil {
		box, _ = g.Bounds()
	}
	return box
}

// FuzzIndex holds that no .shx makes the reader panic, or give more features than it has entries, and that errors name a file.
func FuzzIndex(f *testing.F) {
	f.Add(testShapes(2), testIndex(2, 100, 128))
	f.Add(testShapes(2), testIndex(2, 128, 100))
	f.Add(testShapes(1), testIndex(3, 100, 100, 0))
	f.Fuzz(func(t *testing.T, shp, shx []byte) {
		path := filepath.Join(t.TempDir(), "communes.shp")
		for extension, data := range map[string][]byte{"shp": shp, "shx": shx} {
			if err := os.WriteFile(strings.TrimSuffix(path, "shp")+extension, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		features := 0
		for _, err := range Read(format.File(path), format.Options{}) {
			if features++; err != nil && !strings.Contains(err.Error(), "communes.") {
				t.Fatalf("%v does not name its file", err)
			}
		}
		if most := max(0, len(shx)-headerSize)/8 + 1; features > most { // the last may be an error
			t.Fatalf("%d features of %d bytes of .shx", features, len(shx))
		}
	})
}
