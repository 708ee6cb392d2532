package crs

// definition is one system, described once.
type definition struct {
	code       Code
	name, esri string   // of EPSG, and of ESRI
	aliases    []string // other names, and codes of other registers
	datum      datum
	conversion conversion
	northFirst bool
	areas      []area // where it has land of France, for a projected system that is published
}

// area is bounds in the metres of a system.
type area struct{ west, south, east, north float64 }

// definitions is the table: WGS 84 first, projected systems from the most to the least likely, then other geographic ones.
//
// Areas hold the départements of France with a margin of some 5 km: corners and sides of their boxes in degrees (those of
// geo/cog, and 56.55° W 46.70° N to 56.05° W 47.20° N for Saint-Pierre-et-Miquelon) brought to each system with PROJ, then
// rounded outwards to the kilometre.
//
// Aliases of Lambert-93 hold its later realisations, some centimetres from the first, and the same with heights.
func definitions() []definition {
	all := []definition{
		geographicOf(worldGeodetic()),
		{code: CRS84, name: "WGS 84 (CRS84)", esri: worldGeodetic().esri, aliases: []string{"CRS84"}, datum: worldGeodetic()},
		{
			code: 2154, name: "RGF93 / Lambert-93", esri: "RGF_1993_Lambert_93",
			aliases: []string{
				"RGF93 v1 / Lambert-93", "RGF93 v2 / Lambert-93", "EPSG:9793", "RGF93 v2b / Lambert-93", "EPSG:9794",
				"RGF93 / Lambert-93 + NGF-IGN69 height", "EPSG:5698", "Lambert-93", "IGNF:LAMB93", "LAMB93", "IGNF:RGF93LAMB93", "RGF93LAMB93", "ESRI:102110",
			},
			datum: rgf93(),
			conversion: conversion{conformalConic, parameters{
				lat0: 46.5, lon0: 3, parallel1: 49, parallel2: 44, scale: 1, easting: 700_000, northing: 6_600_000,
			}},
			areas: []area{{85e3, 6035e3, 1251e3, 7117e3}},
		},
		{
			code: 5490, name: "RGAF09 / UTM zone 20N", esri: "RGAF09_UTM_Zone_20N",
			aliases: []string{"IGNF:RGAF09UTM20", "RGAF09UTM20"},
			datum:   rgaf09(), conversion: utmNorth(20),
			areas: []area{{621e3, 1584e3, 743e3, 1834e3}},
		},
		{
			code: 2972, name: "RGFG95 / UTM zone 22N", esri: "RGFG_1995_UTM_22N",
			aliases: []string{"IGNF:RGFG95UTM22", "RGFG95UTM22", "IGNF:UTM22RGFG95", "UTM22RGFG95"},
			datum:   rgfg95(), conversion: utmNorth(22),
			areas: []area{{92e3, 227e3, 439e3, 643e3}},
		},
		{
			code: 2975, name: "RGR92 / UTM zone 40S", esri: "RGR_1992_UTM_40S",
			aliases: []string{"IGNF:RGR92UTM40S"},
			datum:   rgr92(), conversion: utmSouth(40),
			areas: []area{{308e3, 7628e3, 385e3, 7698e3}},
		},
		{
			code: 4471, name: "RGM04 / UTM zone 38S", esri: "RGM_2004_UTM_Zone_38S",
			aliases: []string{"IGNF:RGM04UTM38S"},
			datum:   rgm04(), conversion: utmSouth(38),
			areas: []area{{495e3, 8556e3, 539e3, 8610e3}},
		},
		{
			code: 4467, name: "RGSPM06 / UTM zone 21N", esri: "RGSPM_2006_UTM_Zone_21N",
			aliases: []string{"IGNF:RGSPM06U21", "RGSPM06U21"},
			datum:   rgspm06(), conversion: utmNorth(21),
			areas: []area{{534e3, 5171e3, 573e3, 5228e3}},
		},
		{
			code: 3857, name: "WGS 84 / Pseudo-Mercator", esri: "WGS_1984_Web_Mercator_Auxiliary_Sphere",
			aliases: []string{
				"WGS 84 / Popular Visualisation Pseudo-Mercator", "Web Mercator", "EPSG:3785", "EPSG:900913", "ESRI:102100", "ESRI:102113",
			},
			datum:      worldGeodetic(),
			conversion: conversion{popularMercator, parameters{scale: 1}},
			areas: []area{
				{-579e3, 5053e3, 1070e3, 6647e3},   // metropole
				{-6887e3, 1779e3, -6784e3, 1871e3}, // Guadeloupe
				{-6822e3, 1612e3, -6762e3, 1682e3}, // Martinique
				{-6085e3, 229e3, -5739e3, 647e3},   // Guyane
				{6140e3, -2445e3, 6222e3, -2370e3}, // La Réunion
				{5004e3, -1467e3, 5049e3, -1411e3}, // Mayotte
				{-6296e3, 5893e3, -6239e3, 5975e3}, // Saint-Pierre-et-Miquelon
			},
		},
		{
			code: 3035, name: "ETRS89-extended / LAEA Europe", esri: "ETRS_1989_LAEA",
			aliases: []string{"ETRS89 / LAEA Europe", "ETRS89 / LAEA", "ETRS - LAEA"},
			datum:   etrs89(), northFirst: true,
			conversion: conversion{equalArea, parameters{lat0: 52, lon0: 10, scale: 1, easting: 4_321_000, northing: 3_210_000}},
			areas:      []area{{3187e3, 2020e3, 4290e3, 3145e3}},
		},
		{code: 32620, name: "WGS 84 / UTM zone 20N", esri: "WGS_1984_UTM_Zone_20N", datum: worldGeodetic(), conversion: utmNorth(20)},
		{code: 32621, name: "WGS 84 / UTM zone 21N", esri: "WGS_1984_UTM_Zone_21N", datum: worldGeodetic(), conversion: utmNorth(21)},
		{code: 32622, name: "WGS 84 / UTM zone 22N", esri: "WGS_1984_UTM_Zone_22N", datum: worldGeodetic(), conversion: utmNorth(22)},
		{code: 32738, name: "WGS 84 / UTM zone 38S", esri: "WGS_1984_UTM_Zone_38S", datum: worldGeodetic(), conversion: utmSouth(38)},
		{code: 32740, name: "WGS 84 / UTM zone 40S", esri: "WGS_1984_UTM_Zone_40S", datum: worldGeodetic(), conversion: utmSouth(40)},
	}
	for _, d := range datums()[1:] {
		all = append(all, geographicOf(d))
	}
	return all
}

// geographicOf is the system of latitudes and longitudes of a datum. The register has another with heights for it.
func geographicOf(d datum) definition {
	g := definition{code: d.code, name: d.name, esri: d.esri, datum: d, northFirst: true}
	switch d.code {
	case WGS84:
		g.aliases = []string{"EPSG:4979"}
	case 4171:
		g.aliases = []string{"EPSG:4965"}
	}
	return g
}

func utmNorth(zone int) conversion { return utm(zone, 0) }

func utmSouth(zone int) conversion { return utm(zone, 10_000_000) }

func utm(zone int, falseNorthing float64) conversion {
	return conversion{transverseMercator, parameters{
		lon0: float64(6*zone - 183), scale: 0.9996, easting: 500_000, northing: falseNorthing,
	}}
}
