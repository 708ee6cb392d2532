package format

import (
	"slices"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// Layer is one table of a file, as its header tells it.
type Layer struct {
	Name     string
	CRS      crs.Code // of the file; 0 when the file does not say
	Features int      // -1 when only reading tells
	Fields   []string // names of attributes, in order; nil when only reading tells
}

// Options say how a file is read, whatever it says of itself. The zero value leaves it to the file.
type Options struct {
	Layer    string   // empty for the only one
	CRS      crs.Code // 0 for that of the file, and longitude and latitude where it does not say
	Encoding string   // of text, for formats that may not say: UTF-8, ISO-8859-1, Windows-1252
}

// Schema is what a writer must know before the first feature.
type Schema struct {
	Layer    string
	CRS      crs.Code // 0 for longitude and latitude
	Fields   []Attribute
	Geometry GeometryType
}

// Attribute is one property of every feature of a layer.
type Attribute struct {
	Name string
	Type AttributeType
}

// AttributeType is the type of the values of an attribute, nulls aside.
type AttributeType uint8

// The types of attributes, each named after the Go type of a [geo.Property].
const (
	String AttributeType = iota
	Bool
	Int64
	Float64
	Strings
)

// GeometryType is the type of all geometries of a layer.
type GeometryType uint8

// The types of geometries.
const (
	AnyGeometry GeometryType = iota
	MultiPoint
	MultiLine
	MultiPolygon
)

// String names the type as OGC 06-103r4 does.
func (t GeometryType) String() string {
	switch t {
	case MultiPoint:
		return "MultiPoint"
	case MultiLine:
		return "MultiLineString"
	case MultiPolygon:
		return "MultiPolygon"
	}
	return "Geometry"
}

// Writer writes the features of one layer. Nothing is whole before Close, which must be called once.
type Writer interface {
	Write(f geo.Feature) error
	Close() error
}

// SchemaOf gives the schema that fits some features: an attribute for each name in the order of first sight, its type that of
// all its values. Integers and other numbers together are Float64, any other mixture is String; so is an attribute that is
// always null.
func SchemaOf(layer string, features []geo.Feature) Schema {
	s := Schema{Layer: layer}
	typed := map[string]bool{}
	for i, f := range features {
		for _, p := range f.Properties {
			at := slices.IndexFunc(s.Fields, func(a Attribute) bool { return a.Name == p.Name })
			if at < 0 {
				at = len(s.Fields)
				s.Fields = append(s.Fields, Attribute{Name: p.Name})
			}
			t, ok := typeOf(p.Value)
			if !ok {
				continue
			}
			if typed[p.Name] {
				t = joined(s.Fields[at].Type, t)
			}
			s.Fields[at].Type, typed[p.Name] = t, true
		}
		if t := GeometryTypeOf(f.Geometry); i == 0 || t == s.Geometry {
			s.Geometry = t
		} else if f.Geometry != nil {
			s.Geometry = AnyGeometry
		}
	}
	return s
}

func typeOf(value any) (t AttributeType, ok bool) {
	switch value.(type) {
	case nil:
		return String, false
	case bool:
		return Bool, true
	case int64:
		return Int64, true
	case float64:
		return Float64, true
	case []string:
		return Strings, true
	}
	return String, true
}

func joined(a, b AttributeType) AttributeType {
	switch {
	case a == b:
		return a
	case min(a, b) == Int64 && max(a, b) == Float64:
		return Float64
	}
	return String
}

// GeometryTypeOf gives the type of a geometry, and AnyGeometry when it is nil.
func GeometryTypeOf(g geo.Geometry) GeometryType {
	switch g.(type) {
	case geo.MultiPoint:
		return MultiPoint
	case geo.MultiLine:
		return MultiLine
	case geo.MultiPolygon:
		return MultiPolygon
	}
	return AnyGeometry
}
