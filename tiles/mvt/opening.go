package mvt

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/atlas"
)

// nearby is how far from the middle communes are that a map opens with: metropolitan France is 15° wide and 10° high, and
// what is overseas begins 20° away.
const nearby = 10 * geo.GridPerDegree

// opening is the box that a map shows first: that of the communes near the middle one, from west to east and from south to
// north. It is the whole of a country in one place. Of one that spans oceans it is the part with most communes: the middle
// of its whole box is none of it.
func opening(a *atlas.Atlas) geo.Box {
	var xs, ys []int32
	for _, c := range a.Units(geo.Communes) {
		if len(c.Shape) > 0 {
			xs, ys = append(xs, c.Label.X), append(ys, c.Label.Y)
		}
	}
	if xs == nil {
		return a.Box()
	}
	slices.Sort(xs)
	slices.Sort(ys)
	x, y := xs[len(xs)/2], ys[len(ys)/2]
	window := geo.Box{Min: geo.Point{X: x - nearby, Y: y - nearby}, Max: geo.Point{X: x + nearby, Y: y + nearby}}
	var near *geo.Box
	for _, c := range a.Units(geo.Communes) {
		switch {
		case len(c.Shape) == 0 || !c.Box.Intersects(window):
		case near == nil:
			near = &c.Box
		default:
			*near = near.Extend(c.Box.Min).Extend(c.Box.Max)
		}
	}
	if near == nil { // parts as large as each other, with the middle in the sea between them
		return a.Box()
	}
	return *near
}
