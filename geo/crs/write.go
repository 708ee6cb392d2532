package crs

import (
	"fmt"
	"strconv"
	"strings"
)

// WKT gives the definition of a system in WKT 1 (OGC 01-009) on one line, with the codes of its parts, as GeoPackage and
// FlatGeobuf have it; empty when the system is not known. The axes are those of the register ([System.NorthFirst]).
func (c Code) WKT() string {
	d, ok := c.definition()
	if !ok {
		return ""
	}
	degrees := fmt.Sprintf(`UNIT["degree",0.0174532925199433,%s]`, authority(9122))
	base := func(name, axes, identifier string) string {
		e := d.datum.ellipsoid
		return fmt.Sprintf(`GEOGCS["%s",DATUM["%s",SPHEROID["%s",%v,%v,%s],%s],PRIMEM["Greenwich",0,%s],%s%s,%s]`,
			name, d.datum.frame, e.name, e.semiMajor, e.inverseFlattening, authority(e.number), authority(d.datum.number),
			authority(8901), degrees, axes, identifier)
	}
	identifier := authority(int(c))
	if c == CRS84 {
		identifier = `AUTHORITY["OGC","CRS84"]`
	}
	if d.conversion.method == geographic {
		return base(d.datum.name, axes("Longitude", "Latitude", d.northFirst), identifier)
	}
	w := d.conversion.method.wording()
	extension := ""
	if d.conversion.method == popularMercator {
		// WKT 1 has no name for the method: GDAL writes that of the ellipsoid, and how to compute it instead.
		w.ogc = "Mercator_1SP"
		extension = `,EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m ` +
			`+nadgrids=@null +wktext +no_defs"]`
	}
	var projection strings.Builder
	fmt.Fprintf(&projection, `PROJECTION["%s"]`, w.ogc)
	for _, p := range w.parameters {
		if p.ogc != "" {
			fmt.Fprintf(&projection, `,PARAMETER["%s",%s]`, p.ogc, number(d.conversion.parameters[p.of]))
		}
	}
	return fmt.Sprintf(`PROJCS["%s",%s,%s,UNIT["metre",1,%s]%s%s,%s]`, d.name, base(d.datum.name, "", authority(int(d.datum.code))),
		projection.String(), authority(9001), axes("Easting", "Northing", d.northFirst), extension, identifier)
}

func authority(code int) string { return fmt.Sprintf(`AUTHORITY["EPSG","%d"]`, code) }

// axes gives both axes, after a comma.
func axes(east, north string, northFirst bool) string {
	e, n := fmt.Sprintf(`,AXIS["%s",EAST]`, east), fmt.Sprintf(`,AXIS["%s",NORTH]`, north)
	if northFirst {
		return n + e
	}
	return e + n
}

// number writes a number in full.
func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// ESRI gives the definition of a system in the WKT 1 of ESRI, on one line, as .prj files have it; empty when the system is not
// known. It has no codes: tools know the system by its names.
func (c Code) ESRI() string {
	d, ok := c.definition()
	if !ok {
		return ""
	}
	e := d.datum.ellipsoid
	base := fmt.Sprintf(`GEOGCS["%s",DATUM["%s",SPHEROID["%s",%s,%s]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`,
		d.datum.esri, d.datum.esriOf, e.esri, decimal(e.semiMajor), decimal(e.inverseFlattening))
	if d.conversion.method == geographic {
		return base
	}
	w := d.conversion.method.wording()
	var projection strings.Builder
	fmt.Fprintf(&projection, `PROJECTION["%s"]`, w.esri)
	for _, p := range w.parameters {
		if p.esri != "" {
			fmt.Fprintf(&projection, `,PARAMETER["%s",%s]`, p.esri, decimal(d.conversion.parameters[p.of]))
		}
	}
	return fmt.Sprintf(`PROJCS["%s",%s,%s,UNIT["Meter",1.0]]`, d.esri, base, projection.String())
}

// decimal writes a number with a decimal point, as ESRI does.
func decimal(v float64) string {
	if text := number(v); strings.Contains(text, ".") {
		return text
	}
	return number(v) + ".0"
}
