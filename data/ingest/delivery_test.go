package ingest_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/data/format/formattest"
	"perimetre/data/format/geojson"
	"perimetre/data/ingest"
	"perimetre/geo"
	"perimetre/geo/crs"
	"perimetre/geo/topo"
	"perimetre/internal/archives"
	"perimetre/internal/gdal"
	"perimetre/internal/race"
	"perimetre/internal/shared"
)

// delivered are the communes that deliveries are made of: two départements of the mainland that touch, and two overseas. No
// name of theirs has a character that Latin-1 has not.
func delivered() []string { return []string{"37", "49", "971", "974"} }

// epciOfCommunes is the register of 2019, by commune.
func epciOfCommunes(t *testing.T) (epci map[string]string, names map[string]string) {
	t.Helper()
	file, err := os.Open(shared.File(t, "epci-2019.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(plain).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	epci, names = map[string]string{}, map[string]string{}
	for _, row := range rows[1:] {
		epci[row[3]], names[row[0]] = row[0], row[1]
	}
	return epci, names
}

// dialect is how an edition of ADMIN EXPRESS names the attributes of communes and of EPCI.
type dialect struct {
	communes []string // name, code, EPCI, then others
	epci     []string // SIREN, name, nature
}

func dialects() map[format.Dialect]dialect {
	return map[format.Dialect]dialect{
		format.AdminExpress2: {
			[]string{"NOM_COM", "INSEE_COM", "CODE_EPCI", "ID", "STATUT", "INSEE_DEP", "POPULATION"}, []string{"CODE_EPCI", "NOM_EPCI", "TYPE_EPCI"},
		},
		format.AdminExpress3: {
			[]string{"NOM", "INSEE_COM", "SIREN_EPCI", "ID", "STATUT", "INSEE_DEP", "POPULATION"}, []string{"CODE_SIREN", "NOM", "NATURE"},
		},
		format.AdminExpress4: {
			[]string{"nom_officiel", "code_insee", "codes_siren_des_epci", "cleabs", "statut", "code_insee_du_departement", "population"},
			[]string{"code_siren", "nom_officiel", "nature"},
		},
		format.Perimetre: {[]string{"nom", "insee", "epci", "id", "statut", "dep", "population"}, []string{"siren", "nom", "nature"}},
	}
}

// sources are what a delivery is made of.
type sources struct {
	communes []geo.Feature
	epci     []geo.Feature // as the unions of their communes
}

// named gives the features under the names of a dialect.
func (s sources) named(d format.Dialect) sources {
	renamed := func(features []geo.Feature, names []string) []geo.Feature {
		others := slices.Clone(features)
		for i, f := range others {
			others[i].Properties = slices.Clone(f.Properties)
			for k := range f.Properties {
				others[i].Properties[k].Name = names[k]
			}
		}
		return others
	}
	return sources{renamed(s.communes, dialects()[d].communes), renamed(s.epci, dialects()[d].epci)}
}

func sourcesOf(t *testing.T) sources {
	t.Helper()
	race.LeaveOut(t)
	var s sources
	epci, names := epciOfCommunes(t)
	var pieces []topo.Piece
	members := map[string][]int32{}
	for i, f := range formattest.Communes(t, shared.File(t, "communes-2018.geojsonl.gz"), delivered()...) {
		code, name := format.Code(f), format.Name(f)
		properties := []any{name, code, epci[code], fmt.Sprintf("COMMUNE_%09d", i), "Commune simple", code[:2], int64(100 + i)}
		f.Properties = nil
		for _, value := range properties {
			f.Properties = append(f.Properties, geo.Property{Value: value})
		}
		s.communes = append(s.communes, f)
		pieces = append(pieces, topo.Piece{Unit: int32(i), Geometry: f.Geometry.(geo.MultiPolygon)})
		if epci[code] != "" { // the register of 2019 has not the six newest communes of Maine-et-Loire
			members[epci[code]] = append(members[epci[code]], int32(i))
		}
	}
	coverage, _ := topo.Build(len(pieces), pieces, topo.Tolerance{})
	for siren, units := range members {
		s.epci = append(s.epci, geo.Feature{
			Properties: []geo.Property{{Value: siren}, {Value: names[siren]}, {Value: "Communauté de communes"}},
			Geometry:   coverage.Geometry(coverage.Union(units)),
		})
	}
	slices.SortFunc(s.epci, func(a, b geo.Feature) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return s
}

// written writes features as GeoJSON.
func written(t *testing.T, features []geo.Feature) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "source.geojson")
	w, err := geojson.Create(path, format.SchemaOf("source", features))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// placed gives a path below a folder that is made.
func placed(t *testing.T, parts ...string) (path string) {
	t.Helper()
	path = filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// pack makes the 7z archive of a delivery, with the papers that come with the data.
func pack(t *testing.T, top, name string) (to string) {
	t.Helper()
	for paper, text := range map[string]string{
		"LISEZ-MOI.txt":                      "Licence Ouverte version 2.0",
		"1_DONNEES_LIVRAISON_2025.md5":       "d41d8cd98f00b204e9800998ecf8427e",
		"2_METADONNEES_LIVRAISON_2025/a.xml": "<?xml version=\"1.0\"?><gmd:MD_Metadata/>",
	} {
		if err := os.WriteFile(placed(t, top, name, "ADMIN-EXPRESS-COG", paper), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	to = filepath.Join(t.TempDir(), name+".7z")
	if err := os.WriteFile(to, archives.Pack(t, top), 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// deliverGeoPackage makes a delivery of one GeoPackage of the whole country.
func deliverGeoPackage(t *testing.T, s sources) string {
	t.Helper()
	const name = "ADMIN-EXPRESS-COG_4-0__GPKG_WGS84G_FRA_2025-01-01"
	top := t.TempDir()
	to := placed(t, top, name, "ADMIN-EXPRESS-COG", "1_DONNEES_LIVRAISON_2025-02-00001", "ADE-COG_4-0_GPKG_WGS84G_FRA-ED2025-01-01.gpkg")
	s = s.named(format.AdminExpress4)
	add := func(layer string, features []geo.Feature) {
		gdal.Run(t, "ogr2ogr", "-f", "GPKG", "-update", "-nln", layer, "-nlt", "MULTIPOLYGON", to, written(t, features))
	}
	gdal.Run(t, "ogr2ogr", "-f", "GPKG", "-nln", "departement", "-nlt", "MULTIPOLYGON", to, written(t, s.epci[:1]))
	add("commune", s.communes)
	add("commune_associee_ou_deleguee", s.communes[:3])
	add("epci", s.epci)
	add("region", s.epci[:2])
	return pack(t, top, name)
}

// part is one part of the country, in a system of its own.
type part struct {
	code, system string
	departements []string
	crs          crs.Code
}

func parts() []part {
	return []part{
		{"FXX", "LAMB93", delivered()[:2], 2154}, {"GLP", "RGAF09UTM20", delivered()[2:3], 5490}, {"REU", "RGR92UTM40S", delivered()[3:], 2975},
	}
}

// deliverShapefiles makes a delivery of Shapefiles in Latin-1, those of each part of the country in a folder.
func deliverShapefiles(t *testing.T, s sources, d format.Dialect, version, day string) string {
	t.Helper()
	name := "ADMIN-EXPRESS-COG_" + version + "__SHP__FRA_" + day
	top := t.TempDir()
	s = s.named(d)
	for _, p := range parts() {
		of := func(f geo.Feature) bool {
			code := format.Code(f)
			return slices.ContainsFunc(p.departements, func(d string) bool { return strings.HasPrefix(code, d) })
		}
		folder := fmt.Sprintf("ADE-COG_%s_SHP_%s_%s-ED%s", version, p.system, p.code, day)
		for layer, features := range map[string][]geo.Feature{
			"COMMUNE":                      slices.DeleteFunc(slices.Clone(s.communes), func(f geo.Feature) bool { return !of(f) }),
			"COMMUNE_ASSOCIEE_OU_DELEGUEE": s.communes[:3],
			"DEPARTEMENT":                  s.epci[:1],
		} {
			gdal.Run(t, "ogr2ogr", "-f", "ESRI Shapefile", "-t_srs", p.crs.String(), "-lco", "ENCODING=ISO-8859-1",
				placed(t, top, name, "ADMIN-EXPRESS-COG", "1_DONNEES_LIVRAISON_"+day, folder, layer+".shp"), written(t, features))
		}
	}
	return pack(t, top, name)
}

// country gives the files of an ingest whose communes come from a file. Names are those of the polygons.
func country(t *testing.T, communes string) ingest.Files {
	t.Helper()
	epci, names := epciOfCommunes(t)
	register := "siren,nom,type,insee_commune\n"
	for code, siren := range epci {
		if slices.ContainsFunc(delivered(), func(d string) bool { return strings.HasPrefix(code, d) }) {
			register += fmt.Sprintf("%s,%q,CC,%s\n", siren, names[siren], code)
		}
	}
	given := files(t, map[string]string{"epci.csv": register})
	given.Communes, given.Vintage, given.Now = communes, 2019, time.Unix(0, 0)
	return given
}

// arcs gives the arcs of communes.
func arcs(communes []geo.Commune) (arcs []topo.Arc) {
	pieces := make([]topo.Piece, len(communes))
	for i, c := range communes {
		pieces[i] = topo.Piece{Unit: int32(i), Geometry: c.Geometry}
	}
	coverage, _ := topo.Build(len(pieces), pieces, topo.Tolerance{})
	for i := range coverage.NumArcs() {
		arcs = append(arcs, coverage.Arc(i))
	}
	return arcs
}

// Coordinates in metres come back to the very points of the grid: a float64 has 1e-9 m to spare.
func TestADeliveryOfIGNGivesTheCoverageOfItsGeoJSON(t *testing.T) {
	s := sourcesOf(t)
	want, expected, err := ingest.Read(t.Context(), country(t, written(t, s.named(format.Perimetre).communes)), quiet)
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Communes) != 511 || len(want.Groupings) != len(s.epci) || len(expected.OtherEPCI) > 0 {
		t.Fatalf("%d communes in %d EPCI, in another %v", len(want.Communes), len(want.Groupings), expected.OtherEPCI)
	}
	vertices := 0
	for _, c := range want.Communes {
		vertices += c.Geometry.Vertices()
	}
	t.Logf("%d communes of %d vertices, %d arcs", len(want.Communes), vertices, len(arcs(want.Communes)))
	byPart := func(d format.Dialect, folder string) (readings []ingest.Reading) {
		for _, p := range parts() {
			readings = append(readings, ingest.Reading{
				File: fmt.Sprintf(folder, p.system, p.code) + "/COMMUNE.shp", Layer: "COMMUNE", CRS: p.crs, Dialect: d,
			})
		}
		return readings
	}
	for _, test := range []struct {
		name, path string
		readings   []ingest.Reading
	}{
		{
			"4.0, a GeoPackage", deliverGeoPackage(t, s),
			[]ingest.Reading{{File: "ADE-COG_4-0_GPKG_WGS84G_FRA-ED2025-01-01.gpkg", Layer: "commune", CRS: 4326, Dialect: format.AdminExpress4}},
		},
		{
			"3.2, Shapefiles", deliverShapefiles(t, s, format.AdminExpress3, "3-2", "2024-01-01"),
			byPart(format.AdminExpress3, "ADE-COG_3-2_SHP_%s_%s-ED2024-01-01"),
		},
		{
			"2.1, Shapefiles", deliverShapefiles(t, s, format.AdminExpress2, "2-1", "2020-01-01"),
			byPart(format.AdminExpress2, "ADE-COG_2-1_SHP_%s_%s-ED2020-01-01"),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, report, err := ingest.Read(t.Context(), country(t, test.path), quiet)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want.Communes, got.Communes, cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
				t.Errorf("communes (-GeoJSON +delivery):\n%.3000s", diff)
			}
			if diff := cmp.Diff(arcs(want.Communes), arcs(got.Communes), cmp.Comparer(slices.Equal[[]geo.Point])); diff != "" {
				t.Errorf("arcs (-GeoJSON +delivery):\n%.3000s", diff)
			}
			if diff := cmp.Diff(expected.Defects, report.Defects); diff != "" || report.OtherEPCI != nil || report.Remarks != nil {
				t.Errorf("in another EPCI %v, remarks %v, defects (-GeoJSON +delivery):\n%.3000s", report.OtherEPCI, report.Remarks, diff)
			}
			var readings []ingest.Reading
			records := 0
			for _, r := range report.Readings {
				if r.Role == format.Communes {
					records += r.Records
					readings = append(readings, ingest.Reading{File: r.File, Layer: r.Layer, CRS: r.CRS, Dialect: r.Dialect})
				}
			}
			if diff := cmp.Diff(test.readings, readings); diff != "" || records != len(want.Communes) {
				t.Errorf("%d records, readings (-want +got):\n%s", records, diff)
			}
			if source := got.Sources[0]; source.File != path.Base(test.path) || source.Records != records || len(source.SHA256) != 64 {
				t.Errorf("source %+v, want the archive", source)
			}
		})
	}
}

func TestTheEPCIOfADeliveryAreThoseOfTheirGeoJSON(t *testing.T) {
	s := sourcesOf(t)
	given := country(t, written(t, s.named(format.Perimetre).communes))
	given.EPCIPolygons = written(t, s.named(format.Perimetre).epci)
	want, _, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	given = country(t, deliverGeoPackage(t, s))
	given.EPCIPolygons = given.Communes
	got, report, err := ingest.Read(t.Context(), given, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Groupings, got.Groupings, cmp.Comparer(slices.Equal[geo.Ring])); diff != "" {
		t.Errorf("EPCI (-GeoJSON +delivery):\n%.2000s", diff)
	}
	for _, g := range got.Groupings {
		if g.Declared == nil {
			t.Errorf("%s has no polygon", g.SIREN)
		}
	}
	reading := report.Readings[len(report.Readings)-1]
	if reading.Role != format.EPCIPolygons || reading.Layer != "epci" || reading.Dialect != format.AdminExpress4 || reading.Records != len(s.epci) {
		t.Errorf("reading %+v", reading)
	}
}
