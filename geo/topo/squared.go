package topo

import "math"

// ground turns areas on the grid into square metres on the ellipsoid. It is a table by latitude: ground[i] is half the area
// of a square grid step at the latitude of i<<latitudeBits steps, north or south.
//
// Between its rows it is linear, which is exact to a millionth. Every product is rounded before it is added to something
// (the conversions say so: Go specification, Floating-point operators), and no function of package math is called, so that
// every machine finds the same areas.
type ground [geo90 + 2]float64

const (
	latitudeBits = 20 // a row each 0.1 degree
	geo90        = 900_000_000 >> latitudeBits
)

// newGround fills the table. On the ellipsoid a small rectangle of dφ by dλ has the area M·N·cos φ·dφ·dλ, where M and N are
// the radii of curvature of the meridian and of the prime vertical, so M·N = b²/(1 - e²sin²φ)² (Snyder, Map projections:
// a working manual, 1987, equations 4-18 to 4-20).
func newGround() (g *ground) {
	const (
		b2     = 6_356_752.314245 * 6_356_752.314245 // WGS 84
		e2     = 0.00669437999014
		radian = math.Pi / 180 / 10_000_000 // a grid step
		row    = radian * (1 << latitudeBits)
		cosRow = 1 - row*row/2 + row*row*row*row/24 // the next term is below 1e-19
		half   = b2 * radian * radian / 2
	)
	g = new(ground)
	before, cos := cosRow, 1.0 // of the latitudes one row south of the equator, and on it
	for i := range g {
		d := 1 - float64(e2*(1-float64(cos*cos)))
		g[i] = float64(half*max(cos, 0)) / float64(d*d)
		before, cos = cos, float64(2*cosRow*cos)-before // Chebyshev
	}
	return g
}

// area gives the area in square metres of what covers so many half square grid steps at a latitude.
func (g *ground) area(halves float64, y int32) float32 {
	south := magnitude(int64(y))
	i := south >> latitudeBits
	along := float64(south&(1<<latitudeBits-1)) / (1 << latitudeBits)
	return float32(halves * (g[i] + float64(along*(g[i+1]-g[i]))))
}
