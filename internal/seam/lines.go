package seam

import "math"

// Lines is many lines, to find how far a place is from the nearest. The zero value has none. Once they are all added, it is
// safe for concurrent use.
type Lines struct {
	segments [][2][2]float64
	cells    map[[2]int32][]int32
}

// cell is the side of the squares that segments are looked up by.
const cell = 8

// Add adds a segment.
func (l *Lines) Add(a, b [2]float64) {
	if l.cells == nil {
		l.cells = map[[2]int32][]int32{}
	}
	index := int32(len(l.segments))
	l.segments = append(l.segments, [2][2]float64{a, b})
	// Every cell of its box that the segment passes through: column by column, the rows that it crosses there.
	if a[0] > b[0] {
		a, b = b, a
	}
	for column := cellOf(a[0]); column <= cellOf(b[0]); column++ {
		from, to := a[1], b[1]
		if a[0] != b[0] {
			at := func(x float64) float64 {
				return a[1] + (b[1]-a[1])*(min(max(x, a[0]), b[0])-a[0])/(b[0]-a[0])
			}
			from, to = at(float64(column)*cell), at(float64(column+1)*cell)
		}
		for row := cellOf(min(from, to)); row <= cellOf(max(from, to)); row++ {
			l.cells[[2]int32{column, row}] = append(l.cells[[2]int32{column, row}], index)
		}
	}
}

func cellOf(x float64) int32 { return int32(math.Floor(x / cell)) }

// Distance gives how far a place is from the nearest line, +Inf where that is more than a limit.
func (l *Lines) Distance(p [2]float64, limit float64) float64 {
	for radius := min(cell/2, limit); ; radius = min(2*radius, limit) {
		nearest := math.Inf(1)
		for column := cellOf(p[0] - radius); column <= cellOf(p[0]+radius); column++ {
			for row := cellOf(p[1] - radius); row <= cellOf(p[1]+radius); row++ {
				for _, i := range l.cells[[2]int32{column, row}] {
					nearest = min(nearest, squared(p, l.segments[i]))
				}
			}
		}
		if nearest = math.Sqrt(nearest); nearest <= radius {
			return nearest
		}
		if radius == limit {
			return math.Inf(1)
		}
	}
}

// squared is the square of how far a point is from a segment.
func squared(p [2]float64, s [2][2]float64) float64 {
	dx, dy := s[1][0]-s[0][0], s[1][1]-s[0][1]
	along := 0.0
	if square := dx*dx + dy*dy; square > 0 {
		along = min(max(((p[0]-s[0][0])*dx+(p[1]-s[0][1])*dy)/square, 0), 1)
	}
	x, y := p[0]-s[0][0]-along*dx, p[1]-s[0][1]-along*dy
	return x*x + y*y
}
