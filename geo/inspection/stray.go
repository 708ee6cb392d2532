package inspection

import (
	"cmp"
	"fmt"
	"math"
	"slices"

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
			metres, _ := perimeter.Nearest(part[0], main[0])
			km := metres / 1000
			if _, known := check.PlaceIn(geo.MultiPolygon{part}, policy.KnownStrays); known || km <= policy.StrayKm {
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
