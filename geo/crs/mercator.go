package crs

import "math"

// pseudoMercator is EPSG method 1024, Popular Visualisation Pseudo-Mercator (IOGP Guidance Note 7-2): the formulas of the
// sphere on latitudes of the ellipsoid.
type pseudoMercator struct{ radius float64 }

func newPseudoMercator(e ellipsoid) pseudoMercator { return pseudoMercator{e.semiMajor} }

func (p pseudoMercator) forward(lon, lat float64) (x, y float64) {
	return p.radius * lon * degree, p.radius * math.Asinh(math.Tan(lat*degree))
}

func (p pseudoMercator) inverse(x, y float64) (lon, lat float64) {
	return x / p.radius / degree, math.Atan(math.Sinh(y/p.radius)) / degree
}
