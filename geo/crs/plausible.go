// Package crs knows the projected reference systems in which boundaries of France are published.
//
// [Plausible] guesses the system of coordinates in metres that were given where degrees are due.
//
// Invariants:
//
//  1. A guess rests on bounds alone: a pair of numbers lies where a system has land of France, or it does not. It is for a
//     message to a person, never for a conversion: several systems may hold the same pair.
//  2. Systems come from the most to the least likely, always in one order.
//
// It converts nothing.
package crs

import "fmt"

// Code is the number of a reference system in the EPSG register. The zero value is none.
type Code int

// String gives the code as tools take it: EPSG:2154.
func (c Code) String() string { return fmt.Sprintf("EPSG:%d", int(c)) }

// Name is how people call the system; empty when it is not in the table.
func (c Code) Name() string {
	for _, s := range systems() {
		if s.code == c {
			return s.name
		}
	}
	return ""
}

// Plausible gives the systems in which an easting and a northing, in metres, fall on land of France, the likeliest first.
func Plausible(x, y float64) []Code {
	var found []Code
	for _, s := range systems() {
		for _, a := range s.areas {
			if a.west <= x && x <= a.east && a.south <= y && y <= a.north {
				found = append(found, s.code)
				break
			}
		}
	}
	return found
}

// area is bounds in the metres of a system.
type area struct{ west, south, east, north float64 }

type system struct {
	code  Code
	name  string
	areas []area
}

// systems is the table. Areas hold the départements of France with a margin of some 5 km: corners and sides of their
// boxes in degrees (those of geo/cog, and 56.55° W 46.70° N to 56.05° W 47.20° N for Saint-Pierre-et-Miquelon) brought to
// each system with PROJ, then rounded outwards to the kilometre.
func systems() []system {
	return []system{
		{2154, "RGF93 / Lambert-93", []area{{85e3, 6035e3, 1251e3, 7117e3}}},
		{5490, "RGAF09 / UTM 20N", []area{{621e3, 1584e3, 743e3, 1834e3}}},
		{2972, "RGFG95 / UTM 22N", []area{{92e3, 227e3, 439e3, 643e3}}},
		{2975, "RGR92 / UTM 40S", []area{{308e3, 7628e3, 385e3, 7698e3}}},
		{4471, "RGM04 / UTM 38S", []area{{495e3, 8556e3, 539e3, 8610e3}}},
		{4467, "RGSPM06 / UTM 21N", []area{{534e3, 5171e3, 573e3, 5228e3}}},
		{3857, "WGS 84 / Pseudo-Mercator", []area{
			{-579e3, 5053e3, 1070e3, 6647e3},   // metropole
			{-6887e3, 1779e3, -6784e3, 1871e3}, // Guadeloupe
			{-6822e3, 1612e3, -6762e3, 1682e3}, // Martinique
			{-6085e3, 229e3, -5739e3, 647e3},   // Guyane
			{6140e3, -2445e3, 6222e3, -2370e3}, // La Réunion
			{5004e3, -1467e3, 5049e3, -1411e3}, // Mayotte
			{-6296e3, 5893e3, -6239e3, 5975e3}, // Saint-Pierre-et-Miquelon
		}},
		{3035, "ETRS89 / LAEA Europe", []area{{3187e3, 2020e3, 4290e3, 3145e3}}},
	}
}
