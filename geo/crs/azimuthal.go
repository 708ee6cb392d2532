package crs

import "math"

// azimuthal is EPSG method 9820, Lambert Azimuthal Equal Area, oblique (IOGP Guidance Note 7-2). The note gives
// the way back from the authalic latitude as a series to e⁶, which leaves out a millimetre: here the equation of q is solved.
type azimuthal struct {
	e, squared        float64
	lon0              float64 // degrees
	sin0, cos0        float64 // of the authalic latitude of the origin, β₀
	pole              float64 // q of the pole
	radius            float64 // Rq, metres
	stretch           float64 // D
	easting, northing float64
}

func newAzimuthal(e ellipsoid, c parameters) azimuthal {
	squared := e.squaredEccentricity()
	p := azimuthal{e: math.Sqrt(squared), squared: squared, lon0: c[lon0], easting: c[easting], northing: c[northing]}
	p.pole = p.q(1)
	p.radius = e.semiMajor * math.Sqrt(p.pole/2)
	sin, cos := math.Sincos(c[lat0] * degree)
	p.sin0 = p.q(sin) / p.pole
	p.cos0 = math.Sqrt((1 - p.sin0) * (1 + p.sin0))
	p.stretch = e.semiMajor * cos / math.Sqrt(1-squared*sin*sin) / (p.radius * p.cos0)
	return p
}

// q of the sine of a latitude is the area between the equator and that latitude, by which authalic latitudes are defined.
func (p azimuthal) q(sin float64) float64 {
	return (1 - p.squared) * (sin/(1-p.squared*sin*sin) + math.Atanh(p.e*sin)/p.e)
}

// sine gives the sine of the latitude whose q is known, by Newton's method: dq/dsin is 2(1-e²)/(1-e²sin²)². It starts within
// e²/2 of the sine and the second derivative is small, so that three steps are more than enough.
func (p azimuthal) sine(q float64) float64 {
	sin := q / p.pole
	for range 3 {
		w := 1 - p.squared*sin*sin
		sin += (q - p.q(sin)) * w * w / (2 * (1 - p.squared))
	}
	return sin
}

func (p azimuthal) forward(lon, lat float64) (x, y float64) {
	sin := p.q(math.Sin(lat*degree)) / p.pole
	cos := math.Sqrt(max(0, (1-sin)*(1+sin)))
	sinLon, cosLon := math.Sincos(wrap(lon-p.lon0) * degree)
	b := p.radius * math.Sqrt(2/(1+p.sin0*sin+p.cos0*cos*cosLon))
	return p.easting + b*p.stretch*cos*sinLon, p.northing + b/p.stretch*(p.cos0*sin-p.sin0*cos*cosLon)
}

func (p azimuthal) inverse(x, y float64) (lon, lat float64) {
	x, y = (x-p.easting)/p.stretch, (y-p.northing)*p.stretch
	// With ρ = 2 Rq sin(C/2), sin(C)/ρ is cos(C/2)/Rq: nothing is divided by ρ, which is 0 at the origin.
	half := math.Hypot(x, y) / (2 * p.radius)
	cosC, sinC := 1-2*half*half, math.Sqrt((1-half)*(1+half))/p.radius
	sin := p.sine(p.pole * (cosC*p.sin0 + y*sinC*p.cos0))
	lon = p.lon0 + math.Atan2(x*sinC, p.cos0*cosC-y*p.sin0*sinC)/degree
	return wrap(lon), math.Atan2(sin, math.Sqrt(max(0, (1-sin)*(1+sin)))) / degree
}
