package crs

import "fmt"

// System converts between longitudes and latitudes in degrees and the coordinates of one reference system. X goes east and Y
// north, whatever order the register of the system has. The zero value is longitude and latitude themselves. It is immutable.
type System struct {
	code       Code
	projection projection // nil for longitudes and latitudes
	northFirst bool
}

// New gives a system by its number, and that of [WGS84] for 0. It fails when the system is not known.
func New(code Code) (System, error) {
	if code == 0 {
		code = WGS84
	}
	d, ok := code.definition()
	if !ok {
		return System{}, fmt.Errorf("%s is not a known reference system: use one of %s", code, known())
	}
	return System{code, d.conversion.on(d.datum.ellipsoid), d.northFirst}, nil
}

// Code is the number of the system.
func (s System) Code() Code { return s.code }

// NorthFirst tells whether the register of the system has the northing before the easting, or the latitude before the
// longitude, as EPSG:3035 and EPSG:4326 have and OGC:CRS84 has not. Formats that keep to their register write Y before X
// then; GeoJSON, Shapefile, GeoPackage and PostGIS never do.
func (s System) NorthFirst() bool { return s.northFirst }

// FromLonLat gives the coordinates of a longitude and a latitude in degrees. Far outside the zone of the system they may be of
// no use, infinite, or not numbers.
func (s System) FromLonLat(lon, lat float64) (x, y float64) {
	if s.projection == nil {
		return lon, lat
	}
	return s.projection.forward(lon, lat)
}

// ToLonLat gives the longitude and the latitude in degrees of coordinates. Those that no place has may give what is not a
// number.
func (s System) ToLonLat(x, y float64) (lon, lat float64) {
	if s.projection == nil {
		return x, y
	}
	return s.projection.inverse(x, y)
}
