package tiles

// Hilbert gives the place of a square on the Hilbert curve through the 2^bits columns and rows of a grid, 31 bits at most, rows
// counted from the north. The curve starts in the north-west corner and ends in the north-east one; the squares that make up a
// larger one follow each other on it. It is the curve of PMTiles.
//
// It is walked from the whole grid down: each step says in which quarter the square is, and turns the grid so that the curve of
// the quarter is that of the whole. What the columns and rows have beyond the quarter is not looked at again.
func Hilbert(bits uint8, x, y uint32) (place uint64) {
	for side := uint32(1) << bits >> 1; side > 0; side >>= 1 {
		east, south := x&side != 0, y&side != 0
		switch {
		case east && south:
			place += 2 * uint64(side) * uint64(side)
		case east:
			place += 3 * uint64(side) * uint64(side)
			x, y = ^y, ^x
		case south:
			place += uint64(side) * uint64(side)
		default:
			x, y = y, x
		}
	}
	return place
}
