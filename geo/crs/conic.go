package crs

import "math"

// conic is EPSG method 9802, Lambert Conic Conformal with two standard parallels (IOGP Guidance Note 7-2), both in the northern
// hemisphere. The t of the note is exp(-ψ) here, where sinh(ψ) is the tangent of the conformal latitude.
type conic struct {
	conformal
	lon0              float64 // degrees
	exponent          float64 // n
	scale             float64 // aF, metres
	easting, northing float64 // of the apex of the cone, metres
}

func newConic(e ellipsoid, c parameters) conic {
	p := conic{conformal: newConformal(e), lon0: c[lon0]}
	m := func(lat float64) float64 {
		sin, cos := math.Sincos(lat * degree)
		return cos / math.Sqrt(1-p.squared*sin*sin)
	}
	m1, psi1 := m(c[parallel1]), p.isometric(c[parallel1])
	m2, psi2 := m(c[parallel2]), p.isometric(c[parallel2])
	p.exponent = math.Log(m1/m2) / (psi2 - psi1)
	p.scale = e.semiMajor * m1 / p.exponent * math.Exp(p.exponent*psi1)
	p.easting = c[easting]
	p.northing = c[northing] + p.scale*math.Exp(-p.exponent*p.isometric(c[lat0]))
	return p
}

// isometric is ψ of a latitude in degrees.
func (p conic) isometric(lat float64) float64 { return math.Asinh(p.toSphere(math.Tan(lat * degree))) }

func (p conic) forward(lon, lat float64) (x, y float64) {
	radius := p.scale * math.Exp(-p.exponent*p.isometric(lat))
	sin, cos := math.Sincos(p.exponent * wrap(lon-p.lon0) * degree)
	return p.easting + radius*sin, p.northing - radius*cos
}

func (p conic) inverse(x, y float64) (lon, lat float64) {
	x, y = x-p.easting, p.northing-y
	psi := -math.Log(math.Hypot(x, y)/p.scale) / p.exponent
	return wrap(p.lon0 + math.Atan2(x, y)/p.exponent/degree), math.Atan(p.fromSphere(math.Sinh(psi))) / degree
}
