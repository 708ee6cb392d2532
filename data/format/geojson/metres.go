package geojson

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"perimetre/data/format"
	"perimetre/geo"
	"perimetre/geo/crs"
)

// metres is position for coordinates of a projected system.
func metres(system crs.System, data []byte, i int) (geo.Point, int, error) {
	var values []float64
	end, err := items(data, i, func(i int) (int, error) {
		end, err := checked(data, i)
		if err != nil {
			return i, err
		}
		value, err := strconv.ParseFloat(string(data[i:end]), 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) { // too large is infinite
			return i, expected("a number", data, i)
		}
		values = append(values, value)
		return end, nil
	})
	switch {
	case err != nil:
		return geo.Point{}, i, err
	case len(values) < 2:
		return geo.Point{}, i, expected(",", data, end-1)
	}
	point, err := format.Place(system, values[0], values[1])
	if place := (*format.CoordinateError)(nil); errors.As(err, &place) {
		err = errors.Join(&fault{place.Error(), place.Mend()}, place)
	}
	return point, end, err
}

// appendMetres is [geo.AppendGeoJSON] in a projected system: coordinates have three decimals, millimetres, which are finer than the
// grid below 82 degrees of latitude. It fails for a point that the system has no place for.
func appendMetres(dst []byte, g geo.Geometry, system crs.System) (_ []byte, err error) {
	position := func(dst []byte, p geo.Point) []byte {
		x, y := system.FromLonLat(p.Lon(), p.Lat())
		if !(math.Abs(x) <= math.MaxFloat64 && math.Abs(y) <= math.MaxFloat64) {
			err = fmt.Errorf("%s has no place for the point %s: write it in EPSG:4326", system.Code(), p)
		}
		dst = strconv.AppendFloat(append(dst, '['), x, 'f', 3, 64)
		return append(strconv.AppendFloat(append(dst, ','), y, 'f', 3, 64), ']')
	}
	line := func(dst []byte, points []geo.Point) []byte { return geo.AppendArray(dst, points, position) }
	switch g := g.(type) {
	case geo.MultiPoint:
		dst = line(append(dst, `{"type":"MultiPoint","coordinates":`...), g)
	case geo.MultiLine:
		dst = geo.AppendArray(append(dst, `{"type":"MultiLineString","coordinates":`...), g, line)
	case geo.MultiPolygon:
		dst = geo.AppendArray(append(dst, `{"type":"MultiPolygon","coordinates":`...), g, func(dst []byte, p geo.Polygon) []byte {
			return geo.AppendArray(dst, p, func(dst []byte, r geo.Ring) []byte { return line(dst, r) })
		})
	default:
		return append(dst, "null"...), nil
	}
	return append(dst, '}'), err
}
