package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"perimetre/data/format"
	"perimetre/geo"
)

// decimals is the number of decimals of a degree on the grid.
const decimals = 7

// farAway is more steps than any coordinate: what a number too large for the grid is read as.
const farAway = math.MaxInt64

// position reads one position: longitude, latitude, and any further numbers, which are dropped.
func position(data []byte, i int) (geo.Point, int, error) {
	start := i
	i, err := expect(data, i, '[')
	if err != nil {
		return geo.Point{}, i, err
	}
	x, i, err := degrees(data, i)
	if err != nil {
		return geo.Point{}, i, err
	}
	if i, err = expect(data, i, ','); err != nil {
		return geo.Point{}, i, err
	}
	y, i, err := degrees(data, i)
	if err != nil {
		return geo.Point{}, i, err
	}
	for i = skipSpace(data, i); i < len(data) && data[i] == ','; i = skipSpace(data, i) {
		if _, i, err = degrees(data, skipSpace(data, i+1)); err != nil {
			return geo.Point{}, i, err
		}
	}
	if i >= len(data) || data[i] != ']' {
		return geo.Point{}, i, expected("]", data, i)
	}
	if x < -geo.MaxX || x > geo.MaxX || y < -geo.MaxY || y > geo.MaxY {
		return geo.Point{}, i, outside(data[start:i])
	}
	return geo.Point{X: int32(x), Y: int32(y)}, i + 1, nil
}

// degrees reads a JSON number in degrees and gives it in steps of the grid, rounded half away from zero from its
// decimal digits: the eighth decimal alone decides.
func degrees(data []byte, i int) (steps int64, end int, err error) {
	if steps, end = plainDegrees(data, i); end > 0 && (end == len(data) || data[end] != 'e' && data[end] != 'E') {
		return steps, end, nil
	}
	return exactDegrees(data, i)
}

// exactDegrees is degrees for every JSON number, whatever its exponent and its size.
func exactDegrees(data []byte, i int) (steps int64, end int, err error) {
	end = i
	for end < len(data) && !endsScalar(data[end]) {
		end++
	}
	number := data[i:end]
	unsigned := bytes.TrimPrefix(number, []byte("-"))
	if len(unsigned) == 0 || !digit(unsigned[0]) || !json.Valid(number) {
		return 0, i, expected("a number", data, i)
	}

	mantissa, exponent, _ := bytes.Cut(bytes.ToLower(unsigned), []byte("e"))
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	digits := bytes.TrimLeft(append(bytes.Clone(whole), fraction...), "0")
	// The number is 0.digits × 10^point.
	point := len(digits) - len(fraction)
	if len(exponent) > 0 {
		shift, err := strconv.Atoi(string(exponent))
		if err != nil {
			shift = math.MaxInt32 // out of int's range: as good as infinite
			if exponent[0] == '-' {
				shift = -shift
			}
		}
		point += max(-math.MaxInt32, min(math.MaxInt32, shift))
	}

	switch kept := point + decimals; {
	case len(digits) == 0 || kept < 0:
		return 0, end, nil
	case kept > 18:
		steps = farAway
	default:
		for k := range kept {
			steps *= 10
			if k < len(digits) {
				steps += int64(digits[k] - '0')
			}
		}
		if kept < len(digits) && digits[kept] >= '5' {
			steps++
		}
	}
	if number[0] == '-' {
		steps = -steps
	}
	return steps, end, nil
}

// outside says what is wrong with a position that is not on the globe, and what it may come from. The error holds a
// [*format.CoordinateError].
func outside(position []byte) error {
	parts := bytes.Split(bytes.Trim(position, "[ \t\r\n"), []byte(","))
	lon, lat := bytes.TrimSpace(parts[0]), bytes.TrimSpace(parts[1])
	x, _ := strconv.ParseFloat(string(lon), 64) // infinite when it is too large
	y, _ := strconv.ParseFloat(string(lat), 64)
	place := &format.CoordinateError{X: x, Y: y}
	f := &fault{fmt.Sprintf("longitude %s is outside -180…180", lon), place.Mend()}
	if math.Abs(x) <= 180 {
		f.problem = fmt.Sprintf("latitude %s is outside -90…90", lat)
	}
	return errors.Join(f, place)
}
