package parquet

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// pyproj 3.7.2 (PROJ 9.5) reads this as a system that is equal to its EPSG:2972, axes included.
const guyane = `{"$schema":"https://proj.org/schemas/v0.7/projjson.schema.json","type":"ProjectedCRS","name":"RGFG95 / UTM zone 22N",` +
	`"base_crs":{"type":"GeographicCRS","name":"RGFG95","datum":{"type":"GeodeticReferenceFrame",` +
	`"name":"Reseau_Geodesique_Francais_Guyane_1995",` +
	`"ellipsoid":{"name":"GRS 1980","semi_major_axis":6378137,"inverse_flattening":298.257222101}},` +
	`"coordinate_system":{"subtype":"ellipsoidal","axis":[` +
	`{"name":"Geodetic latitude","abbreviation":"lat","direction":"north","unit":"degree"},` +
	`{"name":"Geodetic longitude","abbreviation":"lon","direction":"east","unit":"degree"}]},` +
	`"id":{"authority":"EPSG","code":4624}},` +
	`"conversion":{"name":"RGFG95 / UTM zone 22N","method":{"name":"Transverse Mercator","id":{"authority":"EPSG","code":9807}},` +
	`"parameters":[{"name":"Latitude of natural origin","value":0,"unit":"degree","id":{"authority":"EPSG","code":8801}},` +
	`{"name":"Longitude of natural origin","value":-51,"unit":"degree","id":{"authority":"EPSG","code":8802}},` +
	`{"name":"Scale factor at natural origin","value":0.9996,"unit":"unity","id":{"authority":"EPSG","code":8805}},` +
	`{"name":"False easting","value":500000,"unit":"metre","id":{"authority":"EPSG","code":8806}},` +
	`{"name":"False northing","value":0,"unit":"metre","id":{"authority":"EPSG","code":8807}}]},` +
	`"coordinate_system":{"subtype":"Cartesian","axis":[` +
	`{"name":"Easting","abbreviation":"E","direction":"east","unit":"metre"},` +
	`{"name":"Northing","abbreviation":"N","direction":"north","unit":"metre"}]},"id":{"authority":"EPSG","code":2972}}`

func TestASystemIsWrittenWhole(t *testing.T) {
	got, err := projJSON(crs.Code(2972).WKT())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(guyane, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoSystemIsRefused(t *testing.T) {
	for _, wkt := range []string{
		"", "EPSG:2154", `PROJCS["a"`, `PROJCS["a]`, `PROJCS["a",PROJECTION["Bonne"]]`, `LOCAL_CS["a"]`, `PROJCS["a",PARAMETER["x",1`,
		`PROJCS["a",PROJECTION["Mercator_1SP"]]`, `PROJCS["a"]]`, `PROJCS[,]`,
	} {
		if got, err := projJSON(wkt); err == nil {
			t.Errorf("%s gives %s", wkt, got)
		}
	}
}

func TestTheFileSaysInWhichSystemItIs(t *testing.T) {
	for _, test := range []struct {
		code, want crs.Code
		x, y       int32
	}{
		{0, crs.CRS84, 23_522_219, 488_566_140},
		{crs.CRS84, crs.CRS84, 23_522_219, 488_566_140},
		{2154, 2154, 23_522_219, 488_566_140},
		{3857, 3857, 23_522_219, 488_566_140},
		{3035, 3035, 23_522_219, 488_566_140},
		{4258, 4258, 23_522_219, 488_566_140},
		{32620, 32620, -615_000_000, 162_000_000},
		{4171, 4171, 23_522_219, 488_566_140},
		{5490, 5490, -615_000_000, 162_000_000},
		{2972, 2972, -523_000_000, 49_000_000},
		{2975, 2975, 554_000_000, -210_000_000},
		{4471, 4471, 452_000_000, -128_000_000},
		{4467, 4467, -561_000_000, 468_000_000},
	} {
		t.Run(test.code.String(), func(t *testing.T) {
			want := []geo.Feature{{Properties: []geo.Property{{Name: "n", Value: int64(1)}}, Geometry: square(test.x, test.y)}}
			s := format.SchemaOf("communes", want)
			s.CRS = test.code
			path := written(t, s, want)
			layers, err := Layers(format.File(path))
			if err != nil {
				t.Fatal(err)
			}
			if layers[0].CRS != test.want {
				t.Errorf("the file is in %s", layers[0].CRS)
			}
			for f, err := range Read(format.File(path), format.Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want[0], f); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}
