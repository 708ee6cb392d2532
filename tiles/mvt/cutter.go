package mvt

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/geojson"

	"perimetre/geo"
	"perimetre/geo/topo"
	"perimetre/tiles"
)

// cutter cuts the coverage of a zoom to one tile. It is for one goroutine.
type cutter struct {
	scale  *scale
	id     tiles.ID
	origin pixel     // of the tile
	window box       // the tile and its buffer, in pixels of the zoom
	frame  orb.Bound // the same, in pixels of the tile
	bounds geo.Box   // a little more than the same, in degrees
}

func newCutter(s *scale, id tiles.ID) *cutter {
	origin := pixel{int32(id.X) * Extent, int32(id.Y) * Extent}
	return &cutter{
		scale:  s,
		id:     id,
		origin: origin,
		window: box{pixel{origin.x - Buffer, origin.y - Buffer}, pixel{origin.x + Extent + Buffer, origin.y + Extent + Buffer}},
		frame:  orb.Bound{Min: orb.Point{-Buffer, -Buffer}, Max: orb.Point{Extent + Buffer, Extent + Buffer}},
		bounds: id.Bounds(float64(Buffer+1) / Extent),
	}
}

func feature(index int, geometry orb.Geometry, properties geojson.Properties) *geojson.Feature {
	return &geojson.Feature{ID: uint64(index) + 1, Geometry: geometry, Properties: properties}
}

// local gives a pixel in the tile's own coordinates.
func (c *cutter) local(p pixel) orb.Point {
	return orb.Point{float64(p.x - c.origin.x), float64(p.y - c.origin.y)}
}

// point gives a place in the tile's own coordinates; ok is false when it is in another tile.
func (c *cutter) point(w world) (p orb.Point, ok bool) {
	shift := worldBits - extentBits - c.id.Z
	x, y := w.x>>shift, w.y>>shift
	if x>>extentBits != c.id.X || y>>extentBits != c.id.Y {
		return p, false
	}
	return orb.Point{float64(x % Extent), float64(y % Extent)}, true
}

// polygons cuts a shape. Rings are wound as MVT 2.1 asks (section 4.3.4.4): shells have a positive area where y goes down,
// which is the coverage's own way backwards.
func (c *cutter) polygons(shape topo.Shape) orb.MultiPolygon {
	var polygons orb.MultiPolygon
	for _, polygon := range shape {
		var cut orb.Polygon
		for i, ring := range polygon {
			points := c.ring(ring)
			area := twiceArea(points)
			if i == 0 && area <= 0 {
				break
			}
			if (i == 0) == (area > 0) && area != 0 {
				cut = append(cut, points)
			}
		}
		if len(cut) > 0 {
			polygons = append(polygons, cut)
		}
	}
	return polygons
}

// ring cuts a ring; nil when nothing is left.
func (c *cutter) ring(ring topo.Ring) orb.Ring {
	var points orb.Ring
	inside := true
	for _, ref := range slices.Backward(ring) {
		points = c.appendArc(points, ref.Reverse())
		b := c.scale.boxes[ref.Index()]
		inside = inside && c.window.holds(b)
	}
	if len(points) < 3 {
		return nil
	}
	points = append(points, points[0])
	if !inside {
		points = clip.Ring(c.frame, points)
	}
	return orb.Ring(tidied(orb.LineString(points)))
}

// appendArc appends a directed arc, its last point left out. An arc that lies wholly on one side of the window is cut
// away to its ends: the straight line between them is on that side too.
func (c *cutter) appendArc(points orb.Ring, ref topo.ArcRef) orb.Ring {
	arc := c.scale.arc(ref.Index())
	last := len(arc) - 1
	step := 1
	if !c.window.meets(c.scale.boxes[ref.Index()]) {
		step = max(1, last)
	}
	for i := 0; i < last; i += step {
		if ref < 0 {
			points = append(points, c.local(arc[last-i]))
		} else {
			points = append(points, c.local(arc[i]))
		}
	}
	return points
}

// end is the last point of a directed arc.
func (c *cutter) end(ref topo.ArcRef) orb.Point {
	arc := c.scale.arc(ref.Index())
	if ref < 0 {
		return c.local(arc[0])
	}
	return c.local(arc[len(arc)-1])
}

// lines cuts arcs that follow each other.
func (c *cutter) lines(arcs []topo.ArcRef) orb.MultiLineString {
	var lines orb.MultiLineString
	var line orb.Ring
	flush := func() {
		for _, piece := range clip.LineString(c.frame, orb.LineString(line)) {
			if piece = tidied(piece); len(piece) > 1 {
				lines = append(lines, piece)
			}
		}
		line = line[:0]
	}
	for i, ref := range arcs {
		if !c.window.meets(c.scale.boxes[ref.Index()]) {
			continue
		}
		line = c.appendArc(line, ref)
		if last := i == len(arcs)-1; last || !c.window.meets(c.scale.boxes[arcs[i+1].Index()]) {
			line = append(line, c.end(ref))
			flush()
		}
	}
	return lines
}

// tidied rounds points to pixels, where a cut made them, and drops those that equal the one before.
func tidied(points orb.LineString) orb.LineString {
	kept := points[:0]
	for _, p := range points {
		p = orb.Point{math.Round(p[0]), math.Round(p[1])}
		if len(kept) == 0 || kept[len(kept)-1] != p {
			kept = append(kept, p)
		}
	}
	return kept
}

// twiceArea is twice the area of a closed ring by the surveyor's formula.
func twiceArea(ring orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		sum += ring[i-1][0]*ring[i][1] - ring[i][0]*ring[i-1][1]
	}
	return sum
}
