package inspection

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tidwall/rtree"

	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/perimeter"
)

// strays finds the polygons that lie farther from the largest one of their unit than the policy's limit. Records of one
// code are one unit, a polygon a record or not.
func strays(records []Record, units []Unit, geometries []geo.MultiPolygon, policy check.Policy) []found {
	if policy.StrayKm <= 0 {
		return nil
	}
	type owner struct {
		unit  int32
		parts []geo.Polygon
	}
	var owners []*owner
	byCode := map[string]*owner{}
	for i, r := range records {
		o := byCode[units[r.Unit].Code]
		if o == nil {
			o = &owner{unit: r.Unit}
			byCode[units[r.Unit].Code] = o
			owners = append(owners, o)
		}
		for _, polygon := range geometries[i] {
			if len(polygon) > 0 && len(polygon[0]) > 0 {
				o.parts = append(o.parts, polygon)
			}
		}
	}
	var all []found
	for _, o := range owners {
		if len(o.parts) < 2 {
			continue
		}
		main := slices.MaxFunc(o.parts, func(a, b geo.Polygon) int {
			return cmp.Or(cmp.Compare(extent(a[0]), extent(b[0])), slices.CompareFunc(a[0], b[0], geo.Point.Compare))
		})
		for _, part := range o.parts {
			// The distance of any two vertices is at least that of the polygons: most parts need no more than one.
			if perimeter.Distance(part[0][0], main[0][0]) <= policy.StrayKm*1000 {
				continue
			}
			km := distance(part[0], main[0]) / 1000
			if km <= policy.StrayKm || known(policy.KnownStrays, geo.MultiPolygon{part}) != "" {
				continue
			}
			at := At(lowest(geo.MultiPolygon{part}))
			away := decimal(km, 0, "km")
			all = append(all, found{
				kind: partStray, units: []int32{o.unit}, at: &at, geometry: geo.MultiPolygon{part},
				details: []geo.Text{{FR: "à " + away.FR, EN: fmt.Sprintf("%s away", away.EN)}},
			})
		}
	}
	return all
}

// extent is twice the area of a ring in square steps of the grid, near enough to compare those of one unit.
func extent(ring geo.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		p, q := ring[i-1], ring[i]
		sum += (float64(p.X) - float64(q.X)) * (float64(p.Y) + float64(q.Y))
	}
	return math.Abs(sum)
}

// distance is the geodesic distance in metres between the nearest vertices of two rings. The nearest are found on a plane
// tangent at the first one, which is exact enough to choose vertices some tens of metres apart.
func distance(a, b geo.Ring) float64 {
	shrink := math.Cos(a[0].Lat() * math.Pi / 180)
	plane := func(at geo.Point) [2]float64 { return [2]float64{at.Lon() * shrink, at.Lat()} }
	var tree rtree.RTreeG[geo.Point]
	for _, at := range b {
		tree.Insert(plane(at), plane(at), at)
	}
	best, from, to := math.Inf(1), a[0], b[0]
	for _, at := range a {
		tree.Nearby(rtree.BoxDist[float64, geo.Point](plane(at), plane(at), nil), func(_, _ [2]float64, other geo.Point, d float64) bool {
			if d < best {
				best, from, to = d, at, other
			}
			return false
		})
	}
	return perimeter.Distance(from, to)
}

// known gives the name of the first place of a list that lies in some ground; empty when there is none.
func known(places []check.KnownAbsence, ground geo.MultiPolygon) string {
	for _, place := range places {
		if holds(ground, float64(place.At.X), float64(place.At.Y)) {
			return place.Name
		}
	}
	return ""
}

// holds tells whether a place, in steps of the grid, lies in a geometry, by the parity of the edges to its east.
func holds(g geo.MultiPolygon, x, y float64) bool {
	inside := false
	for _, polygon := range g {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				px, py, qx, qy := float64(ring[i-1].X), float64(ring[i-1].Y), float64(ring[i].X), float64(ring[i].Y)
				if (py <= y) != (qy <= y) && x < px+(y-py)/(qy-py)*(qx-px) {
					inside = !inside
				}
			}
		}
	}
	return inside
}
