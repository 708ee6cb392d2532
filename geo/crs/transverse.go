package crs

import "math"

// order is where the series of Krüger are cut: what they leave out is n⁷, less than 1e-19.
const order = 6

// transverse is EPSG method 9807, Transverse Mercator from the equator (IOGP Guidance Note 7-2), by the series
// of Krüger as Karney carried them to n⁶ (Transverse Mercator with an accuracy of a few nanometers, Journal of Geodesy 85,
// 2011, section 3): within 5 nm where a meridian is less than 35° from the central one.
type transverse struct {
	conformal
	lon0              float64 // degrees
	scale             float64 // k₀A, metres
	alpha, beta       [order]float64
	easting, northing float64
}

func newTransverse(e ellipsoid, c parameters) transverse {
	n := e.third()
	radius := e.semiMajor / (1 + n) * polynomial(n*n, 1, 1./4, 1./64, 1./256) // A, equation 14
	return transverse{
		conformal: newConformal(e),
		lon0:      c[lon0],
		scale:     c[scale] * radius,
		alpha: [order]float64{ // equation 35
			polynomial(n, 0, 1./2, -2./3, 5./16, 41./180, -127./288, 7891./37800),
			polynomial(n, 0, 0, 13./48, -3./5, 557./1440, 281./630, -1983433./1935360),
			polynomial(n, 0, 0, 0, 61./240, -103./140, 15061./26880, 167603./181440),
			polynomial(n, 0, 0, 0, 0, 49561./161280, -179./168, 6601661./7257600),
			polynomial(n, 0, 0, 0, 0, 0, 34729./80640, -3418889./1995840),
			polynomial(n, 0, 0, 0, 0, 0, 0, 212378941./319334400),
		},
		beta: [order]float64{ // equation 36, its signs turned
			polynomial(n, 0, -1./2, 2./3, -37./96, 1./360, 81./512, -96199./604800),
			polynomial(n, 0, 0, -1./48, -1./15, 437./1440, -46./105, 1118711./3870720),
			polynomial(n, 0, 0, 0, -17./480, 37./840, 209./4480, -5569./90720),
			polynomial(n, 0, 0, 0, 0, -4397./161280, 11./504, 830251./7257600),
			polynomial(n, 0, 0, 0, 0, 0, -4583./161280, 108847./3991680),
			polynomial(n, 0, 0, 0, 0, 0, 0, -20648693./638668800),
		},
		easting:  c[easting],
		northing: c[northing],
	}
}

// polynomial is the sum of coefficients[i] times x to the power i.
func polynomial(x float64, coefficients ...float64) float64 {
	sum := 0.0
	for i := len(coefficients) - 1; i >= 0; i-- {
		sum = sum*x + coefficients[i]
	}
	return sum
}

// forward is equations 10 and 11. Sines and cosines of ξ' and η' follow from their tangents, so that no angle is taken apart
// again.
func (p transverse) forward(lon, lat float64) (x, y float64) {
	tau := p.toSphere(math.Tan(lat * degree))
	sin, cos := math.Sincos(wrap(lon-p.lon0) * degree)
	h := math.Hypot(tau, cos)
	sinXi, cosXi, sinhEta := tau/h, cos/h, sin/h
	coshEta := math.Sqrt(1 + sinhEta*sinhEta)
	zeta := complex(math.Atan2(tau, cos), math.Asinh(sinhEta)) +
		series(&p.alpha, 2*sinXi*cosXi, (cosXi-sinXi)*(cosXi+sinXi), 2*sinhEta*coshEta, 1+2*sinhEta*sinhEta)
	return p.easting + p.scale*imag(zeta), p.northing + p.scale*real(zeta)
}

// inverse is equations 15 to 18.
func (p transverse) inverse(x, y float64) (lon, lat float64) {
	xi, eta := (y-p.northing)/p.scale, (x-p.easting)/p.scale
	sin, cos := math.Sincos(2 * xi)
	zeta := complex(xi, eta) + series(&p.beta, sin, cos, math.Sinh(2*eta), math.Cosh(2*eta))
	sin, cos = math.Sincos(real(zeta))
	sinh := math.Sinh(imag(zeta))
	tau := p.fromSphere(sin / math.Hypot(sinh, cos))
	return wrap(p.lon0 + math.Atan2(sinh, cos)/degree), math.Atan(tau) / degree
}

// series is the sum of c[j-1] sin(2j(ξ+iη)) for j from 1, by the method of Clenshaw, from sin 2ξ, cos 2ξ, sinh 2η and cosh 2η.
func series(c *[order]float64, sin, cos, sinh, cosh float64) complex128 {
	double := complex(2*cos*cosh, -2*sin*sinh)
	var b0, b1 complex128
	for j := order - 1; j >= 0; j-- {
		b0, b1 = double*b0-b1+complex(c[j], 0), b0
	}
	return complex(sin*cosh, cos*sinh) * b0
}
