package glyph

import "math"

// The format of node-fontnik, which clients have by heart.
const (
	em       = 24  // pixels an em
	border   = 3   // pixels of a bitmap around the glyph
	perPixel = 32  // steps of a byte for a pixel of distance: 256 for a radius of 8 pixels
	edge     = 191 // the byte of the outline itself: 255 less a quarter of 256; more is inside
)

// bitmap is a field of distances. Its first pixel is the top left one.
type bitmap struct {
	left, top     int // of the glyph without the border, in pixels from the origin: to the right, and up from the baseline
	width, height int // of the glyph without the border
	data          []byte
}

// draw gives the field of an outline: for each pixel, how far its centre is from the nearest segment, more than edge where
// it is inside. The zero bitmap is that of an outline without a segment.
//
// It measures to each segment in turn, as node-fontnik does, rather than on a raster: contours of these fonts do not cross,
// so that every segment lies on the border of what is inside. A test holds them to it, and to a raster of the curves.
func (o outline) draw() bitmap {
	if len(o) == 0 {
		return bitmap{}
	}
	low, high := o[0].from, o[0].from
	for _, s := range o {
		low = point{min(low.x, s.from.x), min(low.y, s.from.y)}
		high = point{max(high.x, s.from.x), max(high.y, s.from.y)}
	}
	b := bitmap{left: int(math.Floor(low.x)), top: int(math.Ceil(high.y))}
	b.width, b.height = int(math.Ceil(high.x))-b.left, b.top-int(math.Floor(low.y))
	for row := range b.height + 2*border {
		for column := range b.width + 2*border {
			centre := point{float64(b.left-border+column) + 0.5, float64(b.top+border-row) - 0.5}
			b.data = append(b.data, level(o.distance(centre)))
		}
	}
	return b
}

// level is the byte of a distance in pixels, positive inside.
func level(distance float64) byte {
	return byte(min(max(math.Round(edge+distance*perPixel), 0), 255))
}

// distance tells how far a point is from the outline: positive inside, by the rule of the winding number.
func (o outline) distance(p point) float64 {
	nearest, winding := math.Inf(1), 0
	for _, s := range o {
		along, to := s.to.minus(s.from), p.minus(s.from)
		away := to.minus(point{}.to(along, min(max(to.dot(along)/along.dot(along), 0), 1)))
		nearest = min(nearest, away.dot(away))
		switch left := along.cross(to) > 0; {
		case s.from.y <= p.y && p.y < s.to.y && left:
			winding++
		case s.to.y <= p.y && p.y < s.from.y && !left:
			winding--
		}
	}
	if winding == 0 {
		return -math.Sqrt(nearest)
	}
	return math.Sqrt(nearest)
}
