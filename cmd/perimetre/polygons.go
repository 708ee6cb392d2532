package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"perimetre/data/format"
	"perimetre/data/policy"
	"perimetre/data/source"
	"perimetre/geo"
	"perimetre/geo/check"
	"perimetre/geo/inspection"
)

// polygons is what was read of a file of polygons: unit i is feature i.
type polygons struct {
	features []geo.Feature // one whose geometry is at fault has none
	records  []inspection.Record
	units    []inspection.Unit
	layers   []contents // of each layer that was read
}

// contents is what was found in a layer.
type contents struct {
	features int
	fields   fieldSet
}

// mostFaults is how many features that cannot be read are told at once.
const mostFaults = 20

// readPolygons reads the polygons of a file of any format.
func readPolygons(ctx context.Context, path string, flags layerFlags) (*polygons, error) {
	options, err := flags.options()
	if err != nil {
		return nil, err
	}
	bundle, err := source.OpenBundle(path, source.Limits{})
	if err != nil {
		return nil, err
	}
	all, chosen, err := flags.choose(bundle)
	if err == nil && len(chosen) == 0 {
		err = severalLayers(bundle.Name(), all)
	}
	var p *polygons
	if err == nil {
		p, err = readLayers(ctx, bundle.Name(), chosen, options)
	}
	return p, errors.Join(err, bundle.Close())
}

// readLayers reads layers as one file. Features whose coordinates are not on the globe, or whose geometry is of no type that
// can be read, are kept, with their fault; any other that cannot be read is an error.
func readLayers(ctx context.Context, file string, layers []source.Layer, options format.Options) (*polygons, error) {
	p := &polygons{}
	var faults []error
	for _, layer := range layers {
		former := len(p.records)
		var fields fieldSet
		for feature, err := range layer.Read(options) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			for i, property := range feature.Properties {
				fields.add(i, property.Name)
			}
			if fault := p.take(feature, err); fault != nil {
				faults = append(faults, fault)
			}
		}
		p.layers = append(p.layers, contents{len(p.records) - former, fields})
	}
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults], fmt.Errorf("and %d more like these", len(faults)-mostFaults))
	}
	if len(faults) == 0 && len(p.records) == 0 {
		faults = append(faults, fmt.Errorf("%s: there is no feature in the file: give polygons", file))
	}
	return p, errors.Join(faults...)
}

// take keeps a feature as it was read, with the error of its reading; it gives back an error that leaves nothing to keep.
func (p *polygons) take(feature geo.Feature, err error) error {
	var place *format.CoordinateError
	var kind *format.GeometryError
	switch {
	case err == nil:
		geometry, _ := feature.Geometry.(geo.MultiPolygon)
		p.add(feature, inspection.Record{Geometry: geometry, Instead: otherThan(feature.Geometry)})
	case errors.As(err, &place):
		p.add(identified(feature, err), inspection.Record{Fault: &inspection.Position{X: place.X, Y: place.Y}})
	case errors.As(err, &kind):
		p.add(identified(feature, err), inspection.Record{Instead: kind.Type})
	default:
		return err
	}
	return nil
}

// fieldSet is names of properties, each once, in the order of first sight.
type fieldSet []string

// add adds a name that is new. It is looked for first where it is as a rule: features of a layer have the same names in one order.
func (s *fieldSet) add(at int, name string) {
	if at < len(*s) && (*s)[at] == name || slices.Contains(*s, name) {
		return
	}
	*s = append(*s, name)
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

// identified gives a feature that could not be read the code by which its error names it, where it has none.
func identified(feature geo.Feature, err error) geo.Feature {
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
