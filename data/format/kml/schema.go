package kml

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// schema is the fields of a Schema element (OGC 07-147r2, section 9.8).
type schema []field

type field struct{ name, kind string }

// schemaOf reads a Schema, whose element was opened last.
func schemaOf(in *stream) (schema, error) {
	var s schema
	err := in.children(func(e xml.StartElement) error {
		if e.Name.Local == "SimpleField" {
			s = append(s, field{attribute(e, "name"), attribute(e, "type")})
		}
		return in.skip()
	})
	return s, err
}

func (s schema) names() (names []string) {
	for _, f := range s {
		names = append(names, f.name)
	}
	return names
}

// kind gives the type of a field, that of text when the schema does not have it.
func (s schema) kind(name string) string {
	for _, f := range s {
		if f.name == name {
			return f.kind
		}
	}
	return "string"
}

// valueOf gives the value of a text by the type of its field: a number without digits is null, and what is not of the type stays
// text.
func valueOf(kind, text string) any {
	trimmed := strings.TrimSpace(text)
	switch kind {
	case "int", "uint", "short", "ushort":
		if n, err := strconv.ParseInt(trimmed, 10, 64); err == nil {
			return n
		}
	case "float", "double":
		if x, err := strconv.ParseFloat(trimmed, 64); err == nil {
			return x
		}
	case "bool":
		switch trimmed {
		case "1", "true":
			return true
		case "0", "false":
			return false
		}
	default:
		return text
	}
	if trimmed == "" {
		return nil
	}
	return text
}
