package crs

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// description is what a definition in WKT or PROJJSON says of the horizontal system.
type description struct {
	name        string
	identifiers []string // EPSG:2154, at the outermost level
	projected   bool
	eastFirst   bool // of the axes, when they are told

	frames    []string // names of the datum, then of its geographic system
	semiMajor float64
	inverse   float64 // flattening
	meridian  float64 // degrees, of the prime meridian
	shifted   bool    // a shift to WGS 84 is told, and is not null
	oddUnit   string  // a unit that is neither the metre nor the degree, in quotes; empty when there is none

	method     string
	onSphere   bool // an extension says that the formulas are those of the sphere
	parameters parameters
	odd        string // a parameter that no method of ours has, in quotes; empty when there is none
}

// identify finds the system.
func (d description) identify() (Code, error) {
	for _, identifier := range d.identifiers {
		if code, ok := byIdentifier(identifier); ok {
			return code, nil
		}
		if known, ok := byName(identifier); ok {
			return known.code, nil
		}
	}
	if !d.projected {
		return d.identifyGeographic()
	}
	candidates, fault := d.candidates()
	if named, ok := byName(d.name); ok && named.conversion.method != geographic {
		_, understood := d.understood()
		agrees := slices.ContainsFunc(candidates, func(c definition) bool { return c.conversion == named.conversion })
		if understood && !agrees || d.oddUnit != "" {
			if fault == "" {
				fault = fmt.Sprintf("its projection is that of %s", candidates[0].code)
			}
			return 0, fmt.Errorf("reference system %s is named like %s and is another one (%s): say which system the positions are in",
				d.found(), named.code, fault)
		}
		return named.code, nil
	}
	if fault != "" {
		return 0, unknown(d.found(), fault)
	}
	frame, _ := d.frame()
	for _, c := range candidates {
		if c.datum.code == frame.code {
			return c.code, nil
		}
	}
	return candidates[0].code, nil
}

func (d description) identifyGeographic() (Code, error) {
	frame, fault := d.frame()
	if d.oddUnit != "" {
		fault = "it counts in " + d.oddUnit
	}
	switch {
	case fault != "":
		return 0, unknown(d.found(), fault)
	case frame.code == WGS84 && d.eastFirst:
		return CRS84, nil
	}
	return frame.code, nil
}

// understood gives the conversion, when its method and all its parameters are of ours.
func (d description) understood() (conversion, bool) {
	method, ok := methodOf(d.method)
	if d.onSphere && strings.HasPrefix(key(d.method), "mercator") {
		method, ok = popularMercator, true
	}
	return conversion{method, d.parameters}, ok && d.odd == ""
}

// candidates gives the systems of the same projection, on whatever datum of the table; none, and why, when there is none or
// the datum is another one.
func (d description) candidates() (all []definition, fault string) {
	c, ok := d.understood()
	switch {
	case d.oddUnit != "":
		return nil, "it counts in " + d.oddUnit
	case d.odd != "":
		return nil, fmt.Sprintf("its projection %q has the parameter %s", d.method, d.odd)
	case !ok:
		return nil, fmt.Sprintf("its projection is %q", d.method)
	}
	for _, known := range definitions() {
		if known.conversion.same(c) {
			all = append(all, known)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Sprintf("its projection %q has other parameters", d.method)
	}
	if _, fault := d.frame(); fault != "" {
		return nil, fault
	}
	return all, ""
}

// frame gives the datum. One without a name is told by the nearer ellipsoid: WGS 84, or ETRS89, which stands for all those on GRS 1980.
// A datum that is not in the table is a fault, even on the same ellipsoid: NAD83 and RRAF 1991 are metres away.
func (d description) frame() (frame datum, fault string) {
	if d.meridian != 0 {
		return datum{}, fmt.Sprintf("its prime meridian is at %v degrees", d.meridian)
	}
	unnamed := true
	for _, name := range d.frames {
		k := key(name)
		if isUnnamed(k) { // which is asked first: PROJ writes "Unknown based on GRS80 ellipsoid using towgs84=1,2,3,0,0,0,0"
			_, shift, _ := strings.Cut(k, "towgs84")
			d.shifted = d.shifted || strings.Trim(shift, "0") != ""
			continue
		}
		unnamed = false
		for _, known := range datums() {
			if slices.ContainsFunc(known.keys, func(part string) bool { return strings.Contains(k, part) }) {
				return known, d.misfit()
			}
		}
	}
	switch {
	case !unnamed:
		return datum{}, fmt.Sprintf("its datum is %q", d.frames[0])
	case d.shifted:
		return datum{}, "its datum is shifted from WGS 84"
	case math.Abs(d.inverse-wgs84().inverseFlattening) < math.Abs(d.inverse-grs80().inverseFlattening):
		return worldGeodetic(), d.misfit()
	}
	return etrs89(), d.misfit()
}

// isUnnamed tells the key of a name that stands for none, D_ or GCS_ of ESRI before it.
func isUnnamed(key string) bool {
	key = strings.TrimPrefix(strings.TrimPrefix(key, "gcs"), "d")
	return key == "" || slices.ContainsFunc([]string{"unknown", "unnamed", "notspecified", "undefined"}, func(start string) bool {
		return strings.HasPrefix(key, start)
	})
}

// misfit says that the ellipsoid is another one than those of the table, which are a tenth of a millimetre apart and taken for each
// other. Definitions round the inverse flattening, to 298.257 at worst; that of WGS 72 is 298.26. Formulas of the sphere leave
// it out.
func (d description) misfit() string {
	e := grs80()
	flattened := math.Abs(d.inverse-e.inverseFlattening) <= 5e-4 || d.onSphere && d.inverse == 0
	if math.Abs(d.semiMajor-e.semiMajor) <= 1e-3 && flattened {
		return ""
	}
	return fmt.Sprintf("its ellipsoid has a semi-major axis of %s m and an inverse flattening of %v", number(d.semiMajor), d.inverse)
}

// found names the system in an error.
func (d description) found() string {
	if len(d.identifiers) == 0 {
		return excerpt(d.name)
	}
	return excerpt(d.name) + " (" + excerpt(d.identifiers[0]) + ")"
}

// add reads one parameter. The unit is that of its value: degrees, metres, or none.
func (d *description) add(name string, value float64) {
	if q, ok := quantityOf(name); ok {
		d.parameters[q] = value
	} else {
		d.odd = excerpt(name)
	}
}
