// Package fractal makes large coverages out of real ones, for tests and benchmarks.
//
// A [Fractal] cuts every edge of a coverage in two, and each half again, as often as it has levels: three make eight
// edges of one. A [Push] moves one vertex of a coverage through a border beside it, in every polygon that has the vertex.
//
//	A───────B      A──.·──·.─B      the same edge on 1 and on 3 levels: its ends stay, the points between them
//	                               leave the straight line by little
//
// Invariants:
//
//  1. The points within an edge depend on its two ends and on the seed only, not on the direction it is read in: both
//     neighbours get the same points, and edges that paired up still do.
//  2. All is integer arithmetic: the same points on every machine.
//  3. Features go through one by one. None is kept.
//
// Whether a densified coverage is free of crossings cannot be promised, since an edge knows nothing of those beside it: the
// displacement is so small that it is on real data, and tests hold that. It is not a model of how borders look.
package fractal

import "perimetre/geo"

// Fractal says how to densify. The zero value changes nothing. It is a value, safe for concurrent use.
type Fractal struct {
	Levels int    // each doubles the edges
	Seed   uint64 // another seed displaces the same points otherwise
}

// How far a middle may leave its edge: a share of the edge's length, but no more than some grid steps.
const (
	share = 16
	most  = 20 // about 20 cm
)

// Densify gives features whose every edge is cut. Geometries other than polygons, and errors, go through as they are.
func (f Fractal) Densify(features geo.Features) geo.Features {
	return each(features, f.Ring)
}

// Ring gives a ring with the points of its edges between its own.
func (f Fractal) Ring(ring geo.Ring) geo.Ring {
	if len(ring) == 0 {
		return ring
	}
	dense := make(geo.Ring, 0, (len(ring)-1)<<f.Levels+1)
	for i, p := range ring[1:] {
		dense = f.appendEdge(append(dense, ring[i]), ring[i], p, f.Levels)
	}
	return append(dense, ring[len(ring)-1])
}

// Edge gives the points strictly between the ends of an edge, from a to b: 2^Levels-1 of them, fewer where the edge is too
// short for that many points of the grid.
func (f Fractal) Edge(a, b geo.Point) []geo.Point { return f.appendEdge(nil, a, b, f.Levels) }

func (f Fractal) appendEdge(dst []geo.Point, a, b geo.Point, levels int) []geo.Point {
	if levels == 0 {
		return dst
	}
	middle := f.middle(a, b)
	if middle == a || middle == b {
		return dst // no point of the grid lies between the ends: the edge stays whole
	}
	dst = append(f.appendEdge(dst, a, middle, levels-1), middle)
	return f.appendEdge(dst, middle, b, levels-1)
}

// middle gives the displaced middle of an edge. Edges shorter than share steps keep their own, rounded.
func (f Fractal) middle(a, b geo.Point) geo.Point {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	const unit = 1 << 10
	dx, dy := int64(b.X)-int64(a.X), int64(b.Y)-int64(a.Y)
	// A random share of the edge turned by a quarter, from -1/share to 1/share.
	random := int64(f.random(a, b)%(2*unit+1)) - unit
	x, y := -dy*random/(unit*share), dx*random/(unit*share)
	if long := max(x, -x, y, -y); long > most {
		x, y = x*most/long, y*most/long
	}
	return geo.Point{X: int32(int64(a.X) + dx/2 + x), Y: int32(int64(a.Y) + dy/2 + y)}
}

// random draws a number from two points and the seed.
func (f Fractal) random(a, b geo.Point) uint64 { return mix(mix(f.Seed^bits(a)) ^ bits(b)) }

func bits(p geo.Point) uint64 { return uint64(uint32(p.X))<<32 | uint64(uint32(p.Y)) }

// mix is the output function of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
func mix(z uint64) uint64 {
	z += 0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// each gives features with every ring of their polygons replaced.
func each(features geo.Features, ring func(geo.Ring) geo.Ring) geo.Features {
	return func(yield func(geo.Feature, error) bool) {
		for feature, err := range features {
			if polygons, ok := feature.Geometry.(geo.MultiPolygon); ok {
				feature.Geometry = replace(polygons, ring)
			}
			if !yield(feature, err) {
				return
			}
		}
	}
}

func replace(polygons geo.MultiPolygon, ring func(geo.Ring) geo.Ring) geo.MultiPolygon {
	replaced := make(geo.MultiPolygon, len(polygons))
	for i, polygon := range polygons {
		replaced[i] = make(geo.Polygon, len(polygon))
		for k := range polygon {
			replaced[i][k] = ring(polygon[k])
		}
	}
	return replaced
}
