package crs

// Plausible gives the systems in which an easting and a northing, in metres, fall on land of France, the likeliest first.
func Plausible(x, y float64) []Code {
	var found []Code
	for _, d := range definitions() {
		for _, a := range d.areas {
			if a.west <= x && x <= a.east && a.south <= y && y <= a.north {
				found = append(found, d.code)
				break
			}
		}
	}
	return found
}
