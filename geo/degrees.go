package geo

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// longestDegrees is more bytes than any coordinate takes: a sign, three digits, a point, and eight decimals, of which the
// last is always cut off.
const longestDegrees = 13

// AppendDegrees appends a grid coordinate as decimal degrees: exact, at most seven decimals, no trailing zero.
func AppendDegrees(dst []byte, steps int32) []byte {
	dst = slices.Grow(dst, longestDegrees)
	start := len(dst)
	text := dst[start : start+longestDegrees]
	n := 0
	magnitude := uint32(steps)
	if steps < 0 {
		text[0] = '-'
		n, magnitude = 1, -magnitude
	}
	whole, decimals := magnitude/GridPerDegree, magnitude%GridPerDegree
	if whole >= 100 {
		text[n] = '0' + byte(whole/100)
		n++
	}
	if whole >= 10 {
		text[n] = '0' + byte(whole/10%10)
		n++
	}
	text[n] = '0' + byte(whole%10)
	n++
	if decimals > 0 {
		digits := eightDigits(decimals * 10)
		text[n] = '.'
		binary.LittleEndian.PutUint64(text[n+1:], digits|'0'*0x0101010101010101)
		n += 1 + 8 - bits.LeadingZeros64(digits)/8
	}
	return dst[:start+n]
}

// eightDigits gives the decimal digits of a number below 1e8, a byte each, the first digit in the lowest byte. It makes
// them all at once, as Paul Khuong describes (How to print integers really fast, 2017): the number is parted into two
// below ten thousand, these into four below a hundred, these into eight digits. Divisions are multiplications by an
// inverse that is exact for numbers so small.
func eightDigits(number uint32) uint64 {
	thousands := uint64(number/10_000) | uint64(number%10_000)<<32
	hundreds := thousands * 10_486 >> 20 & 0x0000007f_0000007f
	pairs := hundreds + (thousands-100*hundreds)<<16
	tens := pairs * 103 >> 10 & 0x000f_000f_000f_000f
	return tens + (pairs-10*tens)<<8
}
