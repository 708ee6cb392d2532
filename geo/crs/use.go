package crs

// use is where a system is used: bounds in degrees, west to east and south to north.
type use struct{ west, south, east, north float64 }

// Covers tells whether a box, in degrees, lies where the system is used; outside, its coordinates are of no use, or none. A
// system that is not in the table covers nothing.
func (c Code) Covers(west, south, east, north float64) bool {
	u, ok := c.use()
	return ok && u.west <= west && east <= u.east && u.south <= south && north <= u.north
}

// use is the area of use of the register of EPSG, but for UTM zones that people use beyond: 2972 has that of its datum, since
// all of Guyane is mapped in zone 22 though a part of it lies west of 54° W, and zones of WGS 84 a degree more on each side.
func (c Code) use() (u use, ok bool) {
	switch c {
	case WGS84, CRS84:
		return use{-180, -90, 180, 90}, true
	case 2154, 4171:
		return use{-9.86, 41.15, 10.38, 51.56}, true
	case 5490:
		return use{-63.66, 14.08, -60, 18.31}, true
	case 5489:
		return use{-63.66, 14.08, -57.52, 18.53}, true
	case 2972, 4624:
		return use{-54.61, 2.11, -49.45, 8.88}, true
	case 2975:
		return use{54, -24.72, 58.24, -18.28}, true
	case 4627:
		return use{51.83, -24.72, 58.24, -18.28}, true
	case 4471, 4470:
		return use{43.68, -14.49, 46.7, -11.33}, true
	case 4467, 4463:
		return use{-57.1, 43.41, -55.9, 47.37}, true
	case 3857:
		return use{-180, -85.06, 180, 85.06}, true
	case 3035:
		return use{-35.58, 24.6, 44.83, 84.73}, true
	case 4258:
		return use{-16.1, 32.88, 40.18, 84.73}, true
	case 32620:
		return use{-67, 0, -59, 84}, true
	case 32621:
		return use{-61, 0, -53, 84}, true
	case 32622:
		return use{-55, 0, -47, 84}, true
	case 32738:
		return use{41, -80, 49, 0}, true
	case 32740:
		return use{53, -80, 61, 0}, true
	}
	return use{}, false
}
