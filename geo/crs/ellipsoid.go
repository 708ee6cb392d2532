package crs

import "math"

// ellipsoid is a sphere flattened at its poles.
type ellipsoid struct {
	number                       int // in the register
	name, esri                   string
	semiMajor, inverseFlattening float64 // metres, and none
}

func grs80() ellipsoid { return ellipsoid{7019, "GRS 1980", "GRS_1980", 6378137, 298.257222101} }

func wgs84() ellipsoid { return ellipsoid{7030, "WGS 84", "WGS_1984", 6378137, 298.257223563} }

// third is the third flattening, (a-b)/(a+b).
func (e ellipsoid) third() float64 { return 1 / (2*e.inverseFlattening - 1) }

// squaredEccentricity is (a²-b²)/a².
func (e ellipsoid) squaredEccentricity() float64 {
	f := 1 / e.inverseFlattening
	return f * (2 - f)
}

// conformal maps latitudes of an ellipsoid onto the sphere that keeps angles, both by their tangents: τ and τ' of Karney,
// Transverse Mercator with an accuracy of a few nanometers, Journal of Geodesy 85, 2011, section 2. A tangent tells a
// latitude near a pole as exactly as any other.
type conformal struct{ e, squared float64 }

func newConformal(e ellipsoid) conformal {
	squared := e.squaredEccentricity()
	return conformal{math.Sqrt(squared), squared}
}

// toSphere is equations 7 to 9.
func (c conformal) toSphere(tau float64) float64 {
	secant := math.Sqrt(1 + tau*tau)
	sigma := math.Sinh(c.e * math.Atanh(c.e*tau/secant))
	return tau*math.Sqrt(1+sigma*sigma) - sigma*secant
}

// fromSphere is Newton's method on toSphere, equations 19 to 21, from a start that is right to e² at the equator and at the poles.
// Where a step is below 1e-9 the next one would be below 1e-18: two are the rule, and five more than any latitude takes.
func (c conformal) fromSphere(target float64) float64 {
	tau := target / (1 - c.squared)
	for range 5 {
		got := c.toSphere(tau)
		step := (target - got) / math.Sqrt(1+got*got) *
			(1 + (1-c.squared)*tau*tau) / ((1 - c.squared) * math.Sqrt(1+tau*tau))
		tau += step
		if math.Abs(step) <= 1e-9*max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}

const degree = math.Pi / 180 // in radians

// wrap brings a difference of two longitudes, in degrees, to -180…180.
func wrap(difference float64) float64 {
	if math.Abs(difference) <= 180 {
		return difference
	}
	return math.Remainder(difference, 360)
}
