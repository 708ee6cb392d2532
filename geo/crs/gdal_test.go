package crs

import (
	"strings"
	"testing"

	"perimetre/internal/gdal"
)

// srsinfo has GDAL describe a system.
func srsinfo(t *testing.T, args ...string) string {
	t.Helper()
	return strings.TrimSpace(gdal.Run(t, "gdalsrsinfo", args...))
}

func TestDefinitionsAreKnownToGDAL(t *testing.T) {
	for _, code := range Codes() {
		want, wantESRI := code.String(), code.String()
		if code == CRS84 {
			want, wantESRI = "EPSG:0", "EPSG:4326" // GDAL says EPSG:0 of the definition that it writes itself; ESRI has no axes
		}
		if got := srsinfo(t, "-e", "-o", "epsg", code.WKT()); got != want {
			t.Errorf("WKT of %v is %q to GDAL, want %q", code, got, want)
		}
		if got := srsinfo(t, "-e", "-o", "epsg", "ESRI::"+code.ESRI()); got != wantESRI {
			t.Errorf("WKT for ESRI of %v is %q to GDAL, want %q", code, got, wantESRI)
		}
	}
}

// What GDAL makes of the definition must be what it makes of the code: the projection too, not the name alone.
func TestDefinitionsAreThoseOfGDAL(t *testing.T) {
	for _, code := range []Code{WGS84, CRS84, 2154, 5490, 2975, 3857, 3035, 32622} {
		for _, flavour := range []string{"wkt_esri", "proj4"} {
			want := srsinfo(t, "-o", flavour, code.String())
			if got := srsinfo(t, "-o", flavour, code.WKT()); got != want {
				t.Errorf("WKT of %v is to GDAL\n%s\nwant\n%s", code, got, want)
			}
			if got := srsinfo(t, "-o", flavour, "ESRI::"+code.ESRI()); flavour == "wkt_esri" && got != want {
				t.Errorf("WKT for ESRI of %v is to GDAL\n%s\nwant\n%s", code, got, want)
			}
		}
	}
}

func TestParseReadsWhatGDALWrites(t *testing.T) {
	for _, flavour := range []string{"wkt1", "wkt_esri", "wkt2", "projjson"} {
		for _, code := range []Code{WGS84, CRS84, 2154, 5490, 2972, 2975, 4471, 4467, 3857, 3035, 32620, 4171} {
			want := code
			if code == CRS84 && flavour == "wkt_esri" {
				want = WGS84 // it has no axes
			}
			if got, err := Parse(srsinfo(t, "-o", flavour, code.String())); err != nil || got != want {
				t.Errorf("%v in %s is %v, %v", code, flavour, got, err)
			}
		}
	}
}

// Systems that have nearly a name, a projection or a datum of the table.
func TestSystemsOfGDALThatAreOthers(t *testing.T) {
	for _, test := range []struct{ name, system, found string }{
		{"another conic on the same datum", "EPSG:3944", "other parameters"},
		{"the conic that came before", "EPSG:27572", "Lambert"},
		{"degrees from Paris, in grads", "EPSG:4807", "grad"},
		{"UTM 20N three metres away in the Antilles", "EPSG:4559", "Antilles"},
		{"UTM 20N two metres away in America", "EPSG:26920", "North"},
		{"UTM of the metropole", "EPSG:25831", "other parameters"},
		{"Mercator on the ellipsoid", "EPSG:3395", `projection is "Mercator`},
		{"UTM 20N in kilometres", "+proj=utm +zone=20 +ellps=GRS80 +units=km", "kilometre"},
		{"UTM 20N on a datum shifted from WGS 84", "+proj=utm +zone=20 +ellps=GRS80 +towgs84=1,2,3", "shifted"},
		{"UTM 20N on another ellipsoid", "+proj=utm +zone=20 +ellps=clrk66", "ellipsoid"},
	} {
		for _, flavour := range []string{"wkt1", "wkt_esri", "wkt2", "projjson"} {
			got, err := Parse(srsinfo(t, "-o", flavour, test.system))
			if err == nil || !strings.Contains(err.Error(), test.found) && flavour != "wkt_esri" {
				t.Errorf("%s in %s is %v, %v; want an error that says %q", test.name, flavour, got, err, test.found)
			}
		}
	}
}
