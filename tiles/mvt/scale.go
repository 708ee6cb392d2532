package mvt

import (
	"math"
	"runtime"
	"slices"
	"sync"

	"perimetre/geo"
	"perimetre/geo/topo"
)

// worldBits is the zoom-independent grid: 2^32 steps around the equator, about a centimetre each. A pixel of zoom z is
// 2^(worldBits-extentBits-z) of them.
const (
	worldBits  = 32
	extentBits = 12
)

// world is a place in Web Mercator, on the grid of worldBits: from the west, and from the north.
type world struct{ x, y uint32 }

// project gives the place of a point (EPSG:3857 on a square of side 2^32). Beyond 85.05° it is held at the square's border.
func project(p geo.Point) world {
	const size = 1 << worldBits
	x := uint64(int64(p.X)+geo.MaxX) * size / (2 * geo.MaxX)
	y := (0.5 - math.Asinh(math.Tan(p.Lat()*math.Pi/180))/(2*math.Pi)) * size
	return world{uint32(min(x, size-1)), uint32(min(max(y, 0), size-1))}
}

// pixel is a place on the pixel grid of a zoom, from the west and from the north.
type pixel struct{ x, y int32 }

// pixel rounds a place to the nearest pixel of a zoom.
func (w world) pixel(zoom uint8) pixel {
	shift := worldBits - extentBits - zoom
	half := uint64(1) << shift / 2
	return pixel{int32((uint64(w.x) + half) >> shift), int32((uint64(w.y) + half) >> shift)}
}

// scale is the coverage on the pixel grid of one zoom. It is immutable.
type scale struct {
	points []pixel // of all arcs, one after the other
	first  []int32 // first[i]:first[i+1] are the points of arc i: one or more, none equal to the next
	boxes  []box   // by arc
}

// box is a closed rectangle of pixels.
type box struct{ min, max pixel }

func (b box) meets(c box) bool {
	return b.min.x <= c.max.x && c.min.x <= b.max.x && b.min.y <= c.max.y && c.min.y <= b.max.y
}

func (b box) holds(c box) bool {
	return b.min.x <= c.min.x && b.min.y <= c.min.y && c.max.x <= b.max.x && c.max.y <= b.max.y
}

func (s *scale) arc(i int) []pixel { return s.points[s.first[i]:s.first[i+1]] }

// newScale brings every arc to the grid of a zoom, bent to the hot pixels that it passes through.
func newScale(c *topo.Coverage, places []world, zoom uint8) *scale {
	n, workers := c.NumArcs(), runtime.GOMAXPROCS(0)
	starts := make([]int, n+1) // of each arc in places
	for i := range n {
		starts[i+1] = starts[i] + len(c.Arc(i).Points)
	}
	hot := newHotPixels(places, zoom)
	s := &scale{first: make([]int32, n+1), boxes: make([]box, n)}
	made := make([][]pixel, workers) // by worker: the points of its arcs
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			var points, line []pixel // line is kept from one arc to the next
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				line = onGrid(line[:0], places[starts[i]:starts[i+1]], hot)
				before := len(points)
				points = appendStraightened(points, line)
				s.first[i+1] = int32(len(points) - before)
				s.boxes[i] = boxOf(points[before:])
			}
			made[w] = points
		})
	}
	wg.Wait()
	s.points = slices.Concat(made...)
	for i := range n {
		s.first[i+1] += s.first[i]
	}
	return s
}

// onGrid appends the course of some places on the grid.
func onGrid(line []pixel, places []world, hot *hotPixels) []pixel {
	for i, place := range places {
		if i > 0 {
			line = hot.appendBends(line, places[i-1], place)
		}
		line = append(line, place.pixel(hot.zoom))
	}
	return line
}

// appendStraightened appends a line without the points that equal the one before, or lie on the way from it to the next.
func appendStraightened(points, line []pixel) []pixel {
	before := len(points)
	for _, p := range line {
		n := len(points)
		if n > before && points[n-1] == p {
			continue
		}
		if n > before+1 && onTheWay(points[n-2], points[n-1], p) {
			points[n-1] = p
			continue
		}
		points = append(points, p)
	}
	return points
}

func onTheWay(from, p, to pixel) bool {
	ax, ay := int64(p.x-from.x), int64(p.y-from.y)
	bx, by := int64(to.x-p.x), int64(to.y-p.y)
	return ax*by == ay*bx && ax*bx+ay*by > 0
}

func boxOf(points []pixel) box {
	b := box{points[0], points[0]}
	for _, p := range points[1:] {
		b.min = pixel{min(b.min.x, p.x), min(b.min.y, p.y)}
		b.max = pixel{max(b.max.x, p.x), max(b.max.y, p.y)}
	}
	return b
}

// projectAll projects the points of every arc, one arc after the other.
func projectAll(c *topo.Coverage) []world {
	places := make([]world, 0, c.NumPoints())
	for i := range c.NumArcs() {
		for _, p := range c.Arc(i).Points {
			places = append(places, project(p))
		}
	}
	return places
}
