package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"perimetre/geo"
)

// Values gives the values of a feature in the order of the attributes of a schema, appended to dst. Each is nil or of the Go type
// of its attribute: an integer where numbers are due is made one, and whatever is not a text where one is due is told as text,
// lists as JSON. NaN and the infinities are nil. A format without lists asks it of [Schema.WithoutLists]. It fails when a value is of
// another type, and when the feature has an attribute that the schema does not.
func (s Schema) Values(dst []any, f geo.Feature) ([]any, error) {
	found := 0
	for i, attribute := range s.Fields {
		at := i // where it is when features have all attributes
		if at >= len(f.Properties) || f.Properties[at].Name != attribute.Name {
			at = slices.IndexFunc(f.Properties, func(p geo.Property) bool { return p.Name == attribute.Name })
		}
		if at < 0 {
			dst = append(dst, nil)
			continue
		}
		found++
		value, ok := attribute.Type.value(f.Properties[at].Value)
		if !ok {
			return dst, fmt.Errorf("attribute %q holds %v, a %T", attribute.Name, f.Properties[at].Value, f.Properties[at].Value)
		}
		dst = append(dst, value)
	}
	if found < len(f.Properties) {
		for _, p := range f.Properties {
			if !slices.ContainsFunc(s.Fields, func(a Attribute) bool { return a.Name == p.Name }) {
				return dst, fmt.Errorf("attribute %q is not one of the layer", p.Name)
			}
		}
		return dst, errors.New("an attribute occurs twice")
	}
	return dst, nil
}

// WithoutLists gives the schema of a format that has no lists: texts stand for them.
func (s Schema) WithoutLists() Schema {
	s.Fields = slices.Clone(s.Fields)
	for i, a := range s.Fields {
		if a.Type == Strings {
			s.Fields[i].Type = String
		}
	}
	return s
}

// Fits fails when a geometry is of another kind than those of the layer.
func (s Schema) Fits(g geo.Geometry) error {
	if g == nil || s.Geometry == AnyGeometry || s.Geometry == GeometryTypeOf(g) {
		return nil
	}
	return fmt.Errorf("its geometry is a %s, those of the layer are %s", GeometryTypeOf(g), s.Geometry)
}

// Row gives the [Schema.Values] of a feature that is written to a file under a number. One whose geometry or values the layer does
// not hold is a [*RecordError].
func (s Schema) Row(dst []any, f geo.Feature, file string, number int) ([]any, error) {
	err := s.Fits(f.Geometry)
	if err == nil {
		dst, err = s.Values(dst, f)
	}
	if err != nil {
		const mend = "give all features the attributes of the layer, values of their types and one kind of geometry"
		return dst, Fault(file, number, f, err, mend)
	}
	return dst, nil
}

// value gives a value as one of that type; ok is false when it is none.
func (t AttributeType) value(v any) (value any, ok bool) {
	if x, number := v.(float64); v == nil || number && (math.IsNaN(x) || math.IsInf(x, 0)) {
		return nil, true
	}
	switch t {
	case Bool:
		_, ok = v.(bool)
	case Int64:
		_, ok = v.(int64)
	case Float64:
		if n, ok := v.(int64); ok {
			return float64(n), true
		}
		_, ok = v.(float64)
	case Strings:
		_, ok = v.([]string)
	default:
		return text(v), true
	}
	return v, ok
}

// text writes a value as people read it, a list as JSON.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []string:
		data, _ := json.Marshal(append([]string{}, v...)) // cannot fail, and no list is null
		return string(data)
	}
	return fmt.Sprint(v)
}
