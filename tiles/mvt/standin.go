package mvt

import (
	"math"

	"perimetre/geo"
	"perimetre/geo/topo"
)

type cuts struct{ Side, Margin int32 }

// snapped is a stand-in.
func snapped(c *topo.Coverage, bits uint8, k cuts) *topo.Coverage {
	units := make([]int32, c.NumUnits())
	for i := range units {
		units[i] = int32(i)
	}
	var pieces []topo.Piece
	round := func(v int32) int32 { return int32((int64(v) + 1<<bits/2) >> bits) }
	for u, shape := range c.Dissolve(units, len(units)) {
		g := c.Geometry(shape)
		for i := range g {
			for j, ring := range g[i] {
				var out geo.Ring
				for n, p := range ring {
					q := geo.Point{X: round(p.X), Y: round(p.Y)}
					if n > 0 {
						out = cutSegment(out, out[len(out)-1], q, k)
					}
					if len(out) == 0 || out[len(out)-1] != q {
						out = append(out, q)
					}
				}
				g[i][j] = out
			}
		}
		pieces = append(pieces, topo.Piece{Unit: int32(u), Geometry: g})
	}
	made, _ := topo.Build(len(units), pieces, topo.Tolerance{})
	return withoutOverlaps(made)
}

func cutSegment(out geo.Ring, a, b geo.Point, k cuts) geo.Ring {
	var ts []float64
	add := func(p, q int32) {
		if p == q {
			return
		}
		lo, hi := min(p, q), max(p, q)
		for m := lo/k.Side - 1; m <= hi/k.Side+1; m++ {
			for _, v := range []int32{m*k.Side - k.Margin, m*k.Side + k.Margin} {
				if v > lo && v < hi {
					ts = append(ts, float64(v-p)/float64(q-p))
				}
			}
		}
	}
	add(a.X, b.X)
	add(a.Y, b.Y)
	for i := range ts {
		for j := i + 1; j < len(ts); j++ {
			if ts[j] < ts[i] {
				ts[i], ts[j] = ts[j], ts[i]
			}
		}
	}
	for _, t := range ts {
		p := geo.Point{X: int32(math.Round(float64(a.X) + t*float64(b.X-a.X))), Y: int32(math.Round(float64(a.Y) + t*float64(b.Y-a.Y)))}
		if p != b && p != out[len(out)-1] {
			out = append(out, p)
		}
	}
	return out
}
