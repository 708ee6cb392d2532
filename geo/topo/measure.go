package topo

import (
	"math"

	"perimetre/geo"
)

// measure says what a vertex weighs, and what an islet does. A weight is a function of coordinates alone, and the same on
// every machine.
type measure interface {
	// vertex weighs v, the last one left between u and w: points of one arc, in its order.
	vertex(c *Coverage, u, v, w int32) float32
	// islet weighs a closed arc.
	islet(c *Coverage, arc int32) float32
}

// onGround measures areas in square metres on the ellipsoid.
type onGround struct{ *ground }

func (m onGround) vertex(c *Coverage, u, v, w int32) float32 {
	return m.area(float64(halves(c.points[u], c.points[v], c.points[w])), c.points[v].Y)
}

func (m onGround) islet(c *Coverage, arc int32) float32 {
	box := c.boxes[arc]
	middle := int32((int64(box.Min.Y) + int64(box.Max.Y)) / 2)
	return m.area(math.Abs(c.areas[arc].float()), middle)
}

// onPlane measures squares of distances, in square steps of the grid.
type onPlane struct{}

func (onPlane) vertex(c *Coverage, u, _, w int32) float32 { return float32(c.departure(u, w)) }

// An islet goes as if it shrank to the middle of its box: its points move by half a diagonal at most.
func (onPlane) islet(c *Coverage, arc int32) float32 {
	d := direction(c.boxes[arc].Min, c.boxes[arc].Max)
	return float32(float64(d.dx*d.dx+d.dy*d.dy) / 4)
}

// halves is the area of a triangle in half square steps. A product fits an int64, and so does twice the area of a triangle
// of the grid: where the difference of the products wraps, it wraps back.
func halves(p, q, s geo.Point) uint64 {
	return magnitude((int64(q.X)-int64(p.X))*(int64(s.Y)-int64(p.Y)) - (int64(q.Y)-int64(p.Y))*(int64(s.X)-int64(p.X)))
}

// departure is the square of the largest distance from a point of an arc between u and w to the segment from u to w.
// A strip around a segment is convex: the line between the points stays in it too, and the segment is as near to the line.
func (c *Coverage) departure(u, w int32) float64 {
	a, along := c.points[u], direction(c.points[u], c.points[w])
	length := along.dx*along.dx + along.dy*along.dy
	most := 0.0
	for _, p := range c.points[u+1 : w] {
		to := direction(a, p)
		var square float64
		switch dot := along.dx*to.dx + along.dy*to.dy; {
		case dot <= 0:
			square = float64(to.dx*to.dx + to.dy*to.dy)
		case dot >= length:
			past := turn{to.dx - along.dx, to.dy - along.dy}
			square = float64(past.dx*past.dx + past.dy*past.dy)
		default:
			across := float64(along.dx*to.dy - along.dy*to.dx)
			square = float64(across*across) / float64(length)
		}
		most = max(most, square)
	}
	return most
}
