package topo

import (
	"math"

	"perimetre/geo"
)

// The WGS 84 ellipsoid: its equatorial radius in metres, and its eccentricity squared.
const (
	equatorialRadius     = 6378137.0
	eccentricitySquared  = 0.00669437999014131
	radiansPerStep       = math.Pi / 180 / geo.GridPerDegree
	shortestMetreInSteps = 600 // a metre of longitude at 80° of latitude; shorter elsewhere
)

// stepsWithin is a number of steps that a distance in metres does not exceed in either direction, up to 80° of latitude.
func stepsWithin(metres float64) int32 { return int32(math.Ceil(metres * shortestMetreInSteps)) }

// radii gives the radii of curvature at a latitude in steps, in metres a step: along the meridian, and along the parallel.
//
// Source: J. P. Snyder, Map projections – a working manual, USGS 1395 (1987), equations 4-18 to 4-21.
func radii(y float64) (meridian, parallel float64) {
	sin, cos := math.Sincos(y * radiansPerStep)
	w := 1 - float64(eccentricitySquared*sin*sin)
	n := equatorialRadius / math.Sqrt(w)
	return n * (1 - eccentricitySquared) / w * radiansPerStep, n * cos * radiansPerStep
}

// distance is the length in metres of a short line, by the radii of curvature in its middle: exact to a millionth for
// 10 km.
func distance(p, q geo.Point) float64 {
	meridian, parallel := radii((float64(p.Y) + float64(q.Y)) / 2)
	return math.Hypot(float64(int64(p.X)-int64(q.X))*parallel, float64(int64(p.Y)-int64(q.Y))*meridian)
}

// length is the length of a line in metres.
func length(points []geo.Point) (sum float64) {
	for i := 1; i < len(points); i++ {
		sum += distance(points[i-1], points[i])
	}
	return sum
}

// squareMetres is the area inside a closed line on the ellipsoid, positive when it runs counter-clockwise.
//
// The map (longitude, area of the zone between the first point's parallel and the latitude, for one step of longitude)
// keeps areas, so that the planar formula holds on it, for lines of a degree or so. The area of a zone is the integral of
// meridian × parallel, taken by Simpson's rule degree by degree: exact to 1e-9.
func squareMetres(points []geo.Point) float64 {
	if len(points) == 0 {
		return 0
	}
	origin := points[0]
	density := func(y float64) float64 {
		meridian, parallel := radii(y)
		return float64(meridian * parallel)
	}
	base := density(float64(origin.Y))
	zone := func(y int32) (sum float64) {
		steps := float64(int64(y) - int64(origin.Y))
		panels := math.Floor(math.Abs(steps)/geo.GridPerDegree) + 1
		height, from := steps/panels, base
		for k := range int(panels) {
			south := float64(origin.Y) + float64(height*float64(k))
			to := density(south + height)
			sum += float64(height / 6 * (from + float64(4*density(south+height/2)) + to))
			from = to
		}
		return sum
	}
	sum, before := 0.0, 0.0
	for i := 1; i < len(points); i++ {
		after := zone(points[i].Y)
		dx := float64(int64(points[i-1].X) - int64(points[i].X))
		sum += float64(dx * (before + after) / 2)
		before = after
	}
	return sum
}
