package glyph

import (
	"math"

	"golang.org/x/image/font/sfnt"
)

// point is a place of a glyph in pixels: x from its origin to the right, y from its baseline up.
type point struct{ x, y float64 }

func (p point) minus(q point) point         { return point{p.x - q.x, p.y - q.y} }
func (p point) dot(q point) float64         { return p.x*q.x + p.y*q.y }
func (p point) cross(q point) float64       { return p.x*q.y - p.y*q.x }
func (p point) to(q point, t float64) point { return point{p.x + t*(q.x-p.x), p.y + t*(q.y-p.y)} }

// segment is a straight piece of an outline.
type segment struct{ from, to point }

// outline is the closed lines around a glyph, as the segments that they are made of, in order.
type outline []segment

// flatness is how far, in pixels, a segment may lie from the curve that it stands for: a third of a step of the field.
const flatness = 0.01

// newOutline brings the curves of a TrueType glyph to segments. Units are those of the font, y goes down in them; scale is the
// length of one of them in pixels.
func newOutline(curves sfnt.Segments, scale float64) outline {
	var made outline
	var start, at point
	line := func(to point) {
		if to != at {
			made = append(made, segment{at, to})
		}
		at = to
	}
	for _, curve := range curves {
		var args [3]point
		for i, p := range curve.Args {
			args[i] = point{float64(p.X) / 64 * scale, -float64(p.Y) / 64 * scale}
		}
		switch curve.Op {
		case sfnt.SegmentOpMoveTo:
			line(start)
			start, at = args[0], args[0]
		case sfnt.SegmentOpLineTo:
			line(args[0])
		case sfnt.SegmentOpQuadTo:
			from, control, to := at, args[0], args[1]
			// A chord of n equal steps of the parameter is off by at most |from - 2 control + to| / 4n².
			bend := from.to(to, 0.5).minus(control)
			steps := math.Ceil(math.Sqrt(math.Hypot(bend.x, bend.y) / 2 / flatness))
			for i := 1.0; i <= steps; i++ {
				t := i / steps
				line(from.to(control, t).to(control.to(to, t), t))
			}
			line(to)
		case sfnt.SegmentOpCubeTo:
			panic("a TrueType font has curves of the third degree")
		}
	}
	line(start)
	return made
}
