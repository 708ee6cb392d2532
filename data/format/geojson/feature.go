package geojson

import (
	"bytes"
	"fmt"
	"slices"

	"perimetre/geo"
)

// fault is right JSON that cannot be taken as it is.
type fault struct{ problem, mend string }

func (f *fault) Error() string { return f.problem + ": " + f.mend }

// parser reads features. Its zero value is ready; it is for one goroutine. What it keeps from one feature to the next
// saves memory and changes no result.
type parser struct {
	places places
	fixed  bool     // crs members do not count
	names  []string // of the properties of the feature before: those of a file are the same from feature to feature
}

// feature reads one Feature (RFC 7946, section 3.2). When it fails, the feature holds what could be read, to name it:
// a wrong geometry does not hide the properties after it.
func (p *parser) feature(data []byte) (f geo.Feature, err error) {
	var kind string
	var misplaced error
	place, system := -1, p.places.system // where the geometry lies, and in which system
	end, err := members(data, 0, func(name []byte, i int) (end int, err error) {
		switch string(name) {
		case "type":
			kind, end, err = stringAt(data, i)
		case "id":
			f.ID, end, err = idAt(data, i)
		case "properties":
			f.Properties, end, err = p.properties(data, i)
		case "geometry":
			place = i
			if f.Geometry, end, misplaced = p.geometry(data, i); misplaced != nil {
				if end, err = valueEnd(data, i); err != nil {
					err = misplaced
				}
			}
		case "crs":
			if end, err = checked(data, i); err == nil && !p.fixed {
				system, err = systemOf(data[i:end])
			}
		default:
			end, err = checked(data, i)
		}
		return end, err
	})
	if err != nil {
		return f, err
	}
	if end = skipSpace(data, end); end < len(data) {
		return f, expected("the end of the feature", data, end)
	}
	if kind != "Feature" {
		return f, &fault{fmt.Sprintf("its type is %q", kind), "give records of type Feature"}
	}
	if place >= 0 && system.Code() != p.places.system.Code() && (projected(system) || p.places.metres) {
		var own parser // the crs member may come after the geometry
		own.places.set(system)
		f.Geometry, _, misplaced = own.geometry(data, place)
	}
	return f, misplaced
}

// idAt reads the id of a feature: a string, or a number, whose text it gives.
func idAt(data []byte, i int) (string, int, error) {
	if data[i] == '"' {
		return stringAt(data, i)
	}
	end, err := checked(data, i)
	if err != nil {
		return "", i, err
	}
	switch c := data[i]; {
	case c == 'n':
		return "", end, nil
	case c == '-' || digit(c):
		return string(data[i:end]), end, nil
	}
	return "", i, &fault{"its id is neither a string nor a number", "mend the id or remove it"}
}

// properties reads the properties of a feature: an object, or null.
func (p *parser) properties(data []byte, i int) ([]geo.Property, int, error) {
	if end, ok := nullAt(data, i); ok {
		return nil, end, nil
	}
	var properties []geo.Property
	end, err := members(data, i, func(name []byte, i int) (int, error) {
		value, end, err := valueAt(data, i)
		if err != nil {
			return i, err
		}
		property := geo.Property{Name: p.name(len(properties), name), Value: value}
		if slices.ContainsFunc(properties, func(p geo.Property) bool { return p.Name == property.Name }) {
			return i, &fault{fmt.Sprintf("property %q occurs twice", property.Name), "keep one of the two"}
		}
		if properties == nil {
			properties = make([]geo.Property, 0, len(p.names))
		}
		properties = append(properties, property)
		return end, nil
	})
	p.names = p.names[:min(len(p.names), len(properties))]
	return properties, end, err
}

// name gives the name of the property of that index.
func (p *parser) name(index int, name []byte) string {
	if index < len(p.names) && p.names[index] == string(name) {
		return p.names[index]
	}
	p.names = append(p.names[:index], string(bytes.ToValidUTF8(name, []byte("\ufffd"))))
	return p.names[index]
}

func nullAt(data []byte, i int) (int, bool) {
	return i + len("null"), bytes.HasPrefix(data[i:], []byte("null"))
}
