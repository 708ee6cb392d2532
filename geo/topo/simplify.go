package topo

import (
	"math"

	"perimetre/geo"
)

// Simplify gives the coverage without the vertices that weigh less than a threshold, which is in the unit of the weights: square
// metres for those of [Coverage.Weigh], square steps for those of [Coverage.WeighPlane]. The weights are those of this coverage.
// What is left is a valid coverage whatever the threshold: see [Weights].
func (c *Coverage) Simplify(w *Weights, threshold float64) *Coverage {
	least := ceil32(threshold)
	points := make([]geo.Point, 0, len(c.points))
	chains := make([]chained, 0, c.NumArcs())
	for i, sides := range c.sides {
		from, to := c.first[i], c.first[i+1]
		if w.points[from] < least {
			continue // an islet, gone whole
		}
		at := len(points)
		for k, weight := range w.points[from:to] {
			if weight >= least {
				points = append(points, c.points[int(from)+k])
			}
		}
		chains = append(chains, canonical(chained{points[at:len(points):len(points)], sides[0], sides[1]}))
	}
	made := &Coverage{units: c.units, shared: c.shared}
	made.arrange(chains)
	return made
}

// ceil32 is the least float32 that is not below a number: weights compare with it as with the number itself.
func ceil32(x float64) float32 {
	y := float32(x)
	if float64(y) < x {
		return math.Nextafter32(y, float32(math.Inf(1)))
	}
	return y
}
