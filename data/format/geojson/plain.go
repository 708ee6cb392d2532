package geojson

import (
	"encoding/binary"
	"math/bits"

	"perimetre/geo"
)

// This file is where the time of reading goes. It reads the positions that files are made of, [5.54554,45.71359], and
// leaves any other to position: white space, a height, an exponent, a place off the globe.

// plainLength is the longest part of a plain number that is looked at: three digits, a point and eight decimals.
const plainLength = 3 + 1 + 8

// appendPlain appends the plain positions from i on, with a comma and nothing else between them. It gives the index after
// the last of them, i itself when the first is not plain.
func appendPlain(points []geo.Point, data []byte, i int) ([]geo.Point, int) {
	end := i
	for {
		point, after := plainPosition(data, i)
		if after == 0 {
			return points, end
		}
		points = append(points, point)
		if after == len(data) || data[after] != ',' {
			return points, after
		}
		i, end = after+1, after
	}
}

// plainPosition is position for [longitude,latitude] on the globe without white space. The end is 0 for any other.
func plainPosition(data []byte, i int) (geo.Point, int) {
	if i >= len(data) || data[i] != '[' {
		return geo.Point{}, 0
	}
	x, i := plainDegrees(data, i+1)
	if i == 0 || i >= len(data) || data[i] != ',' || x < -geo.MaxX || x > geo.MaxX {
		return geo.Point{}, 0
	}
	y, i := plainDegrees(data, i+1)
	if i == 0 || i >= len(data) || data[i] != ']' || y < -geo.MaxY || y > geo.MaxY {
		return geo.Point{}, 0
	}
	return geo.Point{X: int32(x), Y: int32(y)}, i + 1
}

// plainDegrees is degrees for up to three digits, a point, and decimals. What follows them is for the caller to look
// at: an exponent, maybe. The end is 0 for any other number.
func plainDegrees(data []byte, i int) (steps int64, end int) {
	negative := i < len(data) && data[i] == '-'
	if negative {
		i++
	}
	window := data[i:]
	if len(window) < plainLength { // at the end of the text
		padded := [plainLength]byte{}
		copy(padded[:], window)
		window = padded[:]
	}
	window = window[:plainLength]
	n := 0
	for n < 4 && digit(window[n]) {
		steps = steps*10 + int64(window[n]-'0')
		n++
	}
	if n == 0 || n > 3 || n > 1 && window[0] == '0' {
		return 0, 0
	}
	steps *= geo.GridPerDegree
	end = i + n
	if window[n] == '.' {
		decimals, count := eightDecimals(binary.LittleEndian.Uint64(window[n+1:]))
		if count == 0 {
			return 0, 0
		}
		steps += (decimals + 5) / 10 // half a step goes away from zero
		end += 1 + count
		for count == 8 && end < len(data) && digit(data[end]) {
			end++
		}
	}
	if negative {
		steps = -steps
	}
	return steps, end
}

func digit(c byte) bool { return c-'0' <= 9 }

// eightDecimals reads the digits that eight bytes of text begin with, the first byte being the lowest, as decimals in
// units of 1e-8, and tells how many digits there are. It does so with all bytes at once, as Daniel Lemire describes
// (Number Parsing at a Gigabyte per Second, 2021, section 4): two digits become one number below a hundred, then two
// of these one below ten thousand, then two of these one.
func eightDecimals(text uint64) (value int64, count int) {
	const each = 0x0101010101010101
	values := text ^ '0'*each // 0 to 9 where there is a digit
	others := (values | (values + (0x80-10)*each)) & (0x80 * each)
	count = bits.TrailingZeros64(others) / 8
	values &= 1<<(8*count) - 1 // zeros follow the digits
	values = values*10 + values>>8
	const pairs = 0x000000ff000000ff
	values = (values&pairs*(100+1_000_000<<32) + values>>16&pairs*(1+10_000<<32)) >> 32
	return int64(values), count
}
