package mvt

import (
	"cmp"
	"slices"
)

// hotPixels are the pixels of a zoom that hold a vertex of the coverage. A segment that passes through one of them is bent
// to its centre: segments that did not cross before they were rounded do not cross after.
//
// Source: J. D. Hobby, Practical segment intersection with finite precision output, Computational Geometry 13 (1999),
// 199–214; L. Guibas, D. Marimont, Rounding arrangements dynamically, 11th Symposium on Computational Geometry (1995).
type hotPixels struct {
	zoom uint8
	cell uint8    // a cell is a square of 2^cell pixels, a few times as wide as segments are long
	keys []uint64 // ascending and distinct: the cell, then the pixel in its cell
}

// cellZoom is the deepest zoom at which a cell is one pixel: about 900 m at the latitudes of France.
const cellZoom = 3

func newHotPixels(places []world, zoom uint8) *hotPixels {
	h := &hotPixels{zoom: zoom, cell: max(zoom, cellZoom) - cellZoom, keys: make([]uint64, len(places))}
	for i, place := range places {
		h.keys[i] = h.key(place.pixel(zoom))
	}
	slices.Sort(h.keys)
	h.keys = slices.Compact(h.keys)
	return h
}

// key orders pixels by cell. A coordinate has at most 27 bits: those of the cell come first.
func (h *hotPixels) key(p pixel) uint64 {
	x, y, inside := uint64(p.x), uint64(p.y), uint64(1)<<h.cell-1
	return (y>>h.cell<<(27-h.cell)|x>>h.cell)<<(2*h.cell) | (y&inside)<<h.cell | x&inside
}

func (h *hotPixels) pixel(key uint64) pixel {
	inside, cells := uint64(1)<<h.cell-1, uint64(1)<<(27-h.cell)-1
	cell := key >> (2 * h.cell)
	return pixel{
		x: int32(cell&cells<<h.cell | key&inside),
		y: int32(cell>>(27-h.cell)<<h.cell | key>>h.cell&inside),
	}
}

// appendBends appends the hot pixels that a segment passes through on its way, those of its ends left out.
func (h *hotPixels) appendBends(line []pixel, a, b world) []pixel {
	from, to := a.pixel(h.zoom), b.pixel(h.zoom)
	if from == to {
		return line
	}
	low := pixel{min(from.x, to.x), min(from.y, to.y)}
	high := pixel{max(from.x, to.x), max(from.y, to.y)}
	before := len(line)
	for y := low.y >> h.cell; y <= high.y>>h.cell; y++ {
		first, _ := slices.BinarySearch(h.keys, h.key(pixel{low.x >> h.cell << h.cell, y << h.cell}))
		last := h.key(pixel{high.x | (1<<h.cell - 1), y<<h.cell | (1<<h.cell - 1)})
		for _, key := range h.keys[first:] {
			if key > last {
				break
			}
			p := h.pixel(key)
			if p != from && p != to && p.x >= low.x && p.x <= high.x && p.y >= low.y && p.y <= high.y && p.meets(a, b, h.zoom) {
				line = append(line, p)
			}
		}
	}
	along := func(p pixel) int64 {
		return int64(p.x-from.x)*int64(to.x-from.x) + int64(p.y-from.y)*int64(to.y-from.y)
	}
	slices.SortFunc(line[before:], func(p, q pixel) int { return cmp.Compare(along(p), along(q)) })
	return line
}

// meets tells whether a segment passes through the square of a pixel. The box of the segment holds the pixel's centre.
func (p pixel) meets(a, b world, zoom uint8) bool {
	side := int64(1) << (worldBits - extentBits - zoom)
	left, top := int64(p.x)*side-side/2-int64(a.x), int64(p.y)*side-side/2-int64(a.y)
	dx, dy := int64(b.x)-int64(a.x), int64(b.y)-int64(a.y)
	above, below := false, false
	for _, corner := range [4][2]int64{{left, top}, {left + side - 1, top}, {left, top + side - 1}, {left + side - 1, top + side - 1}} {
		cross := dx*corner[1] - dy*corner[0]
		above, below = above || cross >= 0, below || cross <= 0
	}
	return above && below
}
