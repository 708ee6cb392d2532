// Package crs converts between longitudes and latitudes and the reference systems in which boundaries of France are published.
//
// [Parse] says which system a definition speaks of, [New] gives the [System] of a [Code], which converts both ways, [Code.WKT]
// and [Code.ESRI] define a code in files. [Plausible] guesses the system of coordinates in metres that were given where
// degrees are due, [Code.Covers] says where a system is used. One table describes each system once ([Codes] lists it).
//
// Invariants:
//
//  1. X goes east and Y north, in metres, or X is the longitude and Y the latitude, in degrees, whatever order the register of
//     the system has, which [System.NorthFirst] tells.
//  2. Longitudes and latitudes are those of WGS 84, and those of RGF93, RGAF09, RGFG95, RGR92, RGM04, RGSPM06 and ETRS89 are
//     taken as the same: the register has a null transformation for each, good to a metre (EPSG:1671, 5501, 4840, 1912, 4476,
//     4477 and 1149), and PROJ does so. Within the zone of a system, coordinates are within a micrometre of those of PROJ.
//  3. Parse never takes a system for another whose coordinates differ by more than these datums do: a definition that is not
//     understood is an error, which says what was found.
//  4. A guess of Plausible rests on bounds alone: it is for a message to a person, never for a conversion: several systems may
//     hold the same pair.
//
// It is not a general library of projections: it has no grid of shifts, no height, and no system of other countries.
package crs
