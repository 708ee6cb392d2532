package geopackage_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/geopackage"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// blob is the literal of a geometry at 1 2: its flags, what follows the SRID, and a point.
func blob(flags byte, envelope string) string {
	point := "0101000000000000000000f03f0000000000000040"
	return "x'" + hex.EncodeToString([]byte{'G', 'P', 0, flags}) + "e6100000" + envelope + point + "'"
}

func TestGeometriesOfEveryHeader(t *testing.T) {
	number := strings.Repeat("00", 8)
	for _, test := range []struct{ name, blob, want string }{
		{"no envelope", blob(1, ""), "1 2"},
		{"an envelope of x and y", blob(1|1<<1, strings.Repeat(number, 4)), "1 2"},
		{"with heights", blob(1|2<<1, strings.Repeat(number, 6)), "1 2"},
		{"with measures", blob(1|3<<1, strings.Repeat(number, 6)), "1 2"},
		{"with both", blob(1|4<<1, strings.Repeat(number, 8)), "1 2"},
		{"the highest byte of the header first", blob(0|1<<1, strings.Repeat(number, 4)), "1 2"},
		{"a point with the highest byte first", "x'4750000100000000" + "00000000013ff00000000000004000000000000000'", "1 2"},
		{"empty", blob(1|1<<4, ""), ""},
		{"null", "NULL", ""},
		{"an envelope that is none", blob(1|5<<1, ""), "the envelope of its geometry is of kind 5, which is none: export the layer again"},
		{"an envelope cut short", "x'4750000300000000ffff'", "the envelope of its geometry is cut short: export the layer again"},
		{"no geometry of GeoPackage", "x'0102'", "its geometry does not begin with GP, as that of a GeoPackage does: export the layer again"},
		{"text", "'GP'", "its geometry does not begin with GP, as that of a GeoPackage does: export the layer again"},
		{"no WKB", "x'4750000100000000'", "byte 0 of its WKB: a type is cut short: export the layer again"},
		{
			"an extension", blob(1|1<<5, ""),
			`geometry of type "extended GeoPackage": keep one kind of geometry, polygons for a unit`,
		},
		{
			"a collection", "x'4750000100000000010700000000000000'",
			`geometry of type "GeometryCollection": keep one kind of geometry, polygons for a unit`,
		},
		{
			"metres", "x'4750000100000000" + "0101000000" + "0000000080842e41" + "0000000080842e41'",
			"position (1e+06 1e+06) is outside longitudes -180…180 and latitudes -90…90: " + (&format.CoordinateError{X: 1e6, Y: 1e6}).Mend(),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, schema("communes"))
			change(t, path, "DROP TRIGGER rtree_communes_geom_insert",
				"INSERT INTO communes VALUES (7, "+test.blob+", '01001'), (9, NULL, 'last')")
			got := "nothing"
			count := 0
			for f, err := range geopackage.Read(format.File(path), format.Options{}) {
				if count++; count > 1 {
					if err != nil || f.Property("insee") != "last" {
						t.Errorf("after it comes %v, %v", f, err)
					}
					continue
				}
				if f.ID != "7" {
					t.Errorf("its ID is %q", f.ID)
				}
				switch g := f.Geometry.(type) {
				case geo.MultiPoint:
					got = g[0].String()
				case nil:
					got = ""
				}
				var record *format.RecordError
				if errors.As(err, &record) {
					got = strings.TrimPrefix(record.Error(), "communes.gpkg: feature 1 (01001): ")
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if got != test.want || count != 2 {
				t.Errorf("%d features\ngot  %s\nwant %s", count, got, test.want)
			}
		})
	}
}

func TestProblemsThatProgramsKnow(t *testing.T) {
	path := write(t, schema("communes"))
	change(t, path, "DROP TRIGGER rtree_communes_geom_insert",
		"INSERT INTO communes VALUES (1, x'4750000100000000010700000000000000', NULL)",
		"INSERT INTO communes VALUES (2, x'475000010000000001010000000000000080842e410000000080842e41', NULL)")
	var causes []string
	for _, err := range geopackage.Read(format.File(path), format.Options{}) {
		var kind *format.GeometryError
		var place *format.CoordinateError
		switch {
		case errors.As(err, &kind):
			causes = append(causes, kind.Type)
		case errors.As(err, &place):
			causes = append(causes, fmt.Sprint(place.X))
		}
	}
	if want := []string{"GeometryCollection", "1e+06"}; !cmp.Equal(causes, want) {
		t.Errorf("got %q, want %q", causes, want)
	}
}

