package perimeter

import (
	"math"

	"github.com/pymaxion/geographiclib-go/geodesic"
	"github.com/pymaxion/geographiclib-go/geodesic/capabilities"

	"perimetre/geo"
)

// The WGS 84 ellipsoid: equatorial and polar radius in metres, eccentricity and its square.
const (
	equatorial    = 6_378_137.0
	polar         = 6_356_752.314245179
	eccentricity2 = 0.0066943799901413165
	eccentricity  = 0.08181919084262149
)

// short is the largest difference of latitude or longitude, in radians, of a segment that series measure: 6 km. steep is the
// sine of the latitude up to which they do, 75°.
const (
	short = 1e-3
	steep = 0.965
)

// measureLine measures a line, segment by segment as geodesics.
//
// Source: C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013), 43–55: the inverse problem for the
// length, section 6 (S12) for the area. PostGIS measures geography the same way. Short segments are measured by the first
// terms of series, which agree with it to a ten-thousandth of a millimetre and a hundredth of a square metre, and take an
// eighth of the time.
func measureLine(points []geo.Point) (m measure) {
	if len(points) == 0 {
		return m
	}
	from := placed(points[0])
	for _, p := range points[1:] {
		to := placed(p)
		length, area, ok := from.geodesicTo(&to)
		if !ok {
			inverse := geodesic.WGS84.InverseWithCapabilities(
				from.lat, from.lon, to.lat, to.lon, capabilities.Distance|capabilities.Area)
			length, area = inverse.S12, inverse.S12Area
		}
		m.length += length
		m.area += area
		from = to
	}
	return m
}

// place is a point on the ellipsoid.
type place struct {
	lon, lat float64 // degrees
	sin      float64 // of the latitude
	axis     float64 // m, from the axis of the Earth: N cos φ
	height   float64 // m, above the plane of the equator
	strip    float64 // m² for each radian of longitude, from the equator to the latitude
}

// placed gives the place of a point (Snyder, Map projections: a working manual, 1987, equations 3-12 and 4-20).
func placed(p geo.Point) place {
	lat := p.Lat()
	sin, cos := math.Sincos(lat * math.Pi / 180)
	root := math.Sqrt(1 - eccentricity2*sin*sin)
	normal := equatorial / root
	return place{
		lon: p.Lon(), lat: lat, sin: sin,
		axis:   normal * cos,
		height: (1 - eccentricity2) * normal * sin,
		strip:  polar * polar / 2 * (sin/(root*root) + math.Atanh(eccentricity*sin)/eccentricity),
	}
}

// geodesicTo measures a short geodesic: its length, and the area between it and the equator, positive eastwards; ok is false
// when it is too long for that, or too near a pole.
//
// The length is that of the chord c through the Earth and c³/24R², the next term of that of an arc, R being the radius of
// curvature along it (Euler). For the area let φ be the latitude along the line, M and N the radii of curvature, P = N cos φ,
// and Q the strip below a latitude, dQ/dφ = MP. Over a longitude Δλ the mean of Q would be (Q₁+Q₂)/2 - Q"Δφ²/12 if φ were
// linear in λ (Euler–Maclaurin). A geodesic bulges: d²φ/dλ² = -P sin φ/M - (2 M tan φ/N + M'/M)(dφ/dλ)², which adds -1/12 of
// it times Q'Δλ². With Q" = M'P - M² sin φ the sum is (Q₁+Q₂)/2 + (P²Δλ² + 3M²Δφ²) sin φ/12; the next terms are of the
// fourth order.
func (p *place) geodesicTo(q *place) (length, area float64, ok bool) {
	east, north := (q.lon-p.lon)*math.Pi/180, (q.lat-p.lat)*math.Pi/180
	if max(math.Abs(east), math.Abs(north)) > short || math.Abs(p.sin) > steep {
		return 0, 0, false
	}
	sin, axis := (p.sin+q.sin)/2, (p.axis+q.axis)/2
	w := 1 - eccentricity2*sin*sin
	normal := equatorial / math.Sqrt(w)
	meridian := (1 - eccentricity2) * normal / w
	across, along := axis*axis*east*east, meridian*meridian*north*north // m², of the two sides

	half := east / 2
	sinHalf := half * (1 - half*half/6)
	inward, upward := q.axis-p.axis, q.height-p.height
	chord2 := inward*inward + upward*upward + 4*p.axis*q.axis*sinHalf*sinHalf
	if chord2 == 0 {
		return 0, 0, true
	}
	curvature := (along/meridian + across/normal) / (along + across)
	length = math.Sqrt(chord2) * (1 + chord2*curvature*curvature/24)
	return length, east * ((p.strip+q.strip)/2 + (across+3*along)*sin/12), true
}
