package inspection

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/cog"
)

// straighten finds the geometries whose latitude and longitude are swapped, and puts them right in place.
//
// A record whose code tells a département of France is expected in the box of that département; any other in one of
// those of France. One that is in none, and would be in one when swapped, is suspect. When most records are suspect the file
// is swapped. Otherwise only those whose département is known are, and those outside France that lie far from most others
// and among them when swapped.
func straighten(records []Record, units []Unit, geometries []geo.MultiPolygon) []found {
	boxes := make([]geo.Box, len(records))
	var placed, suspects, known []int
	anywhere := cog.Extents()
	for i, geometry := range geometries {
		box, ok := geometry.Bounds()
		if !ok {
			continue
		}
		boxes[i] = box
		placed = append(placed, i)
		expected := anywhere
		extent, ok := cog.Extent(departement(units[records[i].Unit].Code))
		if ok {
			expected = []geo.Box{extent}
		}
		if !meets(box, expected) && meets(swapped(box), expected) {
			suspects = append(suspects, i)
			if ok {
				known = append(known, i)
			}
		}
	}
	guilty := suspects
	if 2*len(suspects) <= len(placed) {
		guilty = known
		usual := []geo.Box{usualExtent(boxes, placed)}
		for _, i := range placed {
			_, told := cog.Extent(departement(units[records[i].Unit].Code))
			if !told && !meets(boxes[i], anywhere) && !meets(boxes[i], usual) && meets(swapped(boxes[i]), usual) {
				guilty = append(guilty, i)
			}
		}
	}
	var all []found
	for _, i := range guilty {
		at := At(lowest(geometries[i]))
		geometries[i] = swap(geometries[i])
		all = append(all, found{
			kind: axesSwapped, units: []int32{records[i].Unit}, at: &at, geometry: geo.MultiPoint{lowest(geometries[i])},
		})
	}
	return all
}

// departement is the one that a code tells: that of a commune, or its own.
func departement(code string) string {
	if of := geo.Code(code).Departement(); of != "" {
		return of
	}
	return code
}

func meets(box geo.Box, others []geo.Box) bool { return slices.ContainsFunc(others, box.Intersects) }

// usualExtent is where most boxes are: between the quartiles of their middles, and three times the distance between these
// beyond them (Tukey's outer fences, Exploratory Data Analysis, 1977, section 2D).
func usualExtent(boxes []geo.Box, placed []int) geo.Box {
	if len(placed) == 0 {
		return geo.Box{}
	}
	xs, ys := make([]int64, len(placed)), make([]int64, len(placed))
	for k, i := range placed {
		xs[k] = (int64(boxes[i].Min.X) + int64(boxes[i].Max.X)) / 2
		ys[k] = (int64(boxes[i].Min.Y) + int64(boxes[i].Max.Y)) / 2
	}
	west, east := fences(xs, geo.MaxX)
	south, north := fences(ys, geo.MaxY)
	return geo.Box{Min: geo.Point{X: west, Y: south}, Max: geo.Point{X: east, Y: north}}
}

func fences(values []int64, most int64) (low, high int32) {
	slices.Sort(values)
	first, third := values[len(values)/4], values[len(values)*3/4]
	beyond := 3 * (third - first)
	return int32(max(first-beyond, -most)), int32(min(third+beyond, most))
}

func swapped(b geo.Box) geo.Box {
	return geo.Box{Min: geo.Point{X: b.Min.Y, Y: b.Min.X}, Max: geo.Point{X: b.Max.Y, Y: b.Max.X}}
}

// swap gives a geometry with its axes exchanged.
func swap(g geo.MultiPolygon) geo.MultiPolygon {
	other := make(geo.MultiPolygon, len(g))
	for i, polygon := range g {
		other[i] = make(geo.Polygon, len(polygon))
		for k, ring := range polygon {
			other[i][k] = make(geo.Ring, len(ring))
			for n, p := range ring {
				other[i][k][n] = geo.Point{X: p.Y, Y: p.X}
			}
		}
	}
	return other
}

// lowest is the westernmost vertex, and of those the southernmost: a place that does not depend on where rings start.
func lowest(g geo.MultiPolygon) geo.Point {
	at, first := geo.Point{}, true
	for _, polygon := range g {
		for _, ring := range polygon {
			for _, p := range ring {
				if first || p.Compare(at) < 0 {
					at, first = p, false
				}
			}
		}
	}
	return at
}
