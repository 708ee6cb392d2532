package kml

import (
	"encoding/xml"
	"fmt"
	"strings"

	"perimetre/geo"
	"perimetre/geo/crs"
)

// placemark gathers what one Placemark says.
type placemark struct {
	feature geo.Feature
	at      map[string]int  // of each property
	given   map[string]bool // the properties that have a value
	shape   shape
	err     error // the first that its attributes give
}

// placemarkOf reads a Placemark, whose element was opened last. Its second error is that of the text; with the first, the
// feature holds what could be read.
func placemarkOf(in *stream, e xml.StartElement, schemas map[string]schema, system crs.System) (f geo.Feature, wrong, broken error) {
	p := &placemark{
		feature: geo.Feature{ID: attribute(e, "id")}, at: map[string]int{}, given: map[string]bool{}, shape: shape{system: system},
	}
	var title, description string
	err := in.children(func(e xml.StartElement) (err error) {
		switch name := e.Name.Local; {
		case name == "name":
			title, err = in.text()
		case name == "description":
			description, err = in.text()
		case name == "ExtendedData":
			err = p.extended(in, schemas)
		case isGeometry(name):
			err = p.shape.add(in, name)
		default:
			err = in.skip()
		}
		return err
	})
	if err != nil {
		return p.feature, nil, err
	}
	p.label("name", title)
	p.label("description", description)
	geometry, err := p.shape.geometry()
	if p.err != nil {
		err = p.err
	}
	p.feature.Geometry = geometry
	return p.feature, err, nil
}

// extended reads ExtendedData (OGC 07-147r2, section 9.2).
func (p *placemark) extended(in *stream, schemas map[string]schema) error {
	return in.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			return in.children(func(inner xml.StartElement) error {
				if inner.Name.Local != "value" {
					return in.skip()
				}
				text, err := in.text()
				p.set(attribute(e, "name"), text)
				return err
			})
		case "SchemaData":
			_, id, _ := strings.Cut(attribute(e, "schemaUrl"), "#")
			schema := schemas[id]
			for _, field := range schema {
				p.index(field.name)
			}
			return in.children(func(e xml.StartElement) error {
				if e.Name.Local != "SimpleData" {
					return in.skip()
				}
				name := attribute(e, "name")
				text, err := in.text()
				p.set(name, valueOf(schema.kind(name), text))
				return err
			})
		}
		return in.skip()
	})
}

// index gives the place of a property, which it makes where there is none.
func (p *placemark) index(name string) int {
	i, ok := p.at[name]
	if !ok {
		i = len(p.feature.Properties)
		p.feature.Properties = append(p.feature.Properties, geo.Property{Name: name})
		p.at[name] = i
	}
	return i
}

// set gives a property its value.
func (p *placemark) set(name string, value any) {
	if p.given[name] && p.err == nil {
		p.err = &fault{fmt.Sprintf("attribute %q occurs twice", name), "keep one of the two"}
	}
	p.given[name] = true
	p.feature.Properties[p.index(name)].Value = value
}

// label takes the name or the description of a Placemark as an attribute, unless an attribute has that name or says the same: it is
// then but the text of the map.
func (p *placemark) label(name, text string) {
	text = strings.TrimSpace(text)
	if text == "" || p.given[name] {
		return
	}
	for _, property := range p.feature.Properties {
		if property.Value != nil && fmt.Sprint(property.Value) == text {
			return
		}
	}
	p.set(name, text)
}