func TestValuesOfEveryTypeOfSQLite(t *testing.T) {
	path := write(t, format.Schema{Layer: "communes"})
	change(t, path, "DROP TABLE communes",
		`CREATE TABLE communes (
			code TEXT(5), clef INTEGER PRIMARY KEY, vrai BOOLEAN, petit MEDIUMINT, reel DOUBLE, entier REAL, jour DATE, heure DATETIME,
			image BLOB, "deux mots" VARCHAR(3), libre, geom POLYGON)`,
		`INSERT INTO communes VALUES ('01001', 5, 1, 12, 1.5, 2, '2024-01-31', '2024-01-31T00:00:00.000Z', x'00', 'a"b', x'ff', NULL),
			(NULL, 4, 0, 9223372036854775807, NULL, -1, NULL, 'hier', NULL, 12, CAST(x'e9' AS TEXT), NULL)`,
	)
	got, errs := read(format.File(path), format.Options{})
	property := func(name string, value any) geo.Property { return geo.Property{Name: name, Value: value} }
	want := []geo.Feature{
		{ID: "4", Properties: []geo.Property{
			property("code", nil), property("vrai", false), property("petit", int64(1<<63-1)), property("reel", nil), property("entier", -1.0),
			property("jour", nil), property("heure", "hier"), property("deux mots", "12"), property("libre", "\ufffd"),
		}},
		{ID: "5", Properties: []geo.Property{
			property("code", "01001"), property("vrai", true), property("petit", int64(12)), property("reel", 1.5), property("entier", 2.0),
			property("jour", "2024-01-31"), property("heure", "2024-01-31T00:00:00.000Z"), property("deux mots", `a"b`), property("libre", nil),
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
}

func TestViewsAreLayers(t *testing.T) {
	path := write(t, schema("communes"), feature("01001", square(0, 0, 5)), feature("2A004", square(9, 9, 5)))
	change(t, path,
		`CREATE VIEW corse AS SELECT fid AS OGC_FID, insee, geom FROM communes WHERE insee LIKE '2A%'`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('CORSE', 'features', 'corse', 4326)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('corse', 'geom', 'MULTIPOLYGON', 4326, 0, 0)`)
	layers, err := geopackage.Layers(format.File(path))
	want := []format.Layer{
		{Name: "CORSE", CRS: 4326, Features: -1, Fields: []string{"insee"}}, {Name: "communes", CRS: 4326, Features: 2, Fields: []string{"insee"}},
	}
	if diff := cmp.Diff(want, layers); err != nil || diff != "" {
		t.Error(err, diff)
	}
	got, errs := read(format.File(path), format.Options{Layer: "corse"})
	commune := feature("2A004", square(9, 9, 5))
	commune.ID = "2"
	if diff := cmp.Diff([]geo.Feature{commune}, got); diff != "" || errs != nil {
		t.Error(errs, diff)
	}
}

func TestALayerThatCannotBeReadHindersNoOther(t *testing.T) {
	const mend = ": export the file again"
	register := func(name string) []string {
		return []string{
			"INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('" + name + "', 'features', '" + name + "', 4326)",
			"INSERT INTO gpkg_geometry_columns VALUES ('" + name + "', 'geom', 'GEOMETRY', 4326, 0, 0)",
		}
	}
	path := write(t, schema("communes"), feature("01001", square(0, 0, 5)))
	change(t, path, append(register("absent"), register("broken")...)...)
	change(t, path, "CREATE TABLE gone (geom)", "CREATE VIEW broken AS SELECT geom FROM gone", "DROP TABLE gone")
	layers, err := geopackage.Layers(format.File(path))
	want := []format.Layer{{Name: "communes", CRS: 4326, Features: 1, Fields: []string{"insee"}}}
	if diff := cmp.Diff(want, layers); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for name, want := range map[string]string{
		"": "", "communes": "",
		"absent": `communes.gpkg: layer "absent": there is no table of that name with a column "geom"` + mend,
		"broken": `communes.gpkg: layer "broken": `,
	} {
		got, errs := read(format.File(path), format.Options{Layer: name})
		if want == "" && (len(got) != 1 || errs != nil) || want != "" && (len(errs) != 1 || !strings.HasPrefix(errs[0], want)) {
			t.Errorf("layer %q: %v, %q", name, got, errs)
		}
	}
	change(t, path, "DELETE FROM gpkg_contents WHERE table_name = 'communes'")
	if layers, err := geopackage.Layers(format.File(path)); err == nil || !strings.Contains(err.Error(), `layer "absent"`) {
		t.Errorf("of layers that cannot be read: %v, %v", layers, err)
	}
}

func TestViewsRunNothingThatIsNotSafe(t *testing.T) {
	path := write(t, schema("communes"))
	change(t, path,
		`CREATE VIEW v AS SELECT 1 AS fid, load_extension('x') AS insee, NULL AS geom`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4326)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'GEOMETRY', 4326, 0, 0)`)
	got, errs := read(format.File(path), format.Options{Layer: "v"})
	if got != nil || len(errs) != 1 || !strings.Contains(errs[0], "unsafe use") {
		t.Errorf("%v, %q", got, errs)
	}
}

func TestMemoryIsBoundedWhateverAViewMakesUp(t *testing.T) {
	path := write(t, schema("communes"))
	change(t, path,
		`CREATE VIEW v AS SELECT 1 AS fid, NULL AS insee, zeroblob(600000000) AS geom`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4326)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'GEOMETRY', 4326, 0, 0)`)
	got, errs := read(format.File(path), format.Options{Layer: "v"})
	if got != nil || len(errs) != 1 || !strings.HasSuffix(errs[0], ": a value is larger than 512 MiB: split the feature") {
		t.Errorf("%v, %q", got, errs)
	}
}

func TestReferenceSystems(t *testing.T) {
	const unknown = "communes.gpkg: layer \"communes\": its reference system, IGNF 7, is not known: say which it is, or convert the layer to one that is"
	for _, test := range []struct {
		name, system string
		given, code  crs.Code
		want         string // the first point, or the error
	}{
		{"of EPSG", "3857, 'epsg', 3857, 'undefined'", 0, 3857, "0.0000898 0.0000898"},
		{"of EPSG, with heights", "4979, 'EPSG', 4979, 'undefined'", 0, 4326, "10 10"},
		{"numbered otherwise in the file", "100000, 'EPSG', 3857, 'undefined'", 0, 3857, "0.0000898 0.0000898"},
		{"undefined", "-1, 'NONE', -1, 'undefined'", 0, 0, "10 10"},
		{"undefined, but given", "0, 'NONE', 0, 'undefined'", 3857, 0, "0.0000898 0.0000898"},
		{"of nobody", "7, 'IGNF', 7, 'LAMBERT'", 0, 0, unknown},
		{"of nobody, but given", "7, 'IGNF', 7, 'LAMBERT'", 3857, 0, "0.0000898 0.0000898"},
		{"of EPSG, but given", "3857, 'EPSG', 3857, 'undefined'", 4326, 3857, "10 10"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, schema("communes"), feature("a", geo.MultiPoint{{X: 100_000_000, Y: 100_000_000}}))
			id, _, _ := strings.Cut(test.system, ",")
			change(t, path, "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES ('x', "+test.system+", NULL)",
				"UPDATE gpkg_geometry_columns SET srs_id = "+id)
			layers, err := geopackage.Layers(format.File(path))
			if err != nil || layers[0].CRS != test.code {
				t.Errorf("%v, %v, want %v", layers, err, test.code)
			}
			got := ""
			for f, err := range geopackage.Read(format.File(path), format.Options{CRS: test.given}) {
				if err != nil {
					got = err.Error()
					continue
				}
				got = f.Geometry.(geo.MultiPoint)[0].String()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// A file that another program has open may have its last changes in a log beside it.
func TestChangesThatLieInALogAreRead(t *testing.T) {
	path := write(t, schema("communes"), feature("a", nil))
	change(t, path, "DROP TRIGGER rtree_communes_geom_insert", "PRAGMA journal_mode = WAL", "INSERT INTO communes VALUES (2, NULL, 'b')")
	db := open(t, path)
	if _, err := db.Exec("INSERT INTO communes VALUES (3, NULL, 'c')"); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+suffix, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(t.TempDir(), "link.gpkg")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{path, copied, link} {
		if got, errs := read(format.File(path), format.Options{}); len(got) != 3 || errs != nil {
			t.Errorf("%s: %d features, %v", filepath.Base(path), len(got), errs)
		}
	}
}

func TestReadingWritesNothing(t *testing.T) {
	path := write(t, schema("communes"), feature("a", square(0, 0, 1)))
	change(t, path, "PRAGMA journal_mode = WAL") // a file of that mode wants others beside it
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, errs := read(format.File(path), format.Options{}); len(got) != 1 || errs != nil {
		t.Errorf("%d features, %v", len(got), errs)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(before) != string(after) {
		t.Errorf("the file has changed (%v)", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("%v are left beside it", entries)
	}
}
