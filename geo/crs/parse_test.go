package crs

import (
	"strings"
	"testing"
)

// Parts of definitions that tests put together.
const (
	lambert = `PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],` +
		`PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],` +
		`PARAMETER["Latitude_Of_Origin",46.5]`
	utm20 = `PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",-63],` +
		`PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0]`
	rgf = `GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],` +
		`UNIT["Degree",0.0174532925199433]]`
	wgs = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],` +
		`UNIT["Degree",0.0174532925199433]]`
	nameless = `GEOGCS["unknown",DATUM["unknown",SPHEROID["GRS80",6378137,298.257222101],TOWGS84[0,0,0,0,0,0,0]],PRIMEM["Greenwich",0],` +
		`UNIT["degree",0.0174532925199433]]`
	metre = `UNIT["Meter",1.0]`
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       Code
	}{
		{"a code of EPSG", "EPSG:2154", 2154},
		{"in small letters, with spaces around", " epsg:3857\n", 3857},
		{"a number", "2154", 2154},
		{"an URN without a version", "urn:ogc:def:crs:EPSG::2154", 2154},
		{"an URN with a version", "urn:ogc:def:crs:EPSG:9.8.1:4326", 4326},
		{"an URN before its register was made", "urn:x-ogc:def:crs:EPSG:5490", 5490},
		{"an address of the OGC", "http://www.opengis.net/def/crs/EPSG/0/2154", 2154},
		{"a safe one", "https://www.opengis.net/def/crs/EPSG/0/3035", 3035},
		{"an address of GML 2", "http://www.opengis.net/gml/srs/epsg.xml#2154", 2154},
		{"CRS84", "OGC:CRS84", CRS84},
		{"CRS84 alone", "CRS84", CRS84},
		{"the URN of CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", CRS84},
		{"the address of CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS84},
		{"codes of other registers", "IGNF:LAMB93", 2154},
		{"of ESRI too", "ESRI:102110", 2154},
		{"the number of Google", "EPSG:900913", 3857},
		{"a later realisation of RGF93", "urn:ogc:def:crs:EPSG::9794", 2154},
		{"another, by its number", "9793", 2154},
		{"with heights", "http://www.opengis.net/def/crs/EPSG/0/5698", 2154},
		{"in degrees, with heights", "EPSG:4979", 4326},
		{"in degrees of RGF93, with heights", "urn:ogc:def:crs:EPSG::4965", 4171},
		{"a name", "RGF93 / Lambert-93", 2154},
		{"the newer name", "RGF93 v1 / Lambert-93", 2154},
		{"a short name, as people write it", "lambert 93", 2154},
		{"the name of a system in degrees", "RGF93", 4171},
		{"a name without the word zone", "RGAF09 / UTM 20N", 5490},
		{"a code before a name", `PROJCS["any",` + wgs + `,` + utm20 + `,` + metre + `,AUTHORITY["EPSG","2154"]]`, 2154},
		{"a code of another register before a name", `PROJCS["any",` + rgf + `,` + metre + `,AUTHORITY["ESRI",102110]]`, 2154},
		{"a code that is not known, then a projection", `PROJCS["any",` + rgf + `,` + lambert + `,` + metre + `,AUTHORITY["EPSG","9794"]]`, 2154},
		{"the code of the datum is not that of the system", `PROJCS["any",GEOGCS["RGF93",DATUM["Reseau_Geodesique_Francais_1993",` +
			`SPHEROID["GRS 1980",6378137,298.257222101]],AUTHORITY["EPSG","4171"]],` + lambert + `,` + metre + `]`, 2154},
		{"Lambert-93 of ESRI", `PROJCS["RGF_1993_Lambert_93",` + rgf + `,` + lambert + `,` + metre + `]`, 2154},
		{"Lambert-93 by another name", `PROJCS["RGF93_Lambert_93",` + rgf + `,` + lambert + `,` + metre + `]`, 2154},
		{"Lambert-93 of IGN, whose projection has more parameters", `PROJCS["Lambert-93",GEOGCS["RGF93",DATUM["RGF93",` +
			`SPHEROID["IAG GRS 1980",6378137.0000,298.2572221010]],PRIMEM["Greenwich",0]],` + lambert + `,PARAMETER["semi_major",6378137],` + metre + `]`, 2154},
		{"Lambert-93 whatever its name", `PROJCS["projet",` + rgf + `,` + lambert + `,` + metre + `]`, 2154},
		{"Lambert-93 on WGS 84", `PROJCS["projet",` + wgs + `,` + lambert + `,` + metre + `]`, 2154},
		{"Lambert-93 on a datum without a name", `PROJCS["unnamed",` + nameless + `,` + lambert + `,` + metre + `]`, 2154},
		{"Lambert-93 on a rounded ellipsoid", `PROJCS["projet",` + strings.Replace(rgf, "298.257222101", "298.25722", 1) + `,` +
			lambert + `,` + metre + `]`, 2154},
		{"with round brackets, lines and small letters", strings.NewReplacer("[", "(\n", "]", " )", "PROJCS", "projcs").Replace(
			`PROJCS["projet",` + rgf + `,` + lambert + `,` + metre + `]`), 2154},
		{"with accents", `PROJCS["projet",GEOGCS["Réseau",DATUM["Réseau Géodésique Français 1993",SPHEROID["GRS 1980",6378137,298.257222101]]],` +
			lambert + `,` + metre + `]`, 2154},
		{"UTM 20N of the Antilles", `PROJCS["projet",GEOGCS["RGAF09",DATUM["Reseau_Geodesique_des_Antilles_Francaises_2009",` +
			`SPHEROID["GRS 1980",6378137,298.257222101]]],` + utm20 + `,` + metre + `]`, 5490},
		{"UTM 20N on WGS 84", `PROJCS["projet",` + wgs + `,` + utm20 + `,` + metre + `]`, 32620},
		{"UTM 20N on a datum without a name", `PROJCS["projet",` + nameless + `,` + utm20 + `,` + metre + `]`, 5490},
		{"a compound system", `COMPD_CS["RGF93 / Lambert-93 + NGF-IGN69 height",PROJCS["RGF93 / Lambert-93",` + rgf + `,` + lambert + `,` + metre +
			`],VERT_CS["NGF-IGN69 height",VERT_DATUM["Nivellement General de la France - IGN69",2005]],AUTHORITY["EPSG","5698"]]`, 2154},
		{"a system with heights, of ESRI", `PROJCS["RGF_1993_Lambert_93",` + rgf + `,` + lambert + `,` + metre + `],VERTCS["NGF",VDATUM["NGF"]]`, 2154},
		{"a system bound to WGS 84", `BOUNDCRS[SOURCECRS[GEOGCRS["x",DATUM["RGF93",ELLIPSOID["GRS 1980",6378137,298.257222101]]]],TARGETCRS[` +
			`GEOGCRS["WGS 84",DATUM["WGS 84",ELLIPSOID["WGS 84",6378137,298.257223563]]]]]`, 4171},
		{"degrees", wgs, 4326},
		{"degrees of the metropole", rgf, 4171},
		{"degrees, the longitude first", strings.TrimSuffix(wgs, "]") + `,AXIS["Lon",EAST],AXIS["Lat",NORTH]]`, CRS84},
		{"degrees, the latitude first", strings.TrimSuffix(wgs, "]") + `,AXIS["Lat",NORTH],AXIS["Lon",EAST]]`, 4326},
		{"a doubled quote in a name", strings.Replace(wgs, "GCS_WGS_1984", `a ""WGS 84"" of mine`, 1), 4326},
		{"after a byte order mark, with a zero at the end", "\ufeff" + wgs + "\x00", 4326},
		{"PROJJSON with the code of OGC", `{"type":"GeographicCRS","name":"WGS 84 (CRS84)","id":{"authority":"OGC","code":"CRS84"}}`, CRS84},
		{"PROJJSON with several codes", `{"type":"ProjectedCRS","name":"x","ids":[{"authority":"IGNF","code":"X"},{"authority":"EPSG","code":2154}]}`, 2154},
		{"PROJJSON with its own units", `{"type":"GeographicCRS","name":"x","datum":{"name":"RGF93","ellipsoid":{"semi_major_axis":{"value":6378137,` +
			`"unit":"metre"},"inverse_flattening":298.257222101}},"coordinate_system":{"axis":[{"direction":"north","unit":{"type":"AngularUnit",` +
			`"name":"degree","conversion_factor":0.017453292519943295}}]}}`, 4171},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := Parse(test.text); err != nil || got != test.want {
				t.Errorf("got %v, %v; want %v", got, err, test.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", " ", "is empty"},
		{"too much", strings.Repeat("x", longestDefinition+1), "65537 bytes"},
		{"a code that is not known", "EPSG:27572", "EPSG:2154"},
		{"a number of another register", "ESRI:2154", `"ESRI:2154" is not known`},
		{"our own number of CRS84", "-84", "is not known"},
		{"a name with brackets", "NTF (Paris)", `"NTF (Paris)" is not known`},
		{"a long name, in part", strings.Repeat("é", 100), "é…\""},
		{"Lambert-93 by name, with another meridian", `PROJCS["RGF_1993_Lambert_93",` + rgf + `,` + strings.Replace(lambert, "3.0]", "2.0]", 1) +
			`,` + metre + `]`, "is named like EPSG:2154 and is another one"},
		{"Lambert-93 by name, that is UTM 20N", `PROJCS["RGF_1993_Lambert_93",` + rgf + `,` + utm20 + `,` + metre + `]`, "its projection is that of EPSG:5490"},
		{"Lambert-93 by name, in feet", `PROJCS["RGF_1993_Lambert_93",` + rgf + `,` + lambert + `,UNIT["Foot",0.3048]]`, `counts in "Foot"`},
		{"Lambert-93 by name, on another datum", `PROJCS["Lambert-93",` + strings.NewReplacer("D_RGF_1993", "NTF", "GCS_RGF_1993", "NTF").Replace(rgf) +
			`,` + lambert + `,` + metre + `]`, `its datum is "NTF"`},
		{"Lambert-93 in a unit without a name", `PROJCS["x",` + rgf + `,` + lambert + `,UNIT["",0.3048]]`, `counts in ""`},
		{"another prime meridian", strings.Replace(rgf, `"Greenwich",0.0`, `"Paris",2.33722917`, 1), "prime meridian"},
		{"another ellipsoid", strings.Replace(rgf, "298.257222101", "293.4660213", 1), "ellipsoid"},
		{"a parameter that no projection has", `PROJCS["x",` + rgf + `,` + lambert + `,PARAMETER["azimuth",4],` + metre + `]`, `"azimuth"`},
		{"a parameter that is not a number", `PROJCS["x",` + rgf + `,` + strings.Replace(lambert, "46.5", "north", 1) + `,` + metre + `]`, "other parameters"},
		{"a parameter in grads", `PROJCRS["x",BASEGEOGCRS["RGF93",DATUM["RGF93",ELLIPSOID["GRS 1980",6378137,298.257222101]]],CONVERSION["x",` +
			`METHOD["Transverse Mercator"],PARAMETER["Longitude of natural origin",1,ANGLEUNIT["grad",0.015707963267949]]]]`, `counts in "grad"`},
		{"heights", `VERT_CS["NGF-IGN69 height",VERT_DATUM["NGF",2005]]`, "neither a projected nor a geographic system"},
		{"heights in PROJJSON", `{"type":"VerticalCRS","name":"x"}`, "neither a projected nor a geographic system"},
		{"a compound system of nothing", `COMPD_CS["x"]`, "holds no system"},
		{"a compound system of nothing in PROJJSON", `{"type":"CompoundCRS","components":[]}`, "neither"},
		{"a projected system of nothing in PROJJSON", `{"type":"ProjectedCRS"}`, "its projection is"},
		{"PROJJSON that is cut", `{"type":`, "cannot be read"},
		{"WKT that is cut", wgs[:len(wgs)-1], "has no end"},
		{"WKT with a quote that does not end", wgs[:20], "has no end"},
		{"WKT with something after it", wgs + "x", "text after its end"},
		{"WKT with nothing where something is due", `PROJCS["x",,]`, "PROJCS holds neither"},
		{"WKT that is too deep", strings.Repeat(`PROJCS["x",`, 40), "too deep"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := Parse(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, %v; want an error that says %s", got, err, test.want)
			}
		})
	}
}

func TestParseGivesBackWhatIsWritten(t *testing.T) {
	for _, code := range Codes() {
		for _, text := range []string{code.String(), code.URI(), code.WKT(), code.Name()} {
			if got, err := Parse(text); err != nil || got != code {
				t.Errorf("%v, written %s, is %v, %v", code, text, got, err)
			}
		}
		want := code
		if code == CRS84 {
			want = WGS84 // which ESRI does not tell from it
		}
		if got, err := Parse(code.ESRI()); err != nil || got != want {
			t.Errorf("%v, written %s, is %v, %v", code, code.ESRI(), got, err)
		}
		// Without its name and its code, a system is known by its projection and its datum.
		if d, _ := code.definition(); d.conversion.method != geographic {
			text := strings.Replace(code.ESRI(), d.esri, "x", 1)
			if got, err := Parse(text); err != nil || got != code {
				t.Errorf("%v, written %s, is %v, %v", code, text, got, err)
			}
		}
	}
}

func TestSystemsThatAreNotKnownHaveNoDefinition(t *testing.T) {
	if got := Code(27572).WKT() + Code(27572).ESRI(); got != "" {
		t.Errorf("EPSG:27572 is %s", got)
	}
}

// Names and aliases of two systems must not have one key.
func TestNamesAreOfOneSystemEach(t *testing.T) {
	seen := map[string]Code{}
	for _, d := range definitions() {
		for _, n := range append(d.aliases, d.name, d.esri) {
			if other, ok := seen[key(n)]; ok && other != d.code && (other != WGS84 || d.code != CRS84) {
				t.Errorf("%q is %v and %v", n, other, d.code)
			}
			seen[key(n)] = d.code
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, code := range Codes() {
		f.Add(code.String())
		f.Add(code.URI())
		f.Add(code.WKT())
		f.Add(code.ESRI())
	}
	f.Add(`BOUNDCRS[SOURCECRS[GEOGCRS["x"]],ABRIDGEDTRANSFORMATION["x",PARAMETER["X-axis translation",1]]]`)
	f.Add(`COMPD_CS["x",PROJCS["x"]]`)
	f.Add(`{"type":"BoundCRS","source_crs":{"type":"ProjectedCRS","base_crs":{"datum":{"name":"RGF93"}},"conversion":{"parameters":[{"unit":"x"}]}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		code, err := Parse(text)
		if err != nil {
			if code != 0 {
				t.Errorf("%v beside %v", code, err)
			}
			return
		}
		if _, err := New(code); err != nil {
			t.Errorf("Parse gives what New does not know: %v", err)
		}
	})
}
