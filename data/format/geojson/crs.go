package geojson

import (
	"encoding/json"
	"fmt"

	"perimetre/geo/crs"
)

// reference is the crs member of GeoJSON 2008 (section 3), which RFC 7946 took away and files still have:
// {"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}.
type reference struct {
	told bool // false when there is none, or null
	name string
	code crs.Code // 0 when there is none, or it is not known
}

// referenceOf reads a crs member. Coordinates of EPSG:4326 are taken for longitude and latitude, as all files have them.
func referenceOf(value []byte) (reference, error) {
	var member *struct {
		Properties struct {
			Name string
			Code json.Number
		}
	}
	if err := json.Unmarshal(value, &member); err != nil {
		return reference{}, &fault{"its crs member cannot be read", "write it as GeoJSON 2008 says or take it away"}
	}
	if member == nil {
		return reference{}, nil
	}
	r := reference{told: true, name: member.Properties.Name + member.Properties.Code.String()}
	r.code, _ = crs.Parse(r.name) // 0 where it is not known
	return r, nil
}

// system gives the reference system, longitude and latitude when none is told. It is a fault when the system is not known.
func (r reference) system() (crs.System, error) {
	system, err := crs.New(r.code)
	if r.told && r.code == 0 {
		err = &fault{
			fmt.Sprintf("the coordinate reference system is %q", r.name),
			"convert to WGS 84 longitude/latitude (EPSG:4326) first",
		}
	}
	return system, err
}

// systemOf gives the reference system of a crs member.
func systemOf(value []byte) (crs.System, error) {
	r, err := referenceOf(value)
	if err != nil {
		return crs.System{}, err
	}
	return r.system()
}

// projected tells whether coordinates are no longitude and latitude.
func projected(system crs.System) bool {
	x, y := system.FromLonLat(1, 2)
	return x != 1 || y != 2
}
