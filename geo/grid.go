package geo

import (
	"cmp"
	"fmt"
	"math"
)

// GridPerDegree is the number of grid steps in one degree: a step is 1e-7 degree, about a centimetre.
const GridPerDegree = 10_000_000

// Limits of the grid, in steps.
const (
	MaxX = 180 * GridPerDegree
	MaxY = 90 * GridPerDegree
)

// Point is a place on the integer grid: X is the longitude, Y the latitude, in steps of 1e-7 degree.
// The zero value is longitude 0, latitude 0. Points are comparable with ==.
type Point struct{ X, Y int32 }

// Snap rounds a longitude and a latitude in degrees to the nearest grid point.
// It fails when one of them is not a number of the expected range.
func Snap(lon, lat float64) (Point, error) {
	x, y := math.Round(lon*GridPerDegree), math.Round(lat*GridPerDegree)
	if !(x >= -MaxX && x <= MaxX) {
		return Point{}, fmt.Errorf("longitude %v is outside -180…180", lon)
	}
	if !(y >= -MaxY && y <= MaxY) {
		return Point{}, fmt.Errorf("latitude %v is outside -90…90", lat)
	}
	return Point{int32(x), int32(y)}, nil
}

// Lon returns the longitude in degrees.
func (p Point) Lon() float64 { return float64(p.X) / GridPerDegree }

// Lat returns the latitude in degrees.
func (p Point) Lat() float64 { return float64(p.Y) / GridPerDegree }

// Compare orders points by longitude, then latitude.
func (p Point) Compare(q Point) int {
	if c := cmp.Compare(p.X, q.X); c != 0 {
		return c
	}
	return cmp.Compare(p.Y, q.Y)
}

// String gives the point as "lon lat" in degrees.
func (p Point) String() string {
	return string(AppendDegrees(append(AppendDegrees(nil, p.X), ' '), p.Y))
}

// Ring is a closed line: its last point equals its first. Readers give rings as files have them, of any number of points
// and not always closed, until geo/topo has told so and built a coverage from them.
type Ring []Point

// Polygon is a shell, counter-clockwise, then its holes, clockwise (RFC 7946, section 3.1.6).
// Readers may hold rings wound otherwise until geo/topo has built a coverage from them.
type Polygon []Ring

// Geometry is one of [MultiPoint], [MultiLine] and [MultiPolygon].
type Geometry interface {
	// Bounds is the smallest box that holds the geometry; ok is false when it is empty.
	Bounds() (box Box, ok bool)
}

// MultiPoint is a set of places.
type MultiPoint []Point

// MultiLine is a set of lines of at least two points each.
type MultiLine [][]Point

// MultiPolygon is a set of polygons whose interiors do not meet.
type MultiPolygon []Polygon

// Bounds implements [Geometry].
func (g MultiPoint) Bounds() (Box, bool) { return boundsOf(g) }

// Bounds implements [Geometry].
func (g MultiLine) Bounds() (box Box, ok bool) {
	for _, line := range g {
		box, ok = join(box, ok, line)
	}
	return box, ok
}

// Bounds implements [Geometry].
func (g MultiPolygon) Bounds() (box Box, ok bool) {
	for _, polygon := range g {
		for _, ring := range polygon {
			box, ok = join(box, ok, ring)
		}
	}
	return box, ok
}

// Vertices counts the points of all rings, the closing one of each included, as ST_NPoints does.
func (g MultiPolygon) Vertices() int {
	n := 0
	for _, polygon := range g {
		for _, ring := range polygon {
			n += len(ring)
		}
	}
	return n
}

// Holes counts the inner rings.
func (g MultiPolygon) Holes() int {
	n := 0
	for _, polygon := range g {
		n += len(polygon) - 1
	}
	return n
}

// Box is a closed rectangle of the grid. It does not cross the antimeridian.
type Box struct{ Min, Max Point }

// Polygon gives the box as a counter-clockwise polygon.
func (b Box) Polygon() Polygon {
	return Polygon{{b.Min, {b.Max.X, b.Min.Y}, b.Max, {b.Min.X, b.Max.Y}, b.Min}}
}

// Intersects tells whether two boxes share a point.
func (b Box) Intersects(c Box) bool {
	return b.Min.X <= c.Max.X && c.Min.X <= b.Max.X && b.Min.Y <= c.Max.Y && c.Min.Y <= b.Max.Y
}

// Extend gives the smallest box that holds b and p.
func (b Box) Extend(p Point) Box {
	return Box{
		Min: Point{min(b.Min.X, p.X), min(b.Min.Y, p.Y)},
		Max: Point{max(b.Max.X, p.X), max(b.Max.Y, p.Y)},
	}
}

func boundsOf(points []Point) (Box, bool) { return join(Box{}, false, points) }

func join(box Box, ok bool, points []Point) (Box, bool) {
	for _, p := range points {
		if !ok {
			box, ok = Box{p, p}, true
		}
		box = box.Extend(p)
	}
	return box, ok
}
