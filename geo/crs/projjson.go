package crs

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// projJSON is a system in PROJJSON (https://proj.org/schemas/v0.7/projjson.schema.json), as far as it is read.
type projJSON struct {
	Type, Name string
	Base       *projJSON   `json:"base_crs"`
	Source     *projJSON   `json:"source_crs"`
	Components []*projJSON // of a compound system, the horizontal one first
	Datum      *projDatum
	Ensemble   *projDatum `json:"datum_ensemble"`
	Conversion struct {
		Method     struct{ Name string }
		Parameters []projValue
	}
	Transformation struct{ Parameters []projValue }
	System         struct{ Axis []projAxis } `json:"coordinate_system"`
	ID             *projID
	IDs            []projID
}

type projDatum struct {
	Name      string
	Ellipsoid struct {
		SemiMajor projValue `json:"semi_major_axis"`
		Inverse   projValue `json:"inverse_flattening"`
	}
	Meridian struct{ Longitude projValue } `json:"prime_meridian"`
}

type projAxis struct {
	Direction string
	Unit      projUnit
}

type projID struct {
	Authority string
	Code      any // a text or a number
}

// projValue is a number with its unit: an object, or the number alone.
type projValue struct {
	Name  string
	Value float64
	Unit  projUnit
}

// UnmarshalJSON implements [json.Unmarshaler].
func (v *projValue) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] != '{' {
		return json.Unmarshal(data, &v.Value)
	}
	type object projValue // without this method
	return json.Unmarshal(data, (*object)(v))
}

// projUnit is a unit: an object, or the name of one of three. The zero value is none.
type projUnit struct {
	Name   string
	Factor float64 `json:"conversion_factor"` // metres, radians or ones
}

// UnmarshalJSON implements [json.Unmarshaler].
func (u *projUnit) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		type object projUnit // without this method
		return json.Unmarshal(data, (*object)(u))
	}
	if err := json.Unmarshal(data, &u.Name); err != nil {
		return err
	}
	switch u.Name {
	case "metre", "unity":
		u.Factor = 1
	case "degree":
		u.Factor = degree
	}
	return nil
}

// is tells whether the unit has a factor. No unit has any.
func (u projUnit) is(factor float64) bool { return u == projUnit{} || near(u.Factor, factor) }

func readPROJJSON(text string) (description, error) {
	root := &projJSON{}
	if err := json.Unmarshal([]byte(text), root); err != nil {
		return description{}, fmt.Errorf("its PROJJSON cannot be read: %w", err)
	}
	shifted := false
	for root != nil {
		switch root.Type {
		case "ProjectedCRS", "GeographicCRS", "GeodeticCRS":
			d := root.describe()
			d.shifted = shifted
			return d, nil
		case "CompoundCRS":
			if len(root.Components) == 0 {
				return description{}, errNotHorizontal
			}
			root = root.Components[0]
		case "BoundCRS":
			for _, p := range root.Transformation.Parameters {
				shifted = shifted || isTranslation(p.Name) && p.Value != 0
			}
			root = root.Source
		default:
			return description{}, errNotHorizontal
		}
	}
	return description{}, errNotHorizontal
}

func (p *projJSON) describe() description {
	d := description{name: p.Name, eastFirst: len(p.System.Axis) > 0 && strings.EqualFold(p.System.Axis[0].Direction, "east")}
	if p.ID != nil {
		p.IDs = append([]projID{*p.ID}, p.IDs...)
	}
	for _, id := range p.IDs {
		d.identifiers = append(d.identifiers, fmt.Sprintf("%s:%v", id.Authority, id.Code))
	}
	base, unit := p, degree
	if p.Type == "ProjectedCRS" {
		d.projected, unit = true, 1
		d.method = p.Conversion.Method.Name
		d.parameters[scale] = 1
		for _, v := range p.Conversion.Parameters {
			d.add(v.Name, v.Value)
			if !v.Unit.is(1) && !v.Unit.is(degree) {
				d.oddUnit = excerpt(v.Unit.Name)
			}
		}
		if base = p.Base; base == nil {
			base = &projJSON{}
		}
	}
	for _, axis := range p.System.Axis[:min(2, len(p.System.Axis))] {
		if !axis.Unit.is(unit) {
			d.oddUnit = excerpt(axis.Unit.Name)
		}
	}
	datum := base.Datum
	if datum == nil {
		datum = base.Ensemble
	}
	if datum == nil {
		datum = &projDatum{}
	}
	d.frames = []string{datum.Name, base.Name}
	d.semiMajor, d.inverse = datum.Ellipsoid.SemiMajor.Value, datum.Ellipsoid.Inverse.Value
	if d.meridian = datum.Meridian.Longitude.Value; !datum.Meridian.Longitude.Unit.is(degree) {
		d.meridian = math.NaN()
	}
	return d
}
