package format

import (
	"math"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// Bounds is the least and the greatest coordinates of some places in the system of a file. The zero value holds no place.
type Bounds struct {
	MinX, MinY, MaxX, MaxY float64
	Some                   bool // whether it holds a place
}

// Add makes the bounds hold a place.
func (b *Bounds) Add(x, y float64) {
	if !b.Some {
		*b = Bounds{x, y, x, y, true}
		return
	}
	b.MinX, b.MaxX = min(b.MinX, x), max(b.MaxX, x)
	b.MinY, b.MaxY = min(b.MinY, y), max(b.MaxY, y)
}

// Join makes the bounds hold others.
func (b *Bounds) Join(other Bounds) {
	if other.Some {
		b.Add(other.MinX, other.MinY)
		b.Add(other.MaxX, other.MaxY)
	}
}

// Finite tells whether all places that were added have coordinates: min and max let no number that is none go.
func (b *Bounds) Finite() bool {
	return !math.IsInf(b.MaxX-b.MinX, 0) && !math.IsNaN(b.MaxX-b.MinX) && !math.IsInf(b.MaxY-b.MinY, 0) && !math.IsNaN(b.MaxY-b.MinY)
}

// BoundsOf gives the bounds of a geometry in a system. Sides of a box are no straight lines in another system: every place counts.
func BoundsOf(g geo.Geometry, system crs.System) (b Bounds) {
	add := func(points []geo.Point) {
		for _, p := range points {
			b.Add(system.FromLonLat(p.Lon(), p.Lat()))
		}
	}
	switch g := g.(type) {
	case geo.MultiPoint:
		add(g)
	case geo.MultiLine:
		for _, line := range g {
			add(line)
		}
	case geo.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				add(ring)
			}
		}
	}
	return b
}
