package geo

import "iter"

// Feature is a record with a place: what every reader of data/format yields and every writer takes.
type Feature struct {
	ID         string // empty when the record has none
	Properties []Property
	Geometry   Geometry // nil when the record has none
}

// Property is one attribute. Its value is nil, a string, a bool, an int64, a float64 or a []string.
type Property struct {
	Name  string
	Value any
}

// Features is a stream of records. An error ends one record, not always the stream.
type Features = iter.Seq2[Feature, error]

// Property gives the value of the attribute of that exact name, or nil.
func (f Feature) Property(name string) any {
	for _, p := range f.Properties {
		if p.Name == name {
			return p.Value
		}
	}
	return nil
}

// MarshalJSON writes the geometry as GeoJSON (RFC 7946, section 3.1).
func (g MultiPoint) MarshalJSON() ([]byte, error) { return AppendGeoJSON(nil, g), nil }

// MarshalJSON writes the geometry as GeoJSON (RFC 7946, section 3.1).
func (g MultiLine) MarshalJSON() ([]byte, error) { return AppendGeoJSON(nil, g), nil }

// MarshalJSON writes the geometry as GeoJSON (RFC 7946, section 3.1).
func (g MultiPolygon) MarshalJSON() ([]byte, error) { return AppendGeoJSON(nil, g), nil }

// AppendGeoJSON appends a geometry as a GeoJSON object (RFC 7946, section 3.1), or null when it is nil.
// The type is always the Multi one, so that all features of a layer have one type.
func AppendGeoJSON(dst []byte, g Geometry) []byte {
	switch g := g.(type) {
	case MultiPoint:
		dst = append(dst, `{"type":"MultiPoint","coordinates":`...)
		dst = appendPoints(dst, g)
	case MultiLine:
		dst = append(dst, `{"type":"MultiLineString","coordinates":`...)
		dst = AppendArray(dst, g, appendPoints)
	case MultiPolygon:
		dst = append(dst, `{"type":"MultiPolygon","coordinates":`...)
		dst = AppendArray(dst, g, func(dst []byte, p Polygon) []byte { return AppendArray(dst, p, appendRing) })
	default:
		return append(dst, "null"...)
	}
	return append(dst, '}')
}

func appendRing(dst []byte, ring Ring) []byte { return appendPoints(dst, ring) }

func appendPoints(dst []byte, points []Point) []byte {
	dst = append(dst, '[')
	for i, p := range points {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendDegrees(append(dst, '['), p.X)
		dst = append(AppendDegrees(append(dst, ','), p.Y), ']')
	}
	return append(dst, ']')
}

// AppendArray appends items as a JSON array.
func AppendArray[T any](dst []byte, items []T, appendItem func([]byte, T) []byte) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendItem(dst, item)
	}
	return append(dst, ']')
}
