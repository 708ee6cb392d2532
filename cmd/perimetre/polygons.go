package main

import (
	"context"
	"errors"
	"fmt"

	"perimetre/data/format"
	"perimetre/data/format/geojson"
	"perimetre/data/policy"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/inspection"
)

// polygons is a file of polygons as it was read: unit i is feature i.
type polygons struct {
	features []geo.Feature // one whose geometry is at fault has none
	records  []inspection.Record
	units    []inspection.Unit
}

// mostFaults is how many features that cannot be read are told at once.
const mostFaults = 20

// readPolygons reads a file of polygons. Features whose coordinates are not on the globe, or whose geometry is of no type that
// can be read, are kept, with their fault; any other that cannot be read is an error.
func readPolygons(ctx context.Context, path string) (*polygons, error) {
	file, err := source.Open(path)
	if err != nil {
		return nil, err
	}
	p := &polygons{}
	var faults []error
	for feature, err := range geojson.Read(file, file.Name()) {
		if err := ctx.Err(); err != nil {
			return nil, errors.Join(err, file.Close())
		}
		var place *format.CoordinateError
		var kind *format.GeometryError
		switch {
		case err == nil:
			geometry, _ := feature.Geometry.(geo.MultiPolygon)
			p.add(feature, inspection.Record{Geometry: geometry, Instead: otherThan(feature.Geometry)})
		case errors.As(err, &place):
			p.add(named(feature, err), inspection.Record{Fault: &inspection.Position{X: place.X, Y: place.Y}})
		case errors.As(err, &kind):
			p.add(named(feature, err), inspection.Record{Instead: kind.Type})
		default:
			faults = append(faults, err)
		}
	}
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults], fmt.Errorf("and %d more like these", len(faults)-mostFaults))
	}
	if len(faults) == 0 && len(p.records) == 0 {
		faults = append(faults, fmt.Errorf("%s: there is no feature in the file: give polygons", file.Name()))
	}
	return p, errors.Join(errors.Join(faults...), file.Close())
}

// otherThan names a geometry that is no polygon; empty for polygons and for none.
func otherThan(g geo.Geometry) string {
	switch g.(type) {
	case geo.MultiPoint:
		return "MultiPoint"
	case geo.MultiLine:
		return "MultiLineString"
	}
	return ""
}

// named gives a feature that could not be read the code by which its error names it, where it has none.
func named(feature geo.Feature, err error) geo.Feature {
	var record *format.RecordError
	if format.Code(feature) == "" && errors.As(err, &record) {
		feature.ID = record.Code
	}
	return feature
}

func (p *polygons) add(feature geo.Feature, record inspection.Record) {
	unit := inspection.Unit{Code: format.Code(feature), Name: format.Name(feature)}
	if unit.Code == "" {
		unit.Code = inspection.Number(len(p.features) + 1)
	}
	record.Unit = int32(len(p.units))
	p.records = append(p.records, record)
	p.features = append(p.features, feature)
	p.units = append(p.units, unit)
}

// policyFlag chooses a policy.
type policyFlag struct {
	Policy string `placeholder:"FILE" help:"Severities, tolerances and known absences: YAML. By default those of France."`
}

func (f policyFlag) read() (check.Policy, error) {
	if f.Policy == "" {
		return policy.France(), nil
	}
	file, err := source.Open(f.Policy)
	if err != nil {
		return check.Policy{}, fmt.Errorf("policy: %w", err)
	}
	p, err := policy.Read(file, file.Name())
	if err := errors.Join(err, file.Close()); err != nil {
		return check.Policy{}, fmt.Errorf("policy: %w", err)
	}
	return p, nil
}
