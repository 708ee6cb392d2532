package crs

import (
	"fmt"
	"slices"
)

// Code is the number of a reference system in the EPSG register, or [CRS84]. The zero value is none.
type Code int

const (
	// WGS84 is the system of latitudes and longitudes in degrees.
	WGS84 Code = 4326
	// CRS84 is WGS 84 with the longitude before the latitude, which the OGC named and the EPSG register has not. The number is
	// ours, and in no file: registers have positive ones.
	CRS84 Code = -84
)

// String gives the code as tools take it: EPSG:2154, OGC:CRS84.
func (c Code) String() string {
	if c == CRS84 {
		return "OGC:CRS84"
	}
	return fmt.Sprintf("EPSG:%d", int(c))
}

// URI gives the address of the code in the register of the OGC, by which its interfaces name systems.
func (c Code) URI() string {
	if c == CRS84 {
		return "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	}
	return fmt.Sprintf("http://www.opengis.net/def/crs/EPSG/0/%d", int(c))
}

// Name is how people call the system; empty when it is not in the table.
func (c Code) Name() string {
	d, _ := c.definition()
	return d.name
}

// Title gives the code, then the name: EPSG:2154 (RGF93 / Lambert-93). It is the code alone when the system is not in the table.
func (c Code) Title() string {
	name := c.Name()
	if name == "" {
		return c.String()
	}
	return c.String() + " (" + name + ")"
}

// Codes gives the systems that are known.
func Codes() []Code {
	var all []Code
	for _, d := range definitions() {
		all = append(all, d.code)
	}
	return all
}

func (c Code) definition() (d definition, ok bool) {
	all := definitions()
	i := slices.IndexFunc(all, func(d definition) bool { return d.code == c })
	if i < 0 {
		return definition{}, false
	}
	return all[i], true
}
